"""What was composed, as its page shows it: the palette, what each brings, others that differ, who always is proposed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from filiera.common.language import current_language
from filiera.funding.enums import PartnerState
from filiera.funding.models import ComposingRun, Partner
from filiera.funding.queries.consortia import Palette, palette_of
from filiera.funding.wording_composing import name_of
from filiera.registry.models import Organisation

if TYPE_CHECKING:
    from filiera.common.visibility import Audience

LATEST = 9
"""Compositions among which it is counted who is always proposed."""

OFTEN = 3
"""From so many of them on it is said."""


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """Somebody who is proposed: the coverage that is lost without it, 0 where it is there for a rule; for which rules."""

    name: str
    url: str
    is_example: bool
    role: str
    covers: tuple[str, ...]
    marginal: float
    needed_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Other:
    """Another composition: its place among the alternatives from 1, its partners, what it covers less."""

    number: int
    names: tuple[str, ...]
    less: float
    differs_by: int


@dataclass(frozen=True, slots=True)
class Often:
    """Who is in many of the latest compositions."""

    name: str
    times: int
    of: int


@dataclass(frozen=True, slots=True)
class RunPage:
    """What the page of a composition shows."""

    partners: tuple[PartnerLine, ...]
    palette: Palette | None
    others: tuple[Other, ...]
    gaps: tuple[dict[str, Any], ...]
    conflicts: tuple[dict[str, Any], ...]
    why_not_certain: tuple[dict[str, Any], ...]
    checks: tuple[dict[str, Any], ...]
    grant_eur: Any
    covered: int
    topics: int
    often: tuple[Often, ...]


def run_page(run: ComposingRun, *, audience: Audience) -> RunPage:
    """Read what was composed. Whom the audience may not see any more is left out."""
    result = said_of_run(run)
    codes = {one["id"] for one in result.get("partners", [])}
    codes |= {code for other in result.get("alternatives", []) for code in other["partners"]}
    codes |= {gap["outside"]["id"] for gap in result.get("gaps", []) if gap.get("outside")}
    rows = {row.code: row for row in Organisation.objects.visible_to(audience).filter(code__in=codes)}
    labels = {one["competence"]: one["label"] for one in result.get("coverage", [])}
    judgement = result.get("judgement") or {}
    return RunPage(
        partners=tuple(_partner(one, rows, labels) for one in result.get("partners", []) if one["id"] in rows),
        palette=_palette(run, rows, audience),
        others=tuple(_other(number, one, run, rows) for number, one in enumerate(result.get("alternatives", []), 1)),
        gaps=tuple(
            {**gap, "row": rows.get((gap.get("outside") or {}).get("id", ""))} for gap in result.get("gaps", [])
        ),
        conflicts=tuple(result.get("conflicts", [])),
        why_not_certain=tuple(result.get("why_not_certain", [])),
        checks=tuple(one for one in judgement.get("checks", []) if one["verdict"] != "pass"),
        grant_eur=(judgement.get("aid") or {}).get("max_grant_eur"),
        covered=len(result.get("coverage", [])) - len(result.get("gaps", [])),
        topics=len(result.get("coverage", [])),
        often=often_proposed() if audience.is_office else (),
    )


def said_of_run(run: ComposingRun) -> dict[str, Any]:
    """Give what was composed, in the language of the reader."""
    found: dict[str, Any] = run.result.get(current_language()) or next(iter(run.result.values()), {})
    return found


def _partner(one: dict[str, Any], rows: dict[str, Organisation], labels: dict[str, str]) -> PartnerLine:
    row = rows[one["id"]]
    return PartnerLine(
        name=row.name,
        url=reverse("organisation", args=[row.code]),
        is_example=row.is_example,
        role=one["role"],
        covers=tuple(labels.get(code, code) for code in one["covers"]),
        marginal=max(0.0, one["marginal"]),
        needed_for=tuple(name_of(rule) for rule in one["needed_for"]),
    )


def _other(number: int, one: dict[str, Any], run: ComposingRun, rows: dict[str, Organisation]) -> Other:
    names = tuple(rows[code].name for code in one["partners"] if code in rows)
    return Other(number, names, (run.objective or 0.0) - one["objective"], one["differs_by"])


def _palette(run: ComposingRun, rows: dict[str, Organisation], audience: Audience) -> Palette | None:
    """Draw those who are proposed; None where there is nobody, or the call was on file."""
    found = [one for one in said_of_run(run).get("partners", []) if one["id"] in rows]
    if run.call is None or not found:
        return None
    partners = [
        Partner(
            pk=place,
            organisation=rows[one["id"]],
            cost_eur=None if one["cost_eur"] is None else Decimal(str(one["cost_eur"])),
            state=PartnerState.LEADS if one["role"] == "lead" else PartnerState.PROPOSED,
        )
        for place, one in enumerate(found, 1)
    ]
    partners.sort(key=lambda one: (one.state != PartnerState.LEADS, one.pk))
    asked = [(one["competence"], one["label"]) for one in said_of_run(run).get("coverage", [])]
    return palette_of(asked, partners, _aid_of(run), audience=audience)


def _aid_of(run: ComposingRun) -> dict[str, Decimal | None]:
    """Give the intensity of aid in percent by partner, as it was worked out."""
    aid = (said_of_run(run).get("judgement") or {}).get("aid") or {}
    rates = {one["id"]: one["intensity_pct"] for one in aid.get("by_partner", [])}
    return {code: None if rate is None else Decimal(str(rate)) for code, rate in rates.items()}


def often_proposed() -> tuple[Often, ...]:
    """Say who is in many of the latest compositions, each call and lead counted once: the same few should not always be."""
    seen: dict[tuple[int | None, int | None], list[str]] = {}
    for run in ComposingRun.objects.exclude(codes=[]).order_by("-made_at")[: LATEST * 4]:
        seen.setdefault((run.call_id, run.lead_id), run.codes)
        if len(seen) == LATEST:
            break
    counted = Counter(code for codes in seen.values() for code in codes)
    often = [(code, n) for code, n in counted.most_common(5) if n >= OFTEN]
    names = dict(Organisation.objects.filter(code__in=[code for code, _n in often]).values_list("code", "name"))
    return tuple(Often(names[code], n, len(seen)) for code, n in often if code in names)
