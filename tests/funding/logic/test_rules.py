"""The other rules, each at its limit and where something is not known; unknown rules never pass."""

from __future__ import annotations

from typing import Any

import pytest

from factories.consortia import check_of, judged, partner, verdict

WINDOW = {"opens": "2027-02-01T10:00", "closes": "2027-04-15T16:00"}


@pytest.mark.parametrize(
    ("sent", "window", "expected"),
    [
        ("2027-04-15T16:00", {}, "pass"),
        ("2027-04-15T16:00:01", {}, "fail"),
        ("2027-02-01T09:59", {}, "fail"),
        ("2027-04-15T14:00Z", {}, "pass"),  # Rome is two hours ahead in April
        ("2027-04-15T14:01Z", {}, "fail"),
        ("2027-02-01T09:00Z", {}, "pass"),  # and one in February
        ("2027-04-15T16:30", {"tz": "Europe/Lisbon"}, "fail"),
        ("2027-04-15T16:30+02:00", {"tz": "Europe/Lisbon"}, "pass"),
        ("2027-03-01", {}, "pass"),
        ("2027-04-15", {}, "unknown"),  # the hour decides
        ("2027-04-16", {}, "fail"),
        ("2027-04-15T23:59", {"closes": "2027-04-15"}, "pass"),
        ("2027-03-10T23:59", {"cutoffs": ["2027-02-20", "2027-03-10"]}, "pass"),
        ("2027-03-11T00:00", {"cutoffs": ["2027-02-20", "2027-03-10"]}, "fail"),  # nobody gathers it any more
        ("2027-04-15T16:01", {"cutoffs": ["2027-04-15"]}, "fail"),
    ],
)
def test_window(sent: str, window: dict[str, str], expected: str) -> None:
    assert verdict({}, partner("a"), project={"submitted_at": sent}, window=WINDOW | window) == expected


def test_window_says_nothing_where_nothing_was_sent() -> None:
    assert [one.rule for one in judged({}, partner("a"), window=WINDOW).checks] == []


@pytest.mark.parametrize(
    ("rules", "rows", "expected"),
    [
        ({"partners": {"min": 2}}, [partner("a")], "fail"),
        ({"partners.min": 1, "partners.max": 1}, [partner("a")], "pass"),
        ({"partners.min": 1, "partners.max": 1}, [partner("a"), partner("b")], "fail"),
        ({"partners": {"min": 2}, "count_kind": "company"}, [partner("a"), partner("u", "university")], "fail"),
        ({"partners": {"min": 2}, "count_kind": "company"}, [partner("a"), partner("u", None)], "unknown"),
        ({"min_by_kind": {"research": 1}}, [partner("i", "its")], "fail"),
        ({"min_by_kind": {"research": 1}}, [partner("u", "university")], "pass"),
        ({"min_by_kind": {"sme": 1}}, [partner("a", size=None)], "unknown"),
        ({"min_by_kind": {"sme": 1}}, [partner("u", "university")], "fail"),
        ({"lead_kind": "private"}, [partner("t", "municipality", lead=True)], "fail"),
        ({"lead_kind": "private"}, [partner("f", "foundation", lead=True)], "pass"),
        ({"lead_kind": "private"}, [partner("u", "university", lead=True)], "unknown"),
        ({"lead_kind": "nonprofit"}, [partner("a", lead=True)], "fail"),
        ({"lead_kind": "innovative_sme"}, [partner("a", lead=True, recognitions=["innovative_sme"])], "pass"),
        ({"lead_kind": "innovative_sme"}, [partner("a", lead=True, recognitions=[])], "fail"),
        ({"lead_kind": "innovative_sme"}, [partner("a", lead=True)], "unknown"),
        ({"lead_required": True}, [partner("a"), partner("b")], "unknown"),
        ({"lead_required": True}, [partner("a", lead=True), partner("b", lead=True)], "fail"),
        ({"lead_required": True}, [partner("a", lead=False), partner("b", lead=False)], "fail"),
        ({"countries": "SMP"}, [partner("a", country="NO")], "pass"),
        ({"countries": "SMP"}, [partner("a", country="CH")], "fail"),
        ({"min_countries": {"n": 2, "of": "MS"}}, [partner("a", country="EL"), partner("b", country="GR")], "fail"),
        ({"min_countries": 2}, [partner("a"), partner("b", country=None)], "unknown"),
        ({"min_regions": 2}, [partner("a", region="ITC4A"), partner("b", region="ITC4B")], "fail"),
        ({"min_regions": 2}, [partner("a", region="ITC4"), partner("b", region="ITH5")], "pass"),
        ({"min_regions": 2}, [partner("a", region="ITC4"), partner("b", region="ITC")], "unknown"),
        ({"seat_region": {"code": "ITC4"}}, [partner("a", operating_seats=["ITH5"])], "fail"),
        ({"seat_region": {"code": "ITC4"}}, [partner("a", operating_seats=["ITH5", "ITC4C"])], "pass"),
        ({"seat_region": {"code": "ITC4"}}, [partner("a", operating_seats=None)], "unknown"),
        ({"seat_region": {"code": "ITC4", "when": "acceptance"}}, [partner("a", operating_seats=["ITH5"])], "unknown"),
        ({"ateco_in": ["2025:20.42"]}, [partner("a", ateco=["2025:20.42.00"])], "pass"),
        ({"ateco_out": ["2025:20.42"]}, [partner("a", ateco=["2025:20.42.00"])], "fail"),
        ({"ateco_in": ["2025:20.42"]}, [partner("u", "university")], "pass"),
        ({"accounts_filed_min": 2}, [partner("a", accounts_filed=None)], "unknown"),
        ({"one_application_per_entity": True}, [partner("u", "university", other_applications=["CALL"])], "fail"),
        ({"one_application_per_entity": {"who": "company"}},
         [partner("u", "university", other_applications=["CALL"])], "pass"),
        ({"one_application_per_entity": True}, [partner("a", other_applications=["OTHER"])], "pass"),
        ({"one_application_per_entity": True}, [partner("a")], "unknown"),
        ({"recognised_as": "CTL"}, [partner("a", recognitions=["CTL"])], "pass"),
        ({"recognised_as": "CTL"}, [partner("a", recognitions=["CTL (pending)"])], "fail"),
        ({"no_such_rule": 3}, [partner("a")], "unknown"),
        ({"seat_in_programme_area": True}, [partner("a")], "unknown"),
        ({"independent": {"min": 2}}, [partner("a"), partner("b"), partner("c")], "pass"),
    ],
)  # fmt: skip
def test_rule(rules: dict[str, Any], rows: list[dict[str, Any]], expected: str) -> None:
    assert verdict(rules, *rows) == expected


