"""What keeps a meeting from being convened, as a truth table: days, calls, record date, agenda."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from filiera.governance.files import shipped_statute
from filiera.governance.logic.convening import NoticeFault, NoticePlan, PlannedItem, last_notice_day, notice_faults

LAW, CLASSES = shipped_statute("codice-civile"), shipped_statute("with-classes")
GOOD = NoticePlan(
    body="ASSEMBLY",
    now=datetime(2026, 11, 1, 10),
    first=datetime(2026, 11, 20, 15),
    second=datetime(2026, 11, 21, 15),
    record_on=date(2026, 11, 1),
    has_place=True,
    convened=10,
    items=(PlannedItem(1, "ORDINARY", is_voted=True, has_proposal=True),),
)


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({}, []),
        ({"second": None}, []),
        ({"first": datetime(2026, 11, 1, 10)}, [NoticeFault.FIRST_PAST]),
        ({"first": datetime(2026, 11, 9, 0)}, []),
        ({"first": datetime(2026, 11, 8, 23, 59)}, [NoticeFault.NOTICE_TOO_SHORT]),
        ({"second": datetime(2026, 11, 20, 15)}, [NoticeFault.SECOND_NOT_LATER]),
        ({"second": datetime(2026, 11, 20, 16)}, []),
        ({"record_on": date(2026, 11, 2)}, [NoticeFault.RECORD_LATER]),
        ({"items": ()}, [NoticeFault.NO_ITEMS]),
        ({"has_place": False, "convened": 0}, [NoticeFault.NO_PLACE, NoticeFault.NOBODY]),
        ({"items": (PlannedItem(2, "ELECTION", True, False),)}, [NoticeFault.ELECTION_WITHOUT_SEATS]),
        ({"items": (PlannedItem(2, "ELECTION", True, False, seats=1),)}, []),
        ({"items": (PlannedItem(3, "ORDINARY", True, False),)}, [NoticeFault.NOTHING_TO_VOTE]),
        ({"items": (PlannedItem(3, "ORDINARY", False, False),)}, []),
    ],
)
def test_faults_of_a_notice(changes: dict[str, Any], faults: list[NoticeFault]) -> None:
    assert [found.fault for found in notice_faults(replace(GOOD, **changes), LAW)] == faults


def test_the_second_call_is_on_another_day_where_the_statute_says() -> None:
    plan = replace(GOOD, second=datetime(2026, 11, 20, 16))
    assert [found.fault for found in notice_faults(plan, CLASSES)] == [NoticeFault.SECOND_SAME_DAY]


def test_free_days_count_neither_end() -> None:
    meeting = date(2026, 11, 20)
    assert last_notice_day(LAW, "ASSEMBLY", meeting) == date(2026, 11, 12)
    assert last_notice_day(CLASSES, "ASSEMBLY", meeting) == date(2026, 11, 4)
    assert last_notice_day(LAW, "BOARD", meeting) == date(2026, 11, 15)
    assert last_notice_day(LAW, "AUDITORS", meeting) == meeting
