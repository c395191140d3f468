"""A batch of which a part is in the register: its pages speak of what is in and what waits, not of a trial."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from factories import OrganisationFactory, UserFactory
from factories.sheets import brought_in, sheet_of
from filiera.registry.models import ImportBatch
from filiera.registry.operations.import_answers import decide_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def half() -> ImportBatch:
    """Bring a sheet in of which one row waits for an answer, and answer it."""
    OrganisationFactory(name="Vetreria Ticino", town="Pavia", country="IT")
    batch = brought_in(
        sheet_of("Vetreria del Ticino sas;;Lodi;35;;;", "Olio Lento;;Crema;3;;;", "Quercia;;Crema;molti;;;")
    )
    assert ImportBatch.objects.get(pk=batch.pk).state == "DONE"
    return batch


def text_of(client: Client, url: str) -> str:
    page = client.get(url).content.decode()
    main = page[page.index("<main") : page.index("</main")]
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)))


@pytest.mark.parametrize(("lang", "word"), [("it", "prova"), ("en", "trial")])
def test_pages_of_a_batch_half_in_speak_of_no_trial(half: ImportBatch, lang: str, word: str) -> None:
    client = Client()
    client.force_login(UserFactory(role="OFFICE"))
    decide_row(row=half.rows.get(line=2), verdict="SAME")
    here = f"/{lang}/office/imports/{half.pk}/"
    pages = ("", "trial/", "rows/new/", "rows/cells/", "duplicates/", "confirm/")
    said = {page: re.findall(rf"\b{word}\b", text_of(client, f"{here}{page}"), re.IGNORECASE) for page in pages}
    assert [page for page, words in said.items() if words] == []


def test_confirmation_counts_only_what_comes_in_now(half: ImportBatch) -> None:
    client = Client()
    client.force_login(UserFactory(role="OFFICE"))
    decide_row(row=half.rows.get(line=2), verdict="SAME")
    said = text_of(client, f"/it/office/imports/{half.pk}/confirm/")
    counts = r"Soggetti nuovi (\d+) .*? nuovo (\d+) .*? nuovo (\d+)"
    assert re.findall(counts, said) == [("0", "1", "0")]
