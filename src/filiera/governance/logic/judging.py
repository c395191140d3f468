"""Judge one item of one meeting: was there a quorum, was there a majority, what was decided, by which article."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from filiera.governance.logic.elections import count_election
from filiera.governance.logic.petitions import count_petition
from filiera.governance.logic.proxies import JudgedProxies, judge_proxies
from filiera.governance.logic.standing import Bar, Standing
from filiera.governance.logic.statute import ItemKind

if TYPE_CHECKING:
    from filiera.governance.logic.case import MeetingCase
    from filiera.governance.logic.statute import MajorityRule, Statute


class Result(StrEnum):
    """What came of an item."""

    ADOPTED = "adopted"
    REJECTED = "rejected"
    NO_QUORUM = "no_quorum"
    CALL_NOT_VALID = "call_not_valid"
    ELECTED = "elected"
    DUE = "due"
    NOT_DUE = "not_due"


@dataclass(frozen=True, slots=True)
class Excluded:
    """Somebody present or represented who does not count, and why."""

    id: str
    bar: Bar


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers of a judgement, in members or in votes; None where the question does not arise.

    `base` is the base of the quorum, `present` who of it is present (`in_person`) or represented.
    """

    base: int | None = None
    present: int | None = None
    in_person: int | None = None
    quorum_needed: int | None = None
    in_favour: int | None = None
    against: int | None = None
    abstain: int | None = None
    majority_base: int | None = None
    majority_needed: int | None = None
    tally: dict[str, int] | None = None
    elected: tuple[str, ...] | None = None
    vacant: int | None = None
    blank: int | None = None
    void: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """Give the numbers under the names of the file's answer."""
        return {
            "base": self.base,
            "present": self.present,
            "in_person": self.in_person,
            "quorum_needed": self.quorum_needed,
            "for": self.in_favour,
            "against": self.against,
            "abstain": self.abstain,
            "majority_base": self.majority_base,
            "majority_needed": self.majority_needed,
            "tally": self.tally,
            "elected": list(self.elected) if self.elected is not None else None,
            "vacant": self.vacant,
            "blank": self.blank,
            "void": self.void,
        }


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on an item. `by_president` tells that equal votes were decided by the president's."""

    case: MeetingCase
    result: Result
    article: str
    quorum: bool | None = None
    majority: bool | None = None
    by_president: bool = False
    excluded: tuple[Excluded, ...] = ()
    figures: Figures = field(default_factory=Figures)


@dataclass(frozen=True, slots=True)
class Room:
    """Who counts: `counted` make the quorum, `voters` of them vote on the item, `excluded` are there and do not count."""

    counted: frozenset[str]
    voters: frozenset[str]
    excluded: tuple[Excluded, ...]


def room_of(standing: Standing, proxies: JudgedProxies) -> Room:
    """Read the room: those who came and those who are validly represented."""
    there = list(dict.fromkeys([*standing.case.attendance, *proxies.holders, *proxies.refused]))
    barred = {one: proxies.refused.get(one) or standing.item_bar(one) for one in there}
    counted = frozenset(one for one in there if one in standing.base and one not in proxies.refused)
    voters = frozenset(one for one in counted if barred[one] is None)
    return Room(counted, voters, tuple(Excluded(one, bar) for one, bar in barred.items() if bar is not None))


def call_is_valid(case: MeetingCase) -> bool:
    """Tell whether the call that is judged could be held: a second call is later than the first and was announced."""
    if case.call == 1:
        return True
    rule, first, second = case.statute.second_call, case.times.first, case.times.second
    if second is None or (rule.must_be_in_notice and not case.times.second_in_notice):
        return False
    if first is None:
        return True
    return second > first and not (rule.not_same_day and second.date() == first.date())


