"""Judges a call and a consortium: every rule of the call in turn, the verdict of all, the aid and the points."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from filiera.funding.logic import rules_money, rules_partners, rules_places, rules_project
from filiera.funding.logic.aid import Aid
from filiera.funding.logic.asked import Answer, Asked
from filiera.funding.logic.call import Call
from filiera.funding.logic.case import Case
from filiera.funding.logic.consortium import Consortium
from filiera.funding.logic.places import Places
from filiera.funding.logic.verdicts import Check, Verdict, ground, overall, verdict_of

Rule = Callable[[Asked, Any], Answer | None]

RULES: Mapping[str, Rule] = {
    "partners": rules_partners.partners,
    "independent": rules_partners.independent,
    "min_by_kind": rules_partners.min_by_kind,
    "categories_all": rules_partners.categories_all,
    "lead_required": rules_partners.lead_required,
    "lead_kind": rules_partners.lead_kind,
    "recognised_as": rules_partners.recognised_as,
    "legal_personality": rules_partners.legal_personality,
    "kind_in": rules_partners.kind_in,
    "size_in": rules_partners.size_in,
    "min_countries": rules_places.min_countries,
    "countries": rules_places.countries,
    "min_regions": rules_places.min_regions,
    "must_include_region_kind": rules_places.must_include_region_kind,
    "lead_region_kind": rules_places.lead_region_kind,
    "seat_region": rules_places.seat_region,
    "seat_in_programme_area": rules_places.seat_in_programme_area,
    "share_max": rules_money.share_max,
    "share_min": rules_money.share_min,
    "cost_min": rules_money.cost_min,
    "cost_max": rules_money.cost_max,
    "budget_range": rules_money.budget_range,
    "grant_range": rules_money.grant_range,
    "grant_max": rules_money.grant_max,
    "support_max": rules_money.support_max,
    "support_share_max": rules_money.support_share_max,
    "fixed_grant_max": rules_money.fixed_grant_max,
    "per_sme_total_max": rules_money.per_sme_total_max,
    "intensity": rules_money.intensity,
    "inkind_min_pct": rules_money.inkind_min_pct,
    "deminimis_headroom": rules_money.deminimis_headroom,
    "duration_max": rules_project.duration_max,
    "trl": rules_project.trl,
    "ateco_in": rules_project.ateco_in,
    "ateco_out": rules_project.ateco_out,
    "one_application_per_entity": rules_project.one_application_per_entity,
    "s3_priority_required": rules_project.s3_priority_required,
    "smart_specialisation_shared": rules_project.smart_specialisation_shared,
    "membership_min": rules_project.membership_min,
    "accounts_filed_min": rules_project.accounts_filed_min,
    "plan_sections": rules_project.plan_sections,
    "docs": rules_project.docs,
    "certificates": rules_project.certificates,
    "output_any": rules_project.output_any,
    "outputs_any": rules_project.output_any,
    "eligible_cost": rules_project.eligible_cost,
    "civil_only": rules_project.civil_only,
    "supplier_kind": rules_project.supplier_kind,
    "supplier_independent": rules_project.supplier_independent,
    "exclude": rules_project.exclude,
}
"""What each rule asks. `count_kind` says of whom `partners` and `seat_region` speak, and `bonus` gives points: neither is
checked by itself."""

CLAUSES = {
    "window": "window",
    "deminimis_headroom": "Reg. (UE) 2023/2831, art. 3(2)",
    "incentive_effect": "Reg. (UE) 651/2014, art. 6(2)",
}
"""What asks for a rule where the call gives no clause and the rule stands elsewhere than under its `rules`."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What comes of it: the verdict of all, each check, the aid, the points by what they are for."""

    verdict: Verdict
    checks: tuple[Check, ...]
    aid: Aid
    points: tuple[tuple[str, Decimal, Verdict], ...]


def judge(call: Call, consortium: Consortium, places: Places) -> Judgement:
    """Judge whether those who would apply together may."""
    asked = Asked(Case(call, consortium, places))
    checks = [*_window(asked), *_checks(asked), *_unknown_rules(call)]
    found = tuple((name, number, verdict_of(holds)) for name, number, holds in rules_project.points(asked))
    return Judgement(overall(checks), tuple(checks), asked.aid, found)


def _window(asked: Asked) -> list[Check]:
    call = asked.case.call
    found = [("window", rules_project.window(asked, call.window))]
    if call.aid.casefold().startswith("gber"):
        found.append(("incentive_effect", rules_project.incentive_effect(asked)))
    return [_check(call, name, answer) for name, answer in found if answer is not None]


def _checks(asked: Asked) -> list[Check]:
    rules, found = asked.case.call.rules, []
    for name, rule in RULES.items():
        written = getattr(rules, name)
        if written is None or written is False or written == {}:
            continue
        answer = rule(asked, written)
        if answer is not None:
            found.append(_check(asked.case.call, name, answer))
    return found


def _unknown_rules(call: Call) -> list[Check]:
    """Say of rules that we do not know that nobody has looked at them: they never pass."""
    return [
        _check(call, name, Answer(None, (ground("rule-unknown", name=name),), (ground("check-by-hand"),)))
        for name in call.rules.unknown_names
    ]


def _check(call: Call, name: str, answer: Answer) -> Check:
    clause = call.clauses.get(name) or CLAUSES.get(name, f"rules.{name}")
    return Check(name, verdict_of(answer.holds), answer.grounds, answer.remedies, clause)
