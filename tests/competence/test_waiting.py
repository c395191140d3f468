"""The office's start page says what of the map waits, in the reader's language; its menu leads to the messages."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from factories import ClaimFactory, OrganisationFactory, RunFactory, UserFactory
from filiera.competence.models import Suggestion
from filiera.competence.queries.waiting import organisations_to_confirm, waiting_of_the_map
from filiera.registry.models import ImportBatch, ImportRow
from filiera.registry.queries.waiting import MOST, waiting_things

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(UserFactory(role="OFFICE"))
    return client


def claim(**fields: Any) -> Any:
    return ClaimFactory(**{"seen_by": "OFFICE", "run": RunFactory()} | fields)


def batch(state: str, kind: str = "CORDIS") -> Any:
    return ImportBatch.objects.create(kind=kind, state=state, file_name=f"{state}.zip".lower(), digest="x")


def test_nothing_waits_in_an_empty_register(office: Client) -> None:
    assert waiting_of_the_map() == []


def test_competences_that_nobody_confirmed_wait(office: Client) -> None:
    first = claim().organisation
    claim(organisation=first, competence_id="PK1.CMP.PMP")
    claim()
    claim(verdict="CONFIRMED")
    claim(verdict="REFUSED")
    claim(strength=0.04)
    ClaimFactory(seen_by="PUBLIC")
    claim(organisation=OrganisationFactory(merged_into=first))
    (found,) = waiting_of_the_map()
    assert (found.title, found.text[:15]) == ("3 competenze da confermare", "Di 2 soggetti: ")
    assert [(row.pk == first.pk, row.waiting) for row in organisations_to_confirm()] == [(True, 2), (False, 1)]
    page = office.get(found.url).content.decode()
    assert "2 soggetti <em>aspettano un sì o un no</em>" in page
    assert f'href="/it/organisations/{first.code}/#claims"' in page


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_a_constant_number_of_queries(office: Client, number: int) -> None:
    for _place in range(number):
        claim()
    with CaptureQueriesContext(connection) as queries:
        assert office.get("/it/office/claims/").status_code == 200
    assert len(queries) == 7


@pytest.mark.parametrize(
    ("lang", "titles", "words", "menu"),
    [
        (
            "it",
            ["1 segnalazione", "1 ente in dubbio in «done.zip»", "1 competenza da confermare"],
            ["cominciato", "La prova è fatta, non è ancora entrato niente.", "a metà", "fermo"],
            "Dati",
        ),
        (
            "en",
            ["1 message", "1 institution in doubt in “done.zip”", "1 competence to confirm"],
            ["begun", "The trial is done, nothing of it is in yet.", "half in", "stopped"],
            "The data",
        ),
    ],
)
def test_today_says_what_waits_in_the_readers_language(
    office: Client, lang: str, titles: list[str], words: list[str], menu: str
) -> None:
    Suggestion.objects.create(kind="OWN", words="Lo facciamo.", name="Chi", email="chi@example.org")
    for state in ("UPLOADED", "TRIED", "RUNNING", "FAILED", "UNDONE"):
        batch(state)
    moving = {"it": "Sta entrando adesso.", "en": "It is coming in now."}[lang]
    assert moving in office.get(f"/{lang}/office/").content.decode()
    ImportBatch.objects.filter(state="RUNNING").update(moved_at=None)
    candidate = OrganisationFactory()
    ImportRow.objects.create(batch=batch("DONE", "ROR"), line=1, raw=[], fate="ASK", candidate=candidate)
    claim(organisation=candidate)
    page = unescape(office.get(f"/{lang}/office/").content.decode())
    assert "Niente aspetta" not in page
    for text in [*titles, "uploaded.zip", "tried.zip", "running.zip", "failed.zip", *words]:
        assert text in page, text
    assert "undone.zip" not in page
    for state in ImportBatch.State.values:
        assert not re.search(rf">\s*{state}\s*<", page), state
    assert f'<a href="/{lang}/office/imports/">{menu}</a>' in page


def test_list_is_the_offices(client: Client) -> None:
    assert client.get("/it/office/claims/").status_code == 302
    client.force_login(UserFactory())
    assert client.get("/it/office/claims/").status_code == 404


def test_import_half_way_stands_before_newer_ones_that_are_done() -> None:
    batch("MAPPED", "ORGANISATIONS")
    for _number in range(MOST + 1):
        batch("DONE", "ORGANISATIONS")
    assert [one.title for one in waiting_things(now=timezone.now())] == ["mapped.zip"]


@pytest.mark.parametrize(
    ("lang", "title", "done"),
    [
        ("it", "3 file di prove si sono fermati", "4 file che non si potevano importare sono stati buttati."),
        ("en", "3 evidence files stopped", "4 files that could not come in are thrown away."),
    ],
)
def test_files_that_failed_wait_in_one_line_and_are_thrown_away_at_once(
    office: Client, lang: str, title: str, done: str
) -> None:
    for name in ("a.csv", "b.csv", "c.csv", "d.csv"):
        failed(name)
    ImportBatch.objects.create(kind="EVIDENCE", state="DONE", file_name="D.csv", digest="y")
    half = failed("half.csv", position=3)
    found = waiting_of_the_map()
    assert [one.title for one in found] == ["3 file di prove si sono fermati", "half.csv"]
    page = unescape(office.get(f"/{lang}/office/").content.decode())
    assert (title in page, "a.csv, b.csv, c.csv" in page or "c.csv, b.csv, a.csv" in page) == (True, True)
    clear = f"/{lang}/office/evidence/discard-failed/"
    assert f'action="{clear}"' in office.get(f"/{lang}/office/evidence/").content.decode()
    assert done in office.post(clear, follow=True).content.decode()
    assert set(ImportBatch.objects.values_list("pk", flat=True)) == {
        half.pk,
        ImportBatch.objects.get(state="DONE").pk,
    }
    assert f'action="{clear}"' not in office.get(f"/{lang}/office/evidence/").content.decode()


def test_later_import_of_the_same_file_settles_one_that_failed() -> None:
    failed("prove.csv")
    assert [one.title for one in waiting_of_the_map()] == ["prove.csv"]
    ImportBatch.objects.create(kind="CORDIS", state="DONE", file_name="prove.csv", digest="y")
    assert [one.title for one in waiting_of_the_map()] == ["prove.csv"]
    ImportBatch.objects.create(kind="EVIDENCE", state="DONE", file_name="prove.csv", digest="y")
    assert waiting_of_the_map() == []


def test_only_the_office_throws_files_away(client: Client) -> None:
    failed("prove.csv")
    client.force_login(UserFactory())
    assert client.post("/it/office/evidence/discard-failed/").status_code == 404
    assert ImportBatch.objects.count() == 1


def failed(name: str, **values: Any) -> Any:
    said = {"failed": {"code": "no-table", "value": name}}
    kept = {"mapping": {"path": f"/nowhere/{name}"}, "digest": "x", "counts": said}
    return ImportBatch.objects.create(kind="EVIDENCE", state="FAILED", file_name=name, **kept, **values)
