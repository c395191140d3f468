"""What a consortium is composed for: what the call asks for, what the idea of the project takes, else the whole chain."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from filiera.common.language import localised
from filiera.competence.adapters import current_reader
from filiera.competence.enums import Verdict
from filiera.competence.models import Claim, Competence
from filiera.competence.models.claims import HELD_AT
from filiera.engine.reading import EvidenceText

if TYPE_CHECKING:
    from filiera.common.visibility import Audience
    from filiera.funding.models import Call, CallTopic, Consortium

MOST_READ = 8_000
"""Characters of an idea that are read."""


@dataclass(frozen=True, slots=True)
class Needs:
    """What is to be covered: weights in (0, 1] by competence. `is_breadth`: nothing was named, so every stage counts alike."""

    weights: Mapping[str, float]
    is_breadth: bool = False


def needs_of(asked: Mapping[str, float], idea: str = "") -> Needs:
    """Join what a call asks for with what the idea of a project takes, read in its words; the whole chain without either."""
    found = dict(asked)
    if idea.strip():
        for one in current_reader().read_many([EvidenceText("", idea[:MOST_READ], None, "call")])[0]:
            weight = max(0.01, min(1.0, one.score))
            found[one.competence_id] = max(weight, found.get(one.competence_id, 0.0))
    return Needs(found) if found else Needs(_stages(), is_breadth=True)


def _stages() -> dict[str, float]:
    rows = Competence.objects.filter(level=1, successor=None)
    return dict.fromkeys(rows.order_by("ordinal").values_list("code", flat=True), 1.0)


def weights_of(topics: Iterable[CallTopic]) -> dict[str, float]:
    """Give what a call asks for by competence, with weights in (0, 1]."""
    return {one.competence_id: one.weight for one in topics if not one.is_refused}


def needs_of_call(call: Call) -> Needs:
    """Give what a call asks for, the whole chain where it names nothing."""
    return needs_of(weights_of(call.topics.all()))


def needs_of_consortium(consortium: Consortium) -> Needs:
    """Give what a consortium is to cover: what it was composed for, else what its call asks for."""
    return Needs(consortium.needs) if consortium.needs else needs_of_call(consortium.call)


def labelled(weights: Mapping[str, float]) -> list[tuple[str, str]]:
    """Give competences with their words, the weightiest first."""
    rows = Competence.objects.in_bulk(list(weights))
    known = [code for code in weights if code in rows]
    return [(code, localised(rows[code], "label")) for code in sorted(known, key=lambda one: (-weights[one], one))]


def strengths_of(
    organisation_ids: Collection[int], codes: Collection[str], audience: Audience
) -> dict[int, dict[str, float]]:
    """Give, by organisation and competence, the strengths that hold, as the audience may know them.

    A stage or a group is held as strongly as the strongest below it.
    """
    leaves = _leaves(codes)
    claims = Claim.objects.visible_to(audience).exclude(verdict=Verdict.REFUSED)
    held = claims.filter(organisation__in=organisation_ids, competence__in=list(leaves), strength__gte=HELD_AT)
    found: dict[int, dict[str, float]] = {}
    for pk, leaf, strength in held.values_list("organisation_id", "competence_id", "strength"):
        mine = found.setdefault(pk, {})
        for code in leaves[leaf]:
            mine[code] = max(strength, mine.get(code, 0.0))
    return found


def _leaves(codes: Collection[str]) -> dict[str, list[str]]:
    """Give the competences by which each of some is held: itself, and those below it."""
    found: dict[str, list[str]] = {code: [code] for code in codes}
    if wide := Competence.objects.filter(code__in=list(codes), level__lt=3).values_list("code", flat=True):
        for code in Competence.objects.values_list("code", flat=True):
            above = [one for one in wide if code.startswith(f"{one}.")]
            if above:
                found.setdefault(code, []).extend(above)
    return found
