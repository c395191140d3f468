"""The command `consortia`: what it lists and shows, what it does, and the codes with which it ends."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine

from commands import Spoken
from factories.calls import call
from factories.consortium_work import firm, team
from filiera.common.terminal import NO_FILE, WRONG_ARGUMENTS
from filiera.funding.models import Consortium
from filiera.funding.models.consortia import OUT
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db
COMMAND = Spoken("consortia")
said, shape, refused = COMMAND.said, COMMAND.shape, COMMAND.refused


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def test_list_gives_every_consortium() -> None:
    assert shape("list") == []
    made = team("SUBMITTED")
    assert [(one["id"], one["state"]) for one in shape("list")] == [(made.row.code, "SUBMITTED")]
    assert made.row.code in said("list")
    assert "presentato" in said("list").lower()


def test_show_gives_partners_and_verdict() -> None:
    made = team()
    shown = shape("show", made.row.code)
    within = {name for name, one in made.partners.items() if one.state not in OUT}
    assert {one["name"] for one in shown["members"]} == within
    assert shown["judgement"]["verdict"] in ("pass", "fail", "unknown")
    assert all(name in said("show", made.row.code) for name in within)


def test_move_and_outcome_go_by_the_steps() -> None:
    made = team("READY")
    assert shape("move", "SUBMITTED", made.row.code)["state"] == "SUBMITTED"
    decided = shape(
        "outcome", "REJECTED", made.row.code, "--on", TODAY.isoformat(), "--points", "11.5", "--note", "Poco."
    )
    assert decided["state"] == "REJECTED"
    row = Consortium.objects.get()
    assert (str(row.total_points), row.outcome_note, row.decided_on) == ("11.50", "Poco.", TODAY)


def test_refusals_end_with_their_codes() -> None:
    made = team()
    code, why = refused("outcome", "FUNDED", made.row.code, "--on", TODAY.isoformat(), "--lang", "en")
    assert (code, why) == (WRONG_ARGUMENTS, "It was not submitted yet: nothing was decided.")
    assert refused("show", "nessuno") == (NO_FILE, "Non c’è un partenariato «nessuno».")
    assert refused("begin", "nessuno", "--name", "X", "--lead", "Alfa") == (NO_FILE, "Non c’è un bando «nessuno».")
    assert Consortium.objects.get().state == "DRAFT"


def test_begin_takes_who_leads_and_who_is_proposed_by_id_or_name() -> None:
    alfa, beta = firm("Alfa"), firm("Beta")
    call(ref="ESEMPIO-1")
    words = ("begin", "esempio-1", "--name", "Flaconi (esempio)", "--lead", alfa.code, "--partner", beta.name)
    begun = shape(*words)
    assert (begun["name"], begun["call"], begun["state"]) == ("Flaconi (esempio)", "esempio-1", "DRAFT")
    assert [(one["name"], one["state"]) for one in begun["members"]] == [("Alfa", "LEADS"), ("Beta", "PROPOSED")]
    assert f"- Beta ({beta.code}): proposto, ? EUR" in said(*words)
    assert Consortium.objects.count() == 1
    code, why = refused("begin", "esempio-1", "--name", "Altro", "--lead", "Zeta", "--lang", "en")
    assert (code, why) == (NO_FILE, "“Zeta”: Nobody in the register is called like this.")


def test_project_is_written_name_by_name_and_the_rest_stays() -> None:
    made = team(duration_months=18)
    written = shape("project", made.row.code, "trl_start=4", "civil_only=sì", "outputs=un flacone; una pompa")
    assert (written["trl_start"], written["duration_months"], written["civil_only"]) == (4, 18, True)
    assert written["outputs"] == ["un flacone", "una pompa"]
    told = said("project", made.row.code, "start_on=2027-03-01")
    assert "duration_months       Durata in mesi" in told
    assert "2027-03-01" in told
    assert Consortium.objects.get().start_on == date(2027, 3, 1)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        (("durata=3",), "“durata” is not written of a project; these are: name, summary"),
        (("duration_months",), "“duration_months”: write a name, “=” and a value, such as duration_months=24."),
        (("duration_months=tre", "trl_end=12"), "duration_months: Enter a whole number.\ntrl_end: "),
        (("trl_start=5", "trl_end=3"), "The TRL at the end is lower than at the start."),
    ],
)
def test_project_that_is_written_wrong_is_refused_and_nothing_changes(values: tuple[str, ...], why: str) -> None:
    made = team(duration_months=18)
    code, words = refused("project", made.row.code, *values, "--lang", "en")
    assert (code, words.startswith(why)) == (WRONG_ARGUMENTS, True)
    row = Consortium.objects.get()
    assert (row.duration_months, row.trl_start, row.trl_end) == (18, None, None)


def test_check_keeps_the_verdict() -> None:
    made = team()
    judged = shape("check", made.row.code)["judgement"]["verdict"]
    assert (Consortium.objects.get().verdict, Consortium.objects.get().checked_at) == (judged, NOW)
    assert said("check", made.row.code).startswith("Flaconi leggeri (esempio)")
