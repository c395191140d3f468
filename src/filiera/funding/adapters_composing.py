"""A call and those who could apply as the optimiser's problem: each rule of the call as rules on tags, values and costs.

Of what is not known there are two readings. The strict one takes it for not met, so that what is composed passes; the other
takes it for met, and what is composed fails nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from types import MappingProxyType
from typing import TYPE_CHECKING

from filiera.engine.composing import types as composing
from filiera.funding.logic.alone import OF_EACH
from filiera.funding.logic.asked import Asked
from filiera.funding.logic.call import Countries, RegionKinds
from filiera.funding.logic.case import Case
from filiera.funding.logic.consortium import Consortium, Link, Partner
from filiera.funding.logic.judging import RULES
from filiera.funding.logic.undertakings import Ties

if TYPE_CHECKING:
    from decimal import Decimal

    from filiera.funding.logic.call import Call, Sums
    from filiera.funding.logic.places import Places

COMPOSED = OF_EACH | {
    "partners",
    "independent",
    "min_by_kind",
    "min_countries",
    "min_regions",
    "lead_kind",
    "lead_region_kind",
    "recognised_as",
    "must_include_region_kind",
    "categories_all",
    "share_max",
    "share_min",
    "cost_min",
    "cost_max",
    "budget_range",
}
"""Rules that who takes part, and who bears what, decides; the others are about the project, and are told apart."""

HEADROOM = frozenset({"deminimis_headroom", "per_sme_total_max"})
"""Rules on what each had before: who has no room left is out, whether there is enough is the judge's, with the grant."""

UNOWNED = "shareholders not known"
"""The value of those whose shareholders nobody has written down: at most one, where independence must be certain."""

OTHER_NAMES = {"enterprise": "company", "odr": "research", "pmi": "sme"}
"""Kinds that a call counts under another name."""

Holds = Callable[[bool | None], bool]


