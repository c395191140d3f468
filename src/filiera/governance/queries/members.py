"""Who is a member on a day, by the register's lines; lists of few queries, whatever their length."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from filiera.governance.enums import RegisterEvent
from filiera.governance.logic.calendar import withdrawal_effective_on
from filiera.governance.logic.membership import Line, MemberStanding, standing_on
from filiera.governance.models import Member, RegisterEntry
from filiera.governance.queries.statutes import Charters, charter_on

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from filiera.registry.models import Organisation


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member as the register has it on a day."""

    member: Member
    standing: MemberStanding
    class_name: str

    @property
    def organisation(self) -> Organisation:
        """Give the organisation that is the member."""
        return self.member.organisation


def last_day_of(notified_on: date, charters: Charters | None = None) -> date:
    """Give the last day of membership of whoever notifies a withdrawal on a day, by the statute of that day."""
    rule = (charters.on(notified_on) if charters is not None else charter_on(notified_on)).withdrawal
    return withdrawal_effective_on(
        notified_on, notice_months=rule.notice_months, at_year_end=rule.effective == "year_end"
    )


def lines_of(entries: Iterable[RegisterEntry], charters: Charters | None = None) -> list[Line]:
    """Give lines of the register as the pure rules take them; without `charters` each withdrawal asks for its statute."""
    found = []
    withdrawals = set()
    for entry in entries:
        if entry.event == RegisterEvent.WITHDRAWAL_NOTIFIED:
            withdrawals.add(entry.pk)
        is_notice = entry.pk in withdrawals or entry.corrects_id in withdrawals
        if is_notice and entry.corrects_id is not None:
            withdrawals.add(entry.pk)
        leaves_on = last_day_of(entry.effective_on, charters) if is_notice else None
        corrects = entry.corrects.number if entry.corrects is not None else None
        found.append(Line(entry.number, entry.event, entry.effective_on, entry.member_class, corrects, leaves_on))
    return found


def standing_of_member(member: Member, day: date) -> MemberStanding:
    """Give what a member is on a day: one query, and one more where it notified a withdrawal."""
    return standing_on(lines_of(member.entries.select_related("corrects").order_by("number")), day)


def member_rows(members: Iterable[Member], day: date, language: str) -> list[MemberRow]:
    """Give members with what they are on a day, in their order: one query for all the lines, one for the statutes."""
    members, charters = list(members), Charters()
    entries: dict[int, list[RegisterEntry]] = defaultdict(list)
    rows = RegisterEntry.objects.filter(member__in=members).select_related("corrects").order_by("number")
    for entry in rows:
        entries[entry.member_id].append(entry)
    charter = charters.on(day)
    found = []
    for member in members:
        standing = standing_on(lines_of(entries[member.pk], charters), day)
        found.append(MemberRow(member, standing, charter.class_name(standing.member_class, language)))
    return found


def members_on(day: date, language: str = "it") -> list[MemberRow]:
    """Give the members of a day, by number: those who had come by then and had not gone."""
    came = Member.objects.select_related("organisation").order_by("number")
    return [row for row in member_rows(came, day, language) if row.standing.is_member]


def register_on(day: date, language: str = "it") -> list[MemberRow]:
    """Give everybody whom the register knows on a day, whoever has left too, by number."""
    came = Member.objects.select_related("organisation").order_by("number")
    return [row for row in member_rows(came, day, language) if row.standing.admitted_on is not None]


def current_member(organisation: Organisation | int) -> Member | None:
    """Give the membership of an organisation that has not ended."""
    pk = organisation if isinstance(organisation, int) else organisation.pk
    return Member.objects.select_related("organisation").filter(organisation_id=pk, left_on=None).first()


def last_member(organisation: Organisation | int) -> Member | None:
    """Give the newest membership of an organisation, one that has ended too."""
    pk = organisation if isinstance(organisation, int) else organisation.pk
    return Member.objects.select_related("organisation").filter(organisation_id=pk).order_by("-number").first()


def leaving_by(day: date) -> QuerySet[Member]:
    """Give the members whose last day has passed and whose line has not been written."""
    return Member.objects.filter(left_on=None, leaves_on__lt=day).order_by("leaves_on", "number")


def membership_over_on(day: date) -> Exists:
    """Give the condition, for a query of delegations, that a withdrawal has taken effect: its line may still be missing."""
    return Exists(Member.objects.filter(organisation=OuterRef("organisation_id"), left_on=None, leaves_on__lt=day))
