"""Two tabs and an undo on the same import: what one holds in hand may be old, what stands in the database decides."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from factories import OrganisationFactory, UserFactory
from factories.importer_world import NOW, PARTICIPANTS, PROJECTS, cordis_folder, counts
from factories.installation import installation, started, told
from filiera.common.models import AuditEvent
from filiera.competence.models import Evidence
from filiera.competence.operations.import_trial import (
    accept_trial,
    advance,
    advance_trial,
    ask_for_trial,
    discard_batch,
)
from filiera.competence.operations.import_undo import undo_batch
from filiera.competence.operations.import_uploads import answer_institution, discard_upload
from filiera.competence.operations.imports import BatchGone, advance_batch, open_batch, stage_path
from filiera.registry.models import DuplicateDecision, ImportBatch, ImportRow
from filiera.registry.operations.forgetting import forget_answer
from filiera.registry.queries.answers import remembered_keys

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ADVANCE = """
from datetime import UTC, datetime
from pathlib import Path
from filiera.competence.operations.imports import advance_batch, open_batch
from filiera.registry.models import ImportBatch
batch = ImportBatch.objects.first()
print("ready", flush=True)
for _step in range(200):
    batch = advance_batch(batch=batch, now=datetime(2026, 11, 25, tzinfo=UTC), budget_seconds=0)
    if batch.state == "DONE":
        break
"""
OPEN = """
from pathlib import Path
from filiera.competence.operations.imports import open_batch
open_batch(kind="CORDIS", path=Path({path!r}))
"""
LOOK = """
from filiera.competence.models import Evidence
from filiera.registry.models import ImportBatch
from filiera.common.models import AuditEvent
from filiera.common import audit
batch = ImportBatch.objects.get()
print(batch.state, batch.counts["new"], batch.counts["changed"], batch.counts["unchanged"], Evidence.objects.count(),
    AuditEvent.objects.filter(verb="import").count(), audit.broken_link())
