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
    path("office/applications/", applications_office.applications, name="office-applications"),
    path("office/applications/<slug:code>/", applications_office.application, name="office-application"),
    path("office/applications/<slug:code>/take/", applications_office.take, name="office-application-take"),
    path(
        "office/applications/<slug:code>/checks/<slug:criterion>/",
        applications_office.check,
        name="office-application-check",
    ),
    path("office/applications/<slug:code>/ask/", applications_office.ask, name="office-application-ask"),
    path("office/applications/<slug:code>/agenda/", applications_office.agenda, name="office-application-agenda"),
    path("office/applications/<slug:code>/decide/", applications_office.decide, name="office-application-decide"),
    path("office/members/admit/", members_office.admit, name="office-member-admit"),
    path("office/members/<int:number>/", members_office.member, name="office-member"),
    path("office/members/<int:number>/event/", members_office.event, name="office-member-event"),
    path("office/members/<int:number>/correct/", members_office.correct, name="office-member-correct"),
    path("office/certificates/<str:code>/revoke/", membership.revoke, name="certificate-revoke"),
    path("office/fees/", fees_office.fees, name="office-fees"),
    path("office/fees/rates/", fees_office.rate, name="office-fee-rate"),
    path("office/fees/issue/", fees_office.issue, name="office-fees-issue"),
    path("office/fees/<int:pk>/remind/", fees_office.remind, name="office-fee-remind"),
    path("office/fees/<int:pk>/pay/", fees_office.pay, name="office-fee-pay"),
    path("office/fees/<int:pk>/waive/", fees_office.waive, name="office-fee-waive"),
]
