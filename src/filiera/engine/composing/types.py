"""What is asked: requirements, candidates, the rules of a call, the wishes of the office, and the problem of them all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

PROJECT, PARTNER = "project", "partner"
"""Of whom a rule about costs speaks: of all chosen together, or of each alone."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something that the consortium should cover. `weight` is not negative, and counts in proportion to the others'."""

    id: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be chosen.

    `tags` are what rules count ("sme", "seat:ITC4"); `values` one value for each question ("country": "IT"), left out where
    it is not known. `strengths` maps requirement to [0, 1], 0 where left out. `cost_least` and `cost_most` are the euro that
    it would bear if chosen; None where it does not say.
    """

    id: str
    tags: frozenset[str] = frozenset()
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    strengths: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    cost_least: float | None = None
    cost_most: float | None = None


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the office wants besides the rules. `lead` and `must` are chosen, `must_not` never.

    `most` is the greatest number of partners; `budget` the greatest sum of their costs, in euro.
    """

    lead: str | None = None
    must: frozenset[str] = frozenset()
    must_not: frozenset[str] = frozenset()
    most: int | None = None
    budget: float | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """How many of the chosen bear the tag (all of them, where None): from `least` to `most`, both included."""

    name: str
    tag: str | None = None
    least: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Everyone:
    """Each of the chosen bears the tag."""

    name: str
    tag: str


@dataclass(frozen=True, slots=True)
class LeadIs:
    """The lead bears one of the tags; where the wishes name no lead, somebody is chosen who can be one by all such rules."""

    name: str
    any_of: frozenset[str]


@dataclass(frozen=True, slots=True)
class Distinct:
    """The chosen have so many different values of one question, counting only those `among` (any, where None)."""

    name: str
    value: str
    least: int
    among: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Apart:
    """Of each pair at most one is chosen: they are not independent of each other."""

    name: str
    pairs: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class OneOf:
    """Of those who have the same value at most one is chosen; who has none is free."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Share:
    """What part of the costs, in percent of their sum, some may bear: those with the tag (all, where None).

    `per` is None: they together; `PARTNER`: each of them that is chosen; a question of `values`: those with the same value
    together, for each value that is chosen.
    """

    name: str
    tag: str | None = None
    per: str | None = None
    least_pct: float = 0.0
    most_pct: float = 100.0


@dataclass(frozen=True, slots=True)
class Cost:
    """From how many euro to how many: of the whole (`PROJECT`), or of each chosen (`PARTNER`)."""

    name: str
    least: float = 0.0
    most: float | None = None
    per: str = PROJECT


Rule = Count | Everyone | LeadIs | Distinct | Apart | OneOf | Share | Cost


@dataclass(frozen=True, slots=True)
class Problem:
    """Whom to choose of the candidates. `forbidden` are whole sets that a later check refused: none is chosen again."""

    requirements: tuple[Requirement, ...]
    candidates: tuple[Candidate, ...]
    wishes: Wishes = Wishes()
    rules: tuple[Rule, ...] = ()
    forbidden: tuple[frozenset[str], ...] = ()
