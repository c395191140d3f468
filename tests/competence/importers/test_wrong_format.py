"""A file of public data that is sent as something else is recognised by what is inside, and tried as that with one act."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from factories import UserFactory
from factories.importer_world import PROJECTS, TABLES, table
from filiera.competence.queries.waiting import waiting_of_the_map
from filiera.registry.models import ImportBatch

pytestmark = pytest.mark.django_db

WORK = {"id": "https://openalex.org/W1", "title": "Sapone", "authorships": []}
INSTITUTION = {"id": "https://ror.org/01abcde23", "names": [{"value": "Istituto del Sapone", "types": ["ror_display"]}]}


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(UserFactory(role="OFFICE"))
    return client


def zipped(tables: dict[str, list[dict[str, str]]]) -> bytes:
    """Pack tables of CORDIS in a zip."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, rows in tables.items():
            archive.writestr(name, table(rows))
    return packed.getvalue()


def send(office: Client, kind: str, name: str, content: bytes, lang: str = "it") -> ImportBatch:
    """Send a file as a kind, and try it to its end."""
    office.post(f"/{lang}/office/evidence/", {"kind": kind, "file": SimpleUploadedFile(name, content)})
    batch = ImportBatch.objects.get()
    office.post(f"/{lang}/office/evidence/{batch.pk}/advance/")
    batch.refresh_from_db()
    return batch


@pytest.mark.parametrize(
    ("lang", "said", "act"),
    [
        ("it", "Sembra CORDIS. Scegli CORDIS.", "Prova come CORDIS"),
        ("en", "It looks like CORDIS. Choose CORDIS as what it is.", "Try it as CORDIS"),
    ],
)
def test_zip_of_cordis_sent_as_a_sheet_is_tried_as_cordis(office: Client, lang: str, said: str, act: str) -> None:
    batch = send(office, "sheet", "cordis.zip", zipped(TABLES), lang)
    here = f"/{lang}/office/evidence/{batch.pk}/"
    page = office.get(here).content.decode()
    assert [part in page for part in (said, act)] == [True, True]
    assert waiting_of_the_map() == []
    office.post(f"{here}try-as/")
    office.post(f"{here}advance/")
    batch.refresh_from_db()
    assert (batch.kind, batch.state, batch.counts["new"] > 0) == ("CORDIS", "TRIED", True)


@pytest.mark.parametrize(
    ("kind", "name", "content", "code"),
    [
        ("sheet", "works.json", json.dumps([WORK]).encode(), "looks-openalex"),
        ("cordis", "ror.json", json.dumps([INSTITUTION]).encode(), "looks-ror"),
        ("ror", "p.csv", table(PROJECTS), "looks-cordis"),
        ("cordis", "x.csv", b"a,b\n1,2\n", "no-table"),
    ],
)
def test_format_is_told_by_what_is_inside(office: Client, kind: str, name: str, content: bytes, code: str) -> None:
    batch = send(office, kind, name, content)
    assert (batch.state, batch.counts["failed"]["code"]) == ("FAILED", code)


def test_file_that_looks_like_nothing_else_is_not_tried_as_another(office: Client) -> None:
    batch = send(office, "cordis", "x.csv", b"a,b\n1,2\n")
    office.post(f"/it/office/evidence/{batch.pk}/try-as/")
    batch.refresh_from_db()
    assert (batch.kind, batch.state) == ("CORDIS", "FAILED")
