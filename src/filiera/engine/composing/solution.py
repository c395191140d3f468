"""What is answered: the chosen with what each brings, what they cover, other consortia, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """How sure the answer is."""

    OPTIMAL = "optimal"
    """None is better: proved."""
    FEASIBLE = "feasible"
    """It keeps every rule; time ran out before the proof, and `bound` says what a better one could reach at most."""
    INFEASIBLE = "infeasible"
    """No consortium keeps every rule: proved; see `conflicts`."""
    UNKNOWN = "unknown"
    """Time ran out with neither a consortium nor a proof that there is none."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """One of the chosen.

    `covers` are the requirements that it holds best of all (of equals, the first id). `marginal` is the objective less that
    of the same consortium without it; it can be negative, where only a rule keeps it in. `breaks` are the names of the rules
    that its leaving would violate. `share_pct` is its part of the costs where costs are modelled, `cost` the same in euro
    where the problem states any amount.
    """

    id: str
    covers: tuple[str, ...]
    marginal: float
    breaks: tuple[str, ...]
    share_pct: float | None = None
    cost: float | None = None


@dataclass(frozen=True, slots=True)
class Covered:
    """How strongly, in [0, 1], the best of the chosen holds a requirement, and who; None and 0 where nobody does."""

    requirement: str
    strength: float
    by: str | None


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another consortium that keeps every rule. `differs_by` counts the free partners of the best that are not in it.

    `is_best` tells whether none is better of those that differ enough: proved.
    """

    chosen: tuple[str, ...]
    objective: float
    differs_by: int
    is_best: bool


@dataclass(frozen=True, slots=True)
class Relax:
    """A bound of one rule moved from `now` to `needed`: the nearest that helps.

    `place` is the rule's place in the problem's `rules`, None for a wish; `bound` the field (`least`, `most`, `least_pct`,
    `most_pct`, `budget`).
    """

    rule: str
    place: int | None
    bound: str
    now: float
    needed: float
    is_enough: bool = False


@dataclass(frozen=True, slots=True)
class LetGo:
    """Ids taken out of a wish (`lead`, `must`, `must_not`): as few as help."""

    rule: str
    ids: tuple[str, ...]
    is_enough: bool = False


@dataclass(frozen=True, slots=True)
class Outsider:
    """So many candidates more from outside, each with these tags and, in turn, these values.

    `values` maps a question to one value for each of them; an empty text is any value that nobody has yet.
    """

    how_many: int
    tags: frozenset[str]
    values: Mapping[str, tuple[str, ...]]
    is_enough: bool = False


Remedy = Relax | LetGo | Outsider
"""A change after which the names of a conflict no longer clash; `is_enough` where the whole problem can then be solved."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Names of rules and wishes that nobody satisfies together, though they do as soon as any one name is left out.

    `is_minimal` is False where time ran out before each name had been tried.
    """

    rules: tuple[str, ...]
    remedies: tuple[Remedy, ...]
    is_minimal: bool = True


@dataclass(frozen=True, slots=True)
class Solution:
    """The answer. `objective` and `bound` are in one unit: coverage in [0, 1] less the price of the partners.

    `coverage` is that of each requirement, `covered` their weighted mean alone, without the price. `lead` is the one of the
    wishes, else the strongest of the chosen who may lead. `gaps` are requirements held below the threshold of the question.
    """

    status: Status
    objective: float | None
    bound: float | None
    seconds: float
    chosen: tuple[Chosen, ...] = ()
    lead: str | None = None
    covered: float = 0.0
    coverage: tuple[Covered, ...] = ()
    gaps: tuple[str, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A requirement whose best strength is another after a swap."""

    requirement: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Swap:
    """Somebody who could stand in for one of the chosen. `delta` is the change of the objective; `breaks` the rules broken."""

    out: str
    into: str
    delta: float
    gained: tuple[Change, ...]
    lost: tuple[Change, ...]
    breaks: tuple[str, ...]
