"""Verdicts: pass, fail or not known; and how what is not known goes through "every", "some" and "how many"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class Euro(str):
    """An amount in plain figures, which the wording writes with the marks of its language."""


class Percent(str):
    """A share in plain figures, the same."""


class Verdict(StrEnum):
    """What a rule comes to; unknown is never pass."""

    PASS = "pass"  # noqa: S105 - a verdict
    FAIL = "fail"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Ground:
    """A sentence to be said: its code in the wording, and what fills its places."""

    code: str
    words: Mapping[str, str | int] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Check:
    """What one rule comes to: why, what would change it, and the clause that asks for it."""

    rule: str
    verdict: Verdict
    grounds: tuple[Ground, ...]
    remedies: tuple[Ground, ...] = ()
    clause: str = ""


def ground(code: str, **words: str | int) -> Ground:
    """Give a sentence to be said."""
    return Ground(code, MappingProxyType(words))


def verdict_of(known: bool | None) -> Verdict:
    """Give the verdict of something that holds, does not, or is not known."""
    if known is None:
        return Verdict.UNKNOWN
    return Verdict.PASS if known else Verdict.FAIL


def every(parts: Iterable[bool | None]) -> bool | None:
    """Tell whether all hold; not known where one is not and none fails."""
    found = list(parts)
    if False in found:
        return False
    return None if None in found else True


def some(parts: Iterable[bool | None]) -> bool | None:
    """Tell whether one holds; not known where one is not and none holds."""
    found = list(parts)
    if True in found:
        return True
    return None if None in found else False


def opposite(known: bool | None) -> bool | None:
    """Tell whether something does not hold."""
    return None if known is None else not known


@dataclass(frozen=True, slots=True)
class Tally:
    """How many certainly are, and how many may be, counting those of which it is not known."""

    certain: int
    possible: int

    def at_least(self, least: int) -> bool | None:
        """Tell whether there are enough."""
        if self.certain >= least:
            return True
        return False if self.possible < least else None

    def at_most(self, most: int) -> bool | None:
        """Tell whether there are not too many."""
        if self.possible <= most:
            return True
        return False if self.certain > most else None


def tally(parts: Iterable[bool | None]) -> Tally:
    """Count what holds and what may."""
    found = list(parts)
    certain = found.count(True)
    return Tally(certain, certain + found.count(None))


def overall(checks: Iterable[Check]) -> Verdict:
    """Give the verdict of all rules together: fail if one fails, else unknown if one is, else pass."""
    found = {check.verdict for check in checks}
    return next((one for one in (Verdict.FAIL, Verdict.UNKNOWN) if one in found), Verdict.PASS)
