"""The members' register is written: lines with numbers without gaps, each chained to the one before, never changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.common.digests import GENESIS
from filiera.common.in_words import long_date
from filiera.common.outbox import queue
from filiera.common.refusals import Refused
from filiera.governance import letters_members as letters
from filiera.governance.enums import BookKind, RegisterEvent
from filiera.governance.logic.calendar import challenge_until
from filiera.governance.logic.chain import digest_of, link_of
from filiera.governance.logic.membership import MemberStanding, Status
from filiera.governance.models import Member, RegisterEntry
from filiera.governance.operations.acts_needed import check_resolution
from filiera.governance.operations.books import held_book
from filiera.governance.operations.membership_facts import say_member, say_no_member
from filiera.governance.queries.members import last_day_of, leaving_by, standing_of_member
from filiera.governance.queries.register import content_of
from filiera.governance.queries.statutes import charter_on
from filiera.registry.queries.contacts import contact_of

if TYPE_CHECKING:
    from filiera.common.letters import Letter
    from filiera.governance.models import Resolution
    from filiera.registry.models import Organisation


class RegisterRefused(Refused):
    """What the register does not take; its text is for the reader."""


@dataclass(frozen=True, slots=True)
class Event:
    """What a line says: the event, from when it has effect, by which resolution, and its words."""

    what: str
    on: date
    member_class: str = ""
    resolution: Resolution | None = None
    note: str = ""


def write_line(
    *, member: Member, event: Event, now: datetime, corrects: RegisterEntry | None = None, actor: Any = None
) -> RegisterEntry:
    """Write the next line of the register. Raises RegisterRefused where its resolution does not stand."""
    check_resolution(event.resolution, refused=RegisterRefused)
    held_book(BookKind.MEMBERS)
    last = RegisterEntry.objects.order_by("-number").first()
    entry = RegisterEntry(
        number=last.number + 1 if last else 1,
        member=member,
        event=event.what,
        effective_on=event.on,
        recorded_at=now,
        member_class=event.member_class,
        resolution=event.resolution,
        corrects=corrects,
        note=" ".join(event.note.split())[:400],
        recorded_by=actor if getattr(actor, "pk", None) else None,
    )
    entry.digest = digest_of(content_of(entry, member.number, corrects.number if corrects else None))
    entry.chain = link_of(last.chain if last else GENESIS, entry.number, entry.digest)
    entry.save(force_insert=True)
    values = {"number": entry.number, "event": event.what, "on": event.on, "digest": entry.digest}
    audit.record(actor=actor, verb="write-register", thing=member, values=values, why=event.note)
    return entry


def _carry(member: Member, standing: MemberStanding) -> None:
    """Carry to a member's columns what its lines say."""
    member.member_class = standing.member_class or member.member_class
    member.admitted_on = standing.admitted_on or member.admitted_on
    member.suspended_on, member.leaves_on, member.left_on = (
        standing.suspended_on,
        standing.leaves_on,
        standing.left_on,
    )
    member.save(update_fields=["member_class", "admitted_on", "suspended_on", "leaves_on", "left_on"])


def _held(member: Member) -> Member:
    """Hold the register, then the member: in this order always."""
    held_book(BookKind.MEMBERS)
    return Member.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=member.pk)


def _open(member: Member) -> Member:
    row = _held(member)
    if row.left_on is not None:
        raise RegisterRefused(_("%(name)s is no longer a member: nothing more happens to it.") % {"name": row})
    return row


def _written(row: Member, event: Event, now: datetime, actor: Any) -> RegisterEntry:
    """Write a line on a member, and bring its columns to today."""
    if event.on < row.admitted_on:
        raise RegisterRefused(_("This day comes before its admission."))
    _not_to_come(event.on, now)
    entry = write_line(member=row, event=event, now=now, actor=actor)
    _carry(row, standing_of_member(row, _today(now)))
    return entry


def _today(now: datetime) -> date:
    return timezone.localtime(now).date()


def _not_to_come(day: date, now: datetime) -> None:
    if day > _today(now):
        raise RegisterRefused(_("This day has not come yet: the register is written when it has."))