@dataclass(frozen=True, slots=True)
class Pool:
    """Those who could apply: `strengths` in [0, 1] by partner and competence, the shares that tie them, what is asked."""

    partners: tuple[Partner, ...]
    links: tuple[Link, ...]
    strengths: Mapping[str, Mapping[str, float]]
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants besides the rules: ids of partners, the most of them, the cost of the whole project in euro."""

    lead: str | None = None
    must: frozenset[str] = frozenset()
    must_not: frozenset[str] = frozenset()
    most: int | None = None
    budget_eur: float | None = None
    project: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))


def problem_of(call: Call, pool: Pool, places: Places, wanted: Wanted, *, strict: bool = True) -> composing.Problem:
    """Give the problem of composing a consortium for a call. `strict` reads what is not known as not met.

    Rules that no tag, value or cost can say (two leads, the room of a single undertaking) are left to the judge.
    """
    holds: Holds = (lambda known: known is True) if strict else (lambda known: known is not False)
    day = {"grant_on": wanted.project.get("grant_on")}
    consortium = Consortium.model_validate({"project": day, "partners": [], "links": None})
    whole = Case(
        call, consortium.model_copy(update={"partners": list(pool.partners), "links": list(pool.links)}), places
    )
    tags: dict[str, set[str]] = {one.id: set() for one in pool.partners}
    values: dict[str, dict[str, str]] = {one.id: {} for one in pool.partners}
    rules = [*_gates(whole, tags, holds), *_counts(whole, tags, values, holds), *_ties(whole, values, strict)]
    rules += _money(call, wanted)
    least = call.rules.cost_min.partner if call.rules.cost_min is not None else None
    candidates = tuple(
        composing.Candidate(
            id=one.id,
            tags=frozenset(tags[one.id]),
            values=values[one.id],
            strengths=pool.strengths.get(one.id, {}),
            cost_least=float(least) if least is not None else None,
        )
        for one in sorted(pool.partners, key=lambda each: each.id)
    )
    wishes = composing.Wishes(
        lead=wanted.lead, must=wanted.must, must_not=wanted.must_not, most=wanted.most, budget=wanted.budget_eur
    )
    requirements = tuple(composing.Requirement(code, weight) for code, weight in sorted(pool.weights.items()))
    return composing.Problem(requirements, candidates, wishes, tuple(rules))


def _gates(whole: Case, tags: dict[str, set[str]], holds: Holds) -> Iterable[composing.Rule]:
    """Tag whoever meets each rule that is about every partner, judged alone; and who may lead."""
    rules = whole.call.rules
    for name in sorted(OF_EACH):
        written = getattr(rules, name)
        if written is None or written is False:
            continue
        for one in whole.partners:
            if holds(_alone(whole, one, name, written)):
                tags[one.id].add(name)
        if name == "seat_region" and getattr(written, "who", "all") == "any":
            yield composing.Count(name, name, least=1)
        elif name == "seat_region" and written.who == "lead":
            yield composing.LeadIs(name, frozenset({name}))
        else:
            yield composing.Everyone(name, name)
    for name in sorted(HEADROOM):
        if written := getattr(rules, name):
            for one in whole.partners:
                if _alone(whole, one, name, written) is not False:
                    tags[one.id].add(name)
            yield composing.Everyone(name, name)
    for name in ("lead_kind", "lead_region_kind", "recognised_as"):
        written = getattr(rules, name)
        if written is None:
            continue
        for one in whole.partners:
            if holds(_alone(whole, one, name, written, lead=True)):
                tags[one.id].add(name)
        is_of_all = name == "recognised_as" and written.who not in ("lead", None)
        yield composing.Everyone(name, name) if is_of_all else composing.LeadIs(name, frozenset({name}))


def _alone(whole: Case, one: Partner, name: str, written: object, *, lead: bool = False) -> bool | None:
    """Judge one rule on one partner alone."""
    partner = one.model_copy(update={"lead": True}) if lead else one
    alone = whole.with_partners([partner])
    answer = RULES[name](Asked(alone), written)
    return True if answer is None else answer.holds


def _counts(
    whole: Case, tags: dict[str, set[str]], values: dict[str, dict[str, str]], holds: Holds
) -> Iterable[composing.Rule]:
    """Tag and count what the rules on the whole consortium count."""
    rules, partners = whole.call.rules, whole.partners

    def tag(name: str, is_so: Callable[[Partner], bool | None]) -> str:
        for one in partners:
            if holds(is_so(one)):
                tags[one.id].add(name)
        return name

    def kind_tag(kind: str) -> str:
        return tag(f"kind:{kind}", lambda one: whole.is_kind(one, kind))

    def category_tag(category: str) -> str:
        return tag(f"category:{category}", lambda one: _alone(whole, one, "categories_all", [category]))

    if rules.partners is not None:
        counted = tag("counted", lambda one: whole.is_concerned(one, "counted")) if rules.count_kind else None
        yield composing.Count("partners", counted, rules.partners.min or 0, rules.partners.max)
    for kind, least in (rules.min_by_kind or {}).items():
        yield composing.Count("min_by_kind", kind_tag(OTHER_NAMES.get(kind, kind)), least or 0)
    if rules.min_countries is not None and rules.min_countries.n:
        yield from _countries(whole, tag, values, holds)
    if rules.min_regions is not None and rules.min_regions.n:
        length = rules.min_regions.level + 2
        for one in partners:
            if one.region and len(one.region) >= length:
                values[one.id]["region"] = one.region[:length]
            elif holds(None):
                values[one.id]["region"] = f"?{one.id}"
        yield composing.Distinct("min_regions", "region", rules.min_regions.n)
    if rules.must_include_region_kind is not None:
        kinds = rules.must_include_region_kind.any or []
        one_of = RegionKinds.model_validate({"any": kinds, "n": 1})
        name = tag("region kind", lambda one: _alone(whole, one, "must_include_region_kind", one_of))
        yield composing.Count("must_include_region_kind", name, rules.must_include_region_kind.n or 1)
    for category in rules.categories_all or ():
        yield composing.Count("categories_all", category_tag(category), 1)
    for kind, share in (rules.share_min or {}).items():
        if share is not None:
            yield composing.Share("share_min", tag=kind_tag(kind), least_pct=float(share))
    if rules.share_max is not None:
        if rules.share_max.entity is not None:
            yield composing.Share("share_max", per=composing.PARTNER, most_pct=float(rules.share_max.entity))
        if rules.share_max.country is not None:
            _by_country(partners, values, holds)
            yield composing.Share("share_max", per="country", most_pct=float(rules.share_max.country))


def _countries(
    whole: Case,
    tag: Callable[[str, Callable[[Partner], bool | None]], str],
    values: dict[str, dict[str, str]],
    holds: Holds,
) -> Iterable[composing.Rule]:
    """Count countries; one that is not known may be any other, where what is not known is taken for met."""
    rule = whole.call.rules.min_countries
    if rule is None or not rule.n:
        return
    _by_country(whole.partners, values, holds)
    among = None
    if rule.of is not None:
        wanted = rule.of
        may = [one for one in whole.partners if holds(_counts_for(whole, one, wanted))]
        among = frozenset(values[one.id]["country"] for one in may if "country" in values[one.id])
    yield composing.Distinct("min_countries", "country", rule.n, among)
    if rule.at_least_one is not None:
        least = rule.at_least_one
        yield composing.Count("min_countries", tag("country of one", lambda one: _counts_for(whole, one, least)), 1)


def _counts_for(whole: Case, one: Partner, wanted: Sequence[str]) -> bool | None:
    """Tell whether a partner's country counts for a rule on countries, judged alone."""
    alone = whole.with_partners([one])
    answer = RULES["min_countries"](Asked(alone), Countries.model_validate({"n": 1, "of": list(wanted)}))
    return None if answer is None else answer.holds


