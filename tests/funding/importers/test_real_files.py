"""The public files themselves, where they are there: everything comes in, and what does not is told why."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from filiera.funding.drafts import CallDraft
from filiera.funding.enums import SourceStatus
from filiera.funding.importers.reading import ImportRead, read_calls
from filiera.funding.logic.call import Rules
from filiera.settings.env import DATA_DIR

TODAY = date(2026, 11, 30)


def real(name: str) -> Path:
    if not (path := DATA_DIR / name).exists():
        pytest.skip(f"no {name} under FILIERA_DATA")
    return path


@pytest.fixture(scope="module")
def topics() -> ImportRead:
    return read_calls(real("eu-calls-2026"), today=TODAY)


@pytest.fixture(scope="module")
def incentives() -> ImportRead:
    return read_calls(real("italian-calls"), today=TODAY)


def filled(found: ImportRead, *names: str) -> dict[str, int]:
    read: dict[str, Callable[[CallDraft], Any]] = {
        name: (lambda one, name=name: getattr(one.window if name in ("opens", "closes", "cutoffs") else one, name))
        for name in names
    }
    return {
        name: sum(1 for one in found.drafts if value(one) not in (None, "", (), {})) for name, value in read.items()
    }


def test_all_topics_come_in_and_nothing_is_rejected(topics: ImportRead) -> None:
    assert (topics.format, len(topics.drafts), topics.faults) == ("eu-topics", 629, ())
    assert dict(topics.counted) == {"topics": 629, "topic-texts": 629, "records": 1258, "calls": 629, "left_out": 0}
    assert len({one.ref for one in topics.drafts}) == 629


def test_what_the_topics_say(topics: ImportRead) -> None:
    assert filled(
        topics,
        "closes",
        "cutoffs",
        "text",
        "summary",
        "types_of_action",
        "procedure",
        "grant_max_eur",
        "expected_grants",
    ) == {
        "closes": 626,
        "cutoffs": 3,
        "text": 608,
        "summary": 605,
        "types_of_action": 608,
        "procedure": 608,
        "grant_max_eur": 466,
        "expected_grants": 466,
    }
    assert Counter(one.window.status for one in topics.drafts) == {
        SourceStatus.OPEN: 363,
        SourceStatus.FORTHCOMING: 262,
        SourceStatus.CLOSED: 4,
    }
    assert all(one.window.closes_assumed for one in topics.drafts)
    assert not any("â‚" in one.title + one.text for one in topics.drafts)


def test_rules_of_the_topics_are_of_the_vocabulary_and_most_are_sure(topics: ImportRead) -> None:
    sure: Counter[str] = Counter()
    for one in topics.drafts:
        assert Rules.model_validate({rule.name: rule.value for rule in one.rules}).unknown_names == []
        sure.update(rule.name for rule in one.rules if rule.sure)
    assert sum(1 for one in topics.drafts if one.rules) == 494
    assert set(sure) == {"partners", "independent", "min_countries", "intensity"}
    assert min(sure.values()) > 340


@pytest.mark.parametrize(
    ("moment", "passed"),
    [
        (datetime(2026, 8, 10, 12), 2),
        (datetime(2026, 9, 15, 16, 59), 47),
        (datetime(2026, 9, 15, 17, 1), 85),
        (datetime(2026, 11, 30, 12), 345),
        (datetime(2027, 12, 1, 17, 1), 626),
    ],
)
def test_deadlines_that_have_passed_at_several_moments(topics: ImportRead, moment: datetime, passed: int) -> None:
    now = moment.replace(tzinfo=ZoneInfo("Europe/Brussels"))
    closings = [one.window.closes for one in topics.drafts if isinstance(one.window.closes, datetime)]
    assert sum(1 for closes in closings if closes < now) == passed


def test_reading_all_topics_takes_less_than_three_seconds() -> None:
    path = real("eu-calls-2026")
    started = time.process_time()
    read_calls(path, today=TODAY)
    assert time.process_time() - started < 3


def test_all_incentives_come_in_and_nothing_is_rejected(incentives: ImportRead) -> None:
    assert (incentives.format, len(incentives.drafts), incentives.faults) == ("incentivi-solr", 13, ())
    assert filled(incentives, "opens", "closes", "text", "budget_eur", "grant_max_eur", "granted_by", "rules") == {
        "opens": 13,
        "closes": 13,
        "text": 13,
        "budget_eur": 13,
        "grant_max_eur": 9,
        "granted_by": 13,
        "rules": 13,
    }
    assert {one.retrieved_on for one in incentives.drafts} == {date(2026, 6, 4)}


def test_windows_of_the_incentives_are_those_of_note_and_date_together(incentives: ImportRead) -> None:
    windows = {one.ref: (one.window.closes, one.window.until_spent) for one in incentives.drafts}
    assert windows == {
        "3400": (date(2026, 6, 30), False),
        "3265": (date(2027, 12, 31), True),
        "7828": (datetime(2026, 6, 23, 12), False),
        "5525": (date(2027, 9, 30), False),
        "8141": (date(2026, 6, 30), False),
        "2748": (datetime(2026, 12, 31, 14), True),
        "1053": (date(2024, 5, 10), False),
        "1071": (datetime(2023, 9, 20, 18), False),
        "1133": (date(2024, 11, 29), True),
        "1155": (date(2024, 10, 31), False),
        "1304": (date(2024, 2, 7), False),
        "1305": (date(2024, 2, 7), False),
        "1341": (date(2025, 12, 31), False),
    }


@pytest.mark.parametrize(
    ("today", "opens", "closes"),
    [
        (date(2025, 10, 20), date(2025, 10, 17), date(2025, 12, 31)),
        (date(2026, 3, 1), date(2026, 1, 1), date(2026, 9, 30)),
        (date(2026, 11, 30), date(2027, 1, 1), date(2027, 9, 30)),
        (date(2028, 11, 30), date(2025, 10, 17), date(2028, 12, 31)),
    ],
)
def test_a_measure_that_opens_every_year_has_the_window_of_the_day(today: date, opens: date, closes: date) -> None:
    found = {one.ref: one.window for one in read_calls(real("italian-calls"), today=today).drafts}
    assert (found["5525"].opens, found["5525"].closes) == (opens, closes)


def test_rules_of_the_incentives(incentives: ImportRead) -> None:
    names: Counter[str] = Counter()
    for one in incentives.drafts:
        assert Rules.model_validate({rule.name: rule.value for rule in one.rules}).unknown_names == []
        names.update(rule.name for rule in one.rules)
    assert names == {"kind_in": 13, "size_in": 10, "seat_region": 9, "cost_max": 9, "cost_min": 4, "ateco_in": 4}
