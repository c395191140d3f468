"""The command `consortia` on the work: tasks, papers and signatures, the budget, what the evaluators decided."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management.base import CommandError
from openpyxl import load_workbook

from commands import Spoken
from factories.consortium_work import team
from factories.documents import pdf
from filiera.common.terminal import NO_FILE, WRONG_ARGUMENTS, Faulty
from filiera.funding.models import Consortium, ConsortiumTask
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db
COMMAND = Spoken("consortia")
said, shape, refused = COMMAND.said, COMMAND.shape, COMMAND.refused
DECIDED = ("--on", TODAY.isoformat())


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def test_tasks_are_written_done_undone_and_dropped() -> None:
    code = team().row.code
    assert shape("task", "list", code) == []
    (made,) = shape("task", "add", code, "Scrivere la parte tecnica", "--owner", "Beta", "--by", "2026-10-01")
    assert (made["what"], made["owner"], made["due_on"], made["late"]) == (
        "Scrivere la parte tecnica",
        "Beta",
        "2026-10-01",
        True,
    )
    number = str(made["id"])
    assert "Scrivere la parte tecnica  Beta       2026-10-01    in ritardo" in said("task", "list", code)
    assert shape("task", "done", code, number)[0]["done_at"] == NOW.isoformat()
    assert "fatto" in said("task", "done", code, number)
    assert shape("task", "undone", code, number)[0]["done_at"] is None
    assert shape("task", "drop", code, number) == []
    assert ConsortiumTask.objects.count() == 0


def test_tasks_that_cannot_be_are_refused() -> None:
    code = team().row.code
    assert refused("task", "done", code, "7") == (
        NO_FILE,
        "Questo partenariato non ha un compito 7: «task list» dice quali ha.",
    )
    ended, why = refused("task", "add", code, "Prove", "--owner", "Gamma", "--lang", "en")
    assert (ended, why) == (WRONG_ARGUMENTS, "Who does it must be within: choose another partner.")
    assert refused("task", "add", "nessuno", "Prove")[0] == NO_FILE
    assert refused("task", "add", team("REJECTED").row.code, "Prove")[0] == WRONG_ARGUMENTS


def test_papers_are_brought_signed_and_dropped(tmp_path: Path) -> None:
    made, path = team(), tmp_path / "accordo.pdf"
    code = made.row.code
    path.write_bytes(pdf())
    words = ("--title", "Accordo (esempio)", "--stands-for", "project_agreement", "--signed-by-all")
    (paper,) = shape("papers", "add", code, str(path), *words)
    assert (paper["title"], paper["stands_for"], paper["waiting"]) == ("Accordo (esempio)", "project_agreement", 2)
    assert made.fresh().documents == ["project_agreement"]
    number = str(paper["id"])
    (signed,) = shape("papers", "sign", code, number, "Beta", "--on", "2026-10-01")
    assert signed["signatures"] == [{"name": "Alfa", "on": None}, {"name": "Beta", "on": "2026-10-01"}]
    assert "Alfa –, Beta 1º ottobre 2026" in said("papers", "list", code)
    assert shape("papers", "sign", code, number, "Alfa")[0]["signatures"][0]["on"] == TODAY.isoformat()
    assert shape("papers", "unsign", code, number, "Beta")[0]["waiting"] == 1
    assert shape("papers", "drop", code, number) == []
    assert "Accordo" not in said("papers", "list", code)


def test_papers_that_cannot_be_are_refused(tmp_path: Path) -> None:
    code, path = team().row.code, tmp_path / "accordo.pdf"
    ended, why = refused("papers", "add", code, str(path))
    assert (ended, "accordo.pdf" in why) == (NO_FILE, True)
    path.write_bytes(pdf())
    ended, why = refused("papers", "add", code, str(path), "--stands-for", "boh", "--lang", "en")
    assert (ended, why) == (
        WRONG_ARGUMENTS,
        "The call asks for no document “boh”; for these: application, project_agreement.",
    )
    (paper,) = shape("papers", "add", code, str(path))
    assert paper["title"] == "accordo"
    ended, why = refused("papers", "sign", code, str(paper["id"]), "Gamma", "--lang", "en")
    assert (ended, why) == (WRONG_ARGUMENTS, "Who signs must be within.")
    assert refused("papers", "drop", code, "0")[0] == NO_FILE
    path.write_bytes(b"MZ")
    assert refused("papers", "add", code, str(path), "--title", "Altro")[0] == WRONG_ARGUMENTS


def test_budget_is_told_and_written_to_a_file(tmp_path: Path) -> None:
    made = team()
    made.partners["Beta"].cost_eur = Decimal("1200.50")
    made.partners["Beta"].save()
    told = shape("budget", made.row.code)
    assert [(one["name"], one["cost_eur"]) for one in told["partners"]] == [
        ("Alfa", None),
        ("Beta", 1200.5),
        ("Gamma", None),
    ]
    assert "Beta     1200.50" in said("budget", made.row.code)
    table, book = tmp_path / "piano.csv", tmp_path / "piano.xlsx"
    assert shape("budget", made.row.code, "--out", str(table)) == {"file": str(table), "partners": 3}
    assert "Beta;ha accettato;1200,50" in table.read_text(encoding="utf-8-sig")
    assert said("budget", made.row.code, "--out", str(book)) == f"{book}\n"
    assert load_workbook(book).active["A3"].value == "Beta"


def test_budget_goes_into_no_other_file(tmp_path: Path) -> None:
    code = team().row.code
    ended, why = refused("budget", code, "--out", str(tmp_path / "piano.txt"), "--lang", "en")
    assert (ended, why.endswith("let the name of the file end in .csv or .xlsx.")) == (WRONG_ARGUMENTS, True)
    assert refused("budget", code, "--out", str(tmp_path / "altrove" / "piano.csv"))[0] == NO_FILE


FILE = """total_points: 71.5
least_points: 60
criteria:
  - name: Qualità tecnica
    points: 40,5
    most_points: 50
    comment: |
      Il piano di lavoro è chiaro.

      Mancano i costi della fase 2.
  - name: Impatto
    points: 31
    most_points: 50
