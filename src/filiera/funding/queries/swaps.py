"""Who could stand in for a partner: what that brings in points and euro, what it loses, and whether it passes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from filiera.engine.composing.faults import BadProblem
from filiera.engine.composing.swapping import swaps
from filiera.funding.adapters import judged_call
from filiera.funding.adapters_composing import Wanted, problem_of
from filiera.funding.enums import PartnerState
from filiera.funding.files import places
from filiera.funding.logic.judging import Judgement, judge
from filiera.funding.logic.verdicts import Verdict
from filiera.funding.models import Partner
from filiera.funding.queries.consortia import what_it_is
from filiera.funding.queries.judged import partners_in, verdict_audience, written_consortium
from filiera.funding.queries.needs import labelled, needs_of_consortium
from filiera.funding.queries.pool import gather
from filiera.funding.wording_rules import rule_label

if TYPE_CHECKING:
    from filiera.common.visibility import Audience
    from filiera.engine.composing.solution import Change, Swap
    from filiera.funding.models import Consortium
    from filiera.registry.models import Organisation

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Moved:
    """A competence whose strength in the consortium is another after a swap."""

    label: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class SwapLine:
    """A candidate: the change in points of the grid and in euro of grant (None where not known), what comes and goes."""

    code: str
    name: str
    where: str
    is_example: bool
    coverage: float
    points: Decimal | None
    grant_eur: Decimal | None
    gained: tuple[Moved, ...]
    lost: tuple[Moved, ...]
    verdict: Verdict
    wrong: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a consortium comes to: points of the grid that are certain, grant in euro, verdict by rule."""

    points: Decimal
    grant_eur: Decimal | None
    verdicts: dict[str, Verdict]

    @classmethod
    def of(cls, judgement: Judgement) -> Standing:
        """Read it of a judgement."""
        points = sum((number for _name, number, holds in judgement.points if holds == Verdict.PASS), Decimal(0))
        return cls(points, judgement.aid.max_grant_eur, {one.rule: one.verdict for one in judgement.checks})

    @property
    def verdict(self) -> Verdict:
        """Give the verdict of all rules."""
        found = set(self.verdicts.values())
        return next((one for one in (Verdict.FAIL, Verdict.UNKNOWN) if one in found), Verdict.PASS)


def swap_lines(
    consortium: Consortium, out: Partner, *, audience: Audience, now: datetime, members_only: bool = True
) -> tuple[SwapLine, ...]:
    """Rank who could stand in for a partner: who breaks nothing first, then by coverage."""
    needs = needs_of_consortium(consortium)
    partners = partners_in(consortium)
    codes = [one.organisation.code for one in partners if one.organisation]
    if out.organisation is None:
        return ()
    day = now.astimezone(consortium.call.zone).date()
    gathered = gather(needs.weights, audience=audience, at=day, members_only=members_only, also=codes)
    lead = next(
        (one.organisation.code for one in partners if one.state == PartnerState.LEADS and one.organisation), None
    )
    call = judged_call(consortium.call, consortium.call.rules.all())
    wanted = Wanted(lead=lead if lead != out.organisation.code else None)
    problem = problem_of(call, gathered.pool, places(), wanted, strict=False)
    try:
        found = swaps(problem, codes, out.organisation.code, most=SHOWN)
    except BadProblem:
        return ()
    known = verdict_audience(consortium, audience)

    def standing(into: Organisation) -> Standing:
        members = [one if one.pk != out.pk else _in_place_of(one, into) for one in partners]
        written = written_consortium(consortium, members, now=now, audience=known)
        return Standing.of(judge(call, written, places()))

    before = standing(out.organisation)
    labels = dict(labelled(needs.weights))
    lines = []
    for one in found:
        into = gathered.organisations[one.into]
        lines.append(_line(one, into, before, standing(into), labels))
    return tuple(lines)


def _in_place_of(out: Partner, into: Organisation) -> Partner:
    """Give somebody in a partner's place, who bears what that one bore; not stored."""
    return Partner(
        pk=out.pk,
        consortium=out.consortium,
        organisation=into,
        state=out.state,
        cost_eur=out.cost_eur,
        industrial_research_eur=out.industrial_research_eur,
        experimental_development_eur=out.experimental_development_eur,
    )


def _line(swap: Swap, row: Organisation, before: Standing, after: Standing, labels: dict[str, str]) -> SwapLine:
    known = before.grant_eur is not None and after.grant_eur is not None
    grant = after.grant_eur - before.grant_eur if known else None  # type: ignore[operator]
    town = row.municipality.name if row.municipality else row.town
    wrong = [name for name, verdict in after.verdicts.items() if verdict == after.verdict and verdict != Verdict.PASS]
    return SwapLine(
        code=row.code,
        name=row.name,
        where=", ".join(part for part in (town, what_it_is(row)) if part),
        is_example=row.is_example,
        coverage=swap.delta,
        points=after.points - before.points if before.points or after.points else None,
        grant_eur=grant,
        gained=_moved(swap.gained, labels),
        lost=_moved(swap.lost, labels),
        verdict=after.verdict,
        wrong=tuple(rule_label(name) for name in wrong[:3]),
    )


def _moved(changes: tuple[Change, ...], labels: dict[str, str]) -> tuple[Moved, ...]:
    found = [Moved(labels.get(one.requirement, one.requirement), one.before, one.after) for one in changes]
    return tuple(sorted(found, key=lambda one: -abs(one.after - one.before))[:3])
