"""Count an election: one ballot a voter, as many names as seats, a class elects its own."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filiera.governance.logic.case import Election, MeetingCase
    from filiera.governance.logic.standing import Standing


@dataclass(frozen=True, slots=True)
class ElectionCount:
    """`tally` by candidate, in votes; `elected` best first; `outside` cast a ballot for a class that is not theirs."""

    seats: int
    tally: dict[str, int]
    elected: tuple[str, ...]
    cast: int
    blank: int
    void: int
    outside: tuple[str, ...]


def seats_of(case: MeetingCase, election: Election) -> int | None:
    """Give the seats to fill: those of the item, else those that the statute gives to the class."""
    if election.seats is not None:
        return election.seats
    rule = case.statute.classes.get(election.elects or "")
    return rule.board_seats if rule else None


def count_election(case: MeetingCase, standing: Standing, voters: frozenset[str]) -> ElectionCount:
    """Count the ballots of those who vote; a blank one counts as cast, for nobody."""
    election = case.item.election
    assert election is not None  # noqa: S101 - checked with the file
    seats = seats_of(case, election) or 0
    tally: Counter[str] = Counter()
    outside: list[str] = []
    cast = blank = void = 0
    for voter, written in election.ballots.items():
        if voter not in voters:
            continue
        names = _names(written)
        if election.elects and standing.by_id[voter].member_class != election.elects:
            outside.append(voter)
            void += 1
        elif len(names) > seats:
            void += 1
        else:
            cast += 1
            blank += not names
            for name in names:
                tally[name] += standing.weight([voter])
    ranked = dict(sorted(tally.items(), key=lambda pair: (-pair[1], pair[0])))
    return ElectionCount(
        seats, ranked, _elected(case, standing, ranked, seats, voters), cast, blank, void, tuple(outside)
    )


def _names(written: Sequence[str]) -> list[str]:
    """Give the names of a ballot, each once."""
    return list(dict.fromkeys(name.strip() for name in written if name.strip()))


def _elected(
    case: MeetingCase, standing: Standing, tally: dict[str, int], seats: int, voters: frozenset[str]
) -> tuple[str, ...]:
    """Fill the seats in order of votes; where equals are more than the seats left, the statute's rule of ties decides."""
    elected: list[str] = []
    for votes in sorted(set(tally.values()), reverse=True):
        equals = [name for name, number in tally.items() if number == votes]
        left = seats - len(elected)
        if votes == 0 or left == 0:
            break
        if len(equals) > left:
            elected += _untied(case, standing, equals, left, voters)
            break
        elected += equals
    return tuple(elected)


def _untied(
    case: MeetingCase, standing: Standing, equals: Sequence[str], left: int, voters: frozenset[str]
) -> list[str]:
    """Choose among equals, or nobody: an undecided seat stays vacant."""
    election = case.item.election
    if case.statute.tie == "seniority":
        return _senior(standing, equals, left)
    if case.statute.tie == "president" and election is not None and not election.secret and case.president in voters:
        named = _names(election.ballots.get(str(case.president), []))
        chosen = [name for name in equals if name in named]
        return chosen if len(chosen) <= left else []
    return []


def _senior(standing: Standing, equals: Sequence[str], left: int) -> list[str]:
    """Take the longest members of equals, as long as the days tell them apart; whose days are not known comes last."""

    def since(name: str) -> date:
        member = standing.by_id.get(name)
        return member.member_since if member and member.member_since else date.max

    chosen: list[str] = []
    for day in sorted({since(name) for name in equals}):
        same = [name for name in equals if since(name) == day]
        if len(same) > left - len(chosen) or day == date.max:
            break
        chosen += same
    return chosen
