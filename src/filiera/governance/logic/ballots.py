"""Secret ballots: their codes, and the count that anybody can make again from what is published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Letters and digits that nobody takes for one another: no zero and O, no one, I and L."""

CODE_GROUPS = (4, 4, 2)
CODE_LENGTH = sum(CODE_GROUPS)


class BallotFault(Exception):
    """A published list of ballots that cannot be counted; `code` says which fault, `place` the ballot from 1."""

    def __init__(self, code: str, place: int = 0) -> None:
        super().__init__(f"{code} {place}")
        self.code, self.place = code, place


@dataclass(frozen=True, slots=True)
class Recount:
    """What a list of ballots adds up to: votes by choice or by name, how many ballots, how many of them blank."""

    ballots: int
    votes: Mapping[str, int]
    blank: int


def written_code(letters: str) -> str:
    """Write a code as people read it: K7M2-94QD-XP."""
    groups, start = [], 0
    for length in CODE_GROUPS:
        groups.append(letters[start : start + length])
        start += length
    return "-".join(groups)


def read_code(written: str) -> str:
    """Read a code as people type it, with or without dashes; empty where it is none."""
    letters = "".join(one for one in written.upper() if one.isalnum())
    is_code = len(letters) == CODE_LENGTH and all(one in ALPHABET for one in letters)
    return written_code(letters) if is_code else ""


def with_ballot(urn: Sequence[Mapping[str, Any]], ballot: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Put a ballot into an urn: the list stays in the order of the codes, which are drawn at random."""
    return sorted([*(dict(one) for one in urn), dict(ballot)], key=lambda one: str(one["code"]))


def recount(urn: Iterable[Mapping[str, Any]], *, seats: int | None = None) -> Recount:
    """Count published ballots. `seats` is the most names a ballot may bear. Raises BallotFault with the ballot's place."""
    votes: Counter[str] = Counter()
    codes: set[str] = set()
    blank = 0
    for place, ballot in enumerate(urn, start=1):
        code, choice, names = ballot.get("code"), ballot.get("choice"), ballot.get("names")
        if not isinstance(code, str) or not read_code(code):
            raise BallotFault("no-code", place)
        if code in codes:
            raise BallotFault("code-twice", place)
        codes.add(code)
        if isinstance(choice, str) == isinstance(names, list):
            raise BallotFault("no-choice", place)
        chosen = [choice] if isinstance(choice, str) else [str(name) for name in names or []]
        if len(set(chosen)) != len(chosen) or (seats is not None and len(chosen) > seats):
            raise BallotFault("too-many-names", place)
        blank += not chosen
        votes.update(chosen)
    ordered = sorted(votes.items(), key=lambda pair: (-pair[1], pair[0]))
    return Recount(len(codes), dict(ordered), blank)
