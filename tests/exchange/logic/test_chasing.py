"""When a reminder, an escalation and the end are due, as a truth table; and which states follow which."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from filiera.exchange.enums import CollaborationState, Disclosed, MatchState, NeedState, Secrecy
from filiera.exchange.logic.chasing import QUIET, Asked, Due, due_of, quiet_until
from filiera.exchange.logic.disclosure import shows, stage_reached
from filiera.exchange.logic.steps import COLLABORATION_STEPS, MATCH_STEPS, NEED_STEPS

DAYS = (9, 21, 45)
ON = date(2026, 10, 1)


def day(number: int) -> date:
    return ON + timedelta(days=number)


@pytest.mark.parametrize(
    ("number", "reminded", "escalated", "due"),
    [
        (0, None, None, Due.NOTHING),
        (8, None, None, Due.NOTHING),
        (9, None, None, Due.REMINDER),
        (10, 9, None, Due.NOTHING),
        (20, 9, None, Due.NOTHING),
        (21, 9, None, Due.ESCALATION),
        (21, None, None, Due.ESCALATION),
        (22, 9, 21, Due.NOTHING),
        (44, 9, 21, Due.NOTHING),
        (45, 9, 21, Due.END),
        (45, None, None, Due.END),
        (400, None, None, Due.END),
    ],
)
def test_silence_is_reminded_chased_and_ends(
    number: int, reminded: int | None, escalated: int | None, due: Due
) -> None:
    asked = Asked(ON, None, day(reminded) if reminded else None, day(escalated) if escalated else None)
    assert due_of(asked, today=day(number), days=DAYS, is_put_off=False, is_enough=False) == due


def test_nobody_is_reminded_once_enough_have_said_yes_but_the_asking_ends() -> None:
    for number in (9, 21, 44):
        assert due_of(Asked(ON), today=day(number), days=DAYS, is_put_off=False, is_enough=True) == Due.NOTHING
    assert due_of(Asked(ON), today=day(45), days=DAYS, is_put_off=False, is_enough=True) == Due.END


@pytest.mark.parametrize(("number", "due"), [(19, Due.NOTHING), (20, Due.AGAIN), (64, Due.AGAIN), (65, Due.END)])
def test_put_off_it_is_asked_again_on_its_day(number: int, due: Due) -> None:
    asked = Asked(ON, later_on=day(20))
    assert due_of(asked, today=day(number), days=DAYS, is_put_off=True, is_enough=False) == due


def test_silence_after_a_later_counts_from_its_day() -> None:
    asked = Asked(ON, later_on=day(20), reminded_on=day(9))
    assert due_of(asked, today=day(28), days=DAYS, is_put_off=False, is_enough=False) == Due.NOTHING
    assert due_of(asked, today=day(29), days=DAYS, is_put_off=False, is_enough=False) == Due.REMINDER


def test_no_letter_leaves_within_the_quiet_time() -> None:
    assert quiet_until(Asked(ON, reminded_on=day(9))) == day(14)


@pytest.mark.parametrize(
    ("secrecy", "state", "terms", "named", "stage"),
    [
        (Secrecy.OPEN, "SUGGESTED", False, False, None),
        (Secrecy.OPEN, "ASKED", False, False, Disclosed.NAMES),
        (Secrecy.RESERVED, "ASKED", False, False, Disclosed.SECTOR),
        (Secrecy.RESERVED, "READING", True, False, Disclosed.PROBLEM),
        (Secrecy.SECRET, "INTERESTED", True, False, Disclosed.PROBLEM),
        (Secrecy.SECRET, "MUTUAL", True, True, Disclosed.NAMES),
        (Secrecy.SECRET, "DISMISSED", True, True, Disclosed.NAMES),
        (Secrecy.SECRET, "SILENT", False, False, Disclosed.SECTOR),
    ],
)
def test_stage_reached(secrecy: str, state: str, terms: bool, named: bool, stage: Disclosed | None) -> None:
    assert stage_reached(secrecy, state, has_terms=terms, was_named=named, is_read=True) == stage


@pytest.mark.parametrize(
    ("secrecy", "state", "named", "stage"),
    [
        (Secrecy.OPEN, "SUGGESTED", False, None),
        (Secrecy.OPEN, "WITHDRAWN", False, Disclosed.SECTOR),
        (Secrecy.RESERVED, "WITHDRAWN", False, Disclosed.SECTOR),
        (Secrecy.SECRET, "INTRODUCED", True, Disclosed.NAMES),
        (Secrecy.SECRET, "MUTUAL", False, Disclosed.NAMES),
    ],
)
def test_stage_reached_while_a_need_waits_to_be_read_again(
    secrecy: str, state: str, named: bool, stage: Disclosed | None
) -> None:
    assert stage_reached(secrecy, state, has_terms=True, was_named=named, is_read=False) == stage


def test_a_stage_shows_what_those_before_it_show() -> None:
    assert shows(Disclosed.NAMES, Disclosed.SECTOR)
    assert not shows(Disclosed.SECTOR, Disclosed.PROBLEM)
    assert not shows(None, Disclosed.SECTOR)


@pytest.mark.parametrize(
    ("steps", "states"),
    [(NEED_STEPS, NeedState), (MATCH_STEPS, MatchState), (COLLABORATION_STEPS, CollaborationState)],
)
def test_tables_name_every_state_and_lead_nowhere_else(steps: object, states: type) -> None:
    table = steps.table  # type: ignore[attr-defined]
    assert set(table) == set(states)
    assert {one for after in table.values() for one in after} <= set(states)


def test_names_are_given_only_by_both() -> None:
    before = {state for state, after in MATCH_STEPS.table.items() if MatchState.MUTUAL in after}
    assert before == {MatchState.INTERESTED}
    assert MatchState.INTRODUCED in MATCH_STEPS.table[MatchState.MUTUAL]


def test_quiet_lasts_until_the_day_that_was_named() -> None:
    assert quiet_until(Asked(on=ON)) == day(QUIET)
    assert quiet_until(Asked(on=ON, later_on=day(14))) == day(14)
    assert quiet_until(Asked(on=ON, later_on=day(2))) == day(QUIET)