"""


def test_outcome_takes_criteria_from_a_file_and_what_is_not_said_again_stays(tmp_path: Path) -> None:
    code, path = team("SUBMITTED").row.code, tmp_path / "esito.yaml"
    path.write_text(FILE, encoding="utf-8")
    told = shape("outcome", "RESERVE", code, *DECIDED, "--from", str(path), "--note", "Ottava in lista.")
    assert (told["state"], told["outcome"]["total_points"], told["outcome"]["note"]) == (
        "RESERVE",
        71.5,
        "Ottava in lista.",
    )
    assert told["outcome"]["criteria"][0] == {
        "name": "Qualità tecnica",
        "points": 40.5,
        "most_points": 50,
        "comment": "Il piano di lavoro è chiaro.\n\nMancano i costi della fase 2.",
    }
    assert "40.5/50  Qualità tecnica" in said("outcome", "REJECTED", code, *DECIDED, "--points", "58")
    row = Consortium.objects.get()
    assert (row.state, row.total_points, row.least_points, row.outcome_note) == (
        "REJECTED",
        Decimal(58),
        Decimal(60),
        "Ottava in lista.",
    )
    assert row.criteria.count() == 2


def test_file_of_an_outcome_is_told_where_it_is_wrong(tmp_path: Path) -> None:
    code, path = team("SUBMITTED").row.code, tmp_path / "esito.yaml"
    path.write_text("criteria:\n- name: A\n  points: 12\n  most_points: 10\n- punti: 3\nesito: x\n", encoding="utf-8")
    with pytest.raises(CommandError) as error:
        said("outcome", "FUNDED", code, *DECIDED, "--from", str(path), "--lang", "en")
    assert str(error.value).splitlines() == [
        "esito.yaml, line 3, criteria[0].points: more points than there are: correct one of the two.",
        "esito.yaml, line 5, criteria[1].name: it is missing: write it.",
        "esito.yaml, line 5, criteria[1].punti: nothing here is called like this: correct the name.",
        "esito.yaml, line 6, esito: nothing here is called like this: correct the name.",
    ]
    assert isinstance(error.value, Faulty)
    assert ([one["line"] for one in error.value.faults], error.value.returncode) == ([3, 5, 5, 6], NO_FILE)
    assert refused("outcome", "FUNDED", code, *DECIDED, "--from", str(tmp_path / "no.yaml"))[0] == NO_FILE
    assert Consortium.objects.get().state == "SUBMITTED"


@pytest.mark.parametrize(("points", "why"), [("-1", "no number of points"), ("1.234", "no number"), ("x", "no number")])
def test_points_of_a_file_are_numbers_that_a_decision_bears(points: str, why: str, tmp_path: Path) -> None:
    code, path = team("SUBMITTED").row.code, tmp_path / "esito.yaml"
    path.write_text(f"total_points: {points}\n", encoding="utf-8")
    assert why in refused("outcome", "FUNDED", code, *DECIDED, "--from", str(path), "--lang", "en")[1]


def test_outcome_of_a_day_that_has_not_come_is_refused() -> None:
    code = team("SUBMITTED").row.code
    ended, why = refused("outcome", "FUNDED", code, "--on", date(2030, 1, 1).isoformat(), "--lang", "en")
    assert (ended, why) == (WRONG_ARGUMENTS, "This day has not come yet: write when it was decided.")
