"""Who takes part in a meeting: drawn up from the register at the record date, and read again with what each did."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from filiera.common.language import current_language
from filiera.governance.enums import BodyKind
from filiera.governance.models import (
    Attendance,
    Mandate,
    Meeting,
    NoticeDelivery,
    Proxy,
    ReminderAcceptance,
    RollSeat,
)
from filiera.governance.queries.bodies import classes_of_seats, director_organisation_ids
from filiera.governance.queries.fees import standings
from filiera.governance.queries.members import members_on
from filiera.governance.queries.statutes import charter_of
from filiera.registry.enums import SPEAKING_ROLES
from filiera.registry.models import Delegate
from filiera.registry.queries.contacts import contact_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def drawn_roll(meeting: Meeting, *, record_on: date) -> list[RollSeat]:
    """Draw up the roll of a meeting as the register is at the record date, not stored: members, or mandates in office."""
    if meeting.body.kind == BodyKind.ASSEMBLY:
        return _members_roll(meeting, record_on)
    rows = Mandate.objects.filter(body=meeting.body).select_related("organisation")
    in_office = list(rows.in_office(record_on).order_by("from_on", "pk"))
    classes = classes_of_seats(in_office, day=record_on)
    return [
        RollSeat(
            meeting=meeting,
            mandate=row,
            name=row.person_name,
            seat_class=classes[row.pk],
            is_director=True,
        )
        for row in in_office
    ]


def _members_roll(meeting: Meeting, record_on: date) -> list[RollSeat]:
    directors = director_organisation_ids(record_on)
    rows = members_on(record_on)
    owed = standings([row.member for row in rows], record_on)
    return [
        RollSeat(
            meeting=meeting,
            member=row.member,
            name=row.organisation.name,
            seat_class=row.standing.member_class,
            is_in_arrears=owed[row.member.pk].in_arrears,
            is_suspended=row.standing.suspended_on is not None,
            is_director=row.member.organisation_id in directors,
            member_since_on=row.standing.admitted_on,
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Address:
    """Where the notice of a seat goes, in which language, to whom by name; without an address nobody is reached."""

    seat: RollSeat
    email: str
    language: str = "it"
    name: str = ""


def addresses_of(meeting: Meeting, *, today: date) -> list[Address]:
    """Give where the notices of a meeting go: to those who speak for each member, else to its contact; to each mandate."""
    seats = meeting.roll.select_related("member__organisation", "mandate__user").order_by("pk")
    return addresses_of_seats(list(seats), today=today)


def addresses_of_who_was_there(meeting: Meeting, *, today: date) -> list[Address]:
    """Give where to write to the seats that were there at any moment."""
    there = meeting.roll.filter(pk__in=Attendance.objects.filter(seat__meeting=meeting).values("seat"))
    return addresses_of_seats(
        list(there.select_related("member__organisation", "mandate__user").order_by("pk")), today=today
    )


def each_once(addresses: Iterable[Address]) -> list[Address]:
    """Give the addresses to which a letter can go, each once."""
    found: dict[str, Address] = {}
    for one in addresses:
        if one.email:
            found.setdefault(one.email.lower(), one)
    return list(found.values())


def addresses_of_seats(seats: Sequence[RollSeat], *, today: date) -> list[Address]:
    """Give where the notices of some seats go, in their order: one query, and one more for each that nobody speaks for."""
    ids = [seat.member.organisation_id for seat in seats if seat.member]
    speaking: defaultdict[int, list[Delegate]] = defaultdict(list)
    rows = Delegate.objects.in_force(today).filter(organisation__in=ids, role__in=sorted(SPEAKING_ROLES))
    for row in rows.filter(user__is_active=True).select_related("user").order_by("role", "pk"):
        speaking[row.organisation_id].append(row)
    return [address for seat in seats for address in _of_seat(seat, speaking, today)]


def unreached(seats: Sequence[RollSeat], *, today: date) -> list[str]:
    """Give the seats of which no address is known, by name: no notice can reach them."""
    reached = {id(one.seat) for one in addresses_of_seats(seats, today=today) if one.email}
    return sorted(seat.name for seat in seats if id(seat) not in reached)


def _of_seat(seat: RollSeat, speaking: defaultdict[int, list[Delegate]], today: date) -> list[Address]:
    if seat.mandate is not None:
        user = seat.mandate.user
        return [Address(seat, user.email, user.language, user.name) if user else Address(seat, "")]
    assert seat.member is not None  # noqa: S101 - a seat is of a member or of a mandate, as the database holds
    found = speaking.get(seat.member.organisation_id, [])
    if found:
        return [Address(seat, row.user.email, row.user.language, row.user.name) for row in found]
    contact = contact_of(seat.member.organisation, today=today)
    return [Address(seat, contact.email, contact.language) if contact else Address(seat, "")]


@dataclass(slots=True)
class RollLine:
    """A seat with what it did: where it is now, whom it stands for and who stands for it, what it accepted, its notices."""

    seat: RollSeat
    class_name: str = ""
    stay: Attendance | None = None
    stays: list[Attendance] = field(default_factory=list)
    given: Proxy | None = None
    held: list[Proxy] = field(default_factory=list)
    has_accepted: bool = False
    deliveries: list[NoticeDelivery] = field(default_factory=list)

    @property
    def was_there(self) -> bool:
        """Tell whether the seat was there at all."""
        return bool(self.stays)


def roll_lines(meeting: Meeting) -> list[RollLine]:
    """Read the whole roll with attendance of this call, proxies that stand, acceptances and the last notices: five queries."""
    seats = meeting.roll.select_related("member__organisation", "mandate").order_by("name", "pk")
    charter, language = charter_of(meeting.statute), current_language()
    lines = {seat.pk: RollLine(seat, charter.class_name(seat.seat_class, language)) for seat in seats}
    for stay in Attendance.objects.filter(seat__meeting=meeting, call=meeting.call).order_by("came_at", "pk"):
        line = lines[stay.seat_id]
        line.stays.append(stay)
        line.stay = stay if stay.left_at is None else line.stay
    for proxy in standing_proxies(meeting):
        lines[proxy.giver_id].given = proxy
        lines[proxy.holder_id].held.append(proxy)
    accepted = ReminderAcceptance.objects.filter(seat__meeting=meeting).values_list("seat_id", flat=True)
    for seat_id in set(accepted):
        lines[seat_id].has_accepted = True
    for delivery in last_deliveries(meeting):
        lines[delivery.seat_id].deliveries.append(delivery)
    return list(lines.values())


def standing_proxies(meeting: Meeting) -> Iterable[Proxy]:
    """Give the proxies of a meeting that nobody has revoked."""
    rows = Proxy.objects.filter(meeting=meeting, revoked_at=None).select_related("giver", "holder")
    return rows.order_by("dated_on", "pk")


def last_deliveries(meeting: Meeting) -> Iterable[NoticeDelivery]:
    """Give the notices of the last sending of a meeting."""
    rows = NoticeDelivery.objects.filter(meeting=meeting, sequence=meeting.sequence).select_related("seat")
    return rows.order_by("seat__name", "email")
