"""Columns that a person chose, remembered for the next file, also where the choice is to leave a column out."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation

from factories import UserFactory
from factories.sheets import sheet_of, tried
from filiera.registry.models import ImportBatch
from filiera.registry.operations.imports import choose_columns, upload_sheet
from filiera.registry.queries.imports import values_left_out

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


@pytest.mark.parametrize(
    ("heading", "value", "field"),
    [("Codice ATECO", "20.42", "ATECO"), ("Data costituzione", "12/03/1999", "FOUNDED")],
)
def test_heading_of_the_chamber_of_commerce_is_understood(heading: str, value: str, field: str) -> None:
    rows = (f"{name};{value}" for name in ("Alba", "Beta", "Gamma"))
    batch = upload_sheet(name="a.csv", content=sheet_of(*rows, head=f"Nome;{heading}"))
    assert [(guess["field"], guess["confidence"]) for guess in batch.guesses][1] == (field, "sure")


@pytest.mark.parametrize(
    ("lang", "words"), [("it", "Quest’anno deve ancora venire."), ("en", "This year is still to come.")]
)
def test_impossible_value_stays_out_alone_and_is_listed(lang: str, words: str) -> None:
    batch = tried(sheet_of("Alba;2099;Crema", head="Nome;Fondata;Comune"))
    with translation.override(lang):
        found = [(one.header, one.value, one.message) for one in values_left_out(batch, list(batch.rows.all()))]
    assert found == [("Fondata", "2099", words)]
    assert batch.rows.get().fate == "NEW"


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
