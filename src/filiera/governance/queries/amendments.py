"""Accepted changes of minutes that are still to be written: beside each passage where one may belong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from filiera.governance.enums import AmendmentState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from filiera.governance.models import MinutesAmendment


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that may be rewritten: how it reads, how it would with the change at its end, whether it is the likely one."""

    key: str
    heading: str
    present: str
    proposed: str
    is_likely: bool


@dataclass(frozen=True, slots=True)
class ToWrite:
    """An accepted change with the passages it may be written into, the likely one first."""

    amendment: MinutesAmendment
    passages: tuple[Passage, ...]


def to_write(content: Mapping[str, Any], amendments: Sequence[MinutesAmendment]) -> list[ToWrite]:
    """Give the accepted changes that are not in the text yet."""
    waiting = [one for one in amendments if one.state == AmendmentState.ACCEPTED and one.written_at is None]
    return [ToWrite(one, _passages(content, one)) for one in waiting]


def _passages(content: Mapping[str, Any], amendment: MinutesAmendment) -> tuple[Passage, ...]:
    open_ones = [one for one in content["sections"] if "discussion" in one]
    likely = _likely(open_ones, amendment.about)
    found = [
        Passage(
            key=one["key"],
            heading=one["heading"],
            present=one["discussion"],
            proposed=_with(one["discussion"], amendment.text),
            is_likely=one["key"] == likely,
        )
        for one in open_ones
    ]
    return tuple(sorted(found, key=lambda one: not one.is_likely))


def _with(present: str, text: str) -> str:
    return present if text in present else f"{present}\n\n{text}".strip()


def _likely(sections: Sequence[Mapping[str, Any]], about: str) -> str:
    """Guess the passage from what the request says it is about: the number of an item, its title, else the only one."""
    keys = [str(one["key"]) for one in sections]
    for number in re.findall(r"\d+", about):
        if f"item-{number}" in keys:
            return f"item-{number}"
    for one in sections:
        if about.strip() and about.strip().lower() in str(one["heading"]).lower():
            return str(one["key"])
    return keys[0] if len(keys) == 1 else ""
