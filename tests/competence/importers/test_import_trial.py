"""An import that is tried: what is told before anything comes in is what becomes of it afterwards."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from factories import OrganisationFactory
from factories.importer_world import NOW, PARTICIPANTS, PROJECTS, TABLES, bring, cordis_folder, counts, table
from factories.sheets import register_state
from filiera.competence.models import Evidence
from filiera.competence.operations.import_trial import accept_trial, advance, advance_trial, ask_for_trial, try_out
from filiera.competence.operations.imports import ImportRefused, advance_batch, open_batch, stage_path
from filiera.competence.queries.imports import batch_report
from filiera.registry.models import ImportBatch, Organisation

pytestmark = pytest.mark.django_db

ROW = {"id": "e1", "organisation_name": "Rossi Profumi S.r.l.", "organisation_vat": "", "kind": "product",
       "title_it": "Crema di rose", "text_it": "Testo", "source_name": "Catalogo"}  # fmt: skip


def sheet(folder: Path, *changes: dict[str, str]) -> Path:
    path = folder / "prove.csv"
    path.write_bytes(table([ROW | change for change in changes]))
    return path


def tried(kind: str, path: Path, place: tuple[str, str] = ("", "")) -> ImportBatch:
    return advance_trial(batch=ask_for_trial(open_batch(kind=ImportBatch.Kind(kind), path=path, place=place)))


def test_trial_of_a_sheet_tells_everything_and_writes_nothing(tmp_path: Path) -> None:
    OrganisationFactory(name="Rossi Profumi S.r.l.", code="rossi", town="Crema")
    bring("EVIDENCE", sheet(tmp_path, {"id": "e1"}, {"id": "e2"}))
    before = register_state()
    path = sheet(
        tmp_path,
        {"id": "e1"},
        {"id": "e2", "title_it": "Crema di viole"},
        {"id": "e3", "organisation_name": "Rossi Profumi e Figli"},
        {"id": "e4", "organisation_name": "Nessuno Mai Visto"},
        {"id": "e5", "kind": "sasso"},
    )
    batch = tried("EVIDENCE", path)
    assert register_state() == before
    assert (batch.state, batch.counts["read"], counts(batch)) == ("TRIED", 5, (2, 1, 1, 1))
    report = batch_report(batch)
    assert report.named == {"found": 1, "doubtful": 1, "unknown": 1}
    assert [(one.code, one.number) for one in report.reasons] == [("unknown-kind", 1)]
    done = advance_batch(batch=accept_trial(batch=batch), now=NOW)
    assert (done.state, counts(done), batch_report(done).named) == ("DONE", (2, 1, 1, 1), report.named)
    assert Evidence.objects.get(uid="sheet:e2").title_it == "Crema di viole"


@pytest.mark.parametrize("kind", ["CORDIS", "ROR"])
def test_trial_of_open_data_tells_what_the_import_does(tmp_path: Path, kind: str) -> None:
    OrganisationFactory(name="Istituto dei Profumi", code="ip", country="IT", town="Milan")
    if kind == "CORDIS":
        path = cordis_folder(tmp_path / "he")
    else:
        path = tmp_path / "ror.json"
        names = ("Istituto dei Profumi", "Centro delle Creme", "Labor Vetro")
        path.write_text(
            json.dumps(
                [
                    {"id": f"https://openalex.org/I{n}", "display_name": name, "type": "facility",
                     "country_code": "DE" if name == "Labor Vetro" else "IT", "geo": {"city": "Milan", "region": "Lombardy"}}
                    for n, name in enumerate(names, start=1)
                ]
            )
        )  # fmt: skip
    before = register_state()
    batch = tried(kind, path, ("IT", "") if kind == "ROR" else ("", ""))
    told = {name: batch.counts.get(name, 0) for name in ("read", "new", "changed", "unchanged", "outside", "doubtful")}
    assert (batch.state, register_state()) == ("TRIED", before)
    done = advance_batch(batch=accept_trial(batch=batch), now=NOW)
    assert {name: done.counts.get(name, 0) for name in told} == told
    assert told["new"] > 0
    assert told["outside"] == (1 if kind == "ROR" else 0)


def test_trial_goes_on_slice_by_slice_and_waits_for_its_yes(tmp_path: Path) -> None:
    projects = [PROJECTS[0] | {"id": str(900_000_100 + n)} for n in range(1_300)]
    people = [PARTICIPANTS[1] | {"projectID": one["id"]} for one in projects]
    folder = cordis_folder(tmp_path / "he", {"project.csv": projects, "organization.csv": people})
    batch = ask_for_trial(open_batch(kind=ImportBatch.Kind.CORDIS, path=folder))
    positions = []
    while batch.state == "UPLOADED":
        batch = advance(batch=batch, now=NOW, budget_seconds=0)
        positions.append(batch.position)
    assert (positions, counts(batch)) == ([0, 500, 1000, 1300], (1300, 0, 0, 0))
    assert batch_report(batch).named == {"found": 0, "doubtful": 0, "unknown": 1}
    assert advance(batch=batch, now=NOW).state == "TRIED"
    assert advance_batch(batch=batch, now=NOW).state == "TRIED"
    assert (stage_path(batch).exists(), Evidence.objects.count()) == (True, 0)


def test_tab_that_tries_stops_where_another_has_said_yes(tmp_path: Path) -> None:
    projects = [PROJECTS[0] | {"id": str(900_000_100 + n)} for n in range(700)]
    batch = ask_for_trial(
        open_batch(kind=ImportBatch.Kind.CORDIS, path=cordis_folder(tmp_path, {"project.csv": projects}))
    )
    while batch.position == 0:
        batch = advance_trial(batch=batch, budget_seconds=0)
    stale = ImportBatch.objects.get(pk=batch.pk)
    accept_trial(batch=batch)
    stale = advance_trial(batch=stale)
    assert (stale.state, stale.trial, stale.position) == ("UPLOADED", "", 0)
    assert counts(advance(batch=stale, now=NOW)) == (700, 0, 0, 0)


def test_trial_of_the_command_keeps_nothing_and_tells_who_is_meant(tmp_path: Path) -> None:
    OrganisationFactory(name="Rossi Profumi S.r.l.", code="rossi", town="Crema")
    path = sheet(tmp_path, {}, {"id": "e2", "organisation_name": "Nessuno Mai Visto"}, {"id": "e3", "kind": "sasso"})
    out = StringIO()
    call_command("evidence", "import", "sheet", str(path), "--dry-run", stdout=out)
    lines = [" ".join(line.split()) for line in out.getvalue().splitlines()]
    assert lines[0] == "prove.csv: prova fatta"
    assert [line for line in lines if "soggetti" in line] == [
        "1 soggetti trovati nel registro",
        "0 soggetti in dubbio: ti sarà chiesto",
        "1 soggetti che non sono nel registro",
    ]
    assert lines[-1] == "Non si è tenuto niente: senza --dry-run entra davvero."
    assert (Evidence.objects.count(), ImportBatch.objects.count(), Organisation.objects.count()) == (0, 0, 1)


def test_file_that_was_tried_on_the_page_is_brought_in_by_the_command(tmp_path: Path) -> None:
    batch = tried("CORDIS", cordis_folder(tmp_path / "he", TABLES))
    call_command("evidence", "resume", str(batch.pk), "--no-map", stdout=StringIO())
    batch.refresh_from_db()
    assert (batch.state, Evidence.objects.count()) == ("DONE", 4)


def test_trial_that_is_refused_leaves_no_batch(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(ImportRefused, match="nessuna tabella"):
        try_out(kind=ImportBatch.Kind.CORDIS, path=path, place=("", ""))
    assert ImportBatch.objects.count() == 0
