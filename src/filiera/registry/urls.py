"""Addresses of the office's pages on the register."""

from __future__ import annotations

from django.urls import path

from filiera.registry.views import acting, answers, confirm, delegates, events, files, merging, removing, today, trial

urlpatterns = [
    path("acting/", acting.acting, name="acting"),
    path("invitations/", delegates.invitations, name="invitations"),
    path("organisations/<slug:code>/delegates/", delegates.delegates, name="delegates"),
    path("organisations/<slug:code>/delegates/invite/", delegates.invite, name="delegate-invite"),
    path("organisations/<slug:code>/delegates/withdraw/", delegates.withdraw, name="delegate-withdraw"),
    path("organisations/<slug:code>/delegates/end/", delegates.end, name="delegate-end"),
    path("organisations/<slug:code>/confirm/", delegates.confirm, name="profile-confirm"),
    path("office/organisations/<slug:code>/delegates/", delegates.register, name="delegate-register"),
    path("office/organisations/<slug:code>/ask/", delegates.ask, name="profile-ask"),
    path("office/organisations/<slug:code>/on-behalf/", acting.on_behalf, name="on-behalf"),
    path("organisations/<slug:code>/done/", events.done_for, name="events-of"),
    path("office/done/", events.done, name="events"),
    path("office/on-behalf/stop/", acting.stop_on_behalf, name="on-behalf-stop"),
    path("office/", today.office, name="office"),
    path("office/imports/", files.imports, name="imports"),
    path("office/imports/new/", files.new, name="import-new"),
    path("office/imports/clear/", files.clear, name="imports-clear"),
    path("office/imports/template.xlsx", files.template, name="import-template"),
    path("office/imports/<int:pk>/", confirm.batch_page, name="import-batch"),
    path("office/imports/<int:pk>/sheet/", files.sheet, name="import-sheet"),
    path("office/imports/<int:pk>/columns/", files.columns, name="import-columns"),
    path("office/imports/<int:pk>/trial/", trial.trial, name="import-trial"),
    path("office/imports/<int:pk>/trial/again/", trial.again, name="import-again"),
    path("office/imports/<int:pk>/rows/<slug:band>/", trial.rows, name="import-rows"),
    path("office/imports/<int:pk>/rows/<int:row>/mend/", trial.mend, name="import-mend"),
    path("office/imports/<int:pk>/rows/<int:row>/take/", trial.take, name="import-take"),
    path("office/imports/<int:pk>/rows/<int:row>/leave/", trial.leave, name="import-leave"),
    path("office/imports/<int:pk>/rows/<int:row>/decide/", trial.decide, name="import-decide"),
    path("office/imports/<int:pk>/to-correct.xlsx", trial.bad_rows, name="import-bad-rows"),
    path("office/imports/<int:pk>/duplicates/", trial.duplicates, name="import-duplicates"),
    path("office/imports/<int:pk>/confirm/", confirm.confirm, name="import-confirm"),
    path("office/imports/<int:pk>/run/", confirm.run, name="import-run"),
    path("office/imports/<int:pk>/undo/", confirm.undo, name="import-undo"),
    path("office/imports/<int:pk>/discard/", files.discard, name="import-discard"),
    path("office/imports/<int:pk>/file/", files.original, name="import-original"),
    path("office/imports/<int:pk>/forget/", answers.forget_of_batch, name="import-forget-answers"),
    path("office/answers/", answers.remembered, name="import-answers"),
    path("office/answers/<slug:kind>/<int:pk>/forget/", answers.forget, name="import-answers-forget"),
    path("office/organisations/<slug:code>/remove/", removing.remove, name="organisation-remove"),
    path("office/duplicates/", merging.duplicates, name="duplicates"),
    path("office/duplicates/apart/", merging.apart, name="duplicates-apart"),
    path("office/merge/", merging.merge, name="merge"),
    path("office/merge/join/", merging.join, name="merge-join"),
    path("office/merge/<int:pk>/undo/", merging.part, name="merge-undo"),
]
