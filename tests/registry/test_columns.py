"""Columns that a person chose, remembered for the next file, also where the choice is to leave a column out."""

from __future__ import annotations

import pytest
from django.test import Client

from factories import UserFactory
from factories.sheets import sheet_of
from filiera.registry.models import ImportBatch
from filiera.registry.operations.imports import choose_columns, upload_sheet

pytestmark = pytest.mark.django_db

CONTENT = sheet_of("Nuova Essenza;profumi;Crema", head="Nome;Cosa fanno;Comune")


def mapping_of(content: bytes) -> list[str]:
    return list(upload_sheet(name="b.csv", content=content).mapping.values())


def chosen(batch: ImportBatch, *fields: str) -> None:
    choose_columns(batch=batch, choices=dict(enumerate(fields)))


def test_guessed_column_left_out_stays_out_of_the_next_file() -> None:
    batch = upload_sheet(name="a.csv", content=CONTENT)
    assert list(batch.mapping.values()) == ["NAME", "SUMMARY", "TOWN"]
    chosen(batch, "NAME", "", "TOWN")
    assert mapping_of(CONTENT) == ["NAME", "", "TOWN"]


def test_correction_taken_back_is_taken_back_for_the_next_file_too() -> None:
    batch = upload_sheet(name="a.csv", content=CONTENT)
    chosen(batch, "NAME", "", "TOWN")
    chosen(batch, "NAME", "SUMMARY", "TOWN")
    assert mapping_of(CONTENT) == ["NAME", "SUMMARY", "TOWN"]


def test_choice_holds_for_a_file_with_more_headings() -> None:
    chosen(upload_sheet(name="a.csv", content=CONTENT), "NAME", "", "TOWN")
    more = sheet_of("2;Nuova Essenza;profumi;Crema;x", head="Riga del file;Nome;Cosa fanno;Comune;Che cosa non va")
    assert mapping_of(more) == ["", "NAME", "", "TOWN", ""]
    other = sheet_of("Nuova Essenza;profumi", head="Nome;Cosa fanno")
    assert mapping_of(other) == ["NAME", "SUMMARY"]


@pytest.mark.parametrize(("lang", "words"), [("it", "come l’ultima volta"), ("en", "as you chose last time")])
def test_page_says_that_the_column_was_left_out_before(lang: str, words: str) -> None:
    chosen(upload_sheet(name="a.csv", content=CONTENT), "NAME", "", "TOWN")
    batch = upload_sheet(name="b.csv", content=CONTENT)
    client = Client()
    client.force_login(UserFactory(role="OFFICE"))
    assert client.get(f"/{lang}/office/imports/{batch.pk}/columns/").content.decode().count(words) == 1
