"""Accepted changes of minutes that are still to be written: beside each passage where one may belong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from filiera.governance.enums import AmendmentState
from filiera.governance.queries.minutes import LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from filiera.governance.models import MinutesAmendment


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that may be rewritten: how it reads, how it would with the change at its end, whether it is the likely one.

    `computed` stands before it and stays: of a section that is no item the change is a correction that follows it.
    """

    key: str
    heading: str
    computed: str
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
    # What is proposed becomes words of the act: Italian, whatever language the page speaks.
    waiting = [one for one in amendments if one.state == AmendmentState.ACCEPTED and one.written_at is None]
    with override(LANGUAGE):
        return [ToWrite(one, _passages(content, one)) for one in waiting]


def _passages(content: Mapping[str, Any], amendment: MinutesAmendment) -> tuple[Passage, ...]:
    sections = content["sections"]
    likely = _likely(sections, amendment.about)
    found = []
    for one in sections:
        present = str(one.get("discussion") or "")
        added = amendment.text if "discussion" in one else _("Correction: %(text)s") % {"text": amendment.text}
        found.append(
            Passage(
                key=one["key"],
                heading=one["heading"],
                computed="\n".join(one["paragraphs"]),
                present=present,
                proposed=present if amendment.text in present else f"{present}\n\n{added}".strip(),
                is_likely=one["key"] == likely,
            )
        )
    return tuple(sorted(found, key=lambda one: not one.is_likely))


def _likely(sections: Sequence[Mapping[str, Any]], about: str) -> str:
    """Guess the passage from what the request says it is about: the number of an item, a heading, else the only one."""
    keys = [str(one["key"]) for one in sections]
    for number in re.findall(r"\d+", about):
        if f"item-{number}" in keys:
            return f"item-{number}"
    said = about.strip().lower()
    for one in sections:
        heading = str(one["heading"]).lower()
        if said and (said in heading or heading in said):
            return str(one["key"])
    return keys[0] if len(keys) == 1 else ""
