"""Values that are odd but may be written: amounts without end, thousands with a point, days at the end of time, plain no."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from factories.consortia import check_of, judged, partner, verdict
from filiera.funding.files import UnreadableFile, read_call, read_consortium

CALL = 'id: X1\nwindow: {{closes: "2027-04-15T16:00"}}\n{line}\n'
RULES = "rules: {{{rule}}}"
PARTNER = "partners:\n  - id: A\n    {line}\n"


def told(path: Path, text: str, read: Any) -> list[tuple[int, str, str]]:
    """Write a file, read it, and give line, field and code of each fault."""
    path.write_text(text, encoding="utf-8")
    try:
        read(path)
    except UnreadableFile as error:
        return [(one.line, one.field, one.code) for one in error.faults]
    return []


@pytest.mark.parametrize(
    ("rule", "field", "code"),
    [
        ("cost_min: 1e999999999", "cost_min.project", "out-of-range"),
        ("cost_min: 999999999999999999999999999999999999999", "cost_min.project", "out-of-range"),
        ("cost_min: 10000000000000.01", "cost_min.project", "out-of-range"),
        ("duration_max: 99999999999999999999", "duration_max", "out-of-range"),
        ("partners: {min: 99999999999999999999}", "partners.min", "out-of-range"),
        ("membership_min: {months: 99999999999999999999}", "membership_min.months", "out-of-range"),
        ("intensity_it: {industrial_research: x}", "intensity_it.industrial_research", "no-share"),
        ("intensity_it: 50", "intensity_it", "no-group"),
        ('partners: {min: "1.200"}', "partners.min", "two-senses"),
        ("countries: [IT, false]", "countries", "no-country"),
        ("countries: {IT: true}", "countries", "no-country"),
        ("min_countries: {n: 3, of: false}", "min_countries.of", "no-country"),
        ("min_countries: {n: 3, of: MS, at_least_one: 5}", "min_countries.at_least_one", "no-country"),
        ("budget_range: [2500000, 2499999.99]", "budget_range", "max-under-min"),
        ("grant_range: {min: 6, max: 5}", "grant_range", "max-under-min"),
        ("trl: {start: 7, end: 4}", "trl", "end-before-start"),
    ],
)
def test_a_rule_that_cannot_be_meant_is_told_with_its_field(tmp_path: Path, rule: str, field: str, code: str) -> None:
    text = CALL.format(line=RULES.format(rule=rule))
    assert told(tmp_path / "call.yaml", text, read_call) == [(3, f"rules.{field}", code)]


@pytest.mark.parametrize("clauses", ["5", "true", "[[]]", "[x]", "text", "1.5"])
def test_clauses_that_are_no_group_are_told(tmp_path: Path, clauses: str) -> None:
    text = CALL.format(line=f"rules: {{}}\nclauses: {clauses}")
    assert told(tmp_path / "call.yaml", text, read_call) == [(4, "clauses", "no-group")]


@pytest.mark.parametrize(
    ("line", "field", "code"),
    [
        ('headcount: "1.200"', "headcount", "two-senses"),
        ("headcount: 1.200", "headcount", "two-senses"),
        ('headcount: "49.999"', "headcount", "two-senses"),
        ("cost_eur: 1e14", "cost_eur", "out-of-range"),
        ("is_no_member: perhaps", "is_no_member", "no-flag"),
        ("ctl_member_since: 2026-02-29", "ctl_member_since", "no-day"),
        ('ctl_member_since: "2026-02-28 or so"', "ctl_member_since", "no-day"),
    ],
)
def test_a_field_of_a_partner_that_cannot_be_meant_is_told(tmp_path: Path, line: str, field: str, code: str) -> None:
    found = told(tmp_path / "consortium.yaml", PARTNER.format(line=line), read_consortium)
    assert found == [(3, f"partners[0].{field}", code)]


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("headcount: 49.999", "headcount", "49.999"),
        ("headcount: 12.5", "headcount", "12.5"),
        ('headcount: "12,5"', "headcount", "12.5"),
        ('headcount: "1.234.567"', "headcount", "1234567"),
        ("cost_eur: 33333.333", "cost_eur", "33333.333"),
        ("cost_eur: 1e6", "cost_eur", "1000000"),
        ("cost_eur: 10000000000000", "cost_eur", "10000000000000"),
        ('ctl_member_since: "2026-02-28T10:00"', "ctl_member_since", "2026-02-28"),
        (r'name: "\ud83e\uddf4 \\ud83e"', "name", "\U0001f9f4 \\ud83e"),
    ],
)
def test_a_field_of_a_partner_is_read_as_it_is_meant(tmp_path: Path, line: str, field: str, value: str) -> None:
    path = tmp_path / "consortium.yaml"
    path.write_text(PARTNER.format(line=line), encoding="utf-8")
    one = (read_consortium(path).partners or [])[0]
    written = getattr(one, field)
    assert (str(written) if not hasattr(written, "as_tuple") else f"{written:f}") == value


@pytest.mark.parametrize("no", [False, "no", "NO", "No", "off"])
@pytest.mark.parametrize(
    "rule",
    ["independent", "one_application_per_entity", "seat_in_programme_area", "lead_required", "a_rule_of_tomorrow"],
)
def test_a_rule_that_says_no_does_not_apply(rule: str, no: Any) -> None:
    assert judged({rule: no}, partner("A"), partner("B")).checks == ()


def test_the_zone_of_a_call_that_is_null_is_that_of_home() -> None:
    assert verdict({}, partner("A"), tz=None, window=None) == "pass"


@pytest.mark.parametrize(
    ("since", "closes", "expected"),
    [
        ("9999-12-31", "2027-04-15T16:00", "fail"),
        ("0001-01-01", "9999-12-31T23:59", "pass"),
        ("2026-04-16", "2027-04-15T23:30Z", "pass"),  # it is the 16th in Rome
        ("2026-04-16", "2027-04-15T21:30Z", "fail"),
        ("2026-04-16", "2027-04-15T23:59", "fail"),
        ("2026-04-15", "2027-04-15T00:00", "pass"),
    ],
)
def test_membership_is_counted_to_the_day_of_the_call(since: str, closes: str, expected: str) -> None:
    rule = {"membership_min": {"of": "CTL", "months": 12, "at": "closes"}}
    found = judged(rule, partner("A", ctl_member_since=since), window={"closes": closes})
    assert check_of("membership_min", found).verdict == expected


@pytest.mark.parametrize(
    ("opens", "closes", "sent", "zone", "expected"),
    [
        ("0001-01-01T00:00+14:00", "9999-12-31", "2027-01-01T00:00", "Asia/Tokyo", "pass"),
        ("0001-01-01T00:00", "9999-12-31T23:59-12:00", "2027-01-01", "Asia/Tokyo", "pass"),
        ("9999-12-31T23:00", None, "0001-01-01T00:00+14:00", "America/New_York", "fail"),
        (None, "0001-01-01T00:00+14:00", "9999-12-31", "America/New_York", "fail"),
        (None, "2027-10-31T02:30", "2027-10-31T00:30Z", "Europe/Rome", "pass"),  # the first of two half past two
        (None, "2027-10-31T02:30", "2027-10-31T00:30:01Z", "Europe/Rome", "fail"),
        ("2027-02-01", "2027-03-05", "2027-03-05T23:59:59", "Europe/Rome", "pass"),
        ("2027-02-01", "2027-03-05", "2027-03-06T00:00", "Europe/Rome", "fail"),
    ],
)
def test_windows_at_the_ends_of_the_calendar_and_of_the_summer(
    opens: Any, closes: Any, sent: str, zone: str, expected: str
) -> None:
    window = {"opens": opens, "closes": closes, "tz": zone}
    assert verdict({}, partner("A"), project={"submitted_at": sent}, window=window) == expected


def test_three_years_before_the_first_days_of_all_count_from_the_beginning() -> None:
    one = partner("A", de_minimis_awards=[{"granted_on": "0001-02-01", "amount_eur": 300_000}])
    rules = {"deminimis_headroom": True, "intensity": {"any": 50}}
    assert verdict(rules, one, project={"grant_on": "0002-01-01"}) == "fail"


def test_work_begins_after_the_day_on_which_the_call_has_the_application() -> None:
    sent = {"submitted_at": "2027-04-14T23:30Z"}  # the 15th in Rome
    call = {"aid": "gber25", "window": {"opens": "2027-01-01", "closes": "2027-12-31"}}
    assert verdict({}, partner("A"), project=sent | {"start_on": "2027-04-14"}, **call) == "fail"
    assert verdict({}, partner("A"), project=sent | {"start_on": "2027-04-15"}, **call) == "pass"


@pytest.mark.parametrize(
    ("rule", "project", "expected"),
    [
        ({"s3_priority_required": True}, {"s3_priority": "no"}, "fail"),
        ({"s3_priority_required": True}, {"s3_priority": False}, "fail"),
        ({"s3_priority_required": True}, {"s3_priority": "Norme"}, "pass"),
        ({"docs": []}, None, "pass"),
        ({"plan_sections": []}, {"plan_sections": []}, "pass"),
    ],
)
def test_what_is_plainly_no_and_what_asks_for_nothing(rule: Any, project: Any, expected: str) -> None:
    assert verdict(rule, partner("A"), project=project) == expected


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Alba\n  Cosmetici\tS.r.l.", "Alba Cosmetici S.r.l."),
        ("\x1b[31mRosso", "[31mRosso"),
        ("  ", "A"),
        ("x" * 120, "x" * 120),
        ("<p>ciao</p>" * 1_000_000, ("<p>ciao</p>" * 11)[:120] + "…"),
    ],
)
def test_a_name_in_a_sentence_is_one_short_line(name: str, called: str) -> None:
    check = check_of("countries", judged({"countries": "MS"}, partner("A", country="US", name=name)))
    assert [one.words["names"] for one in check.grounds] == [called]
