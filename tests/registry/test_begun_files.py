"""Files that were begun and left: thrown away in one act; what was tried, or is in the register, stays."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from factories import UserFactory
from factories.sheets import brought_in, sheet_of, tried
from filiera.registry.models import ImportBatch, ImportFile
from filiera.registry.operations.imports import upload_sheet
from filiera.registry.queries.waiting import waiting_things

pytestmark = pytest.mark.django_db


def begun(name: str, **fields: Any) -> None:
    batch = upload_sheet(name=name, content=sheet_of(f"{name};;Crema;1;;;"))
    ImportBatch.objects.filter(pk=batch.pk).update(**fields)


@pytest.mark.parametrize(
    ("lang", "button", "done"),
    [
        ("it", "Butta via 3 file cominciati e mai provati", "3 file cominciati sono buttati via"),
        ("en", "Throw away 3 files that were begun and never tried", "3 files that were begun are thrown away"),
    ],
)
def test_files_begun_are_thrown_away_in_one_act(lang: str, button: str, done: str) -> None:
    client = Client()
    client.force_login(UserFactory(role="OFFICE"))
    brought_in(sheet_of("Nuova Essenza;;Crema;1;;;"), "entrato.csv")
    tried(sheet_of("Olio Lento;;Crema;1;;;"), "provato.csv")
    for name, state in (("uno.csv", "UPLOADED"), ("due.csv", "MAPPED"), ("tre.csv", "FAILED")):
        begun(name, state=state)
    page = client.get(f"/{lang}/office/imports/").content.decode()
    after = client.post(f"/{lang}/office/imports/clear/", follow=True).content.decode()
    assert (button in page, done in after, button in after) == (True, True, False)
    left = set(ImportBatch.objects.values_list("file_name", flat=True))
    assert (left, ImportFile.objects.count()) == ({"entrato.csv", "provato.csv"}, 2)


def test_file_that_failed_is_no_work_that_waits() -> None:
    begun("tre.csv", state="FAILED")
    assert [one.title for one in waiting_things(now=timezone.now()) if one.title == "tre.csv"] == []
    begun("uno.csv")
    assert [one.title for one in waiting_things(now=timezone.now()) if one.title.endswith(".csv")] == ["uno.csv"]