def judge(case: MeetingCase) -> Judgement:
    """Judge an item by the statute of its case, which has been checked by `case_faults`.

    Source: art. 20-21 c.c. for the default; each figure is the statute's.
    """
    if case.item.kind == ItemKind.PETITION:
        return _judge_petition(case)
    rule = case.statute.quorum_rule(case.item.kind)
    assert rule is not None  # noqa: S101 - checked with the file
    if not call_is_valid(case):
        return Judgement(case, Result.CALL_NOT_VALID, case.statute.second_call.article or rule.article)
    standing = Standing(case)
    proxies = judge_proxies(standing)
    room = room_of(standing, proxies)
    needed = rule.share(case.call).needed(len(standing.base))
    figures = Figures(
        base=len(standing.base),
        present=len(room.counted),
        in_person=len(room.counted.intersection(case.attendance)),
        quorum_needed=needed,
    )
    if not room.counted or len(room.counted) < needed:
        return Judgement(case, Result.NO_QUORUM, rule.article, quorum=False, excluded=room.excluded, figures=figures)
    if case.item.kind == ItemKind.ELECTION:
        return _judge_election(case, standing, room, figures, rule.article)
    return _judge_votes(case, standing, room, figures, rule.article)


def _judge_votes(case: MeetingCase, standing: Standing, room: Room, figures: Figures, article: str) -> Judgement:
    rule = case.statute.majority[case.item.kind]
    votes: Counter[str] = Counter()
    for voter, choice in case.votes.items():
        if choice is not None and voter in room.voters:
            votes[choice] += standing.weight([voter])
    base = _majority_base(rule, votes, standing, room)
    needed = max(1, rule.share.needed(base))
    has_voted = bool(votes)
    majority = votes["for"] >= needed
    by_president = not majority and _president_decides(case.statute, rule, votes, room, standing, needed)
    majority = majority or by_president
    return Judgement(
        case,
        Result.ADOPTED if majority else Result.REJECTED,
        rule.article or article,
        quorum=True,
        majority=majority if has_voted else None,
        by_president=by_president,
        excluded=room.excluded,
        figures=replace(
            figures,
            in_favour=votes["for"],
            against=votes["against"],
            abstain=votes["abstain"],
            majority_base=base,
            majority_needed=needed,
        ),
    )


def _majority_base(rule: MajorityRule, votes: Counter[str], standing: Standing, room: Room) -> int:
    """Give out of how many votes the majority is taken."""
    cast = votes["for"] + votes["against"]
    match rule.of:
        case "votes_cast":
            return cast
        case "votes_and_abstentions":
            return cast + votes["abstain"]
        case "present":
            return standing.weight(room.counted)
        case "all_members":
            return standing.weight(standing.register)


def _president_decides(
    statute: Statute, rule: MajorityRule, votes: Counter[str], room: Room, standing: Standing, needed: int
) -> bool:
    """Tell whether equal votes turn into a majority because the president's, in favour, counts twice."""
    president = standing.case.president
    if statute.tie != "president" or president not in room.voters or standing.case.votes.get(president) != "for":
        return False
    is_tied = votes["for"] == votes["against"] and rule.share.is_half
    return is_tied and votes["for"] + standing.weight([president]) >= needed


def _judge_election(case: MeetingCase, standing: Standing, room: Room, figures: Figures, article: str) -> Judgement:
    count = count_election(case, standing, room.voters)
    outside = tuple(Excluded(one, Bar.OUTSIDE_CLASS) for one in count.outside)
    return Judgement(
        case,
        Result.ELECTED if count.elected else Result.REJECTED,
        article,
        quorum=True,
        majority=bool(count.elected) if count.cast else None,
        excluded=room.excluded + outside,
        figures=replace(
            figures,
            tally=count.tally,
            elected=count.elected,
            vacant=count.seats - len(count.elected),
            blank=count.blank,
            void=count.void,
        ),
    )


def _judge_petition(case: MeetingCase) -> Judgement:
    count = count_petition(case, Standing(case))
    return Judgement(
        case,
        Result.DUE if count.is_due else Result.NOT_DUE,
        case.statute.petition.article,
        excluded=tuple(Excluded(one, bar) for one, bar in count.refused),
        figures=Figures(
            base=count.base, in_favour=count.signatories, majority_base=count.base, majority_needed=count.needed
        ),
    )
