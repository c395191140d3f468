"""Whom a call fits: gates first, then evidence, each with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from filiera.common.language import localised
from filiera.competence.filters import current_organisations
from filiera.competence.models import Claim
from filiera.competence.models.claims import HELD_AT
from filiera.competence.queries.directory import entries_of
from filiera.competence.queries.ranking import claims_on, joined
from filiera.engine.types import AskedCompetence
from filiera.funding.adapters import judged_call
from filiera.funding.adapters_applicants import applicants
from filiera.funding.files import places
from filiera.funding.logic.alone import gates, may_take_part
from filiera.funding.logic.verdicts import Verdict
from filiera.funding.models import Call, CallTopic
from filiera.funding.queries.nearness import owners_near
from filiera.funding.wording import reason, remedy
from filiera.funding.wording_rules import rule_in_words
from filiera.registry.models import Organisation

if TYPE_CHECKING:
    from filiera.common.visibility import Audience
    from filiera.competence.queries.directory import Entry
    from filiera.funding.adapters_applicants import Applicants
    from filiera.funding.logic import call as written

SHOWN = 12
WEAK_BELOW = 0.15
"""Proof of less strength is weak: an undated sentence on one's own site has 0.09."""

RANK = {Verdict.PASS: 0, Verdict.UNKNOWN: 1, Verdict.FAIL: 2}


@dataclass(frozen=True, slots=True)
class Gate:
    """A rule that an organisation does not meet, or of which it is not known: what it asks, why, what would change it."""

    rule: str
    asks: str
    verdict: Verdict
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Covered:
    """A competence that a call asks for, with an organisation's strength in it."""

    code: str
    label: str
    strength: float
    weight: float


@dataclass(frozen=True, slots=True)
class Fit:
    """An organisation that a call may fit: whether it may take part, what it covers, best first; score in [0, 1].

    `gates` are the rules that it does not meet for certain; of those that are not known of any in the list, said once
    above it, `waiting` leaves out.
    """

    entry: Entry
    verdict: Verdict
    gates: tuple[Gate, ...]
    covers: tuple[Covered, ...]
    score: float
    waiting: tuple[str, ...] = ()

    @property
    def failed(self) -> tuple[Gate, ...]:
        """Give the rules that it does not meet."""
        return tuple(one for one in self.gates if one.verdict == Verdict.FAIL)


@dataclass(frozen=True, slots=True)
class TopicCover:
    """A competence that a call asks for: who covers it best among members, who else, who outside, how strongly."""

    code: str
    label: str
    weight: float
    passage: str
    strength: float
    best: tuple[str, ...]
    others: int
    outside: str = ""

    @property
    def is_held(self) -> bool:
        """Tell whether a member holds it."""
        return self.strength >= HELD_AT

    @property
    def is_weak(self) -> bool:
        """Tell whether the best that a member has is weak proof."""
        return HELD_AT <= self.strength < WEAK_BELOW


@dataclass(frozen=True, slots=True)
class CallFits:
    """Whom a call fits: the members that come best, how many may take part and of how many it is not known, the cover.

    `asks_each` tells whether a rule of it asks something of each alone: else everybody passes, and that says nothing.
    """

    lines: tuple[Fit, ...]
    topics: tuple[TopicCover, ...]
    members: int
    passing: int
    unknown: int
    failing: int
    has_evidence: bool
    unknown_of_all: tuple[str, ...] = ()
    asks_each: bool = True

    @property
    def weak(self) -> int:
        """Count the competences of which the best proof is weak."""
        return sum(one.is_weak for one in self.topics)

    @property
    def covered(self) -> int:
        """Count the competences that some member holds."""
        return sum(one.is_held for one in self.topics)


