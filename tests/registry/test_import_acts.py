"""What the pages of an import ask before they throw away, call what they do not bring in, and say once it is taken back."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from factories import OrganisationFactory, UserFactory
from factories.sheets import brought_in, sheet_of
from filiera.registry.models import ImportBatch, Organisation
from filiera.registry.operations.merges import merge_organisations, undo_merge

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Client:
    """Sign an office worker in."""
    client = Client()
    client.force_login(UserFactory(role="OFFICE"))
    return client


def upload(client: Client, content: bytes, name: str = "soci.csv") -> str:
    """Send a file; give the page that follows."""
    sent = {"file": SimpleUploadedFile(name, content)}
    return client.post("/it/office/imports/new/", sent, follow=True).content.decode()


@pytest.mark.parametrize(
    ("lang", "refused", "whose"),
    [
        ("it", "Non si è buttato via niente: prima spunta la conferma.", "Portato da"),
        ("en", "Nothing was thrown away: first tick that you are sure.", "Brought by"),
    ],
)
def test_file_of_a_colleague_is_thrown_away_only_by_who_is_sure(
    office: Client, lang: str, refused: str, whose: str
) -> None:
    colleague = Client()
    colleague.force_login(UserFactory(role="OFFICE"))
    upload(colleague, sheet_of("Nuova Essenza;;Crema;;;;"))
    here = f"/{lang}/office/imports/{ImportBatch.objects.get().pk}"
    columns = office.get(f"{here}/columns/").content.decode()
    assert [part in columns for part in ('name="sure"', whose)] == [True, True]
    page = office.post(f"{here}/discard/", follow=True).content.decode()
    assert (refused in page, ImportBatch.objects.count()) == (True, 1)
    office.post(f"{here}/discard/", {"sure": "1"})
    assert ImportBatch.objects.count() == 0


@pytest.mark.parametrize(
    ("lang", "joined", "part", "nothing"),
    [("it", "1 unione", "Separali", "più niente"), ("en", "1 merge", "Part them", "nothing any more")],
)
def test_undo_counts_the_merges_that_stand_and_leads_to_part_them(
    office: Client, lang: str, joined: str, part: str, nothing: str
) -> None:
    other = OrganisationFactory(name="Vetreria Ticino")
    batch = brought_in(sheet_of("Nuova Essenza;;Crema;;;;"))
    new = Organisation.objects.get(name="Nuova Essenza")
    undo_merge(merge=merge_organisations(kept=new, gone=other))
    other.refresh_from_db()
    new.refresh_from_db()
    second = merge_organisations(kept=new, gone=other)
    here = f"/{lang}/office/imports/{batch.pk}/"
    page = office.post(f"{here}undo/", {"sure": "1"}, follow=True).content.decode()
    left = page[page.index('id="left"') :]
    assert [words in left for words in (joined, part, f'href="/{lang}/office/duplicates/#merges"')] == [True] * 3
    second.refresh_from_db()
    undo_merge(merge=second)
    left = office.get(here).content.decode()
    left = left[left.index('id="left"') :]
    assert (nothing in left, part in left) == (True, False)


@pytest.mark.parametrize(
    ("header", "said"),
    [("Note interne", "sembrano appunti propri"), ("Note del referente", "sembra personale"),
     ("Cellulare", "sembra personale")],
)  # fmt: skip
def test_column_of_notes_is_not_called_personal(office: Client, header: str, said: str) -> None:
    upload(office, sheet_of("Alba;Crema;sentire", head=f"Ragione sociale;Comune;{header}"))
    page = office.get(f"/it/office/imports/{ImportBatch.objects.get().pk}/columns/").content.decode()
    assert re.findall(r"sembrano appunti propri|sembra personale", page) == [said]


def test_wrong_file_is_named_once_and_a_chosen_sheet_is_not_optional(office: Client) -> None:
    page = upload(office, b"\x89PNG\r\n\x1a\n\x00\x00", "home.png")
    assert "home.png: " not in page
    assert "«home.png» non è" in page
    book = Workbook()
    for name in ("Soci", "Altri"):
        sheet = book.active if name == "Soci" else book.create_sheet()
        sheet.title = name
        for row in (("Ragione sociale", "Comune"), ("Alba", "Crema")):
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    page = upload(office, file.getvalue(), "soci.xlsx")
    group = page[page.index('role="radiogroup"') :].split("</p>")[0]
    assert "facoltativo" not in group
