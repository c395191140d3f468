"""Rules about money: at the limit and one cent beyond, what is not known, de minimis in three years."""

from __future__ import annotations

from typing import Any

import pytest

from factories.consortia import check_of, judged, partner, verdict

YEARS = {"grant_on": "2027-09-01"}


@pytest.mark.parametrize(
    ("rules", "cost", "expected"),
    [
        ({"cost_min": 80_000}, "80000", "pass"),
        ({"cost_min": 80_000}, "79999.99", "fail"),
        ({"cost_max": 80_000}, "80000.00", "pass"),
        ({"cost_max": 80_000}, "80000.01", "fail"),
        ({"cost_min": 80_000}, None, "unknown"),
        ({"cost_min": {"partner": 80_000}}, "80000", "pass"),
        ({"budget_range": [1_000, 80_000]}, "80000", "pass"),
        ({"budget_range": [1_000, 80_000]}, "80000.01", "fail"),
        ({"budget_range": [1_000, 80_000]}, "999.99", "fail"),
        ({"grant_range": [40_000, 60_000], "intensity": {"any": 50}}, "80000", "pass"),
        ({"grant_range": [40_000, 60_000], "intensity": {"any": 50}}, "79999.98", "fail"),
    ],
)
def test_costs_and_grants_within_bounds(rules: dict[str, Any], cost: str | None, expected: str) -> None:
    assert verdict(rules, partner("a", cost_eur=cost)) == expected


@pytest.mark.parametrize(
    ("costs", "expected"),
    [((70, 30), "pass"), (("70.01", "29.99"), "fail"), ((70, None), "unknown"), ((None, None), "unknown")],
)
def test_no_partner_bears_too_much(costs: tuple[Any, Any], expected: str) -> None:
    rows = [partner(name, cost_eur=cost) for name, cost in zip("ab", costs, strict=True)]
    assert verdict({"share_max": {"entity": 70}}, *rows) == expected


def test_no_country_bears_too_much() -> None:
    rows = [partner("a", cost_eur=50), partner("b", cost_eur=21), partner("c", cost_eur=29, country="ES")]
    assert verdict({"share_max": {"country": 70}}, *rows) == "fail"
    assert verdict({"share_max": {"country": 71}}, *rows) == "pass"
    unsaid = [*rows[:1], dict(rows[1], country=None), rows[2]]
    assert verdict({"share_max": {"country": 70}}, *unsaid) == "unknown"
    assert verdict({"share_max": {"country": 71}}, *unsaid) == "pass"


def test_smes_bear_enough() -> None:
    rows = [partner("a", cost_eur=50), partner("b", size="large", cost_eur=50)]
    assert verdict({"share_min": {"sme": 50}}, *rows) == "pass"
    assert verdict({"share_min": {"sme": "50.01"}}, *rows) == "fail"
    assert verdict({"share_min": {"sme": 60}}, rows[0], dict(rows[1], size=None)) == "unknown"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"de_minimis_3y_eur": 270_000}, "pass"),
        ({"de_minimis_3y_eur": "270000.01"}, "fail"),
        ({"de_minimis_3y_eur": None}, "unknown"),
        ({"de_minimis_awards": [{"granted_on": "2024-09-01", "amount_eur": 300_000}]}, "pass"),  # has left the window
        ({"de_minimis_awards": [{"granted_on": "2024-09-02", "amount_eur": 270_001}]}, "fail"),
        ({"de_minimis_awards": [{"granted_on": "2024-09-02", "amount_eur": 270_000}]}, "pass"),
        ({"de_minimis_awards": []}, "pass"),
        ({"de_minimis_awards": [{"granted_on": "2026-01-01", "amount_eur": None}]}, "unknown"),
    ],
)
def test_de_minimis_leaves_room(fields: dict[str, Any], expected: str) -> None:
    rules = {"deminimis_headroom": True, "grant_max": 30_000}
    assert verdict(rules, partner("a", **fields), project=YEARS) == expected


def test_de_minimis_is_of_the_single_undertaking() -> None:
    rules = {"deminimis_headroom": True, "grant_max": {"partner": 30_000}}
    rows = [partner("a", de_minimis_3y_eur=200_000), partner("b", de_minimis_3y_eur=50_000)]
    assert verdict(rules, *rows, project=YEARS) == "pass"
    assert verdict(rules, *rows, project=YEARS, links=[{"from": "a", "to": "b", "share_pct": 51}]) == "fail"
    other = [{"from": "X", "to": "a", "share_pct": 51}]
    assert verdict(rules, *rows, project=YEARS, links=other) == "unknown"


def test_without_the_day_of_the_grant_old_awards_may_count() -> None:
    rules = {"deminimis_headroom": True, "grant_max": 30_000}
    award = [{"granted_on": "2020-01-01", "amount_eur": 290_000}]
    found = judged(rules, partner("a", de_minimis_awards=award))
    assert (str(found.verdict), check_of("deminimis_headroom", found).remedies[0].code) == ("unknown", "say-grant-day")


def test_who_asks_for_more_than_the_most_fails_and_who_asks_for_nothing_is_cut() -> None:
    rules = {"grant_max": 30_000, "intensity": {"any": 50}}
    row = partner("a", cost_eur=100_000)
    assert verdict(rules, row) == "pass"
    assert verdict(rules, row, project={"grant_eur": 30_000}) == "pass"
    assert verdict(rules, row, project={"grant_eur": "30000.01"}) == "fail"
    assert verdict({"intensity": {"any": 50}}, dict(row, grant_eur="50000.01")) == "fail"