@pytest.mark.parametrize(
    ("since", "expected"),
    [("2026-04-15", "pass"), ("2026-04-16", "fail"), (None, "unknown"), ("never", "fail"), (False, "fail")],
)
def test_membership_counts_to_the_day(since: Any, expected: str) -> None:
    rules = {"membership_min": {"of": "CTL", "months": 12, "at": "closes"}}
    rows = [partner("a", ctl_member_since=since), partner("u", "university", ctl_member_since=None)]
    assert verdict(rules, *rows, window=WINDOW) == expected


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ({"start": 4, "end": 7}, "pass"),
        ({"start": 3, "end": 7}, "fail"),
        ({"start": 4, "end": 8}, "fail"),
        ({"start": 4}, "unknown"),
        ({"end": 8}, "fail"),
        (None, "unknown"),
    ],
)
def test_readiness_moves_within_the_call(own: Any, expected: str) -> None:
    assert verdict({"trl": {"start": 4, "end": 7}}, partner("a"), project={"trl": own}) == expected


def test_missing_sections_are_not_known_and_an_empty_list_is_none() -> None:
    rules = {"partners": {"min": 1}, "docs": ["plan"], "independent": True}
    found = {one.rule: str(one.verdict) for one in judged(rules, partner("a"), partner("b"), is_known=False).checks}
    assert found == {"partners": "pass", "independent": "unknown", "docs": "unknown"}
    assert verdict({"docs": ["plan"]}, partner("a"), project={"documents": []}) == "fail"
    assert verdict({"partners": {"min": 1}}) == "fail"


def test_clause_stands_beside_its_rule() -> None:
    rules = {"partners": {"min": 2, "clause": "art. 4"}, "cost_min": {"value": 10, "clause": "art. 5"}}
    found = judged(rules, partner("a"), clauses={"duration_max": "art. 6"})
    assert (check_of("partners", found).clause, check_of("cost_min", found).clause) == ("art. 4", "art. 5")
    deminimis = judged({"deminimis_headroom": True}, partner("a"))
    assert check_of("deminimis_headroom", deminimis).clause == "Reg. (UE) 2023/2831, art. 3(2)"


def test_work_that_began_before_the_application_has_no_incentive_effect() -> None:
    project = {"start_on": "2027-03-01", "submitted_at": "2027-03-02T10:00"}
    found = judged({}, partner("a"), project=project, aid="gber25")
    assert (str(found.verdict), [one.rule for one in found.checks]) == ("fail", ["incentive_effect"])
    assert judged({}, partner("a"), project=project, aid="none").checks == ()


@pytest.mark.parametrize(
    ("areas", "expected"),
    [
        ("CENTRAL_EUROPE", "pass"),
        ("Alpine Space", "pass"),
        ("ATLANTIS", "unknown"),
        (["ADRION", "ATLANTIS"], "unknown"),
    ],
)
def test_area_is_of_the_programme_that_the_call_names(areas: Any, expected: str) -> None:
    assert verdict({"seat_in_programme_area": True}, partner("a"), programme_area=areas) == expected


def test_a_window_that_may_close_before_says_so() -> None:
    said = {}
    for until in (None, "funds_exhausted"):
        found = judged({}, partner("a"), project={"submitted_at": "2027-03-01"}, window=WINDOW | {"or": until})
        said[until] = [one.code for one in check_of("window", found).grounds]
    assert said == {None: ["sent-between"], "funds_exhausted": ["sent-between", "funds-last"]}
