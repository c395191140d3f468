"""Gates as a truth table: whom a need may not be asked of, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from filiera.exchange.enums import Secrecy
from filiera.exchange.logic.gates import Asking, Gate, Load, Party, Wishes, bars, cautions, competes

FILLER = Party(key=1, is_company=True, stage="MFG", group=7, size="SMALL", province="CR")
LAB = Party(key=2, is_company=True, stage="TST")
RIVAL = Party(key=3, is_company=True, stage="MFG")
UNKNOWN = Party(key=4, is_company=True)
UNIVERSITY = Party(key=5, is_company=False)
SISTER = Party(key=6, is_company=True, stage="PK1", group=7)
TODAY = date(2026, 11, 30)
NONE, IDLE = Wishes(), Load()


def asking(secrecy: str = Secrecy.SECRET, **values: object) -> Asking:
    said = {"allows_competitors": False, "excluded": frozenset(), "topics": ("TST.MIC.CHL",), "most_of_person": 4}
    return Asking(requester=FILLER, secrecy=secrecy, today=TODAY, **{**said, **values})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("solver", "secret", "opened"),
    [
        (LAB, (), ()),
        (UNIVERSITY, (), ()),
        (RIVAL, (Gate.COMPETITOR,), ()),
        (UNKNOWN, (Gate.COMPETITOR_UNKNOWN,), ()),
        (SISTER, (Gate.SAME_GROUP,), (Gate.SAME_GROUP,)),
        (FILLER, (Gate.SAME,), (Gate.SAME,)),
    ],
)
def test_ties_bar_by_secrecy(solver: Party, secret: tuple[Gate, ...], opened: tuple[Gate, ...]) -> None:
    assert bars(asking(Secrecy.SECRET), solver, NONE, IDLE) == secret
    assert bars(asking(Secrecy.RESERVED), solver, NONE, IDLE) == secret
    assert bars(asking(Secrecy.OPEN), solver, NONE, IDLE) == opened


def test_competitor_is_told_where_it_does_not_bar() -> None:
    assert cautions(asking(Secrecy.OPEN), RIVAL) == (Gate.COMPETITOR,)
    assert cautions(asking(Secrecy.OPEN), UNKNOWN) == (Gate.COMPETITOR_UNKNOWN,)
    assert cautions(asking(Secrecy.SECRET, allows_competitors=True), RIVAL) == (Gate.COMPETITOR,)
    assert bars(asking(Secrecy.SECRET, allows_competitors=True), RIVAL, NONE, IDLE) == ()
    assert cautions(asking(Secrecy.SECRET), RIVAL) == ()


def test_unknown_is_no_pass() -> None:
    assert competes(FILLER, UNKNOWN) is None
    assert competes(UNKNOWN, UNKNOWN) is None
    assert competes(FILLER, UNIVERSITY) is False


@pytest.mark.parametrize(
    ("wishes", "found"),
    [
        (Wishes(unwanted=["TST"]), (Gate.UNWANTED_TOPIC,)),
        (Wishes(unwanted=["TST.SAF"]), ()),
        (Wishes(wanted=["PK1"]), (Gate.UNWANTED_TOPIC,)),
        (Wishes(wanted=["TST.MIC"]), ()),
        (Wishes(paused_until_on=date(2026, 12, 1)), (Gate.PAUSED,)),
        (Wishes(paused_until_on=TODAY), ()),
        (Wishes(a_month=0), (Gate.MONTH_FULL,)),
        (Wishes(a_month=1), ()),
    ],
)
def test_own_rules_bar(wishes: Wishes, found: tuple[Gate, ...]) -> None:
    assert bars(asking(), LAB, wishes, IDLE) == found


@pytest.mark.parametrize("secrecy", [Secrecy.RESERVED, Secrecy.SECRET])
def test_rules_on_the_requester_do_not_count_where_it_is_not_known(secrecy: str) -> None:
    """Else whoever lets one size and one province through would learn who asks."""
    wishes = Wishes(sizes=["LARGE"], provinces=["MI"])
    assert bars(asking(secrecy), LAB, wishes, IDLE) == ()
    assert bars(asking(Secrecy.OPEN), LAB, wishes, IDLE) == (Gate.UNWANTED_SIZE, Gate.UNWANTED_PLACE)


def test_attention_and_address_bar() -> None:
    assert bars(asking(), LAB, NONE, Load(of_person=3)) == ()
    assert bars(asking(), LAB, NONE, Load(of_person=4)) == (Gate.ASKED_TOO_OFTEN,)
    assert bars(asking(), LAB, NONE, replace(IDLE, is_reached=False)) == (Gate.NO_ADDRESS,)
    assert bars(asking(excluded={2}), LAB, NONE, IDLE) == (Gate.EXCLUDED,)
