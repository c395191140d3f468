"""Topics of the EU portal as its search serves them: an invented page in the original format."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from filiera.funding.drafts import CallDraft
from filiera.funding.enums import CallLevel, Procedure, SourceStatus
from filiera.funding.importers.brought import Answer
from filiera.funding.importers.eu_portal import summary_of
from filiera.funding.importers.reading import ImportRead, read_calls

FIXTURES = Path(__file__).parent / "fixtures"
TODAY = date(2026, 11, 30)
BRUSSELS = ZoneInfo("Europe/Brussels")


def page() -> dict[str, Any]:
    return json.loads((FIXTURES / "portal.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def read(records: list[dict[str, Any]]) -> ImportRead:
    body = json.dumps({"totalResults": len(records), "results": records}).encode()
    return read_calls(Answer("page.json", body), today=TODAY)


def one(**meta: Any) -> tuple[CallDraft, set[str]]:
    """Read one topic with other metadata; give the draft and the codes of its faults."""
    record = next(
        row for row in page()["results"] if row["metadata"].get("identifier") == ["HORIZON-ESEMPIO-2027-01-B"]
    )
    record["metadata"] |= meta
    found = read([record])
    return found.drafts[0], {fault.code for fault in found.faults}


def at(year: int, month: int, day: int, hour: int = 17, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=BRUSSELS)


@pytest.fixture(scope="module")
def whole() -> ImportRead:
    return read_calls(FIXTURES / "portal.json", today=TODAY)


def draft(found: ImportRead, end: str) -> CallDraft:
    return next(one for one in found.drafts if one.ref.endswith(end))


def test_a_page_gives_a_draft_a_topic_and_says_what_it_leaves_out(whole: ImportRead) -> None:
    assert [one.ref.removeprefix("HORIZON-ESEMPIO-") for one in whole.drafts] == [
        "2027-01-A",
        "2027-01-B",
        "2027-01-C",
        "2025-09-D",
        "ESEMPIO-CASCATA-1",
    ]
    assert (whole.format, whole.files) == ("eu-portal", ("portal.json",))
    assert dict(whole.counted) == {"sedia": 9, "records": 9, "calls": 5, "left_out": 3}
    assert [(one.code, one.at, one.value) for one in whole.faults] == [
        ("no-call", 7, "ESEMPIO-GARA"),
        ("no-id", 9, "90000008TOPICSen"),
        ("unknown-action-type", 5, "horizon unheard actions"),
        ("no-title", 8, "HORIZON-ESEMPIO-2027-01-E"),
    ]


def test_what_the_search_mixes_in_is_left_out() -> None:
    question = page()["results"][1]
    question["metadata"] |= {"esST_question": ["How do I apply? (esempio)"], "identifier": None}
    assert [(one.code, one.is_fatal) for one in read([question]).faults] == [("no-call", True)]


def test_a_title_is_looked_for_where_the_answer_has_one_but_the_contents_are_none() -> None:
    record = page()["results"][1]
    record["metadata"]["title"] = []
    assert read([record]).drafts[0].title == "Safe bio-based ingredients (esempio)"
    assert [one.code for one in read([record | {"summary": "", "content": "x" * 900}]).faults] == ["no-title"]


def test_english_is_kept_and_the_other_title_besides(whole: ImportRead) -> None:
    found = draft(whole, "-A")
    assert (found.language, found.title) == ("en", "Safe bio-based ingredients (esempio)")
    assert found.also["title_it"] == "Ingredienti sicuri (esempio)"


def test_without_english_the_first_language_stands() -> None:
    records = [row | {"language": code} for row in page()["results"][2:3] for code in ("it", "fr")]
    found = read(records)
    assert [one.language for one in found.drafts] == ["it"]
    assert found.faults == ()


def test_markup_becomes_lines_and_scripts_go(whole: ImportRead) -> None:
    found = draft(whole, "-A")
    assert found.text == (
        "Expected Outcome:\nSafe ingredients & less CO₂.\nFirst result;\nsecond result.\nScope: upcycled actives.\n\n"
        "1. Admissibility Conditions: described in Annex A.\n2. Eligible Countries: described in Annex B."
    )
    assert found.also["support_info"] == "Ask the contact point."


def test_fields_of_json_inside_a_string_are_read(whole: ImportRead) -> None:
    found = draft(whole, "-A")
    assert (found.budget_eur, found.grant_min_eur, found.grant_max_eur, found.expected_grants) == (
        Decimal("12000000.00"),
        Decimal("4000000.00"),
        Decimal("6000000.00"),
        2,
    )
    assert found.types_of_action == ("HORIZON Research and Innovation Actions",)
    assert (found.programme, found.level, found.aid) == ("Horizon Europe", CallLevel.EU, "none")
    assert found.keywords == ("Cosmetics", "Bio-based ingredients")
    assert found.url.endswith("/topic-details/horizon-esempio-2027-01-a")
    assert json.loads(found.raw)["metadata"]["identifier"] == ["HORIZON-ESEMPIO-2027-01-A"]


def test_a_day_alone_closes_at_the_usual_hour_in_brussels(whole: ImportRead) -> None:
    window = draft(whole, "-A").window
    assert (window.opens, window.closes, window.closes_assumed) == (date(2027, 5, 5), at(2027, 9, 17), True)
    assert (window.tz, window.status) == ("Europe/Brussels", SourceStatus.OPEN)


@pytest.mark.parametrize(
    ("written", "closes", "assumed"),
    [
        ("2027-03-18T00:00:00.000+0000", at(2027, 3, 18), True),
        ("2027-03-18", at(2027, 3, 18), True),
        ("2027-03-17T23:00:00.000+0000", at(2027, 3, 18), True),
        ("2027-07-14T22:00:00Z", at(2027, 7, 15), True),
        ("2027-03-18T11:30:00.000+0000", at(2027, 3, 18, 12, 30), False),
        ("2027-07-14T12:00:00+02:00", at(2027, 7, 14, 12), False),
        ("18 March 2027 17:00:00 Brussels time", at(2027, 3, 18), False),
        ("1805382000000", at(2027, 3, 18, 16), False),
    ],
)
def test_hours_that_are_said_are_kept(written: str, closes: datetime, assumed: bool) -> None:
    window = one(deadlineDate=[written], deadlineModel=["single-stage"])[0].window
    assert (window.closes, window.closes_assumed) == (closes, assumed)


def test_of_two_stages_the_first_closes_to_newcomers(whole: ImportRead) -> None:
    found = draft(whole, "-B")
    assert (found.procedure, found.window.closes) == (Procedure.TWO_STAGE, at(2027, 3, 18))
    assert found.also["second_stage"] == "2027-11-04T17:00:00+01:00"
    assert found.window.status == SourceStatus.FORTHCOMING


def test_cut_offs_are_sorted_and_the_last_one_is_the_end(whole: ImportRead) -> None:
    found = draft(whole, "-C")
    assert found.procedure == Procedure.CUT_OFFS
    assert found.window.cutoffs == (at(2027, 3, 3), at(2027, 6, 16), at(2027, 10, 7, 14))
    assert found.window.closes == at(2027, 10, 7, 14)


def test_rules_are_of_the_type_of_action_and_unsure_where_the_topic_speaks_of_them(whole: ImportRead) -> None:
    sure = {rule.name: rule for rule in draft(whole, "-A").rules}
    assert {name: rule.value for name, rule in sure.items()} == {
        "partners": {"min": 3},
        "independent": {"min": 3},
        "min_countries": {"n": 3, "of": "MS_AC", "at_least_one": "MS"},
        "intensity": {"any": 100},
    }
    assert all(rule.sure and rule.clause and rule.article for rule in sure.values())
    assert {rule.name: rule.sure for rule in draft(whole, "-B").rules} == {
        "partners": True,
        "independent": True,
        "min_countries": True,
        "intensity": False,
    }
    assert [(rule.name, rule.value) for rule in draft(whole, "-C").rules] == [
        ("partners", {"min": 1}),
        ("intensity", {"any": 100}),
    ]


def test_a_call_of_a_funded_project_is_a_cascade_and_says_nothing_of_the_union_s_rules(whole: ImportRead) -> None:
    found = draft(whole, "CASCATA-1")
    assert (found.level, found.aid, found.granted_by) == (CallLevel.CASCADE, "", "")
    assert found.url == "https://example.org/topicDetails/esempio-cascata.json"


@pytest.mark.parametrize(
    ("meta", "code"),
    [
        ({"deadlineDate": ["soon"]}, "bad-date"),
        ({"deadlineDate": ["2027-02-30"]}, "bad-date"),
        ({"status": ["42"]}, "unknown-status"),
        ({"deadlineModel": ["by lot"]}, "unknown-procedure"),
        ({"budgetOverview": ["{cut"]}, "inner-json"),
        ({"actions": ["[[["]}, "inner-json"),
        ({"startDate": ["2028-01-01"]}, "closes-before-opens"),
        ({"deadlineModel": ["single-stage"]}, "several-deadlines"),
    ],
)
def test_what_cannot_be_read_costs_its_field_alone(meta: dict[str, Any], code: str) -> None:
    found, codes = one(**meta)
    assert found.title == "Two stages (esempio)"
    assert codes == {code}


def test_of_contradictory_dates_the_closing_is_kept() -> None:
    found, _codes = one(startDate=["2028-01-01"])
    assert (found.window.opens, found.window.closes) == (None, at(2027, 3, 18))
    assert found.also["opens_said"] == "2028-01-01"


def test_words_of_status_are_read_as_the_codes() -> None:
    assert one(status=["Closed"])[0].window.status == SourceStatus.CLOSED


def test_deadlines_of_the_budget_that_differ_are_kept_besides() -> None:
    budget = {"budgetTopicActionMap": {"1": [{"action": "Topic action", "deadlineDates": ["2027-04-01"]}]}}
    found, _codes = one(budgetOverview=[json.dumps(budget)])
    assert found.window.closes == at(2027, 3, 18)
    assert found.also["deadlines_in_budget"] == "2027-04-01"


def test_the_same_topic_twice_is_told_where_it_differs_and_not_where_pages_overlap() -> None:
    record = page()["results"][2]
    other = json.loads(json.dumps(record))
    other["metadata"]["title"] = ["Changed (esempio)"]
    assert read([record, record]).faults == ()
    found = read([record, other])
    assert [one.title for one in found.drafts] == ["Changed (esempio)"]
    assert [(fault.code, fault.is_fatal) for fault in found.faults] == [("twice", False)]


@pytest.mark.parametrize(
    ("moment", "refs"),
    [
        (at(2025, 2, 18, 16, 59), ["D"]),
        (at(2025, 2, 18, 17, 1), []),
        (at(2027, 2, 1), ["B", "C"]),
        (at(2027, 3, 18, 17, 1), ["C"]),
        (at(2027, 6, 1), ["A", "C"]),
        (at(2027, 10, 7, 14, 1), []),
    ],
)
def test_what_is_open_at_several_moments(whole: ImportRead, moment: datetime, refs: list[str]) -> None:
    def is_open(found: CallDraft) -> bool:
        opens, closes = found.window.opens, found.window.closes
        assert isinstance(opens, date)
        assert isinstance(closes, datetime)
        return opens <= moment.date() and moment <= closes

    assert [one.ref[-1] for one in whole.drafts if one.level == CallLevel.EU and is_open(one)] == refs


def test_ten_megabytes_of_markup_are_cut_and_told() -> None:
    found, codes = one(descriptionByte=["<p>start</p>" + "<div><b>a</b" * 850_000])
    assert codes == {"text-cut"}
    assert found.text.startswith("start\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Expected Outcome:\nProject results are expected to contribute to all of the following expected outcomes:\nA.",
            "A.",
        ),
        ("Objective: This call aims to do it. Scope: all.", "This call aims to do it. Scope: all."),
        ("Expected Outcome: The following:", "The following:"),
        ("", ""),
    ],
)
def test_summary_leaves_out_what_every_topic_begins_with(text: str, said: str) -> None:
    assert summary_of(text) == said
