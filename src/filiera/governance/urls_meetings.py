"""Addresses of bodies, meetings and requests for an assembly, under their language."""

from __future__ import annotations

from django.urls import path

from filiera.governance.views import bodies, meetings, meetings_desk, meetings_office, meetings_part, petitions

urlpatterns = [
    path("bodies/", bodies.bodies, name="bodies"),
    path("office/bodies/", bodies.office_bodies, name="bodies-office"),
    path("office/bodies/<slug:code>/appoint/", bodies.appoint_one, name="mandate-new"),
    path("office/bodies/<slug:code>/end/", bodies.end_one, name="mandate-end"),
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/<int:pk>/", meetings.meeting, name="meeting"),
    path("meetings/<int:pk>/live/", meetings.live, name="meeting-live"),
    path("meetings/<int:pk>/calendar.ics", meetings.calendar_file, name="meeting-calendar"),
    path("meetings/<int:pk>/come/", meetings_part.come, name="meeting-come"),
    path("meetings/<int:pk>/leave/", meetings_part.leave, name="meeting-leave"),
    path("meetings/<int:pk>/proxy/", meetings_part.proxy, name="meeting-proxy"),
    path("meetings/<int:pk>/proxy/revoke/", meetings_part.revoke, name="meeting-proxy-revoke"),
    path("meetings/<int:pk>/conflict/", meetings_part.conflict, name="meeting-conflict"),
    path("meetings/<int:pk>/conflict/withdraw/", meetings_part.withdraw, name="meeting-conflict-withdraw"),
    path("meetings/<int:pk>/objection/", meetings_part.objection, name="meeting-objection"),
    path("meetings/<int:pk>/desk/", meetings_desk.desk, name="meeting-desk"),
    path("office/meetings/<int:pk>/cancel/", meetings_office.cancel, name="meeting-cancel"),
    path("meetings/<int:pk>/desk/open/", meetings_desk.open_it, name="meeting-open"),
    path("meetings/<int:pk>/desk/step/", meetings_desk.step, name="meeting-step"),
    path("meetings/<int:pk>/desk/attendance/", meetings_desk.attendance, name="meeting-attendance"),
    path("meetings/<int:pk>/desk/said/", meetings_desk.said, name="meeting-said"),
    path("meetings/<int:pk>/desk/proxy/", meetings_desk.paper_proxy, name="meeting-paper-proxy"),
    path("meetings/<int:pk>/desk/items/<int:position>/", meetings_desk.item_act, name="meeting-item-act"),
    path("meetings/<int:pk>/desk/items/<int:position>/answer/", meetings_desk.answer, name="meeting-answer"),
    path("office/meetings/", meetings_office.office_meetings, name="meetings-office"),
    path("office/meetings/new/", meetings_office.new, name="meeting-new"),
    path("office/meetings/<int:pk>/edit/", meetings_office.edit, name="meeting-edit"),
    path("office/meetings/<int:pk>/items/", meetings_office.item, name="meeting-item-new"),
    path("office/meetings/<int:pk>/items/<int:position>/", meetings_office.item, name="meeting-item"),
    path(
        "office/meetings/<int:pk>/items/<int:position>/arrange/", meetings_office.arrange, name="meeting-item-arrange"
    ),
    path("office/meetings/<int:pk>/items/<int:position>/carry/", meetings_office.carry, name="meeting-item-carry"),
    path("office/meetings/<int:pk>/papers/", meetings_office.paper, name="meeting-paper"),
    path("office/meetings/<int:pk>/convene/", meetings_office.convene, name="meeting-convene"),
    path("meetings/<int:pk>/desk/no-quorum/", meetings_office.no_quorum, name="meeting-no-quorum"),
    path("office/meetings/<int:pk>/resend/", meetings_office.resend, name="meeting-resend"),
    path("petitions/", petitions.petitions, name="petitions"),
    path("petitions/new/", petitions.new, name="petition-new"),
    path("office/petitions/new/", petitions.new_on_paper, name="petition-new-paper"),
    path("petitions/<int:pk>/", petitions.petition, name="petition"),
    path("petitions/<int:pk>/sign/", petitions.sign, name="petition-sign"),
    path("petitions/<int:pk>/paper/", petitions.sign_on_paper, name="petition-paper"),
    path("petitions/<int:pk>/close/", petitions.close, name="petition-close"),
]
