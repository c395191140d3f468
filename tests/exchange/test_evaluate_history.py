"""`filiera evaluate --history`: the needs of the past, ranked again by another matcher."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from factories.needs import asked, need, read
from filiera.exchange.operations.answers import refuse, say_yes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_world")]


def ran(*words: str) -> str:
    out = StringIO()
    call_command("evaluate", *words, stdout=out)
    return out.getvalue()


def test_history_is_ranked_again_and_nothing_is_changed() -> None:
    row, now = read(need("OPEN")), timezone.now()
    first, second = asked(row, "Prove Martesana", "Astucci Castelleone")
    say_yes(match=first, now=now)
    refuse(match=second, why="NO_COMPETENCE", now=now)
    found = json.loads(ran("--history", "--matcher", "bm25-v1", "--json"))
    assert (found["needs"], found["yes"], found["no"], found["matcher"]) == (1, 1, 1, "bm25-v1")
    assert found["kept"]["pairs"] == found["now"]["pairs"] == 1.0
    assert found["other"]["pairs"] is not None
    row.refresh_from_db()
    assert row.runs.count() == 1
    assert "bm25-v1" in ran("--history", "--matcher", "bm25-v1")


def test_want_of_room_says_nothing_of_the_ranking() -> None:
    (match,) = asked(read(need("OPEN")), "Prove Martesana")
    refuse(match=match, why="NO_CAPACITY", now=timezone.now())
    assert json.loads(ran("--history", "--json"))["needs"] == 0


@pytest.mark.parametrize("words", [("--history", "--matcher", "none-such"), ()])
def test_what_cannot_be_measured_is_said(words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        ran(*words)
