"""Meetings made by operations: members in the register with their representatives, an agenda, a notice that left."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from factories import DelegateFactory, OrganisationFactory, UserFactory
from factories.association import statute
from filiera.common.acting import Acting
from filiera.governance.enums import BodyKind, RegisterEvent
from filiera.governance.models import AgendaItem, Body, Mandate, Meeting, RollSeat
from filiera.governance.operations.agenda import ItemPlan, add_item
from filiera.governance.operations.attendance import Coming, check_in
from filiera.governance.operations.bodies import Office, appoint, make_bodies
from filiera.governance.operations.convening import convene_meeting
from filiera.governance.operations.holding import Chair, open_meeting
from filiera.governance.operations.meetings import MeetingPlan, plan_meeting
from filiera.governance.operations.register import Event, admit_member
from tests_clock import NOW, TODAY

FIRST = NOW + timedelta(days=20)


def body(kind: str = BodyKind.ASSEMBLY) -> Body:
    """Give a body, all made the first time."""
    make_bodies()
    return Body.objects.get(kind=kind)


def representative(member: str, *, member_class: str = "ordinary", role: str = "REPRESENTATIVE", **user: Any) -> Any:
    """Admit a member and give the account of who speaks for it, acting for it as in a request."""
    organisation = OrganisationFactory(name=member)
    admit_member(
        organisation=organisation,
        event=Event(RegisterEvent.ADMITTED, date(2025, 1, 15), member_class, note="atto"),
        now=NOW,
    )
    account = UserFactory(**user)
    DelegateFactory(organisation=organisation, user=account, role=role)
    return acting(account, organisation, role)


def acting(account: Any, organisation: Any, role: str = "REPRESENTATIVE", **more: Any) -> Any:
    """Let an account act for an organisation, as a request does."""
    account.acting = Acting(organisation.pk, organisation.code, organisation.name, role, is_member=True, **more)
    return account


def director(name: str, *, role: str = "DIRECTOR", **user: Any) -> Mandate:
    """Give a director of the board, with an account."""
    office = Office(name, role, TODAY - timedelta(days=100), user=UserFactory(name=name, **user))
    return appoint(body=body(BodyKind.BOARD), office=office, today=TODAY)


def plan(**values: Any) -> MeetingPlan:
    """Give a plan of an assembly in twenty days, in a place and remotely, with a second call the day after."""
    written: dict[str, Any] = {
        "title": "Assemblea ordinaria",
        "first_at": FIRST,
        "second_at": FIRST + timedelta(days=1),
        "place": "Crema, sede",
        "remote_url": "https://video.example/assemblea",
    }
    return MeetingPlan(**(written | values))


def planned(kind: str = BodyKind.ASSEMBLY, *items: ItemPlan, **values: Any) -> Meeting:
    """Plan a meeting with its agenda: without items, one ordinary proposal."""
    statute()
    meeting = plan_meeting(body=body(kind), plan=plan(**values))
    usual = ItemPlan(
        "Piano di attività", kind="ORDINARY" if kind == BodyKind.ASSEMBLY else "BOARD", proposal="Si approva."
    )
    for item in items or (usual,):
        add_item(meeting=meeting, plan=item, today=TODAY)
    return meeting


def convened(kind: str = BodyKind.ASSEMBLY, *items: ItemPlan, now: datetime = NOW, **values: Any) -> Meeting:
    """Plan and convene a meeting."""
    meeting = planned(kind, *items, **values)
    convene_meeting(meeting=meeting, now=now, accepts_unreached=True)
    meeting.refresh_from_db()
    return meeting


def seat_of(meeting: Meeting, name: str) -> RollSeat:
    """Give a seat of a meeting by its name."""
    return meeting.roll.get(name=name)


def arrive(meeting: Meeting, *names: str, now: datetime = FIRST, mode: str = "ROOM") -> None:
    """Let seats come."""
    for name in names:
        check_in(seat=seat_of(meeting, name), coming=Coming(mode, f"Chi parla per {name}"), now=now)


def opened(meeting: Meeting, *names: str, now: datetime = FIRST) -> Meeting:
    """Let seats come and open the meeting."""
    arrive(meeting, *names, now=now)
    return open_meeting(meeting=meeting, chair=Chair("Ada Presidente", "Bruno Segretario"), reminder_read=True, now=now)


def first_item(meeting: Meeting) -> AgendaItem:
    """Give the first item of a meeting."""
    return meeting.items.get(position=1)
