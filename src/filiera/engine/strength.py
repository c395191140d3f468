"""Strength of a competence of one organisation, computed from its pieces of evidence.

One number in [0, 1] with everything that made it: what each proof weighs, when the next one expires, and the features
that the sentence of `strength_words` is written from. People confirm or refuse a competence; they do not set a number.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from filiera.engine.types import Feature

KINDS = (
    "certificate",
    "patent",
    "project",
    "publication",
    "plant",
    "equipment",
    "product",
    "course",
    "service",
    "award",
    "partnership",
)

# What one recent, independent, fully relevant proof of a kind is worth. Our proposal, set by three rules: an act that
# somebody else examined (certificate, patent, funded project) comes near one half; something that can be visited or
# bought near one third; words about oneself near one quarter; company kept near one seventh. Checked on the worked
# cases of tests/engine/test_strength.py: two projects, a plant and a certificate give 0.83 (0.84 in the design).
KIND_WEIGHTS = {
    "certificate": 0.45,
    "patent": 0.45,
    "project": 0.45,
    "publication": 0.34,
    "plant": 0.34,
    "equipment": 0.32,
    "product": 0.32,
    "course": 0.28,
    "service": 0.24,
    "award": 0.20,
    "partnership": 0.14,
}
OTHER_KIND_WEIGHT = 0.14  # a kind that we do not know counts as the weakest that we do

# Years after which a proof of a kind counts half. Our proposal: the economic life of the thing (ten years for a plant,
# eight for a machine), the renewal of a catalogue (five for a product), the cycle of an ISO certificate (three).
HALF_LIVES = {
    "certificate": 3.0,
    "patent": 12.0,
    "project": 6.0,
    "publication": 8.0,
    "plant": 10.0,
    "equipment": 8.0,
    "product": 5.0,
    "course": 5.0,
    "service": 4.0,
    "award": 5.0,
    "partnership": 4.0,
}
OTHER_HALF_LIFE = 4.0

UNDATED_AGE_FACTOR = 0.6  # an unknown date counts as about three quarters of a half-life: neither new nor old
EXPIRED_FACTOR = {"certificate": 0.15, "patent": 0.25}  # once there, now lapsed: the know-how stays, the proof does not
OTHER_EXPIRED_FACTOR = 0.15
SELF_DECLARED_FACTOR = 0.6  # an organisation's own words: a proof by others counts five thirds of it
SAME_SOURCE_FACTOR = 0.5  # the second piece of one source counts half, the third a quarter: they are not independent
PATENT_YEARS = 20  # European Patent Convention, article 63: twenty years from the date of filing


@dataclass(frozen=True, slots=True)
class Proof:
    """A piece of evidence for one competence of one organisation.

    `relevance` and `certainty` in [0, 1]; `on` the day of the fact (for a patent: of filing), `ended_on` its end where
    it lasts; `independent` where the source is neither the organisation nor its group; `source` tells pieces apart.
    """

    id: str
    kind: str
    relevance: float = 1.0
    on: date | None = None
    ended_on: date | None = None
    valid_until: date | None = None
    independent: bool = False
    certainty: float = 1.0
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Weighed:
    """A proof as it counted: `state` is counted, undated, expired or future; `share` is its part of the strength."""

    proof: Proof
    state: str
    share: float
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Strength:
    """The strength `value` in [0, 1], the next day on which a proof lapses, and what each proof weighs.

    The shares of `weighed` (heaviest first) sum to `value`.
    """

    value: float
    today: date
    expires_on: date | None = None
    weighed: tuple[Weighed, ...] = ()
    features: dict[str, Feature] = field(default_factory=dict)

    @property
    def weights(self) -> dict[str, float]:
        """Map each proof's id to its part of the strength: the "weighs" column."""
        return {one.proof.id: one.share for one in self.weighed}


def strength(proofs: Sequence[Proof], today: date) -> Strength:
    """Compute the strength of a competence from its proofs, whatever their order; no proof gives 0."""
    ordered = sorted(proofs, key=lambda proof: proof.id)
    strengths = {place: _alone(proof, today) for place, proof in enumerate(ordered)}
    counted = _by_source(ordered, strengths)
    # Noisy-or: each proof removes its part of the remaining doubt. Source: Pearl, Probabilistic Reasoning (1988), 4.3.
    doubts = {place: -math.log1p(-part) for place, part in counted.items()}
    doubt = sum(doubts.values())
    value = 1 - math.exp(-doubt)
    weighed = [
        Weighed(
            proof,
            _state(proof, today),
            value * doubts[place] / doubt if doubt else 0.0,
            expiry(proof),
        )
        for place, proof in enumerate(ordered)
    ]
    weighed.sort(key=lambda one: (-one.share, one.proof.id))
    ahead = [one.expires_on for one in weighed if one.expires_on and one.expires_on >= today and one.share > 0]
    return Strength(value, today, min(ahead, default=None), tuple(weighed), _features(weighed, today))


