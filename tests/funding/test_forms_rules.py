"""The form of a rule gives back the value that it was given, for every rule of the vocabulary and of the example calls."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from django.utils.translation import override

from filiera.common.instance import current_instance
from filiera.funding.forms_rules import BOXES, NOT_WRITTEN, RuleForm, writable_rules
from filiera.funding.logic.call import Rules

VALUES: dict[str, list[Any]] = {
    "partners": [{"min": 3, "max": 8}, {"min": 5}, {"max": 2}, {"min": 1, "max": 1}, 4],
    "count_kind": ["company"],
    "independent": [True, {"min": 3}],
    "min_by_kind": [{"sme": 1, "research": 2}],
    "kind_in": [["company", "university"], "company"],
    "size_in": [["micro", "small"], "sme"],
    "min_countries": [{"n": 3, "of": "MS_AC", "at_least_one": "MS"}, {"n": 2, "of": ["IT", "FR"]}, 3],
    "min_regions": [5, {"n": 3, "level": 3}],
    "countries": ["SMP", ["IT", "FR"]],
    "lead_required": [True],
    "lead_kind": ["innovative_sme", ["company", "research"]],
    "lead_region_kind": ["more_developed", ["transition", "outermost"]],
    "seat_region": [{"code": "ITC4", "when": "acceptance", "who": "counted"}, "ITC4"],
    "seat_in_programme_area": [True],
    "must_include_region_kind": [{"any": ["less_developed", "transition"], "n": 2}],
    "categories_all": [["research", "training"]],
    "share_max": [{"entity": 70, "country": 60}, {"country": 50}, 70, {"entity": 33.5}],
    "share_min": [{"sme": 50}, {"sme": 12.5}],
    "cost_min": [80000, {"project": 100000, "partner": 5000}, {"partner": 1234.56}],
    "cost_max": [{"project": 2500000}],
    "budget_range": [[1000000, 2500000]],
    "grant_range": [[4000000, 6000000.5]],
    "grant_max": [30000, {"project": 5000000, "partner": 1000000}],
    "support_max": [800000],
    "support_share_max": [80, 66.67],
    "fixed_grant_max": [30000],
    "per_sme_total_max": [60000],
    "intensity": [{"any": 85}, {"small": 60, "medium": 50}, {"industrial_research": 62.5}, 70],
    "intensity_it": [{"industrial_research": 50, "experimental_development": 25}],
    "inkind_min_pct": [15],
    "duration_max": [24, 1],
    "trl": [{"start": 4, "end": 7}],
    "ateco_in": [["2025:20.42", "2007:20.42"], "2025:20.42"],
    "ateco_out": [["2025:12"]],
    "deminimis_headroom": [True],
    "one_application_per_entity": [True, {"who": "company"}, "lead"],
    "s3_priority_required": [True],
    "smart_specialisation_shared": [True],
    "recognised_as": ["CTL", {"name": "CTL", "who": "all"}],
    "legal_personality": [True],
    "membership_min": [{"of": "CTL", "months": 12, "at": "opens"}],
    "accounts_filed_min": [2],
    "plan_sections": [["vision", "actions"]],
    "docs": [["masterplan", "project_agreement"]],
    "output_any": [["poc", "mvp"]],
    "outputs_any": [["pilot"]],
    "eligible_cost": [["design", "consultancy"]],
    "civil_only": [True],
    "supplier_kind": ["research", ["research", "university"]],
    "supplier_independent": [True],
    "certificates": [["ISO 22716", "COSMOS"]],
    "exclude": [{"in_difficulty": True, "cluster_partner_affiliate": True}],
    "bonus": [[{"if": "ctl_member", "points": 3}, {"if": "women_or_youth", "points": 1.5}]],
}


def read(name: str, value: Any) -> Any:
    """Give a value as the judge reads it, so that two ways of writing the same are the same."""
    rules = Rules.model_validate({name: value})
    return rules.national_rates if name == "intensity_it" else getattr(rules, name)


def back(name: str, value: Any) -> Any:
    """Show a value in its form, send the form as it is, and give what comes back."""
    shown = RuleForm(name, value=value)
    data = {field.html_name: field.value() for field in shown if field.value() is not None}
    form = RuleForm(name, {key: str(one) for key, one in data.items()}, value=value)
    assert form.is_valid(), form.errors
    return form.value()


def cases() -> list[tuple[str, Any]]:
    return [(name, value) for name, values in VALUES.items() for value in values]


@pytest.mark.parametrize(("name", "value"), cases(), ids=[f"{name}-{value}" for name, value in cases()])
def test_form_gives_back_what_it_shows(name: str, value: Any) -> None:
    assert read(name, back(name, value)) == read(name, value)


def test_every_rule_of_the_judge_can_be_written_and_is_tried_here() -> None:
    names = {*Rules.model_fields, "intensity_it"} - {"window"}  # a window has a form of its own
    assert set(VALUES) == names
    assert {name for name, _label in writable_rules()} == names - NOT_WRITTEN
    assert set(BOXES) <= names


def test_rules_of_the_example_calls_come_back_as_they_are() -> None:
    path = current_instance().folder / "taxonomy" / "example_calls.yaml"
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    tried = 0
    for call in told["calls"] if isinstance(told, dict) else told:
        for name, value in call["rules"].items():
            if value is not None:
                assert read(name, back(name, value)) == read(name, value), (call["id"], name)
                tried += 1
    assert tried > 60


@pytest.mark.parametrize(
    ("name", "data", "wrong"),
    [
        ("duration_max", {}, "v_"),
        ("duration_max", {"v_": "molti"}, "v_"),
        ("support_share_max", {"v_": "140"}, "v_"),
        ("budget_range", {"v_0": "10"}, "v_1"),
        ("recognised_as", {"v_who": "lead"}, "v_name"),
        ("recognised_as", {"v_name": "CTL", "v_who": "chiunque"}, "v_who"),
    ],
)
def test_box_that_is_empty_or_wrong_says_so(name: str, data: dict[str, str], wrong: str) -> None:
    form = RuleForm(name, data)
    assert (form.is_valid(), list(form.errors)) == (False, [wrong])


def test_amounts_are_written_as_italians_write_them() -> None:
    form = RuleForm("grant_max", {"v_project": "1.250.000,50", "v_partner": ""})
    assert form.is_valid()
    assert form.value() == {"project": 1250000.5}


@pytest.mark.parametrize("name", ["partners", "share_max", "cost_min", "grant_max"])
def test_rule_whose_boxes_are_all_empty_asks_for_one(name: str) -> None:
    form = RuleForm(name, {})
    assert (form.is_valid(), list(form.errors)) == (False, ["__all__"])


@pytest.mark.parametrize("name", ["independent", "one_application_per_entity"])
def test_rule_that_holds_as_it_is_needs_no_box(name: str) -> None:
    form = RuleForm(name, {"v_who": "all"})
    assert form.is_valid()
    assert read(name, form.value()) is not None


def test_words_that_are_known_say_what_they_mean() -> None:
    with override("it"):
        hint = str(RuleForm("min_by_kind").fields["v_"].help_text)
    assert "sme (PMI)" in hint
    assert "research (organismi di ricerca)" in hint
