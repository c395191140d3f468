"""Which calls fit an organisation: gates first, then what they ask and it can do, and how near its evidence comes."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import prefetch_related_objects
from django.utils import timezone

from filiera.common.language import localised
from filiera.competence.models import Claim, Competence, Evidence
from filiera.competence.models.claims import HELD_AT
from filiera.funding.adapters import judged_call
from filiera.funding.adapters_applicants import applicants
from filiera.funding.filters import CallFilter
from filiera.funding.logic.standing import Standing
from filiera.funding.logic.verdicts import Verdict
from filiera.funding.models import Call, CallTopic
from filiera.funding.queries.calls import CallLine, lines_of
from filiera.funding.queries.fits import RANK, SHOWN, Covered, Gate, closed_gates, with_places
from filiera.funding.queries.nearness import Near, calls_near

if TYPE_CHECKING:
    from filiera.common.visibility import Audience
    from filiera.funding.adapters_applicants import Applicants
    from filiera.registry.models import Organisation

LOOKED_AT = 3
"""Times the calls shown, whose gates are judged: those that do not pass give way to the next."""

NEAR_ENOUGH = 0.4
"""Score from which nearness alone brings a call in, where it asks for nothing that is held: by eye, on the demo's calls."""

LEAST = 0.15
"""Score from which a call is told: what is held faintly and asked for by many fits nobody; by eye, on the demo's calls."""

FAR = Near(0.0, 0)


@dataclass(frozen=True, slots=True)
class OwnFit:
    """A call that may fit an organisation: whether it may take part, what of it the organisation covers.

    `near` is the title of the piece of evidence that comes nearest to the call; the score is in [0, 1].
    """

    line: CallLine
    verdict: Verdict
    gates: tuple[Gate, ...]
    covers: tuple[Covered, ...]
    score: float
    near: str = ""


def organisation_fits(
    organisation: Organisation, *, audience: Audience, now: datetime, asked: CallFilter | None = None, top: int = SHOWN
) -> tuple[OwnFit, ...]:
    """Rank the calls that are open or to come for an organisation: gates first, then how well it answers them.

    The score is 1 less the product of 1 less how near its evidence comes and, over what a call asks and it holds, of 1
    less weight times strength times how rarely calls ask for it: one thing that it does well is enough for a place in a
    consortium, each more adds, and what every call asks for tells calls apart little.
    """
    filters = asked or CallFilter(standing=(Standing.OPEN.value, Standing.FORTHCOMING.value))
    strengths = _strengths(organisation, audience)
    calls = {call.pk: call for call in filters.calls(audience=audience, now=now)}
    wanted, rarity = _wanted(calls)
    held = {pk: {code: w for code, w in found.items() if code in strengths} for pk, found in wanted.items()}
    near = calls_near(organisation, calls=list(calls.values()), audience=audience)
    scores = {
        pk: 1 - (1 - near.get(pk, FAR).score) * _left(held.get(pk, {}), strengths, rarity)
        for pk in calls
        if held.get(pk) or near.get(pk, FAR).score >= NEAR_ENOUGH
    }
    worth = (pk for pk, score in scores.items() if score >= LEAST)
    ranked = sorted(worth, key=lambda pk: (-scores[pk], calls[pk].code))[: LOOKED_AT * top]
    prefetch_related_objects([calls[pk] for pk in ranked], "rules", "cutoffs")
    known = applicants(with_places(frozenset({organisation.pk})), audience=audience, at=timezone.localdate(now))
    judged = {pk: _judged(calls[pk], known, organisation.pk) for pk in ranked}
    shown = _shown(ranked, judged, top)
    labels = Competence.objects.in_bulk({code for pk in shown for code in held.get(pk, {})})
    lines = {line.pk: line for line in lines_of([calls[pk] for pk in shown], now=now)}
    pieces = Evidence.objects.visible_to(audience).in_bulk({near[pk].evidence_id for pk in shown if pk in near})
    titles = {pk: localised(row, "title") for pk, row in pieces.items()}
    return tuple(
        OwnFit(
            line=lines[pk],
            verdict=judged[pk][0],
            gates=judged[pk][1],
            covers=tuple(
                Covered(code, localised(labels[code], "label"), strengths[code], weight)
                for code, weight in sorted(held.get(pk, {}).items(), key=lambda pair: -pair[1] * strengths[pair[0]])
            ),
            score=scores[pk],
            near=titles.get(near.get(pk, FAR).evidence_id, ""),
        )
        for pk in sorted(shown, key=lambda pk: (RANK[judged[pk][0]], -scores[pk], calls[pk].code))
    )


def _strengths(organisation: Organisation, audience: Audience) -> dict[str, float]:
    rows = Claim.objects.visible_to(audience).filter(organisation=organisation, strength__gte=HELD_AT)
    return dict(rows.values_list("competence_id", "strength"))


def _wanted(calls: Iterable[int]) -> tuple[dict[int, dict[str, float]], dict[str, float]]:
    """Give what each call asks for with its weight, and how rarely each competence is asked for, in (0, 1].

    1 is one call alone of those that ask for anything; what all ask for counts the less, the more calls there are: the
    logarithm of their share, as words are weighed.
    """
    wanted: dict[int, dict[str, float]] = defaultdict(dict)
    topics = CallTopic.objects.filter(call__in=calls, is_refused=False)
    for call_id, code, weight in topics.values_list("call_id", "competence_id", "weight"):
        wanted[call_id][code] = weight
    asking, count = len(wanted), Counter(code for found in wanted.values() for code in found)
    return wanted, {code: math.log1p(asking / n) / math.log1p(asking) for code, n in count.items()}


def _left(held: Mapping[str, float], strengths: Mapping[str, float], rarity: Mapping[str, float]) -> float:
    return math.prod(1 - weight * strengths[code] * rarity[code] for code, weight in held.items())


def _judged(call: Call, known: Applicants, pk: int) -> tuple[Verdict, tuple[Gate, ...]]:
    held = list(call.rules.all())
    gates = closed_gates(judged_call(call, held), {one.name: one.value for one in held}, known, pk)
    return max((one.verdict for one in gates), key=RANK.__getitem__, default=Verdict.PASS), gates


def _shown(ranked: Sequence[int], judged: Mapping[int, tuple[Verdict, tuple[Gate, ...]]], top: int) -> list[int]:
    """Give the best calls in which it may take part or may not be known to be kept out, then others while there is room."""
    able = [pk for pk in ranked if judged[pk][0] != Verdict.FAIL]
    return (able + [pk for pk in ranked if judged[pk][0] == Verdict.FAIL])[:top]
