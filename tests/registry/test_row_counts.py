"""What is counted of a file is said each time, and the parts add up to the rows read."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from factories import UserFactory
from factories.sheets import brought_in, sheet_of, tried
from filiera.registry.queries.imports import tally

pytestmark = pytest.mark.django_db

ROWS = ("Alba Cosmetici;Crema", "Blu Vetro;Lodi", ";", ";Pavia", "Totale;2")
WORDS = {
    "it": ("5 righe lette: ", "con un soggetto, ", "messe da parte", ["Righe lette", "di cui nel registro"]),
    "en": ("5 rows read: ", "with an organisation, ", "set aside", ["Rows read", "of them in the register"]),
}


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(UserFactory(role="OFFICE"))
    return client


@pytest.mark.parametrize("lang", ["it", "en"])
def test_trial_says_what_each_number_counts(office: Client, lang: str) -> None:
    batch = tried(sheet_of(*ROWS, head="Nome;Comune"))
    counts = tally(batch)
    assert (batch.total, counts.rows + counts.empty, counts.empty) == (5, 5, 2)
    page = unescape(office.get(f"/{lang}/office/imports/{batch.pk}/trial/").content.decode())
    read, kept, aside, _facts = WORDS[lang]
    assert f"{read}3 {kept}2 {aside}" in page
    assert {"it": "3 righe con un soggetto:", "en": "3 rows with an organisation:"}[lang] in page


@pytest.mark.parametrize("lang", ["it", "en"])
def test_parts_of_a_file_that_is_in_add_up(office: Client, lang: str) -> None:
    batch = brought_in(sheet_of(*ROWS, head="Nome;Comune"))
    page = unescape(office.get(f"/{lang}/office/imports/{batch.pk}/").content.decode())
    panel = page[page.index(WORDS[lang][3][0]) :]
    numbers = [int(one) for one in re.findall(r"<dd>(\d+)</dd>", panel)[:4]]
    assert (WORDS[lang][3][1] in panel, numbers[0], sum(numbers[1:])) == (True, 5, 5)
