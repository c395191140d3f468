"""Why nobody can be chosen: smallest sets of names that clash, found by leaving out one name after the other."""

from __future__ import annotations

from filiera.engine.composing.names import named, without
from filiera.engine.composing.remedies import remedies_of
from filiera.engine.composing.search import is_possible
from filiera.engine.composing.solution import Conflict
from filiera.engine.composing.types import Problem

# Enough to understand: more sets of names say the same in other words.
_MOST = 3


def conflicts_of(problem: Problem, until: float) -> tuple[Conflict, ...]:
    """Give up to three different smallest clashes of a problem without a solution, each with what would undo it.

    Where candidates are lacking whatever the rules, the names are empty. Stops at `until`, with those found so far.
    """
    found: list[Conflict] = []
    waiting, seen = [frozenset[str]()], {frozenset[str]()}
    while waiting and len(found) < _MOST:
        left_out = waiting.pop(0)
        if left_out and is_possible(without(problem, left_out), until) is not False:
            continue
        kept, is_minimal = _smallest(problem, left_out, until)
        remedies = remedies_of(problem, kept, until)
        if kept not in {one.rules for one in found}:
            found.append(Conflict(kept, remedies, is_minimal))
        for name in kept:
            if (wider := left_out | {name}) not in seen:
                seen.add(wider)
                waiting.append(wider)
    return tuple(found)


def only(problem: Problem, names: tuple[str, ...]) -> Problem:
    """Give the problem with these names alone."""
    return without(problem, frozenset(name for name, _rule in named(problem)).difference(names))


def _smallest(problem: Problem, left_out: frozenset[str], until: float) -> tuple[tuple[str, ...], bool]:
    """Leave out every name without which the rest still clashes; wishes first, so that what the call alone forbids is said."""
    kept = [name for name in dict.fromkeys(name for name, _rule in named(problem)) if name not in left_out]
    is_minimal = True
    for name in tuple(kept):
        fewer = tuple(one for one in kept if one != name)
        answer = is_possible(only(problem, fewer), until)
        is_minimal = is_minimal and answer is not None
        if answer is False:
            kept.remove(name)
    return tuple(kept), is_minimal
