"""Imports taken back in any order leave only what an import that stands has brought."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from factories.importer_world import NOW, bring, table
from filiera.competence.models import Evidence
from filiera.competence.operations.import_undo import undo_batch
from filiera.registry.models import ImportBatch

pytestmark = pytest.mark.django_db


def imported(tmp_path: Path, title: str) -> ImportBatch:
    row = {
        "id": "U-1",
        "organisation_name": "Alfa Srl",
        "kind": "product",
        "title_it": title,
        "source_name": "Registro",
    }
    path = tmp_path / "prove.csv"
    path.write_bytes(table([row]))
    return bring("EVIDENCE", path)


def titles() -> list[str]:
    return list(Evidence.objects.values_list("title_it", flat=True))


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_all_versions_taken_back_in_any_order_leave_nothing(tmp_path: Path, order: tuple[int, ...]) -> None:
    batches = [imported(tmp_path, f"Versione {number}") for number in range(3)]
    for place in order:
        undo_batch(batch=batches[place], now=NOW)
    assert titles() == []


def test_first_taken_back_then_second_removes_and_says_so(tmp_path: Path) -> None:
    first, second = imported(tmp_path, "Prima versione"), imported(tmp_path, "Seconda versione")
    assert undo_batch(batch=first, now=NOW) == {"removed": 0, "restored": 0, "kept": 0, "organisations": 0, "stale": 0}
    assert titles() == ["Seconda versione"]
    assert undo_batch(batch=second, now=NOW) == {"removed": 1, "restored": 0, "kept": 0, "organisations": 0, "stale": 0}
    assert titles() == []


def test_undo_goes_back_past_a_version_that_was_taken_back(tmp_path: Path) -> None:
    first, second, third = (imported(tmp_path, title) for title in ("Prima", "Seconda", "Terza"))
    undo_batch(batch=second, now=NOW)
    assert undo_batch(batch=third, now=NOW) == {"removed": 0, "restored": 1, "kept": 0, "organisations": 0, "stale": 0}
    assert list(Evidence.objects.values_list("title_it", "batch_id")) == [("Prima", first.pk)]


def test_version_that_a_standing_import_met_again_comes_back(tmp_path: Path) -> None:
    first, again, third = (imported(tmp_path, title) for title in ("Prima", "Prima", "Terza"))
    undo_batch(batch=first, now=NOW)
    undo_batch(batch=third, now=NOW)
    assert list(Evidence.objects.values_list("title_it", "batch_id")) == [("Prima", again.pk)]