def expiry(proof: Proof) -> date | None:
    """Tell the last day on which a proof is in force: the stated one, or twenty years from filing for a patent."""
    if proof.valid_until is not None or proof.kind != "patent" or proof.on is None:
        return proof.valid_until
    day = 28 if (proof.on.month, proof.on.day) == (2, 29) else proof.on.day
    return date(proof.on.year + PATENT_YEARS, proof.on.month, day)


def _state(proof: Proof, today: date) -> str:
    if proof.on is not None and proof.on > today:
        return "future"
    last = expiry(proof)
    if last is not None and last < today:
        return "expired"
    return "undated" if proof.on is None and proof.ended_on is None and last is None else "counted"


def _alone(proof: Proof, today: date) -> float:
    """Weigh one proof by itself, in [0, 0.99]."""
    factors = (
        kind_of_proof(proof).score,
        age(proof, today).score,
        independence(proof).score,
        _unit(proof.relevance),
        _unit(proof.certainty),
    )
    return min(0.99, math.prod(factors))


def _by_source(proofs: Sequence[Proof], strengths: dict[int, float]) -> dict[int, float]:
    """Let the second and later pieces of one source count less; a piece of unknown source stands alone."""
    groups: dict[str, list[int]] = defaultdict(list)
    for place, proof in enumerate(proofs):
        groups[f"source:{proof.source}" if proof.source else f"alone:{place}"].append(place)
    counted: dict[int, float] = {}
    for places in groups.values():
        ranked = sorted(places, key=lambda place: (-strengths[place], place))
        for rank, place in enumerate(ranked):
            counted[place] = strengths[place] * SAME_SOURCE_FACTOR**rank
    return counted


def kind_of_proof(proof: Proof) -> Feature:
    """What kind of proof it is: a certificate says more than a sentence on a web site."""
    return Feature(KIND_WEIGHTS.get(proof.kind, OTHER_KIND_WEIGHT), proof.kind)


def age(proof: Proof, today: date) -> Feature:
    """How long ago it was: an old proof counts less, a lapsed one little, one still to come nothing."""
    state = _state(proof, today)
    if state == "future":
        return Feature(0.0, state)
    last = expiry(proof)
    if state == "undated":
        return Feature(UNDATED_AGE_FACTOR, state)
    half_life = HALF_LIVES.get(proof.kind, OTHER_HALF_LIFE)
    end = min(today, proof.ended_on or proof.on or today)
    faded = 0.5 ** (max(0, (today - end).days) / 365.25 / half_life)
    if state == "expired":
        return Feature(faded * EXPIRED_FACTOR.get(proof.kind, OTHER_EXPIRED_FACTOR), state)
    if proof.valid_until is not None and last is not None:
        return Feature(1.0, last.isoformat())  # in force is in force, whenever it was given
    return Feature(faded, end.isoformat())


def independence(proof: Proof) -> Feature:
    """Who says so: a source that is neither the organisation nor its group counts more."""
    return Feature(1.0, "independent") if proof.independent else Feature(SELF_DECLARED_FACTOR, "self-declared")


def _features(weighed: Sequence[Weighed], today: date) -> dict[str, Feature]:
    counting = [one for one in weighed if one.share > 0]
    if not counting:
        return {"number": Feature(0.0, "0")}
    total = sum(one.share for one in counting)
    best = max(counting, key=lambda one: KIND_WEIGHTS.get(one.proof.kind, OTHER_KIND_WEIGHT))
    days = [_day(one.proof, today) for one in counting]
    newest = max((day for day in days if day is not None), default=None)
    return {
        "kind": kind_of_proof(best.proof),
        "age": Feature(max(age(one.proof, today).score for one in counting), newest.isoformat() if newest else ""),
        "independence": Feature(_unit(sum(one.share for one in counting if one.proof.independent) / total)),
        "number": Feature(1 - 0.5 ** len(counting), str(len(counting))),
    }


def _day(proof: Proof, today: date) -> date | None:
    day = proof.ended_on or proof.on
    return None if day is None else min(day, today)


def _unit(value: float) -> float:
    return min(1.0, max(0.0, value))