def _by_country(partners: Sequence[Partner], values: dict[str, dict[str, str]], holds: Holds) -> None:
    for one in partners:
        if one.country:
            values[one.id]["country"] = one.country
        elif holds(None):
            values[one.id]["country"] = f"?{one.id}"


def _ties(whole: Case, values: dict[str, dict[str, str]], strict: bool) -> Iterable[composing.Rule]:
    """Keep apart those who are not independent; where it must be certain, at most one whose shareholders are not known.

    Where so many are to be independent, not all, those who are all tied with each other count as one; the judge sees to
    those who are tied through others.
    """
    rule = whole.call.rules.independent
    if rule is None:
        return
    ties = Ties(tuple(link for link in whole.consortium.links or () if link.share_pct is not None))
    ids = {one.id for one in whole.partners}
    tied = {one: ties.least.tied_with(one) & ids for one in ties.least.everybody & ids}
    pairs = frozenset((min(one, other), max(one, other)) for one, others in tied.items() for other in others)
    unknown = {link.held for link in whole.consortium.links or () if link.share_pct is None} & ids
    if rule.min is not None:
        unsure = sorted(unknown) if strict else []
        for one, group in _groups(ids, [*pairs, *combinations(unsure, 2)]).items():
            values[one]["undertaking"] = group
        yield composing.Distinct("independent", "undertaking", rule.min)
        return
    if pairs:
        yield composing.Apart("independent", pairs)
    if strict and len(unknown) > 1:
        for one in unknown:
            values[one]["ownership"] = UNOWNED
        yield composing.OneOf("independent", "ownership")


def _groups(ids: Iterable[str], pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Give groups in which all are tied with all, by each one's: of a group at most one is independent of the others."""
    ties: dict[str, set[str]] = {}
    for one, other in pairs:
        ties.setdefault(one, set()).add(other)
        ties.setdefault(other, set()).add(one)
    found, groups = {one: one for one in ids}, dict[str, set[str]]()
    for one in sorted(ties):
        name = next((name for name, group in groups.items() if group <= ties[one]), one)
        groups.setdefault(name, set()).add(one)
        found[one] = name
    return found


def _money(call: Call, wanted: Wanted) -> Iterable[composing.Rule]:
    """Say what the whole costs, and what each bears at most; without a rule on costs nothing is said of them."""
    rules = call.rules
    least = [
        float(one) for one in (_project(rules.cost_min), (rules.budget_range or (None, None))[0]) if one is not None
    ]
    most = [
        float(one) for one in (_project(rules.cost_max), (rules.budget_range or (None, None))[1]) if one is not None
    ]
    asked = bool(least or most or rules.share_max or rules.share_min or wanted.budget_eur)
    if rules.cost_min is not None and rules.cost_min.partner is not None:
        yield composing.Cost("cost_min", least=float(rules.cost_min.partner), per=composing.PARTNER)
    if rules.cost_max is not None and rules.cost_max.partner is not None:
        yield composing.Cost("cost_max", most=float(rules.cost_max.partner), per=composing.PARTNER)
    if asked and (least or most):
        name = "budget_range" if rules.budget_range is not None else "cost_min" if least else "cost_max"
        yield composing.Cost(name, least=max(least, default=0.0), most=min(most, default=None))


def _project(sums: Sums | None) -> Decimal | None:
    return None if sums is None else sums.project
