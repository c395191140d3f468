"""An import taken back leaves nothing in the answers, and what is left of the map is shown at once."""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path

import pytest
from django.test import Client

from factories.importer_world import bring, table
from filiera.accounts.models import User
from filiera.common.visibility import PUBLIC_AUDIENCE
from filiera.competence.models import Claim, Summary
from filiera.competence.operations import import_undo
from filiera.competence.operations.import_undo import undo_batch
from filiera.competence.operations.map import update_map
from filiera.competence.queries.answers import answer
from filiera.registry.models import ImportBatch
from tests_clock import TODAY

pytestmark = [pytest.mark.usefixtures("demo_world"), pytest.mark.django_db]

NOW = datetime.combine(TODAY, time(12), tzinfo=UTC)
QUESTION = "deodorante solido con zinco ricinoleato"


def imported(tmp_path: Path, code: str = "alba-cosmetici") -> ImportBatch:
    path = tmp_path / "prove.csv"
    row = {
        "id": "ombra",
        "organisation_id": code,
        "kind": "product",
        "title_it": "Deodorante solido con zinco ricinoleato",
        "text_it": "Formulazione di deodoranti solidi con zinco ricinoleato per l'igiene intima e orale.",
        "date": "2026-05",
        "source_name": "Registro",
    }
    path.write_bytes(table([row]))
    batch = bring("EVIDENCE", path)
    update_map(today=TODAY)
    return batch


def strengths(code: str = "alba-cosmetici") -> dict[str, float]:
    rows = Claim.objects.filter(organisation__code=code, seen_by="PUBLIC")
    return dict(rows.values_list("competence_id", "strength"))


def test_undo_leaves_no_ghost_and_keeps_the_rest_of_the_map(tmp_path: Path) -> None:
    before = strengths()
    batch = imported(tmp_path)
    found = answer(QUESTION, audience=PUBLIC_AUDIENCE, today=TODAY)
    assert (found.lines[0].entry.code, found.lines[0].proofs[0].uid) == ("alba-cosmetici", "sheet:ombra")
    assert undo_batch(batch=batch, now=NOW) == {"removed": 1, "restored": 0, "kept": 0, "organisations": 0, "stale": 0}
    after = answer(QUESTION, audience=PUBLIC_AUDIENCE, today=TODAY)
    assert "sheet:ombra" not in {proof.uid for line in (*after.lines, *after.nearest) for proof in line.proofs}
    assert all(line.proofs and line.reason for line in (*after.lines, *after.nearest))
    assert strengths() == before


def test_undo_gives_the_map_back_to_who_had_the_evidence(tmp_path: Path) -> None:
    imported(tmp_path)
    before = strengths(), strengths("lotto-piccolo")
    second = imported(tmp_path, "lotto-piccolo")
    assert strengths() != before[0]
    assert undo_batch(batch=second, now=NOW) == {"removed": 0, "restored": 1, "kept": 0, "organisations": 0, "stale": 0}
    assert (strengths(), strengths("lotto-piccolo")) == before
    for code in ("alba-cosmetici", "lotto-piccolo"):
        assert Summary.objects.filter(organisation__code=code).count() == 4


def test_undo_without_an_index_is_done_and_says_who_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = imported(tmp_path)
    monkeypatch.setattr(import_undo, "current_index", lambda: None)
    assert undo_batch(batch=batch, now=NOW) == {"removed": 1, "restored": 0, "kept": 0, "organisations": 0, "stale": 1}


def test_undo_of_many_says_who_waits_for_the_map(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_undo, "AT_ONCE", 0)
    batch = imported(tmp_path)
    client.force_login(User.objects.get(email="ufficio@example.org"))
    page = client.post(f"/it/office/evidence/{batch.pk}/undo/", follow=True).content.decode()
    assert "Di 1 soggetto gli elenchi non mostrano competenze finché la mappa non viene ricalcolata." in page
    assert not Summary.objects.filter(organisation__code="alba-cosmetici").exists()
