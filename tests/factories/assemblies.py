"""An assembly that is open, with members whose representatives are there, for tests of what happens in the room."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from filiera.common.acting import Acting
from filiera.governance.enums import BodyKind, ItemState, MeetingState, PresenceMode, RegisterEvent, VoteMode
from filiera.governance.files import shipped_statute
from filiera.governance.models import AgendaItem, Attendance, Body, Candidate, Meeting, Member, Proxy, RollSeat
from filiera.governance.operations.register import Event, write_line
from filiera.governance.operations.statutes import put_statute_in_force
from filiera.registry.enums import DelegateRole
from filiera.registry.models import Delegate, Organisation
from tests_clock import NOW, TODAY


class Assembly:
    """An open assembly of some members, each with a representative; who is there is told by `present`."""

    @transaction.atomic
    def __init__(
        self, count: int = 5, *, present: int | None = None, statute: str = "codice-civile", **classes: str
    ) -> None:
        self.statute = put_statute_in_force(charter=shipped_statute(statute), in_force_from=TODAY)
        body, _made = Body.objects.get_or_create(
            code="assembly", defaults={"kind": BodyKind.ASSEMBLY, "name_it": "Assemblea", "name_en": "Assembly"}
        )
        self.meeting = Meeting.objects.create(
            body=body,
            title="Assemblea ordinaria",
            state=MeetingState.OPEN,
            first_at=NOW,
            second_at=NOW + timedelta(days=1),
            record_on=TODAY,
            statute=self.statute,
            uid=uuid.uuid4(),
            convened_at=NOW - timedelta(days=20),
            opened_at=NOW,
        )
        self.users: list[Any] = []
        self.seats: list[RollSeat] = []
        first_class = next(iter(shipped_statute(statute).classes))
        for number in range(1, count + 1):
            self._add(number, classes.get(f"m{number}", first_class))
        for seat in self.seats[: count if present is None else present]:
            self.arrive(seat)

    def _add(self, number: int, member_class: str) -> None:
        organisation = Organisation.objects.create(
            code=f"m{number}", name=f"Socio {number}", search_name=f"socio {number}"
        )
        user = get_user_model().objects.create_user(f"m{number}@example.org", name=f"Persona {number}")
        member = Member.objects.create(
            number=number, organisation=organisation, member_class=member_class, admitted_on=TODAY - timedelta(days=500)
        )
        write_line(member=member, event=Event(RegisterEvent.ADMITTED, member.admitted_on, member_class), now=NOW)
        seat = RollSeat.objects.create(
            meeting=self.meeting,
            member=member,
            name=organisation.name,
            seat_class=member_class,
            member_since_on=member.admitted_on,
        )
        Delegate.objects.create(
            user=user,
            organisation=organisation,
            role=DelegateRole.REPRESENTATIVE,
            act="legale rappresentante",
            from_on=TODAY - timedelta(days=500),
        )
        user.acting = Acting(organisation.pk, organisation.code, organisation.name, "REPRESENTATIVE", is_member=True)
        self.users.append(user)
        self.seats.append(seat)

    def arrive(self, seat: RollSeat) -> Attendance:
        """Let a seat come into the room at the opening."""
        return Attendance.objects.create(
            seat=seat, call=self.meeting.call, mode=PresenceMode.ROOM, person_name=seat.name, came_at=NOW
        )

    def item(self, *, kind: str = "ORDINARY", vote_mode: str = VoteMode.OPEN, **values: Any) -> AgendaItem:
        """Put an item in discussion."""
        position = self.meeting.items.count() + 1
        return AgendaItem.objects.create(
            meeting=self.meeting,
            position=position,
            title=f"Punto {position}",
            proposal="Si approva.",
            kind=kind,
            vote_mode=vote_mode,
            state=ItemState.DISCUSSED,
            **values,
        )

    def election(self, *names: str, vote_mode: str = VoteMode.SECRET, seats: int = 1, **values: Any) -> AgendaItem:
        """Put an election in discussion, with its candidates."""
        item = self.item(kind="ELECTION", vote_mode=vote_mode, seats=seats, **values)
        Candidate.objects.bulk_create(
            Candidate(item=item, position=place, name=name) for place, name in enumerate(names, start=1)
        )
        return item

    def proxy(self, giver: int, holder: int, **values: Any) -> Proxy:
        """Let one seat, by its place from 0, give a proxy to another."""
        return Proxy.objects.create(
            meeting=self.meeting,
            giver=self.seats[giver],
            holder=self.seats[holder],
            dated_on=TODAY - timedelta(days=1),
            signed_at=NOW - timedelta(days=1),
            **values,
        )
