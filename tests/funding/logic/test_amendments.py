"""What differs between two versions of a call, and whether that is an amendment."""

from __future__ import annotations

from typing import Any

import pytest

from filiera.funding.logic.amendments import Change, changes_of, is_amendment

BEFORE: dict[str, Any] = {"title": "Uno", "closes": "2027-01-15", "rules": {"duration_max": 24, "docs": ["x"]}}


def test_same_values_are_no_change() -> None:
    assert changes_of(BEFORE, dict(BEFORE)) == ()
    assert not is_amendment(())


def test_fields_come_first_then_rules_by_name() -> None:
    after = {"title": "Due", "closes": "2027-02-01", "rules": {"docs": ["x"], "trl": {"start": 4}}}
    assert changes_of(BEFORE, after) == (
        Change("closes", "2027-01-15", "2027-02-01"),
        Change("title", "Uno", "Due"),
        Change("rules.duration_max", 24, None),
        Change("rules.trl", None, {"start": 4}),
    )


@pytest.mark.parametrize(
    ("field", "amends"),
    [
        ("title", False),
        ("url", False),
        ("summary", False),
        ("text", False),
        ("closes", True),
        ("budget_eur", True),
        ("called_off_on", True),
        ("rules.docs", True),
    ],
)
def test_dates_amounts_and_rules_amend_and_words_do_not(field: str, amends: bool) -> None:
    assert is_amendment([Change(field, "a", "b")]) is amends
