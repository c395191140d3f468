"""A book on file, as its export writes it: read and verified without a database and without us."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from filiera.governance.logic.chain import Break, ChainedAct, broken_at


class BookFault(Exception):
    """A file that is no book; `place` is the act from 1, 0 for the file as a whole."""

    def __init__(self, place: int = 0) -> None:
        super().__init__(str(place))
        self.place = place


@dataclass(frozen=True, slots=True)
class VerifiedBook:
    """What a verification found: the book, how many acts, the last link, and where it breaks (None: nowhere)."""

    book: str
    acts: int
    last: str
    broken: Break | None


def verified(raw: Any) -> VerifiedBook:
    """Verify a book as parsed from its file. Raises BookFault on what is no book."""
    if not isinstance(raw, Mapping) or not isinstance(raw.get("acts"), list):
        raise BookFault
    acts = [_act(one, place) for place, one in enumerate(raw["acts"], start=1)]
    return VerifiedBook(str(raw.get("book", "")), len(acts), acts[-1].chain if acts else "", broken_at(acts))


def _act(one: Any, place: int) -> ChainedAct:
    if not isinstance(one, Mapping) or not isinstance(one.get("number"), int) or "content" not in one:
        raise BookFault(place)
    return ChainedAct(one["number"], one["content"], str(one.get("digest", "")), str(one.get("chain", "")))
