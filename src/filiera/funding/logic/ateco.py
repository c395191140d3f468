"""ATECO codes across editions: whether what an enterprise has recorded lies within what a call asks for.

Source: ISTAT's correspondence of 2025 and 2022, as the package `ateco` carries it. Between 2007 and 2022 there is none: a
code that both editions have stands for itself, any other is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import ateco

from filiera.funding.logic.verdicts import some

EDITIONS = ("2007", "2022", "2025")

_WRITTEN = re.compile(r"^(?:(\d{4})\s*[:/ ]\s*)?([A-Za-z]|\d{2}(?:\.?\d{1,2}){0,2}\d?)$")


def parts_of(written: str) -> tuple[str, str] | None:
    """Give edition ("" where none is said) and code of "2025:20.42"; None of what is no code."""
    found = _WRITTEN.match(written.strip())
    return (found[1] or "", found[2].upper()) if found else None


def is_in(codes: Iterable[str] | None, wanted: Iterable[str]) -> bool | None:
    """Tell whether one of the recorded codes lies within one of those asked for; nothing is known of nothing recorded."""
    if codes is None:
        return None
    asked = [parts for parts in map(parts_of, wanted) if parts is not None]
    return some(_one_in(code, asked) for code in codes)


def _one_in(written: str, asked: list[tuple[str, str]]) -> bool | None:
    parts = parts_of(written)
    if parts is None:
        return None
    edition, code = parts
    if not edition:
        answers = {_of_edition(one, code, asked) for one in EDITIONS if _exists(code, one)}
        return answers.pop() if len(answers) == 1 else None
    return _of_edition(edition, code, asked)


def _of_edition(edition: str, code: str, asked: list[tuple[str, str]]) -> bool | None:
    """Tell whether a code of an edition lies within the list as a whole: its parts may lie in different entries."""
    answers: list[bool | None] = []
    for target in {one or EDITIONS[-1] for one, _code in asked}:
        carried = carried_to(code, edition, target)
        if carried is None:
            answers.append(None)
            continue
        listed = [wanted for one, wanted in asked if (one or EDITIONS[-1]) == target]
        each = [some(_within(part, wanted, target) for wanted in listed) for part in carried]
        answers.append(True if all(each) else False if not any(part is not False for part in each) else None)
    return some(answers)


@lru_cache(maxsize=4096)
def carried_to(code: str, edition: str, target: str) -> frozenset[str] | None:
    """Give the codes of an edition for one of another; None where the correspondence is not known."""
    if edition not in EDITIONS or target not in EDITIONS:
        return None
    codes, here = frozenset({code}), EDITIONS.index(edition)
    if not _exists(code, edition):
        return None
    while EDITIONS[here] != target:
        there = here + (1 if here < EDITIONS.index(target) else -1)
        steps = [_step(one, EDITIONS[here], EDITIONS[there]) for one in sorted(codes)]
        if None in steps:
            return None
        codes, here = frozenset().union(*(one for one in steps if one is not None)), there
    return codes


def _step(code: str, edition: str, target: str) -> frozenset[str] | None:
    if "2007" in (edition, target):
        return frozenset({code}) if _exists(code, edition) and _exists(code, target) else None
    try:
        return frozenset(ateco.map_code(code, edition, target).targets) or None
    except (KeyError, ValueError, NotImplementedError, LookupError):
        return None


def _exists(code: str, edition: str) -> bool:
    try:
        return bool(ateco.validate(code, edition=edition))
    except ValueError:
        return False


def _within(code: str, wanted: str, edition: str) -> bool | None:
    """Tell whether a code lies within another of its edition; one that is coarser may."""
    if wanted.isalpha() or code.isalpha():
        sections = [_section(one, edition) for one in (code, wanted)]
        return None if None in sections else sections[0] == sections[1] and (wanted.isalpha() or None)
    own, whole = code.replace(".", ""), wanted.replace(".", "")
    if own.startswith(whole):
        return True
    return None if whole.startswith(own) else False


def _section(code: str, edition: str) -> str | None:
    """Give the letter of the section in which a code lies."""
    if code.isalpha():
        return code
    try:
        found = ateco.lookup(code, edition=edition)
    except (KeyError, ValueError, LookupError):
        return None
    while found is not None and not found.code.isalpha():
        found = ateco.lookup(found.parent, edition=edition) if found.parent else None
    return found.code if found else None
