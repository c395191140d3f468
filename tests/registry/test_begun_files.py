"""Files that were begun and left: one act throws away one's own and those long untouched; what others work on stays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from factories import UserFactory
from factories.sheets import brought_in, sheet_of, tried
from filiera.registry.models import ImportBatch, ImportFile
from filiera.registry.operations.imports import discard_begun, upload_sheet
from filiera.registry.queries.waiting import waiting_things

pytestmark = pytest.mark.django_db

HOURS = timedelta(hours=1)


def begun(name: str, *, actor: Any = None, hours: int = 0, **fields: Any) -> ImportBatch:
    """Upload a file, and leave it alone for some hours."""
    batch = upload_sheet(name=name, content=sheet_of(f"{name};;Crema;1;;;"), actor=actor)
    ImportBatch.objects.filter(pk=batch.pk).update(moved_at=timezone.now() - hours * HOURS, **fields)
    return batch


def left() -> set[str]:
    return set(ImportBatch.objects.values_list("file_name", flat=True))


@pytest.mark.parametrize(
    ("lang", "button", "unsure", "done"),
    [
        (
            "it",
            "Butta via 3 file cominciati e mai provati",
            "Non si è buttato via niente",
            "3 file cominciati sono buttati via",
        ),
        (
            "en",
            "Throw away 3 files that were begun and never tried",
            "Nothing was thrown away",
            "3 files that were begun are thrown away",
        ),
    ],
)
def test_files_begun_are_thrown_away_in_one_act(lang: str, button: str, unsure: str, done: str) -> None:
    client, person = Client(), UserFactory(role="OFFICE")
    client.force_login(person)
    brought_in(sheet_of("Nuova Essenza;;Crema;1;;;"), "entrato.csv")
    tried(sheet_of("Olio Lento;;Crema;1;;;"), "provato.csv")
    begun("uno.csv", actor=person)
    begun("due.csv", actor=person, state="MAPPED")
    begun("tre.csv", hours=25)
    page = client.get(f"/{lang}/office/imports/").content.decode()
    first = client.post(f"/{lang}/office/imports/clear/", follow=True).content.decode()
    assert (button in page, unsure in first, button in first) == (True, True, True)
    after = client.post(f"/{lang}/office/imports/clear/", {"sure": "1"}, follow=True).content.decode()
    assert (done in after, button in after) == (True, False)
    assert (left(), ImportFile.objects.count()) == ({"entrato.csv", "provato.csv"}, 2)


def test_what_a_colleague_or_a_command_is_at_work_on_stays() -> None:
    client, person, colleague = Client(), UserFactory(role="OFFICE"), UserFactory(role="OFFICE")
    client.force_login(person)
    begun("del-collega.csv", actor=colleague, hours=23)
    begun("del-comando.csv", hours=1)
    begun("del-collega-vecchio.csv", actor=colleague, hours=25)
    begun("mio.csv", actor=person)
    page = client.get("/en/office/imports/").content.decode()
    assert "Throw away 2 files that were begun and never tried" in page
    client.post("/en/office/imports/clear/", {"sure": "1"})
    assert left() == {"del-collega.csv", "del-comando.csv"}


def test_machine_throws_away_only_what_was_long_left() -> None:
    begun("nuovo.csv")
    begun("vecchio.csv", hours=25)
    assert (discard_begun(now=timezone.now()), left()) == (1, {"nuovo.csv"})


def test_file_that_is_tried_between_list_and_lock_stays() -> None:
    person = UserFactory(role="OFFICE")
    batch = begun("uno.csv", actor=person)
    seen: list[str] = []

    def try_meanwhile(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        out = execute(sql, params, many, context)
        if not seen and sql.startswith("SELECT") and "registry_importbatch" in sql:
            seen.append(sql)
            ImportBatch.objects.filter(pk=batch.pk).update(state="TRIED", trial="x")
        return out

    with connection.execute_wrapper(try_meanwhile):
        assert discard_begun(now=timezone.now(), actor=person) == 0
    assert (len(seen), left()) == (1, {"uno.csv"})


def test_file_begun_is_work_that_waits() -> None:
    begun("uno.csv")
    assert [one.title for one in waiting_things(now=timezone.now()) if one.title.endswith(".csv")] == ["uno.csv"]