"""


def many_projects(folder: Path, number: int) -> Path:
    codes = [str(900_000_100 + n) for n in range(number)]
    projects = [PROJECTS[0] | {"id": code, "title": f"Emulsion {code}"} for code in codes]
    participants = [one | {"projectID": code} for code in codes for one in PARTICIPANTS[:2]]
    return cordis_folder(folder, {"project.csv": projects, "organization.csv": participants})


def begun(folder: Path, number: int = 700) -> ImportBatch:
    """Begin an import and bring its first slice in."""
    batch = open_batch(kind=ImportBatch.Kind.CORDIS, path=many_projects(folder, number))
    while batch.position == 0:
        batch = advance_batch(batch=batch, now=NOW, budget_seconds=0)
    return batch


@pytest.mark.django_db
def test_tab_that_saw_the_file_only_read_goes_on_where_the_other_stands(tmp_path: Path) -> None:
    batch = open_batch(kind=ImportBatch.Kind.CORDIS, path=many_projects(tmp_path / "he", 700))
    other = ImportBatch.objects.get(pk=batch.pk)
    while batch.position == 0:
        batch = advance_batch(batch=batch, now=NOW, budget_seconds=0)
    ImportRow.objects.create(batch=batch, line=1_000_777, fate="UPDATE", undo={"kept": "yes"})
    other = advance_batch(batch=other, now=NOW)
    assert (other.state, counts(other)) == ("DONE", (700, 0, 0, 0))
    assert ImportRow.objects.filter(batch=batch, line=1_000_777).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("position", [0, 500, 700])
def test_nothing_comes_in_after_an_undo(tmp_path: Path, position: int) -> None:
    batch = begun(tmp_path / "he")
    stale = ImportBatch.objects.get(pk=batch.pk)
    stale.position = position
    undo_batch(batch=batch, now=NOW)
    stale = advance_batch(batch=stale, now=NOW)
    assert (stale.state, ImportBatch.objects.get(pk=batch.pk).state) == ("UNDONE", "UNDONE")
    assert Evidence.objects.count() == 0
    assert list(stage_path(batch).parent.glob(f"batch-{batch.pk}.*-lock")) == []


STEPS = {
    "try": lambda batch: advance(batch=batch, now=NOW),
    "bring": lambda batch: advance_batch(batch=batch, now=NOW),
    "accept": lambda batch: accept_trial(batch=batch),
    "discard": lambda batch: discard_upload(batch=batch),
}


@pytest.mark.django_db
@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_batch_that_another_tab_threw_away_is_refused_in_words(
    tmp_path: Path, step: Callable[[ImportBatch], object]
) -> None:
    path = many_projects(tmp_path / "he", 3)
    batch = ask_for_trial(open_batch(kind=ImportBatch.Kind.CORDIS, path=path))
    stale, place = ImportBatch.objects.get(pk=batch.pk), stage_path(batch)
    discard_batch(batch=batch)
    with pytest.raises(BatchGone) as caught:
        step(stale)
    assert (caught.value.code, caught.value.value) == ("thrown-away", path.name)
    assert list(place.parent.glob(f"{place.name}*")) == []


@pytest.mark.django_db
@pytest.mark.parametrize("phase", ["reading", "trying"])
def test_batch_that_is_thrown_away_during_its_trial_leaves_nothing(tmp_path: Path, phase: str) -> None:
    batch = ask_for_trial(open_batch(kind=ImportBatch.Kind.CORDIS, path=many_projects(tmp_path / "he", 700)))
    place = stage_path(batch)

    def other_tab(now_at: str, _done: int, _all: int) -> None:
        if now_at == phase and (other := ImportBatch.objects.first()):
            discard_batch(batch=other)

    with pytest.raises(BatchGone):
        advance_trial(batch=batch, progress=other_tab)
    assert (ImportBatch.objects.count(), ImportRow.objects.count()) == (0, 0)
    assert list(place.parent.glob(f"{place.name}*")) == []


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["CORDIS", "ROR"])
def test_trial_whose_waiting_room_was_emptied_stays_where_it_stands(tmp_path: Path, kind: str) -> None:
    if kind == "CORDIS":
        path = many_projects(tmp_path / "he", 700)
    else:
        path = tmp_path / "ror.json"
        lab = {"display_name": "Istituto", "type": "facility", "country_code": "IT", "geo": {"city": "Milan"}}
        path.write_text(json.dumps([{"id": f"https://openalex.org/I{n}", **lab} for n in range(1000, 1300)]))
    batch = ask_for_trial(open_batch(kind=ImportBatch.Kind(kind), path=path))
    while batch.position == 0:
        batch = advance_trial(batch=batch, budget_seconds=0)
    with closing(sqlite3.connect(stage_path(batch))) as stage, stage:
        stage.execute("DELETE FROM units")
    before = batch.position
    batch = advance_trial(batch=batch)
    assert (batch.state, batch.position) == ("UPLOADED", before)


@pytest.mark.django_db
def test_undo_twice_takes_back_once(tmp_path: Path) -> None:
    batch = begun(tmp_path / "he", 10)
    stale = ImportBatch.objects.get(pk=batch.pk)
    assert undo_batch(batch=batch, now=NOW) == {"removed": 10, "restored": 0, "kept": 0, "organisations": 0, "stale": 0}
    assert undo_batch(batch=stale, now=NOW) == {"removed": 0, "restored": 0, "kept": 0, "organisations": 0, "stale": 0}
    assert AuditEvent.objects.filter(verb="undo-import").count() == 1


@pytest.mark.django_db
def test_file_that_is_gone_does_not_stop_a_batch_that_was_undone(tmp_path: Path) -> None:
    batch = open_batch(kind=ImportBatch.Kind.CORDIS, path=many_projects(tmp_path / "he", 3))
    stale = ImportBatch.objects.get(pk=batch.pk)
    undo_batch(batch=batch, now=NOW)
    (tmp_path / "he" / "project.csv").unlink()
    assert advance_batch(batch=stale, now=NOW).state == "UNDONE"


def test_processes_at_once_bring_every_piece_in_once(tmp_path: Path) -> None:
    path = many_projects(tmp_path / "he", 1_300)
    with installation(tmp_path) as place:
        told(OPEN.format(path=str(path)), place)
        both = [started(ADVANCE, place) for _number in range(2)]
        for process in both:
            process.communicate(timeout=120)
        assert [process.returncode for process in both] == [0, 0]
        assert told(LOOK, place) == "DONE 1300 0 0 1300 1 None"


@pytest.mark.django_db
def test_answer_about_an_institution_is_audited_and_taken_once() -> None:
    person, candidate = UserFactory(), OrganisationFactory()
    batch = ImportBatch.objects.create(kind="ROR", file_name="ror.json", digest="x")
    said = {"names": ["Istituto di prova"], "ids": {}, "town": "Milano", "country": "IT"}
    row = ImportRow.objects.create(batch=batch, line=1, fate="ASK", candidate=candidate, undo=said)
    answer_institution(row=row, verdict="SAME", actor=person)
    answer_institution(row=row, verdict="DIFFERENT", actor=person)
    events = AuditEvent.objects.filter(verb="answer-institution")
    assert [(event.actor, event.object_id, event.detail.values["verdict"]) for event in events] == [
        (person, str(candidate.pk), "SAME")
    ]


@pytest.mark.django_db
def test_answer_about_an_institution_of_many_names_is_one_to_forget() -> None:
    candidate = OrganisationFactory()
    batch = ImportBatch.objects.create(kind="ROR", file_name="ror.json", digest="x")
    said = {"names": [f"Istituto di prova {n}" for n in range(5)], "ids": {}, "town": "Milano", "country": "IT"}
    row = ImportRow.objects.create(batch=batch, line=1, fate="ASK", candidate=candidate, undo=said)
    answer_institution(row=row, verdict="DIFFERENT")
    ((kind, pk),) = remembered_keys()
    assert DuplicateDecision.objects.filter(verdict="DIFFERENT").count() == 5
    forget_answer(kind=kind, pk=pk)
    assert DuplicateDecision.objects.count() == 0
