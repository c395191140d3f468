"""Aid, worked out by hand: intensities, bonuses of GBER article 25, caps to the cent, what is not known."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from factories.consortia import judged, partner

BY_SIZE = {"small": 60, "medium": 50, "large": 40, "research": 40}
BY_ACTIVITY = {"industrial_research": 50, "experimental_development": 25}


def grants(rules: dict[str, Any], *partners: dict[str, Any], **more: Any) -> tuple[Any, list[Any]]:
    """Give the most that all get, and what each gets."""
    aid = judged(rules, *partners, **more).aid
    return aid.max_grant_eur, [one.grant_eur for one in aid.by_partner]


def active(code: str, research: Any, development: Any, **fields: Any) -> dict[str, Any]:
    both = {"industrial_research_eur": research, "experimental_development_eur": development}
    return partner(code, cost_eur=research + development, activity=both, **fields)


def test_rates_by_size_and_kind_and_no_bonus_on_them() -> None:
    rows = [
        partner("micro", size="micro"),
        partner("medium", size="medium"),
        partner("large", size="large"),
        partner("uni", "university"),
    ]
    assert grants({"intensity": BY_SIZE}, *rows, aid="gber25") == (190_000, [60_000, 50_000, 40_000, 40_000])


def test_a_kind_without_a_rate_and_a_size_that_is_not_known_get_nobody_knows_what() -> None:
    assert grants({"intensity": BY_SIZE}, partner("a", "association")) == (None, [None])
    assert grants({"intensity": BY_SIZE}, partner("a", size=None), partner("b")) == (None, [None, 60_000])
    assert grants({"intensity": {"any": 70}}, partner("a", size=None)) == (70_000, [70_000])
    assert grants({"intensity": {"company": 60, "nonprofit": 100}}, partner("a"), partner("r", "research")) == (
        160_000,
        [60_000, 100_000],
    )


def test_size_and_collaboration_raise_the_rates_by_activity_up_to_80() -> None:
    # Small: 50+20+15 = 85, capped at 80, and 25+20+15 = 60; large: 50+15 and 25+15.
    rows = [active("a", 100_000, 100_000), active("b", 100_000, 0, size="large")]
    assert grants({"intensity": BY_ACTIVITY}, *rows, aid="gber25", links=[]) == (205_000, [140_000, 65_000])


@pytest.mark.parametrize(
    ("rows", "more", "expected"),
    [
        ([active("a", 100_000, 0)], {}, [70_000]),  # alone: no collaboration
        ([active("a", 71_000, 0), active("b", 29_000, 0)], {}, [49_700, 20_300]),  # one bears more than 70 %
        ([active("a", 70_000, 0), active("b", 30_000, 0)], {}, [56_000, 24_000]),  # 70 % exactly
        ([active("a", 60_000, 0), active("b", 40_000, 0)], {"is_known": False}, [42_000, 28_000]),
        ([active("a", 60_000, 0), active("b", 40_000, 0)], {"links": [{"from": "a", "to": "b", "share_pct": 60}]},
         [42_000, 28_000]),
        ([active("a", 60_000, 0, size="large"), active("b", 40_000, 0, size="large")], {}, [30_000, 20_000]),
        ([active("a", 60_000, 0, size="large"), active("b", 40_000, 0, size="large", country="FR")], {},
         [39_000, 26_000]),
        ([active("a", 60_000, 0, size="large"), active("b", 40_000, 0, size="large", country="NO")], {},
         [39_000, 26_000]),
        # Not in two States of the Union, nor in one and in another of the Economic Area.
        ([active("a", 60_000, 0, size="large"), active("b", 40_000, 0, size="large", country="US")], {},
         [30_000, 20_000]),
        ([active("a", 60_000, 0, size="large", country="NO"), active("b", 40_000, 0, size="large", country="IS")], {},
         [30_000, 20_000]),
        ([active("a", 90_000, 0, size="large"), active("u", 10_000, 0, kind="research")],
         {"project": {"research_may_publish": True}}, [58_500, 6_500]),
        ([active("a", 90_000, 0, size="large"), active("u", 10_000, 0, kind="research")], {}, [45_000, 5_000]),
        ([active("a", 100_000, 0)], {"project": {"wide_dissemination": True}}, [80_000]),
    ],
)  # fmt: skip
def test_collaboration_is_effective_or_not(rows: list[Any], more: dict[str, Any], expected: list[int]) -> None:
    assert grants({"intensity": BY_ACTIVITY}, *rows, aid="gber25", **more)[1] == expected


def test_rates_of_one_country_pay_its_partners_alone() -> None:
    rows = [active("it", 100_000, 0), active("fr", 100_000, 0, country="FR", region="FR10")]
    assert grants({"intensity_it": BY_ACTIVITY}, *rows, aid="gber25") == (80_000, [80_000, None])


def test_a_cap_is_shared_in_proportion_to_the_cent_half_up() -> None:
    rows = [partner("a", cost_eur="100000"), partner("b", cost_eur="50000"), partner("c", cost_eur="50000.01")]
    total, each = grants({"intensity": {"any": 50}, "grant_max": 66_666.67}, *rows)
    assert (total, each) == (Decimal("66666.67"), [Decimal("33333.33"), Decimal("16666.67"), Decimal("16666.67")])


def test_caps_of_each_come_before_those_of_all() -> None:
    rows = [partner("a", cost_eur=100_000), partner("b", cost_eur=20_000)]
    rules = {"intensity": {"any": 50}, "grant_max": {"project": 30_000, "partner": 30_000}}
    assert grants(rules, *rows) == (30_000, [22_500, 7_500])


def test_without_rates_the_cost_counts_up_to_the_cap() -> None:
    assert grants({"grant_max": 30_000}, partner("a", cost_eur=50_000)) == (30_000, [30_000])
    assert grants({"grant_max": 30_000}, partner("a", cost_eur=20_000)) == (20_000, [20_000])
    assert grants({"partners": {"min": 1}}, partner("a"), aid="none") == (0, [0])
    assert grants({"partners": {"min": 1}}, partner("a")) == (None, [None])


def test_fixed_part_goes_to_the_lead_and_never_beyond_the_cost() -> None:
    rules = {"intensity": {"any": 85}, "fixed_grant_max": 30_000}
    assert grants(rules, partner("a", cost_eur=1_000_000)) == (880_000, [880_000])
    assert grants(rules, partner("a", cost_eur=100_000)) == (100_000, [100_000])


def test_support_is_a_share_of_the_cost_up_to_its_most() -> None:
    rules = {"support_max": 800_000, "support_share_max": 80}
    assert grants(rules, partner("a", cost_eur=300_000)) == (240_000, [240_000])
    assert grants(rules, partner("a", cost_eur=2_000_000)) == (800_000, [800_000])


def test_other_aid_for_the_same_costs_is_taken_off() -> None:
    assert grants({"intensity": {"any": 50}}, partner("a", other_aid_eur=20_000)) == (30_000, [30_000])


def test_points_say_for_what_and_whether() -> None:
    bonus = [{"if": "ctl_member", "points": 3}, {"if": "women_or_youth", "points": 2}]
    row = partner("a", ctl_member_since="2025-01-01", women_or_youth=False)
    found = judged({"bonus": bonus}, row).points
    assert [(name, points, str(verdict)) for name, points, verdict in found] == [
        ("ctl_member", 3, "pass"),
        ("women_or_youth", 2, "fail"),
    ]
