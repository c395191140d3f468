"""What refusals say of profiles: who does not do what the map says it can, how often it said so, what people decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db.models import Q

from filiera.common.language import localised
from filiera.common.visibility import Visibility
from filiera.competence.models import Claim, ClaimDecision, Competence
from filiera.competence.models.claims import HELD_AT
from filiera.exchange.enums import MatchState, Refusal, Secrecy
from filiera.exchange.models import Match, NeedTopic, ProfileDoubt
from filiera.exchange.queries.sector import codes_told
from filiera.registry.models import Organisation

Moments = dict[tuple[int, str], list[datetime]]
"""The moments in which something was said, by organisation and competence."""

ALIKE = 3
"""Refusals for want of the same competence from which it is proposed to take it away."""

MOST_DOUBTED = 8
"""Competences of its page that whoever refused is asked about."""


@dataclass(frozen=True, slots=True)
class Correction:
    """That an organisation refused needs because it does not do a competence that the map gives it, so many times.

    `said` is how often whoever refused said of this very competence that it is not theirs.
    """

    organisation: Organisation
    competence: Competence
    label: str
    times: int
    strength: float
    said: int = 0

    @property
    def is_urgent(self) -> bool:
        """Tell whether so many are alike that the competence should be taken away."""
        return self.times >= ALIKE


def may_be_doubted(match: Match) -> tuple[Competence, ...]:
    """Give the competences that whoever refused a need may say are not theirs, as `doubtable` gives them of several."""
    return doubtable((match,))[match.pk]


def doubtable(matches: Collection[Match]) -> dict[int, tuple[Competence, ...]]:
    """Give the competences that whoever refused needs may say are not theirs, by the match's key: three queries.

    Those that their page shows to everybody, and only those that they were told are sought, or of the groups that they were
    told: nothing of the needs is learned from them.
    """
    refused = [row for row in matches if (row.state, row.refusal) == (MatchState.REFUSED, Refusal.NO_COMPETENCE)]
    found: dict[int, tuple[Competence, ...]] = {row.pk: () for row in matches}
    if not refused:
        return found
    told = codes_told({row.need_id: row.need for row in refused}.values())
    claims = _claims_below({code for codes in told.values() for code in codes}, {row.solver_id for row in refused})
    said = set(ProfileDoubt.objects.filter(match__in=refused).values_list("match_id", "competence_id"))
    for row in refused:
        codes = set(told[row.need_id])
        own = (one.competence for one in claims if one.organisation_id == row.solver_id)
        may = (one for one in own if codes & _above(one) and (row.pk, one.pk) not in said)
        found[row.pk] = tuple(islice(may, MOST_DOUBTED))
    return found


def _claims_below(told: Collection[str], solvers: Collection[int]) -> list[Claim]:
    """Give what the pages of solvers show to everybody of some competences and of what is below them, the strongest first."""
    below = Q(competence__in=told) | Q(competence__parent__in=told) | Q(competence__parent__parent__in=told)
    rows = Claim.objects.filter(
        below, organisation__in=solvers, seen_by=Visibility.PUBLIC, strength__gte=HELD_AT, competence__level=3
    )
    ordered = rows.exclude(verdict="REFUSED").select_related("competence__parent")
    return list(ordered.order_by("-strength", "competence_id"))


def _above(one: Competence) -> set[str]:
    """Give the codes of a competence, its group and its stage."""
    return {one.code, one.parent_id or "", (one.parent.parent_id if one.parent else "") or ""}


def corrections(*, organisation_ids: Collection[int] | None = None) -> tuple[Correction, ...]:
    """Give what refusals propose, of all or of some organisations, the most often refused first.

    What a person has decided since the last refusal is proposed no more; a competence that the map does not give an
    organisation cannot be taken from it. An organisation's own people (`organisation_ids`) read what open needs sought, and
    what was said of their page: of confidential needs they know the sector alone.
    """
    rows = Match.objects.filter(state=MatchState.REFUSED, refusal=Refusal.NO_COMPETENCE)
    doubts = ProfileDoubt.objects.filter(match__in=rows)
    if organisation_ids is not None:
        rows = rows.filter(solver__in=list(organisation_ids), need__secrecy=Secrecy.OPEN)
        doubts = doubts.filter(match__solver__in=list(organisation_ids))
    refused = list(rows.values_list("need_id", "solver_id", "ended_at"))
    topics: dict[int, list[str]] = defaultdict(list)
    needs = {need for need, _solver, _at in refused}
    for need, code in NeedTopic.objects.filter(need__in=needs, is_refused=False).values_list(
        "need_id", "competence_id"
    ):
        topics[need].append(code)
    times: Moments = defaultdict(list)
    for need, solver, at in refused:
        if at is not None:
            for code in topics[need]:
                times[solver, code].append(at)
    said: Moments = defaultdict(list)
    for solver, code, at in doubts.values_list("match__solver_id", "competence_id", "said_at"):
        said[solver, code].append(at)
    return _standing(times, said)


def correction_of(
    organisation: str, competence: str, *, organisation_ids: Collection[int] | None = None
) -> Correction | None:
    """Find what refusals propose of a competence of an organisation, by their codes."""
    lines = corrections(organisation_ids=organisation_ids)
    return next(
        (one for one in lines if (one.organisation.code, one.competence.code) == (organisation, competence)), None
    )


def _standing(times: Moments, said: Moments) -> tuple[Correction, ...]:
    pairs = [*times, *(pair for pair in said if pair not in times)]
    solvers, codes = {solver for solver, _code in pairs}, {code for _solver, code in pairs}
    claims = Claim.objects.filter(organisation__in=solvers, competence__in=codes, seen_by=Visibility.OFFICE)
    held = {(row.organisation_id, row.competence_id): row.strength for row in claims.exclude(verdict="REFUSED")}
    decided = ClaimDecision.objects.filter(organisation__in=solvers, competence__in=codes)
    since = {(row.organisation_id, row.competence_id): row.decided_at for row in decided}
    rows, labels = Organisation.objects.in_bulk(solvers), Competence.objects.in_bulk(codes)
    found = []
    for solver, code in pairs:
        days, doubts = times.get((solver, code), []), said.get((solver, code), [])
        is_new = (solver, code) not in since or since[solver, code] < max([*days, *doubts])
        if (solver, code) in held and is_new:
            row, label = labels[code], localised(labels[code], "label")
            found.append(Correction(rows[solver], row, label, len(days), held[solver, code], len(doubts)))
    return tuple(
        sorted(found, key=lambda one: (-one.said, -one.times, one.organisation.search_name, one.competence.code))
    )
