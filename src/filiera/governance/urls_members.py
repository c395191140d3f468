"""Addresses of adhesion and membership."""

from __future__ import annotations

from django.urls import path

from filiera.governance.views import (
    applications,
    applications_office,
    fees_office,
    join,
    members_office,
    membership,
    register,
    statute,
    verify,
)

urlpatterns = [
    path("join/", join.join, name="join"),
    path("join/begin/", join.begin, name="join-begin"),
    path("join/mine/", join.applications, name="applications"),
    path("join/resume/<str:token>/", join.resume, name="join-resume"),
    path("join/<slug:code>/", applications.application, name="application"),
    path("join/<slug:code>/answer/", applications.answer, name="application-answer"),
    path("join/<slug:code>/withdraw/", applications.withdraw, name="application-withdraw"),
    path("join/<slug:code>/papers/", applications.paper, name="application-paper"),
    path("join/<slug:code>/papers/<int:pk>/", applications.paper_file, name="application-paper-file"),
    path("join/<slug:code>/step/<slug:step>/", join.step, name="join-step"),
    path("statute/", statute.statute, name="statute"),
    path("verify/", verify.verify, name="verify"),
    path("verify/<str:code>/", verify.verify_code, name="verify-code"),
    path("members/", register.members, name="members"),
    path("members/export/<slug:kind>/", register.export, name="members-export"),
    path("organisations/<slug:code>/membership/", membership.membership, name="membership"),
    path("organisations/<slug:code>/membership/leave/", membership.leave, name="membership-leave"),
    path("organisations/<slug:code>/membership/certificates/", membership.issue, name="certificate-issue"),
    path(
        "organisations/<slug:code>/membership/certificates/<str:certificate>/",
        membership.certificate,
        name="certificate-file",
    ),
    path(
        "organisations/<slug:code>/membership/receipts/<int:year>/<int:number>/",
        membership.receipt,
        name="fee-receipt",
    ),
    path("office/applications/", applications_office.applications, name="applications-desk"),
    path("office/applications/<slug:code>/", applications_office.application, name="application-desk"),
    path("office/applications/<slug:code>/take/", applications_office.take, name="application-desk-take"),
    path(
        "office/applications/<slug:code>/checks/<slug:criterion>/",
        applications_office.check,
        name="application-desk-check",
    ),
    path("office/applications/<slug:code>/ask/", applications_office.ask, name="application-desk-ask"),
    path("office/applications/<slug:code>/agenda/", applications_office.agenda, name="application-desk-agenda"),
    path("office/applications/<slug:code>/decide/", applications_office.decide, name="application-desk-decide"),
    path("office/members/admit/", members_office.admit, name="member-desk-admit"),
    path("office/members/<int:number>/", members_office.member, name="member-desk"),
    path("office/members/<int:number>/event/", members_office.event, name="member-desk-event"),
    path("office/members/<int:number>/correct/", members_office.correct, name="member-desk-correct"),
    path("office/certificates/<str:code>/revoke/", membership.revoke, name="certificate-revoke"),
    path("office/fees/", fees_office.fees, name="fees-desk"),
    path("office/fees/rates/", fees_office.rate, name="fee-desk-rate"),
    path("office/fees/issue/", fees_office.issue, name="fees-desk-issue"),
    path("office/fees/remind/", fees_office.remind_everybody, name="fees-desk-remind"),
    path("office/fees/propose/", fees_office.propose, name="fees-desk-propose"),
    path("office/fees/<int:pk>/remind/", fees_office.remind, name="fee-desk-remind"),
    path("office/fees/<int:pk>/pay/", fees_office.pay, name="fee-desk-pay"),
    path("office/fees/payments/<int:pk>/annul/", fees_office.annul, name="fee-desk-annul"),
    path("office/fees/<int:pk>/waive/", fees_office.waive, name="fee-desk-waive"),
]
