"""Who is in the register, who has a vote on an item, and why somebody has not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from filiera.governance.logic.statute import WITHOUT_DIRECTORS, ItemKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from filiera.governance.logic.case import CaseMember, MeetingCase


class Bar(StrEnum):
    """Why somebody who is present or represented does not count."""

    NOT_A_MEMBER = "not_a_member"
    WITHDRAWN = "withdrawn"
    JOINED_LATER = "joined_after_record_date"
    NOT_IN_OFFICE = "not_in_office"
    CLASS_WITHOUT_VOTE = "class_without_vote"
    SUSPENDED = "suspended"
    ARREARS = "arrears"
    TOO_RECENT = "too_recent"
    DIRECTOR = "director"
    CONFLICT = "conflict"
    OUTSIDE_CLASS = "outside_class"
    PROXY_BLANK = "proxy_blank"
    PROXY_UNDATED = "proxy_undated"
    PROXY_UNSIGNED = "proxy_unsigned"
    PROXY_DATED_LATER = "proxy_dated_after_meeting"
    PROXY_REVOKED = "proxy_revoked"
    PROXY_REPLACED = "proxy_replaced"
    PROXY_PASSED_ON = "proxy_passed_on"
    PROXY_HOLDER_NOT_MEMBER = "proxy_holder_not_member"
    PROXY_HOLDER_WITHOUT_VOTE = "proxy_holder_without_vote"
    PROXY_HOLDER_OTHER_CLASS = "proxy_holder_other_class"
    PROXY_HOLDER_ABSENT = "proxy_holder_absent"
    PROXY_HOLDER_DIRECTOR = "proxy_holder_director"
    PROXY_IN_BOARD = "proxy_in_board"
    PROXY_TOO_MANY = "proxy_too_many"


@dataclass(frozen=True)
class Standing:
    """The register of a case read for its item: who is in it, who makes the base of the quorum, who is barred."""

    case: MeetingCase

    @cached_property
    def kind(self) -> ItemKind:
        """Give the kind of the item."""
        return self.case.item.kind

    @cached_property
    def by_id(self) -> dict[str, CaseMember]:
        """Give the members of the file by id."""
        return {member.id: member for member in self.case.members}

    @cached_property
    def has_directors(self) -> bool:
        """Tell whether the file marks directors; a board whose file marks none is the whole file."""
        return any(member.director for member in self.case.members)

    def register_bar(self, member_id: str) -> Bar | None:
        """Tell why somebody is not in the register at the record date; a board's register is the directors in office."""
        member = self.by_id.get(member_id)
        if member is None:
            return Bar.NOT_A_MEMBER
        if member.state == "withdrawn":
            return Bar.WITHDRAWN
        record_date = self.case.record_date
        if record_date and member.member_since and member.member_since > record_date:
            return Bar.JOINED_LATER
        if self.kind == ItemKind.BOARD and self.has_directors and not member.director:
            return Bar.NOT_IN_OFFICE
        return None

    def vote_bar(self, member_id: str) -> Bar | None:
        """Tell why somebody has no vote in the meeting, whatever the item."""
        bar = self.register_bar(member_id)
        if bar is not None:
            return bar
        member, statute = self.by_id[member_id], self.case.statute
        if not statute.classes[member.member_class].votes_on(self.kind):
            return Bar.CLASS_WITHOUT_VOTE
        if member.state == "suspended" and statute.suspended_no_vote:
            return Bar.SUSPENDED
        if member.fee == "arrears" and statute.arrears_no_vote:
            return Bar.ARREARS
        # A director sits by mandate: where the file does not say since when the member is one, it is not asked.
        is_asked = self.kind != ItemKind.BOARD or member.member_since is not None
        if is_asked and statute.min_seniority_days and self.days_in(member) < statute.min_seniority_days:
            return Bar.TOO_RECENT
        return None

    def item_bar(self, member_id: str) -> Bar | None:
        """Tell why somebody who has a vote in the meeting has none on this item."""
        bar = self.vote_bar(member_id)
        if bar is not None:
            return bar
        if self.kind in WITHOUT_DIRECTORS and self.by_id[member_id].director:
            return Bar.DIRECTOR
        return Bar.CONFLICT if member_id in self.case.conflicts else None

    def days_in(self, member: CaseMember) -> int:
        """Give the days of membership at the record date."""
        if member.member_since is None or self.case.record_date is None:
            return 0
        return (self.case.record_date - member.member_since).days

    @cached_property
    def register(self) -> tuple[str, ...]:
        """Give who is in the register: with or without a vote, the suspended too, those who left not."""
        return tuple(member.id for member in self.case.members if self.register_bar(member.id) is None)

    @cached_property
    def base(self) -> frozenset[str]:
        """Give the base of the quorum, as the statute defines it."""
        statute = self.case.statute
        ids: Iterable[str] = self.register
        if statute.quorum_base == "members_with_vote":
            ids = [member_id for member_id in ids if self.vote_bar(member_id) is None]
        if self.kind in WITHOUT_DIRECTORS and not statute.directors_count_for_quorum_on_accounts:
            ids = [member_id for member_id in ids if not self.by_id[member_id].director]
        return frozenset(ids)

    def weight(self, ids: Iterable[str]) -> int:
        """Give the votes of some members together."""
        return sum(self.case.statute.weight(self.by_id[member_id].member_class) for member_id in ids)