@transaction.atomic
def admit_member(
    *, organisation: Organisation, event: Event, now: datetime, is_example: bool = False, actor: Any = None
) -> Member:
    """Admit an organisation with the next number. Raises RegisterRefused where it is a member, or the class is unknown."""
    held_book(BookKind.MEMBERS)
    if Member.objects.filter(organisation=organisation, left_on=None).exists():
        raise RegisterRefused(_("%(name)s is a member already.") % {"name": organisation})
    _not_to_come(event.on, now)
    if event.member_class not in charter_on(event.on).classes:
        raise RegisterRefused(_("The statute knows no such class of members."))
    last = Member.objects.aggregate(last=Max("number"))["last"] or 0
    member = Member.objects.create(
        number=last + 1,
        organisation=organisation,
        member_class=event.member_class,
        admitted_on=event.on,
        is_example=is_example,
    )
    words = ", ".join(part for part in (organisation.legal_name or organisation.name, event.note) if part)
    told = Event(RegisterEvent.ADMITTED, event.on, event.member_class, event.resolution, words)
    write_line(member=member, event=told, now=now, actor=actor)
    say_member(organisation=organisation, since=event.on, is_example=is_example)
    return member


@transaction.atomic
def change_class(*, member: Member, event: Event, now: datetime, actor: Any = None) -> RegisterEntry:
    """Move a member to another class, from a day."""
    row = _open(member)
    if event.member_class not in charter_on(event.on).classes:
        raise RegisterRefused(_("The statute knows no such class of members."))
    if standing_of_member(row, event.on).member_class == event.member_class:
        raise RegisterRefused(_("It is of this class already."))
    told = Event(RegisterEvent.CLASS_CHANGED, event.on, event.member_class, event.resolution, event.note)
    return _written(row, told, now, actor)


@transaction.atomic
def suspend_member(
    *, member: Member, event: Event, now: datetime, actor: Any = None, tells: bool = False
) -> RegisterEntry:
    """Suspend a member by a resolution: nobody is suspended without one. `tells` it by a letter."""
    row = _open(member)
    check_resolution(event.resolution, body=charter_on(event.on).suspension.decided_by, refused=RegisterRefused)
    if standing_of_member(row, event.on).suspended_on is not None:
        raise RegisterRefused(_("It is suspended already."))
    entry = _written(row, Event(RegisterEvent.SUSPENDED, event.on, "", event.resolution, event.note), now, actor)
    if tells:
        _tell(row, lambda: letters.suspended(row, event.resolution, event.note), now)
    return entry


@transaction.atomic
def reinstate_member(*, member: Member, event: Event, now: datetime, actor: Any = None) -> RegisterEntry:
    """End a suspension, take back a withdrawal that was notified, or undo an exclusion that a court annulled."""
    if standing_of_member(_held(member), _today(now)).status == Status.EXCLUDED:
        return _annulled(member, event, now, actor)
    row = _open(member)
    standing = standing_of_member(row, event.on)
    if standing.suspended_on is None and standing.leaves_on is None:
        raise RegisterRefused(_("It is neither suspended nor leaving: there is nothing to take back."))
    return _written(row, Event(RegisterEvent.REINSTATED, event.on, "", event.resolution, event.note), now, actor)


def _annulled(member: Member, event: Event, now: datetime, actor: Any) -> RegisterEntry:
    """Undo an exclusion from its own day on: by the judgment that annuls it, it has never had effect."""
    row = _held(member)
    if not event.note.strip():
        raise RegisterRefused(_("Write the judgment that annuls the exclusion: court, number, day."), "note")
    if Member.objects.filter(organisation=row.organisation, left_on=None).exists():
        raise RegisterRefused(_("%(name)s has been admitted anew, under another number.") % {"name": row})
    excluded = row.entries.filter(event=RegisterEvent.EXCLUDED).order_by("-number").first()
    day = excluded.effective_on if excluded is not None else event.on
    entry = _written(row, Event(RegisterEvent.REINSTATED, day, "", event.resolution, event.note), now, actor)
    say_member(organisation=row.organisation, since=row.admitted_on, is_example=row.is_example)
    return entry


