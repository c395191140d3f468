"""A statute as data: quorums, majorities, classes, proxies, calls, each with its article.

The shape on file is that of `docs/meetings.md`; `Statute.model_validate` reads it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

from filiera.governance.logic.shares import Share, share_of


class ItemKind(StrEnum):
    """What an item of an agenda asks for; each has its quorum and its majority."""

    ORDINARY = "ordinary"
    ACCOUNTS = "accounts"
    LIABILITY = "liability"
    STATUTE_CHANGE = "statute_change"
    DISSOLUTION = "dissolution"
    BOARD = "board"
    ELECTION = "election"
    PETITION = "petition"


WITHOUT_DIRECTORS = frozenset({ItemKind.ACCOUNTS, ItemKind.LIABILITY})
"""Items on which directors do not vote. Source: art. 21 c. 1 c.c."""


def _share(written: Any) -> Share:
    return written if isinstance(written, Share) else share_of(written)


ShareField = Annotated[Share, BeforeValidator(_share), PlainSerializer(str)]


class Rules(BaseModel):
    """What the groups of rules share: they do not change once read, and ids written as numbers are texts."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", coerce_numbers_to_str=True, populate_by_name=True, arbitrary_types_allowed=True
    )


class QuorumRule(Rules):
    """How many must be present or represented, in the first and in the second call, and by which article."""

    first: ShareField
    second: ShareField
    article: str = ""

    def share(self, call: int) -> Share:
        """Give the share of a call."""
        return self.second if call == 2 else self.first


class MajorityRule(Rules):
    """How many must be in favour, out of whom."""

    share: ShareField
    of: Literal["votes_cast", "votes_and_abstentions", "present", "all_members"]
    article: str = ""


class ProxyRule(Rules):
    """Who may stand for whom. `max_per_holder` None is no limit.

    `in_board` says whether a director, or an auditor, may stand for another; None where the statute is silent.
    """

    max_per_holder: int | None = Field(default=2, ge=0)
    holder: Literal["member", "member_with_vote", "same_class", "anyone"] = "member"
    director_may_hold_on_accounts: bool = False
    sub_delegation: bool = False
    in_board: bool | None = None
    article: str = ""


class SecondCallRule(Rules):
    """What makes a second call valid."""

    must_be_in_notice: bool = True
    not_same_day: bool = False
    article: str = "art. 21 c. 1 c.c."


class ClassRule(Rules):
    """What a class of members has: a vote in the assembly, seats of its own in the board.

    `board_vote` None: its seats in the board vote where the class does.
    """

    vote: bool = True
    board_seats: int | None = Field(default=None, ge=0)
    board_vote: bool | None = None
    name_it: str = ""
    name_en: str = ""

    def votes_on(self, kind: ItemKind) -> bool:
        """Tell whether the class has a vote on a kind of item."""
        return self.vote if kind != ItemKind.BOARD or self.board_vote is None else self.board_vote


class PetitionRule(Rules):
    """How many members may ask for an assembly."""

    share: ShareField = Share(share_of("1/10").part)
    article: str = "art. 20 c. 2 c.c."


class ArticleRule(Rules):
    """A rule that is in force because an article says so."""

    article: str


class Statute(Rules):
    """The rules by which a meeting is judged."""

    id: str = ""
    name: str = ""
    quorum: dict[ItemKind, QuorumRule] = {}
    majority: dict[ItemKind, MajorityRule] = {}
    quorum_base: Literal["members_with_vote", "all_members"] = "members_with_vote"
    directors_count_for_quorum_on_accounts: bool = True
    tie: Literal["rejected", "president", "seniority"] = "rejected"
    arrears_no_vote: Annotated[ArticleRule | None, BeforeValidator(lambda written: written or None)] = None
    suspended_no_vote: bool = True
    min_seniority_days: int = Field(default=0, ge=0)
    proxy: ProxyRule = ProxyRule()
    second_call: SecondCallRule = SecondCallRule()
    vote_weight: dict[str, Annotated[int, Field(ge=0)]] = {}
    vote_weight_article: str | None = None
    classes: dict[str, ClassRule]
    petition: PetitionRule = PetitionRule()

    def weight(self, member_class: str) -> int:
        """Give the votes of a member of a class: one, unless an article of the statute gives more or fewer."""
        return self.vote_weight.get(member_class, 1) if self.vote_weight_article else 1

    def quorum_rule(self, kind: ItemKind) -> QuorumRule | None:
        """Give the quorum of a kind of item; an election takes the ordinary one."""
        return self.quorum.get(ItemKind.ORDINARY if kind == ItemKind.ELECTION else kind)
