"""The command `projects`: what it lists, shows and writes, what a file may say and where it is wrong, what goes again."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import time_machine

from commands import Spoken
from factories.calls import call
from factories.consortium_work import firm, share, team, won
from filiera.common.models import AuditDetail
from filiera.common.terminal import NO_FILE, WRONG_ARGUMENTS
from filiera.competence.models import Evidence
from filiera.funding.models import FundedProject
from filiera.funding.operations.projects import keep_project
from tests_clock import NOW

pytestmark = pytest.mark.django_db
COMMAND = Spoken("projects")
said, shape, refused = COMMAND.said, COMMAND.shape, COMMAND.refused

FILE = """title_it: Flaconi dal siero (esempio)
acronym: SIERO
programme: Collabora (esempio)
level: regional
call: esempio-1
starts_on: 2025-03-01
total_cost_eur: 300000.50
grant_eur: 150000
source:
  name: Decreto di concessione (esempio)
  url: https://example.org/decreto
  on: 2025-02-01
partners:
- organisation: alfa
  leads: yes
  grant_eur: 100000
- name: Hors Registre
  country: FR
  cost_eur: 20000
"""


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def path(tmp_path: Path) -> Path:
    firm("Alfa"), call()
    made = tmp_path / "progetto.yaml"
    made.write_text(FILE, encoding="utf-8")
    return made


def test_list_goes_by_the_filter_of_the_page() -> None:
    assert shape("list") == []
    made = keep_project(said=won("Siero (esempio)", share(firm("Alfa"), 1000)), now=NOW)
    keep_project(said=won("Altro (esempio)", share(firm("Beta"), 50), programme="Altro"), now=NOW)
    assert {one["title"] for one in shape("list")} == {"Siero (esempio)", "Altro (esempio)"}
    for words in (("siero",), ("--programme", "Collabora (esempio)"), ("--organisation", "Alfa")):
        assert [one["id"] for one in shape("list", *words)] == [made.code]
    assert (shape("list", "--year", "1999"), len(shape("list", "--year", "2022"))) == ([], 2)
    assert f"{made.code}    Siero (esempio)" in said("list", "siero")
    assert refused("list", "--organisation", "Zeta")[0] == NO_FILE


def test_project_is_written_from_a_file_and_shown(path: Path) -> None:
    told = shape("write", str(path))
    assert (told["acronym"], told["level"], told["call"], told["grant_eur"]) == (
        "SIERO",
        "REGIONAL",
        "esempio-1",
        150_000,
    )
    assert told["source_url"] == "https://example.org/decreto"
    assert [(one["name"], one["role"], one["grant_eur"], one["cost_eur"]) for one in told["partners"]] == [
        ("Alfa", "LEAD", 100_000, None),
        ("Hors Registre", "PARTNER", None, 20_000),
    ]
    row = FundedProject.objects.get()
    assert (row.total_cost_eur, Evidence.objects.filter(uid=row.evidence_uid).count()) == (Decimal("300000.50"), 1)
    assert shape("show", row.code) == told
    shown = said("show", row.code)
    assert "Contributo: 150000 EUR su 300000.5 EUR." in shown
    assert "- Alfa: capofila, 100000 EUR" in shown


def test_correction_leaves_what_the_file_does_not_say(path: Path) -> None:
    code = shape("write", str(path))["id"]
    path.write_text(json.dumps({"grant_eur": 140000, "title_en": "Bottles of whey (example)"}), encoding="utf-8")
    told = shape("write", str(path), "--project", code)
    assert (told["id"], told["grant_eur"], told["total_cost_eur"], len(told["partners"])) == (
        code,
        140_000,
        300_000.5,
        2,
    )
    assert (told["call"], told["source"]) == ("esempio-1", "Decreto di concessione (esempio)")
    path.write_text("source: null\ncall: null\ngrant_eur: null\n", encoding="utf-8")
    told = shape("write", str(path), "--project", code)
    assert (told["source"], told["grant_eur"]) == (None, None)
    assert FundedProject.objects.count() == 1


def test_file_of_a_project_is_told_where_it_is_wrong(path: Path) -> None:
    path.write_text(
        "titolo: X\nlevel: luna\ngrant_eur: 10.555\npartners:\n- country: FR\n- name: A\n  cost_eur: 1.500\n",
        encoding="utf-8",
    )
    code, why = refused("write", str(path), "--lang", "en")
    assert (code, sorted(why.splitlines())) == (
        NO_FILE,
        [
            "progetto.yaml, line 1, titolo: nothing here is called like this: correct the name.",
            "progetto.yaml, line 2, level: “luna” is none of: EU, EUREKA, CASCADE, NATIONAL, REGIONAL, LOCAL, OTHER.",
            "progetto.yaml, line 3, grant_eur: “10.555” has two senses, 10.555 or 10555: "
            "write it without a mark for thousands.",
            "progetto.yaml, line 5, partners[0]: write an organisation of the register, or the name of another: "
            "one of the two.",
            "progetto.yaml, line 7, partners[1].cost_eur: “1.500” has two senses, 1.5 or 1500: "
            "write it without a mark for thousands.",
        ],
    )
    path.write_text("title_it: X\ncall: boh\npartners:\n- name: A\n- organisation: Zeta\n", encoding="utf-8")
    assert refused("write", str(path), "--lang", "en")[1].splitlines() == [
        "progetto.yaml, line 2, call: “boh” is no call: write its public id.",
        "progetto.yaml, line 5, partners[1].organisation: “Zeta” is nobody in the register: "
        "write its id or its whole name.",
    ]
    assert FundedProject.objects.count() == 0


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("grant_eur: 10.5555", "has more than two decimals"),
        ("grant_eur: 999999999999", "too small or too large"),
        ("source: {name: A, url: example.org}", "is no address of a page"),
        ("source: {url: https://example.org/}", "source.name: it is missing"),
        ("cup: 123456789012345678901", "it is longer than 20 characters"),
        ("visibility: office", "is none of: PUBLIC, MEMBERS"),
        ("starts_on: ieri", "is no day"),
    ],
)
def test_value_that_a_project_cannot_have_is_told(line: str, why: str, path: Path) -> None:
    path.write_text(f"title_it: X\n{line}\n", encoding="utf-8")
    assert why in refused("write", str(path), "--lang", "en")[1]


def test_project_that_cannot_be_is_refused(path: Path) -> None:
    path.write_text("acronym: X\n", encoding="utf-8")
    assert refused("write", str(path), "--lang", "en") == (WRONG_ARGUMENTS, "Give it a title.")
    assert refused("write", str(path.with_name("no.yaml")))[0] == NO_FILE
    for words in (("show", "boh"), ("take-back", "boh"), ("write", str(path), "--project", "boh")):
        assert refused(*words) == (NO_FILE, "Non c’è un progetto «boh».")


def test_project_is_made_of_a_consortium_that_won(path: Path) -> None:
    made, other = team("FUNDED"), team("SUBMITTED", of=call("ESEMPIO-2"))
    path.write_text("grant_eur: 90000\nacronym: FLA\n", encoding="utf-8")
    told = shape("from", made.row.code, str(path))
    assert (told["title"], told["acronym"], told["grant_eur"]) == ("Flaconi leggeri (esempio)", "FLA", 90_000)
    assert [one["name"] for one in told["partners"]] == ["Alfa", "Beta"]
    assert FundedProject.objects.get().consortium == made.row
    code, why = refused("from", other.row.code, "--lang", "en")
    assert (code, why) == (WRONG_ARGUMENTS, "It was not funded: no project is made of it.")
    assert "Progetto" not in said("show", told["id"])


def test_results_come_and_go() -> None:
    code = keep_project(said=won("Siero (esempio)", share(firm("Alfa"), 1000)), now=NOW).code
    words = ("--kind", "brevetto", "--on", "2024-05-01", "--url", "https://example.org/b")
    (made,) = shape("result", "add", code, "Una pompa", *words)
    assert (made["title"], made["kind"], made["on"], made["url"]) == (
        "Una pompa",
        "brevetto",
        "2024-05-01",
        "https://example.org/b",
    )
    assert "Una pompa             brevetto" in said("result", "list", code)
    assert "Che cosa ne è venuto: Una pompa." in said("show", code)
    code_ended, why = refused("result", "add", code, "Altro", "--url", "boh boh", "--lang", "en")
    assert (code_ended, why) == (WRONG_ARGUMENTS, "--url: Enter a valid URL.")
    assert refused("result", "drop", code, "9", "--lang", "en") == (
        NO_FILE,
        "This project has no result 9: “result list” says which it has.",
    )
    assert shape("result", "drop", code, str(made["id"])) == []


def test_take_back_takes_the_evidence_too() -> None:
    made = keep_project(said=won("Siero (esempio)", share(firm("Alfa"), 1000)), now=NOW)
    assert shape("take-back", made.code, "--why", "Revocato") == {"taken_back": made.code}
    assert (FundedProject.objects.count(), Evidence.objects.filter(uid=made.evidence_uid).count()) == (0, 0)
    assert AuditDetail.objects.get(event__verb="take-back-project").why == "Revocato"
    other = keep_project(said=won("Altro (esempio)"), now=NOW)
    assert said("take-back", other.code, "--lang", "en") == "Taken back: it is no evidence of anybody any more.\n"