@transaction.atomic
def notify_withdrawal(
    *, member: Member, notified_on: date, note: str, now: datetime, actor: Any = None, tells: bool = False
) -> date:
    """Write down a withdrawal; give the last day of membership, by the statute of the day on which it was notified.

    `tells` the member by a letter.
    """
    row = _open(member)
    if standing_of_member(row, notified_on).leaves_on is not None:
        raise RegisterRefused(_("It has notified its withdrawal already."))
    leaves_on = last_day_of(notified_on)
    told = Event(RegisterEvent.WITHDRAWAL_NOTIFIED, notified_on, note=note)
    _written(row, told, now, actor)
    if tells:
        _tell(row, lambda: letters.withdrawal(row, notified_on, leaves_on), now)
    return leaves_on


@transaction.atomic
def exclude_member(
    *, member: Member, event: Event, now: datetime, actor: Any = None, tells: bool = False
) -> RegisterEntry:
    """Exclude a member for serious reasons, by a resolution of the body that the statute names. Source: art. 24 c. 3 c.c.

    `tells` it by a letter, with the day until which it may go to court.
    """
    row = _open(member)
    check_resolution(event.resolution, body=charter_on(event.on).exclusion.decided_by, refused=RegisterRefused)
    if not event.note.strip():
        raise RegisterRefused(_("Write the serious reasons: without them an exclusion does not stand."))
    entry = _written(row, Event(RegisterEvent.EXCLUDED, event.on, "", event.resolution, event.note), now, actor)
    if tells:
        until = challenge_until(event.on, charter_on(event.on).exclusion.challenge_months)
        _tell(row, lambda: letters.excluded(row, event.resolution, event.note, until), now)
    _leave(row, event.on, now, actor)
    return entry


def _tell(row: Member, write: Callable[[], Letter], now: datetime) -> None:
    """Queue a letter to whoever answers for a member today, where an address is known."""
    contact = contact_of(row.organisation, today=_today(now))
    if contact is not None:
        queue(write=write, to=contact.email, language=contact.language, verb="write-register", thing=row)


def _leave(row: Member, left_on: date, now: datetime, actor: Any) -> None:
    """End what membership gave: the register of organisations says so, certificates no longer hold."""
    from filiera.governance.operations.certificates import revoke_certificates

    say_no_member(organisation=row.organisation, on=left_on, is_example=row.is_example)
    revoke_certificates(member=row, why=_("It is no longer a member."), now=now, actor=actor)


def withdraw_members(*, today: date, now: datetime) -> list[Member]:
    """Write the line of every member whose last day has passed; give them. The second time there is nothing to write."""
    gone = []
    for pk in list(leaving_by(today).values_list("pk", flat=True)):
        with transaction.atomic():
            row = _held(Member(pk=pk))
            if row.left_on is not None or row.leaves_on is None or row.leaves_on >= today:
                continue
            first_out = row.leaves_on + timedelta(days=1)
            words = _("Withdrawal; last day %(day)s.") % {"day": long_date(row.leaves_on)}
            _written(row, Event(RegisterEvent.WITHDRAWN, first_out, note=words), now, None)
            _leave(row, first_out, now, None)
            gone.append(row)
    return gone


@transaction.atomic
def correct_line(*, entry: RegisterEntry, event: Event, now: datetime, actor: Any = None) -> RegisterEntry:
    """Correct a line by another that stands in its place; both stay to be read. A reason is needed."""
    row = _held(entry.member)
    if not event.note.strip():
        raise RegisterRefused(_("Write what was wrong, and how it is known."))
    _not_to_come(event.on, now)
    told = Event(RegisterEvent.CORRECTED, event.on, event.member_class, event.resolution, event.note)
    line = write_line(member=row, event=told, now=now, corrects=entry, actor=actor)
    standing = standing_of_member(row, _today(now))
    _carry(row, standing)
    if entry.event == RegisterEvent.ADMITTED and standing.is_member:
        say_member(organisation=row.organisation, since=event.on, is_example=row.is_example)
    return line
