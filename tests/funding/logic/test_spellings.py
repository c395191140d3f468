"""Calls and consortia as others write them: other spellings of the same rule, words of states, marks in amounts."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from factories.consortia import check_of, judged, partner, verdict
from filiera.funding.files import UnreadableFile, read_call, read_consortium
from filiera.funding.written_calls import drafts_of

WINDOW = {"opens": "2027-02-01T10:00", "closes": "2027-04-15T16:00"}


@pytest.mark.parametrize(
    ("sent", "expected"), [("2027-04-15T16:00", "pass"), ("2027-04-15T16:00:01", "fail"), (None, "pass")]
)
@pytest.mark.parametrize(
    "rules", [{"window": WINDOW}, {"window.opens": WINDOW["opens"], "window.closes": WINDOW["closes"]}]
)
def test_a_window_among_the_rules_is_the_calls(rules: dict[str, Any], sent: str | None, expected: str) -> None:
    assert verdict(rules, partner("a"), project={"submitted_at": sent}) == expected


def test_a_window_among_the_rules_has_its_clause_and_its_zone() -> None:
    rule = {**WINDOW, "tz": "Europe/Lisbon", "clause": "art. 6"}
    found = check_of("window", judged({"window": rule}, partner("a"), project={"submitted_at": "2027-04-15T15:30Z"}))
    assert (str(found.verdict), found.clause) == ("fail", "art. 6")


@pytest.mark.parametrize(
    ("rules", "unknown"),
    [
        ({"partners": {"mim": 3}}, "partners.mim"),
        ({"cost_min": {"projet": 100}}, "cost_min.projet"),
        ({"seat_region": {"code": "ITC4", "since": "2020"}}, "seat_region.since"),
    ],
)
def test_a_part_of_a_rule_that_is_not_known_never_passes(rules: dict[str, Any], unknown: str) -> None:
    found = judged(rules, partner("a"))
    assert (str(found.verdict), str(check_of(unknown, found).verdict)) == ("unknown", "unknown")


@pytest.mark.parametrize("name", ["min_by_kind", "share_min", "exclude"])
def test_a_rule_that_asks_for_nothing_is_none(name: str) -> None:
    assert judged({name: {}}, partner("a")).checks == ()


def test_what_stands_aside_in_a_rule_asks_for_nothing() -> None:
    rule = {"code": "ITC4", "note": "anche in affitto", "article": "art. 3"}
    assert verdict({"seat_region": rule}, partner("a")) == "pass"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (["CTL"], "pass"),
        ([{"name": "CTL"}], "pass"),
        ([{"name": "CTL", "state": None}], "unknown"),
        ([{"name": "CTL", "state": "given"}], "pass"),
        ([{"name": "CTL", "state": "riconosciuto"}], "pass"),
        ([{"name": "CTL", "state": "pending"}], "fail"),
        ([{"name": "CTL", "state": "ENDED"}], "fail"),
        ([{"name": "CTL", "state": "in istruttoria"}], "fail"),
        ([{"name": "CTL", "state": "perhaps"}], "unknown"),
        ([{"name": "filiera"}], "fail"),
        ([], "fail"),
        (None, "unknown"),
    ],
)
def test_a_recognition_counts_by_the_word_of_its_state(written: Any, expected: str) -> None:
    assert verdict({"recognised_as": "CTL"}, partner("a", "association", recognitions=written)) == expected


@pytest.mark.parametrize("rule", [["CTL", "filiera"], {"CTL": True, "filiera": True}, {"name": ["CTL", "filiera"]}])
def test_one_of_several_recognitions_is_enough(rule: Any) -> None:
    assert verdict({"recognised_as": rule}, partner("a", recognitions=["filiera"])) == "pass"
    assert verdict({"recognised_as": rule}, partner("a", recognitions=["altro"])) == "fail"


def test_points_are_for_recognitions_that_are_held_kinds_certificates_and_members_of_the_day() -> None:
    names = ["filiera", "sme", "university", "iso_22716", "ctl_member"]
    row = partner(
        "a",
        recognitions=[{"name": "filiera", "state": "pending"}],
        certificates=["ISO 22716"],
        ctl_member_since="2027-04-16",
    )
    bonus = {"bonus": [{"if": name, "points": 1} for name in names]}
    found = {name: str(one) for name, _points, one in judged(bonus, row, window=WINDOW).points}
    assert found == {"filiera": "fail", "sme": "pass", "university": "fail", "iso_22716": "pass", "ctl_member": "fail"}


@pytest.mark.parametrize("rule", ["cluster_partner_affiliate", ["cluster_partner_affiliate"]])
def test_those_who_are_left_out_may_stand_alone_or_in_a_list(rule: Any) -> None:
    assert verdict({"exclude": rule}, partner("a", cluster_partner_affiliate=True)) == "fail"
    assert verdict({"exclude": rule}, partner("a", cluster_partner_affiliate=False)) == "pass"


@pytest.mark.parametrize(
    ("kind", "wanted", "expected"),
    [
        ("startup", "company", "pass"),
        ("startup", "startup", "pass"),
        ("company", "startup", "unknown"),
        ("university", "startup", "fail"),
        ("municipality", "public_body", "pass"),
        ("chamber", "public_body", "pass"),
        ("its", "training", "pass"),
        ("its", "research", "fail"),
        ("association", "civil_society", "pass"),
    ],
)
def test_a_kind_is_of_the_wider_kind_as_well(kind: str, wanted: str, expected: str) -> None:
    assert verdict({"min_by_kind": {wanted: 1}}, partner("a", kind)) == expected


@pytest.mark.parametrize(
    ("rules", "asked", "expected"),
    [
        ({"grant_max": 30_000}, [15_000, "15000.01"], "fail"),
        ({"grant_max": 30_000}, [15_000, 15_000], "pass"),
        ({"grant_max": 30_000}, ["30000.01", None], "fail"),
        ({"support_max": 30_000}, [15_000, "15000.01"], "fail"),
        ({"support_share_max": 20}, [20_000, "20000.01"], "fail"),
        ({"support_share_max": 20}, [20_000, 20_000], "pass"),
        ({"grant_range": [50_000, 60_000]}, [20_000, 20_000], "fail"),
    ],
)
def test_what_partners_ask_for_is_what_all_ask_for(rules: dict[str, Any], asked: list[Any], expected: str) -> None:
    rows = [partner(code, grant_eur=amount) for code, amount in zip("ab", asked, strict=True)]
    assert verdict(rules, *rows) == expected


@pytest.mark.parametrize(("other", "expected"), [(20_000, "pass"), ("20000.01", "fail")])
def test_other_aid_for_the_same_costs_takes_its_part_of_the_rate(other: Any, expected: str) -> None:
    assert verdict({"intensity": {"any": 50}}, partner("a", grant_eur=30_000, other_aid_eur=other)) == expected


def test_a_grant_by_activity_is_held_to_what_the_activities_give_not_to_the_whole_cost() -> None:
    row = partner(
        "a", activity={"industrial_research_eur": 50_000, "experimental_development_eur": 0}, grant_eur="35000.01"
    )
    rules = {"intensity": {"industrial_research": 50, "experimental_development": 25}}
    assert verdict(rules, row, aid="gber25") == "fail"  # 70 % of 50,000


def test_partners_of_one_name_bear_each_their_own_share() -> None:
    rows = [partner("a", name="Alba", cost_eur=80), partner("b", name="Alba", cost_eur=20)]
    assert verdict({"share_max": {"entity": 70}}, *rows) == "fail"


@pytest.mark.parametrize(
    ("rules", "expected"),
    [({"cost_min": 100_000}, "pass"), ({"cost_min": 100_001}, "unknown"), ({"cost_max": 99_999}, "fail")],
)
def test_costs_that_are_known_decide_where_the_others_can_only_add(rules: dict[str, Any], expected: str) -> None:
    assert verdict(rules, partner("a"), partner("b", cost_eur=None)) == expected


def test_an_enterprise_that_seeks_no_profit_has_the_rate_of_those() -> None:
    aid = judged({"intensity": {"company": 60, "nonprofit": 100}}, partner("a", nonprofit=True), partner("b")).aid
    assert [one.grant_eur for one in aid.by_partner] == [100_000, 60_000]


@pytest.mark.parametrize(
    ("amount", "code", "words"),
    [
        ("1.500.000,00", "marks", {"plain": "1500000.00"}),
        ("1.500.000", "marks", {"plain": "1500000"}),
        ("'1500,50'", "marks", {"plain": "1500.50"}),
        ("'1 500 000'", "marks", {"plain": "1500000"}),
        ("1.500", "two-senses", {"small": "1.5", "large": "1500"}),
        ("'1.500'", "two-senses", {"small": "1.5", "large": "1500"}),
    ],
)
def test_amounts_on_file_are_written_in_plain_figures(
    tmp_path: Path, amount: str, code: str, words: dict[str, str]
) -> None:
    path = tmp_path / "consortium.yaml"
    path.write_text(f"project:\n  cost_eur: {amount}\n", encoding="utf-8")
    with pytest.raises(UnreadableFile) as error:
        read_consortium(path)
    (one,) = error.value.faults
    assert (one.line, one.field, one.code, dict(one.words)) == (2, "project.cost_eur", code, words)


@pytest.mark.parametrize("amount", ["1500.50", "1500", "33333.333", "1.5", "1e6", "'1500 euro'"])
def test_plain_amounts_on_file_are_read(tmp_path: Path, amount: str) -> None:
    path = tmp_path / "call.yaml"
    path.write_text(f"id: A\nrules:\n  cost_min: {amount}\n", encoding="utf-8")
    assert read_call(path).rules.cost_min is not None


def test_a_call_that_is_brought_in_keeps_the_window_of_its_rules_as_its_window(tmp_path: Path) -> None:
    path = tmp_path / "call.yaml"
    window = '{opens: "2027-02-01T10:00", closes: "2027-04-15T16:00", tz: Europe/Lisbon}'
    path.write_text(f"id: A\nrules:\n  duration_max: 30\n  window: {window}\n", encoding="utf-8")
    (draft,) = drafts_of(path)
    assert (draft.window.closes, draft.window.tz) == (datetime(2027, 4, 15, 16), "Europe/Lisbon")
    assert [one.name for one in draft.rules] == ["duration_max"]
