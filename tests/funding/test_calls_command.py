"""The command `calls`: what it prints for people and for programs, and the code with which it ends."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import time_machine

import filiera.funding.operations.imports as imports
from commands import Spoken
from factories import ClaimFactory
from factories.calls import call, member, rules
from filiera.common.terminal import NO_FILE
from filiera.competence.models import Competence
from filiera.funding.importers.brought import Answer
from filiera.funding.importers.live import NotAnswered
from filiera.funding.models import Call, CallImport
from filiera.funding.operations.topics import decide_topic
from tests_clock import NOW

pytestmark = pytest.mark.django_db
COMMAND = Spoken("calls")
said, shape, refused = COMMAND.said, COMMAND.shape, COMMAND.refused
CSV = Path(__file__).parent / "importers" / "fixtures" / "2026-6-4_opendata-export.csv"
LEAF = "PK1.CMP.AIR"


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def asking() -> Call:
    made = call(rules=rules(size_in=["small"]))
    decide_topic(call=made, competence=Competence.objects.get(code=LEAF), is_asked=True)
    ClaimFactory(organisation=member("Alba Cosmetici"), competence_id=LEAF, seen_by="OFFICE")
    return made


def test_import_tells_what_came_and_a_trial_changes_nothing() -> None:
    trial = said("import", str(CSV), "--dry-run")
    assert ("Niente è ancora cambiato" in trial, Call.objects.count()) == (True, 0)
    first = shape("import", str(CSV))
    assert (first["format"], first["new"] > 0, first["same"]) == ("incentivi-csv", True, 0)
    assert shape("import", str(CSV))["same"] == first["new"]


@pytest.mark.parametrize(
    "words",
    [("import", "/non/esiste.csv"), ("import", "/non/esiste.yaml"), ("show", "boh"), ("fits", "boh"), ("for", "boh")],
)
def test_what_is_not_there_ends_with_its_code(words: tuple[str, ...]) -> None:
    code, why = refused(*words)
    assert (code, "on c’è" in why) == (NO_FILE, True)


def test_broken_file_of_ours_ends_with_its_code(tmp_path: Path) -> None:
    path = tmp_path / "nostri.yaml"
    path.write_text("calls: [{id: A, rules: {duration_max: tanto}}]", encoding="utf-8")
    assert (refused("import", str(path))[0], Call.objects.count()) == (NO_FILE, 0)


def test_folder_that_is_called_as_a_file_is_read_as_a_folder(tmp_path: Path) -> None:
    (tmp_path / "bandi.yaml").mkdir()
    code, why = refused("import", str(tmp_path / "bandi.yaml"))
    assert (code, why.split(":")[0]) == (NO_FILE, "bandi.yaml")
    assert refused("import", "a" * 5000)[0] == NO_FILE


def test_list_gives_what_is_not_over() -> None:
    call(title="Flaconi (esempio)")
    assert [one["id"] for one in shape("list")] == ["esempio-1"]
    assert set(shape("list")[0]) == {
        "id",
        "title",
        "standing",
        "closes_at",
        "closes_hour_known",
        "days_left",
        "level",
        "programme",
        "budget_eur",
        "grant_max_eur",
        "competences",
        "example",
        "url",
    }
    assert (shape("list", "boh"), shape("list", "flaconi")[0]["standing"]) == ([], "OPEN")
    assert "Aperto  15 gennaio 2027 alle 17:00, ora di Roma  Flaconi (esempio)  (esempio-1)" in said("list")
    with time_machine.travel(NOW.replace(year=2028), tick=False):
        assert (shape("list"), len(shape("list", "--all"))) == ([], 1)


def test_show_gives_rules_with_their_clauses() -> None:
    call()
    found = shape("show", "esempio-1")
    assert found["rules"] == [
        {
            "rule": "duration_max",
            "value": 24,
            "clause": "La durata massima è di 24 mesi. – Art. 4",
            "origin": "SOURCE",
            "sure": True,
        }
    ]
    assert [(one["number"], one["amendment"]) for one in found["versions"]] == [(1, False)]
    assert "- Entro 24 mesi  [Art. 4]" in said("show", "esempio-1")


def test_fits_and_for_give_verdicts_and_gates() -> None:
    asking()
    fits = shape("fits", "esempio-1")
    assert (fits["members"], fits["unknown"], [one["name"] for one in fits["organisations"]]) == (
        1,
        1,
        ["Alba Cosmetici"],
    )
    assert [gate["rule"] for gate in fits["organisations"][0]["gates"]] == ["size_in"]
    own = shape("for", "alba-cosmetici")
    assert [(one["call"]["id"], one["verdict"], one["covers"][0]["id"]) for one in own] == [
        ("esempio-1", "unknown", LEAF)
    ]
    assert "Alba Cosmetici" in said("fits", "esempio-1")
    assert "Imballaggi riciclabili" in said("for", "alba-cosmetici")


def test_read_counts_what_was_read() -> None:
    call(title="Flaconi airless (esempio)", text="Flaconi airless e pompe airless.")
    assert (shape("read"), shape("read")) == ({"read": 1}, {"read": 0})


def test_fetch_falls_back_on_the_search_where_no_export_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    import filiera.funding.importers.live as live

    def no_export(**_said: Any) -> Any:
        raise NotAnswered("no-export", "https://example.org/", "")

    solr = CSV.with_name("solr.json")
    monkeypatch.setattr(live, "incentives_csv", no_export)
    monkeypatch.setattr(
        live, "incentives_solr", lambda **_said: iter([Answer("incentivi-1.json", solr.read_bytes(), NOW.date())])
    )
    assert shape("fetch", "incentivi", "--dry-run")["format"] == "incentivi-solr"
    assert (Call.objects.count(), CallImport.objects.get().state) == (0, "DISCARDED")
    assert shape("fetch", "incentivi")["new"] > 0
    assert Call.objects.count() > 0


def test_fetch_that_is_not_answered_ends_with_its_code(monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(**_said: Any) -> Any:
        raise NotAnswered("slow", "https://example.org/", "")
        yield

    monkeypatch.setattr(imports, "eu_portal_answers", silent)
    assert (refused("fetch", "eu-portal")[0], CallImport.objects.count()) == (NO_FILE, 0)
