"""What contradicts itself is left out and says why; the rest of its file goes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from factories.calls import draft, rules
from filiera.funding.drafts import RuleDraft, WindowDraft
from filiera.funding.operations.drafts import sound_drafts
from filiera.funding.wording_imports import call_fault_words

BACKWARDS = WindowDraft(opens=date(2027, 1, 2), closes=date(2027, 1, 1))


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"window": BACKWARDS}, "dates-out-of-order"),
        ({"window": replace(BACKWARDS, opens=None, tz="Europa/Roma")}, "odd-dates"),
        ({"window": WindowDraft(opens=date(1, 1, 1))}, "odd-dates"),
        ({"grant_min_eur": Decimal(2), "grant_max_eur": Decimal(1)}, "grants-out-of-order"),
        ({"budget_eur": Decimal(10) ** 14}, "odd-amount"),
        ({"grant_max_eur": Decimal(-1)}, "odd-amount"),
        ({"expected_grants": 10**12}, "odd-amount"),
        ({"title": " "}, "no-title"),
        ({"ref": "x" * 161}, "no-id"),
        ({"ref": ""}, "no-id"),
    ],
)
def test_draft_that_cannot_be_is_left_out_and_the_others_are_not(said: dict[str, Any], code: str) -> None:
    kept, faults = sound_drafts([draft("A"), draft(**said), draft("C")])
    assert [one.ref for one in kept] == ["A", "C"]
    assert [(one.code, one.is_fatal) for one in faults] == [(code, True)]


def test_rule_that_nobody_can_judge_is_a_remark() -> None:
    kept, faults = sound_drafts([draft(rules=(*rules(duration_max=24), RuleDraft("trl", "alto")))])
    assert ([one.ref for one in kept], [(one.code, one.value, one.is_fatal) for one in faults]) == (
        ["ESEMPIO-1"],
        [("odd-rule", "trl", False)],
    )


def test_sound_draft_has_no_fault_and_is_the_same() -> None:
    assert sound_drafts([draft()]) == ([draft()], [])


def test_characters_that_no_database_keeps_are_taken_out() -> None:
    kept, _faults = sound_drafts([draft(title="Uno\x00 due", rules=rules(docs=["a\x00b"]), keywords=("c\x00",))])
    assert (kept[0].title, kept[0].rules[0].value, kept[0].keywords) == ("Uno due", ["ab"], ("c",))


def test_fault_names_the_call_and_what_to_do() -> None:
    _kept, faults = sound_drafts([draft(window=BACKWARDS)])
    assert call_fault_words(faults[0]) == (
        "ESEMPIO-1: chiude prima di aprire: 2027-01-02 – 2027-01-01. Resta fuori: guarda la fonte."
    )
