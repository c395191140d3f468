"""One search from start to proof: a quick start, whoever cannot matter left out, then the exact search among the rest."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from filiera.engine.composing.checking import Checker
from filiera.engine.composing.greedy import (
    first_of_equals,
    greedy_from_many,
    greedy_places,
    improved,
    improved_by_pairs,
)
from filiera.engine.composing.model import best_places, liked_places
from filiera.engine.composing.reducing import Reduced, undominated, within_reach
from filiera.engine.composing.tables import Table
from filiera.engine.composing.types import Problem


@dataclass(frozen=True, slots=True)
class Best:
    """The best that was found, or None; what none can exceed; whether that is proved (that there is none, without ids)."""

    ids: tuple[str, ...] | None
    objective: float
    bound: float
    is_proved: bool


def search(problem: Problem, until: float) -> Best:
    """Find the best consortium of a problem that is known to be sound, until that moment of the monotonic clock."""
    table, checker = Table.of(problem), Checker(problem)
    start = greedy_places(table, checker)
    if start is None:
        start, is_impossible = _any_places(table, checker, until)
        if start is None:
            nothing = float("-inf") if is_impossible else 1.0
            return Best(None, float("-inf"), nothing, is_impossible)
    whole = table
    table, start, reach = _narrowed(table, checker, start, until)
    known = table.objective(start)
    fewer = undominated(reach.table)
    found = best_places(fewer, checker, until, _start_in(fewer, table.ids(start)))
    ids, bound = table.ids(start), min(reach.bound, max(found.bound, known))
    if found.places is not None and fewer.objective(found.places) >= known:
        ids = fewer.ids(found.places)
    ids = whole.ids(first_of_equals(whole, checker, whole.places(ids)))
    objective = whole.objective(whole.places(ids))
    return Best(ids, objective, objective if found.is_proved else max(objective, bound), found.is_proved)


def _narrowed(
    table: Table, checker: Checker, start: tuple[int, ...], until: float
) -> tuple[Table, tuple[int, ...], Reduced]:
    """Give the table of those within reach of a start, that start made better among them, and the last reduction."""
    reach = within_reach(table, table.objective(start))
    ids = table.ids(start)
    if time.monotonic() >= until or not all(one in reach.table.place for one in ids):
        return table, start, reach
    few = reach.table
    starts = [one for one in (few.places(ids), greedy_from_many(few, checker)) if one is not None]
    better = improved_by_pairs(few, checker, max(starts, key=few.objective), until)
    return few, better, within_reach(few, few.objective(better))


def is_possible(problem: Problem, until: float) -> bool | None:
    """Tell whether any consortium keeps the rules; None where time ran out."""
    if time.monotonic() >= until:
        return None
    table = undominated(Table.of(problem), by_strength=False)
    found = liked_places(table, Checker(problem), until, {})
    return True if found.places is not None else False if found.is_proved else None


def _any_places(table: Table, checker: Checker, until: float) -> tuple[tuple[int, ...] | None, bool]:
    """Give any set that keeps the rules, made better by exchanges; else None, and whether it is proved that there is none."""
    fewer = undominated(table, by_strength=False)
    found = liked_places(fewer, checker, until, {})
    if found.places is None:
        return None, found.is_proved
    return improved(table, checker, table.places(fewer.ids(found.places))), False


def _start_in(table: Table, ids: Sequence[str]) -> tuple[int, ...] | None:
    """Give the places of a start, if the reduction left all of it in."""
    return table.places(ids) if all(one in table.place for one in ids) else None