def call_fits(
    call: Call, *, audience: Audience, now: datetime, top: int = SHOWN, members_only: bool = True
) -> CallFits:
    """Rank members for a call, as the audience may know them: who may take part, of whom it is not known, the rest."""
    today = now.astimezone(call.zone).date()
    asked = list(call.topics.filter(is_refused=False).select_related("competence").order_by("-weight", "competence"))
    everybody = current_organisations(audience)
    member_ids = frozenset(everybody.filter(member_since_on__lte=today).values_list("pk", flat=True))
    all_ids = frozenset(everybody.values_list("pk", flat=True))
    found = tuple(AskedCompetence(one.competence_id, one.weight, 0, 0) for one in asked)
    claims, _outside = claims_on(found, all_ids, all_ids, audience)
    hits = owners_near(call, allowed=all_ids, audience=audience)
    ranked = joined(hits, claims, found)
    ids = member_ids if members_only else all_ids
    rows = {row.pk: row for row in with_places(ids)}
    known = applicants(rows.values(), audience=audience, at=today)
    held = list(call.rules.all())
    judged, values = judged_call(call, held), {one.name: one.value for one in held}
    checked = {pk: gates(judged, known.consortium([pk]), places()) for pk in rows}
    verdicts = {pk: may_take_part(found) for pk, found in checked.items()}
    scores = {one.organisation_id: one.score for one in ranked if one.organisation_id in rows}
    best = sorted(scores, key=lambda pk: (RANK[verdicts[pk]], -scores[pk], rows[pk].search_name))[:top]
    entries = {one.id: one for one in entries_of([rows[pk] for pk in best], audience=audience, today=today)}
    count = Counter(verdicts.values())
    closed = {pk: closed_gates(judged, values, known, pk) for pk in best}
    shared = _unknown_of_all(closed.values())
    return CallFits(
        lines=tuple(
            Fit(
                entry=entries[pk],
                verdict=verdicts[pk],
                gates=closed[pk],
                covers=_covers(asked, claims, pk),
                score=scores[pk],
                waiting=tuple(
                    one.asks for one in closed[pk] if one.verdict == Verdict.UNKNOWN and one.asks not in shared
                ),
            )
            for pk in best
        ),
        topics=_cover(asked, claims, rows if members_only else {}, member_ids),
        members=len(member_ids),
        passing=count[Verdict.PASS],
        unknown=count[Verdict.UNKNOWN],
        failing=count[Verdict.FAIL],
        has_evidence=bool(scores),
        unknown_of_all=shared,
        asks_each=any(checked.values()),
    )


def _unknown_of_all(closed: Collection[Sequence[Gate]]) -> tuple[str, ...]:
    """Give what is not known of any of those of whom something is not: said once, it need not be said of each."""
    unknown = [found for gates in closed if (found := {one.asks for one in gates if one.verdict == Verdict.UNKNOWN})]
    if len(unknown) < 2:
        return ()
    return tuple(sorted(set.intersection(*unknown)))


def with_places(ids: frozenset[int]) -> list[Organisation]:
    """Load organisations with where they are, as gates ask."""
    related = ("stage", "municipality__province", "province")
    return list(Organisation.objects.filter(pk__in=ids).select_related(*related))


def closed_gates(judged: written.Call, values: Mapping[str, Any], known: Applicants, pk: int) -> tuple[Gate, ...]:
    """Say which gates an organisation does not pass for certain, the failed ones first."""
    checks = [one for one in gates(judged, known.consortium([pk]), places()) if one.verdict != Verdict.PASS]
    return tuple(
        Gate(
            one.rule,
            rule_in_words(one.rule, values.get(one.rule)),
            one.verdict,
            reason(one.grounds),
            remedy(one.remedies),
        )
        for one in sorted(checks, key=lambda one: -RANK[one.verdict])
    )


def _covers(asked: Sequence[CallTopic], claims: Mapping[str, Mapping[int, Claim]], pk: int) -> tuple[Covered, ...]:
    found = []
    for one in asked:
        claim = claims.get(one.competence_id, {}).get(pk)
        if claim is not None and claim.strength >= HELD_AT:
            found.append(Covered(one.competence_id, localised(one.competence, "label"), claim.strength, one.weight))
    return tuple(sorted(found, key=lambda one: -one.weight * one.strength))


def _cover(
    asked: Sequence[CallTopic],
    claims: Mapping[str, Mapping[int, Claim]],
    rows: Mapping[int, Organisation],
    member_ids: frozenset[int],
) -> tuple[TopicCover, ...]:
    """Say of each competence who among the members covers it, and where none does, who outside would."""
    outside_ids = {pk for held in claims.values() for pk, one in held.items() if one.strength >= HELD_AT} - member_ids
    names = {pk: row.name for pk, row in rows.items()}
    names |= dict(Organisation.objects.filter(pk__in=outside_ids).values_list("pk", "name"))
    found = []
    for one in asked:
        held = [
            (claim.strength, pk) for pk, claim in claims.get(one.competence_id, {}).items() if claim.strength >= HELD_AT
        ]
        within = sorted(((s, pk) for s, pk in held if pk in member_ids), key=lambda pair: (-pair[0], pair[1]))
        beyond = sorted(((s, pk) for s, pk in held if pk not in member_ids), key=lambda pair: (-pair[0], pair[1]))
        found.append(
            TopicCover(
                code=one.competence_id,
                label=localised(one.competence, "label"),
                weight=one.weight,
                passage=one.passage,
                strength=within[0][0] if within else 0.0,
                best=tuple(names[pk] for _strength, pk in within[:2] if pk in names),
                others=max(0, len(within) - 2),
                outside=names.get(beyond[0][1], "") if beyond and not within else "",
            )
        )
    return tuple(found)
