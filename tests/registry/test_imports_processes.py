"""Real processes on one database: two that bring the same batch in at once, and one that is killed half-way."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest

from factories.installation import installation, started, told

if TYPE_CHECKING:
    from collections.abc import Iterator

PREPARE = """
from filiera.registry.operations.imports import upload_sheet, choose_columns
from filiera.registry.operations.import_trial import try_batch
from filiera.registry.operations.import_apply import start_batch
import random
dice = random.Random(5)
names = [" ".join("".join(dice.choices("abcdefghilmnoprstuvz", k=9)) for _word in range(2)) for _name in range(600)]
lines = ["Nome;Addetti", *(f"{name};{number}" for number, name in enumerate(names))]
batch = upload_sheet(name="soci.csv", content="\\n".join(lines).encode())
batch = choose_columns(batch=batch, choices={0: "NAME", 1: "EMPLOYEES"})
print(start_batch(batch=try_batch(batch=batch)).pk)
"""
ADVANCE = """
from filiera.registry.models import ImportBatch
from filiera.registry.operations.import_apply import advance_batch
batch = ImportBatch.objects.get(pk={pk})
print("ready", flush=True)
while batch.state == "RUNNING":
    batch = advance_batch(batch=batch, budget_seconds=0)
"""
LOOK = """
import json
from django.db.models import Count
from filiera.registry.models import Fact, ImportBatch, ImportedValue, ImportRow, Organisation
batch = ImportBatch.objects.get(pk={pk})
rows = batch.rows.filter(fate="NEW")
print(json.dumps([batch.state, rows.count(), rows.filter(applied=True).count(), Organisation.objects.count(),
    ImportedValue.objects.values("row").annotate(n=Count("pk")).filter(n=2).count(),
    Fact.objects.values("organisation").annotate(n=Count("pk")).filter(n=1).count()]))
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[dict[str, str]]:
    """Give the environment of a new installation with an empty register."""
    with installation(tmp_path_factory.mktemp("installation")) as environment:
        yield environment


def emptied(place: dict[str, str]) -> None:
    told(
        "from filiera.registry.models import ImportBatch\n"
        "from filiera.registry.operations.import_undo import undo_batch\n"
        "[undo_batch(batch=batch) for batch in ImportBatch.objects.filter(state='DONE')]",
        place,
    )


def test_two_processes_at_once_bring_every_row_in_once(place: dict[str, str]) -> None:
    pk = told(PREPARE, place)
    both = [started(ADVANCE.format(pk=pk), place) for _number in range(2)]
    for process in both:
        process.communicate(timeout=120)
    assert [process.returncode for process in both] == [0, 0]
    state, new, *counts = json.loads(told(LOOK.format(pk=pk), place))
    assert (state, counts) == ("DONE", [new] * 4)
    emptied(place)


def test_killed_process_is_followed_by_one_that_ends_in_the_same_state(place: dict[str, str]) -> None:
    pk = told(PREPARE, place)
    process = started(ADVANCE.format(pk=pk), place)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(0.15)
    process.kill()
    process.communicate()
    told(ADVANCE.format(pk=pk), place)
    state, new, *counts = json.loads(told(LOOK.format(pk=pk), place))
    assert (state, counts) == ("DONE", [new] * 4)
    emptied(place)
