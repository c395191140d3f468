"""Addresses of calls and of what comes of them."""

from __future__ import annotations

from django.urls import path

from filiera.funding.views import (
    applicants,
    calls,
    composing,
    consortia,
    imports,
    office,
    texts,
    workspace,
)

urlpatterns = [
    path("calls/", calls.calls, name="calls"),
    path("calls/<slug:code>/", calls.call, name="call"),
    path("calls/<slug:code>/versions/<int:number>/", calls.raw, name="call-raw"),
    path("calls/<slug:code>/compose/", composing.compose, name="call-compose"),
    path("compositions/<int:pk>/", composing.composition, name="composition"),
    path("consortia/", consortia.consortia, name="consortia"),
    path("consortia/invitations/<int:pk>/", consortia.answer, name="consortium-answer"),
    path("consortia/<slug:code>/", consortia.consortium, name="consortium"),
    path("consortia/<slug:code>/project/", consortia.project, name="consortium-project"),
    path("consortia/<slug:code>/partners/", consortia.partner, name="consortium-partner"),
    path("consortia/<slug:code>/partners/add/", consortia.add, name="consortium-add"),
    path("consortia/<slug:code>/swap/", consortia.swap, name="consortium-swap"),
    path("consortia/<slug:code>/move/", consortia.move, name="consortium-move"),
    path("organisations/<slug:code>/for-calls/", applicants.applicant, name="applicant"),
    path("consortia/<slug:code>/tasks/", workspace.tasks, name="consortium-tasks"),
    path("consortia/<slug:code>/papers/", workspace.papers, name="consortium-papers"),
    path("consortia/<slug:code>/budget.<slug:form>", workspace.budget, name="consortium-budget"),
    path("consortia/<slug:code>/outcome/", workspace.outcome, name="consortium-outcome"),
    path("office/calls/", office.desk, name="calls-office"),
    path("office/calls/bring/", imports.bring, name="calls-bring"),
    path("office/calls/bring/<slug:token>/", imports.tried, name="calls-import"),
    path("office/calls/bring/<slug:token>/throw-away/", imports.throw_away, name="calls-import-away"),
    path("office/calls/reading/", imports.reading, name="calls-reading"),
    path("office/calls/read/", texts.read, name="call-read"),
    path("office/calls/write/", office.write, name="call-write"),
    path("office/calls/<slug:code>/", office.keep, name="call-office"),
    path("office/calls/<slug:code>/show/", office.show, name="call-show"),
    path("office/calls/<slug:code>/rules/", office.rule, name="call-rule"),
    path("office/calls/<slug:code>/topics/", office.topic, name="call-topic"),
    path("office/calls/<slug:code>/read/", texts.read_again, name="call-read-again"),
    path("office/calls/<slug:code>/proposals/", texts.decide, name="call-proposals"),
]
