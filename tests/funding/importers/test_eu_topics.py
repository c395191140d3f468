"""The plain table of topics and the texts beside: an invented pair in the original format."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from filiera.funding.enums import Procedure, SourceStatus
from filiera.funding.importers.reading import read_calls

FIXTURES = Path(__file__).parent / "fixtures"
TABLE, TEXTS = FIXTURES / "topics.csv", FIXTURES / "topics-text-part1.jsonl"
TODAY = date(2026, 11, 30)


def test_rows_and_texts_meet_across_files() -> None:
    found = read_calls([TEXTS, TABLE], today=TODAY)
    life, cut = found.drafts
    assert (found.format, dict(found.counted)) == (
        "eu-topics",
        {"topics": 2, "topic-texts": 2, "records": 4, "calls": 2, "left_out": 1},
    )
    assert [(one.code, one.value, one.is_fatal) for one in found.faults] == [
        ("no-texts", "1", False),
        ("text-alone", "ESEMPIO-SOLO", True),
    ]
    assert life.title == "Less CO₂ in packaging (esempio)"
    assert life.text == (
        "Expected Impact:\nThe market uses less.\nFirms save money.\nScope:\nProjects address refills:one;two.\n\n"
        "Conditions\n1. Admissibility conditionsdescribed in section 5.\n2. Eligible countriesdescribed in section 6."
    )
    assert (life.grant_min_eur, life.grant_max_eur, life.expected_grants) == (None, None, None)
    assert life.window.closes == datetime(2027, 1, 20, 17, tzinfo=ZoneInfo("Europe/Brussels"))
    assert (life.window.closes_assumed, life.window.status) == (True, SourceStatus.OPEN)
    assert life.keywords == ("Packaging", "Circular economy")
    assert not any(rule.sure for rule in life.rules)
    assert (cut.grant_max_eur, cut.expected_grants) == (Decimal("5000000.00"), 3)


def test_the_first_of_several_cut_offs_is_not_taken_for_the_end() -> None:
    cut = read_calls(TABLE, today=TODAY).drafts[1]
    assert cut.procedure == Procedure.CUT_OFFS
    assert (cut.window.closes, [one.date() for one in cut.window.cutoffs if isinstance(one, datetime)]) == (
        None,
        [date(2027, 7, 14)],
    )


def test_rules_are_unsure_where_the_conditions_of_the_topic_were_not_brought() -> None:
    cut = read_calls(TABLE, today=TODAY).drafts[1]
    assert {rule.name: rule.sure for rule in cut.rules} == {
        "partners": False,
        "independent": False,
        "min_countries": False,
        "intensity": False,
    }


def test_a_zip_is_read_as_the_files_in_it(tmp_path: Path) -> None:
    packed = tmp_path / "topics.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(TABLE, "a/topics.csv")
        archive.write(TEXTS, "a/texts.jsonl")
    assert read_calls(packed, today=TODAY).drafts == read_calls([TABLE, TEXTS], today=TODAY).drafts


def test_other_separators_and_orders_of_columns_are_read(tmp_path: Path) -> None:
    path = tmp_path / "esempio.txt"
    path.write_text("Title;deadline;topic_id\nEsempio;2027-01-20;X-1\n", encoding="utf-8-sig")
    found = read_calls(path, today=TODAY)
    assert [(one.ref, one.title, one.retrieved_on) for one in found.drafts] == [("X-1", "Esempio", TODAY)]
