"""The command `consortia`: what it lists and shows, what it does, and the codes with which it ends."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError

from factories.consortium_work import team
from filiera.common.terminal import NO_FILE, WRONG_ARGUMENTS
from filiera.funding.models import Consortium
from filiera.funding.models.consortia import OUT
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def said(*words: str) -> str:
    out = StringIO()
    call_command("consortia", *words, stdout=out, stderr=StringIO())
    return out.getvalue()


def shape(*words: str) -> Any:
    return json.loads(said(*words, "--json"))


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
    with pytest.raises(CommandError) as error:
        said("outcome", "FUNDED", made.row.code, "--on", TODAY.isoformat())
    assert (error.value.returncode, Consortium.objects.get().state) == (WRONG_ARGUMENTS, "DRAFT")
    with pytest.raises(CommandError) as error:
        said("show", "nessuno")
    assert (error.value.returncode, "Non c’è" in str(error.value)) == (NO_FILE, True)
