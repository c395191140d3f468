"""The pages of an import as people walk them, without a script, in both languages; and who may open them."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook, load_workbook

from factories import DelegateFactory, OrganisationFactory, UserFactory
from factories.sheets import brought_in, sheet_of, tried
from filiera.registry.models import DuplicateDecision, ImportBatch, Merge, Organisation
from filiera.registry.operations.import_apply import start_batch
from filiera.registry.operations.tell_apart import tell_apart
from filiera.registry.queries import duplicates
from filiera.registry.queries.imports import tally
from filiera.registry.sheets.reading import read_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Client:
    """Sign an office worker in."""
    client = Client()
    client.force_login(UserFactory(role="OFFICE"))
    return client


def h1(response: object) -> str:
    found = re.search(r"<h1>(.*?)</h1>", response.content.decode(), re.S)  # type: ignore[attr-defined]
    return re.sub(r"<[^>]+>", "", found.group(1)) if found else ""


def upload(client: Client, content: bytes, name: str = "soci.csv", lang: str = "it") -> object:
    file = SimpleUploadedFile(name, content)
    return client.post(f"/{lang}/office/imports/new/", {"file": file}, follow=True)


@pytest.mark.parametrize(
    ("lang", "titles"),
    [
        ("it", ["Riconosciamo 6 colonne su 7: è così?", "Niente è ancora cambiato: ecco che cosa succederebbe",
                "1 doppione in dubbio: decidi tu", "2 righe entrano, e si possono annullare", "2 righe sono nel registro",
                "Annullato: il registro è come prima"]),
        ("en", ["We recognise 6 columns of 7: is it so?", "Nothing has changed yet: this is what would happen",
                "1 doubtful duplicate: you decide", "2 rows come in, and can be taken back", "2 rows are in the register",
                "Taken back: the register is as before"]),
    ],
)  # fmt: skip
def test_walk_from_the_file_to_its_undo(office: Client, lang: str, titles: list[str]) -> None:
    OrganisationFactory(name="Vetreria Ticino", town="Pavia")
    content = sheet_of(
        "Vetreria del Ticino sas;;Lodi;35;;;",
        "Profumi Senza Fretta;;Milano;4;www.psf.example;;",
        "5;;Bagnolo;;;;",
    )
    page = upload(office, content, lang=lang)
    batch = ImportBatch.objects.get()
    here = f"/{lang}/office/imports/{batch.pk}/"
    seen = [h1(page)]
    chosen = {f"column-{index}": field for index, field in batch.mapping.items()}
    seen.append(h1(office.post(f"{here}columns/", chosen, follow=True)))
    seen.append(h1(office.get(f"{here}duplicates/")))
    row = batch.rows.get(line=2)
    office.post(f"{here}rows/{row.pk}/decide/", {"answer": "DIFFERENT"})
    seen.append(h1(office.get(f"{here}confirm/")))
    seen.append(h1(office.post(f"{here}confirm/", {"visibility": "PUBLIC"}, follow=True)))
    assert sorted(Organisation.objects.values_list("name", flat=True)) == [
        "Profumi Senza Fretta", "Vetreria Ticino", "Vetreria del Ticino sas"
    ]  # fmt: skip
    seen.append(h1(office.post(f"{here}undo/", {"sure": "1"}, follow=True)))
    assert seen == titles
    assert Organisation.objects.count() == 1
    again = office.post(f"/it/office/imports/{batch.pk}/undo/", {"sure": "1"}, follow=True)
    assert "già stato annullato" in again.content.decode()


@pytest.mark.parametrize(
    ("lang", "ask", "refused", "offer"),
    [
        ("it", "Sì, annulla tutto quello che ha portato", "prima spunta la conferma", "Caricalo di nuovo"),
        ("en", "I am sure: take all of it back", "first tick that you are sure", "Upload it again"),
    ],
)
def test_undo_asks_first_and_then_shows_the_way_to_begin_again(
    office: Client, lang: str, ask: str, refused: str, offer: str
) -> None:
    batch = brought_in(sheet_of("Nuova Essenza;;Crema;;;;"))
    here = f"/{lang}/office/imports/{batch.pk}/"
    assert ask in office.get(here).content.decode()
    page = office.post(f"{here}undo/", follow=True).content.decode()
    assert (refused in page, Organisation.objects.count()) == (True, 1)
    office.post(f"{here}undo/", {"sure": "1"})
    chosen = {f"column-{index}": field for index, field in batch.mapping.items()}
    for page in (office.get(here), office.post(f"{here}columns/", chosen, follow=True)):
        assert (page.status_code, f'href="/{lang}/office/imports/new/">{offer}' in page.content.decode()) == (200, True)
    assert Organisation.objects.count() == 0


@pytest.mark.parametrize(
    ("lang", "words"),
    [("it", "Sembra un foglio di prove."), ("en", "This looks like an evidence sheet.")],
)
def test_evidence_sheet_is_told_with_the_way_to_its_import(office: Client, lang: str, words: str) -> None:
    content = b"id;organisation_name;kind;title_it;source_name\n1;Alba Cosmetici;product;Crema di rose;Catalogo\n"
    page = upload(office, content, "prove.csv", lang).content.decode()  # type: ignore[attr-defined]
    assert words in page
    assert f'<a href="/{lang}/office/evidence/">' in page
    assert words not in upload(office, sheet_of("Alba;;;;;;"), lang=lang).content.decode()  # type: ignore[attr-defined]


def test_error_is_mended_on_the_page(office: Client) -> None:
    batch = tried(sheet_of("Schiume;;Bagnolo;;;;"))
    row = batch.rows.get()
    page = office.get(f"/it/office/imports/{batch.pk}/trial/").content.decode()
    assert all(
        words in page for words in ("riga 2, citta (C)", "Più comuni si chiamano così.", 'value="Bagnolo Cremasco"')
    )
    address = f"/it/office/imports/{batch.pk}/rows/{row.pk}/mend/"
    page = office.post(address, {"column": "2", "text": "Bagnolo Cremasco"}, follow=True).content.decode()
    assert "La riga 2 è sistemata" in page
    batch.refresh_from_db()
    assert (tally(batch).error, tally(batch).new) == (0, 1)


def test_bad_rows_are_downloaded_corrected_and_brought_in_again(office: Client) -> None:
    batch = tried(sheet_of("Schiume;;Bagnolo;;;;", "Nuova Essenza;;Crema;;;;"))
    response = office.get(f"/it/office/imports/{batch.pk}/to-correct.xlsx")
    book = load_workbook(io.BytesIO(response.content))
    sheet = book.active
    assert [cell.value for cell in sheet[1]][-2:] == ["Riga del file", "Che cosa non va"]
    assert [sheet["A2"].value, sheet["C2"].value, sheet["H2"].value, sheet.max_row] == ["Schiume", "Bagnolo", 2, 2]
    sheet["C2"] = "Bagnolo Mella"
    out = io.BytesIO()
    book.save(out)
    upload(office, out.getvalue(), "soci-da-correggere.xlsx")
    again = ImportBatch.objects.order_by("-pk")[0]
    assert {field for field in again.mapping.values() if field} == {
        "NAME",
        "VAT",
        "TOWN",
        "EMPLOYEES",
        "WEBSITE",
        "SUMMARY",
    }


@pytest.mark.parametrize("lang", ["it", "en"])
def test_template_is_understood_to_the_last_column(office: Client, lang: str) -> None:
    content = office.get(f"/{lang}/office/imports/template.xlsx").content
    table = read_table(name="t.xlsx", content=content)
    assert (table.header_line, len(table.rows)) == (1, 1)
    upload(office, content, "t.xlsx", lang)
    batch = ImportBatch.objects.get()
    assert all(batch.mapping.values())
    assert len(batch.mapping) == 12


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("x.csv", b"%PDF-1.4", "Salva il foglio come .xlsx o .csv"),
        ("x.xlsx", b"PK\x03\x04nothing", "La cartella è danneggiata"),
        ("x.xlsx", b"<html><table><tr><td>Nome</td></tr></table></html>", "dentro è una pagina web o un XML"),
        ("x.xlsx", b"Nome;Comune\nAlba;Crema\n", "Se è un testo CSV, chiamalo .csv"),
    ],
)
def test_file_that_cannot_be_read_is_told_beside_the_field(
    office: Client, name: str, content: bytes, words: str
) -> None:
    response = upload(office, content, name)
    assert response.status_code == 422  # type: ignore[attr-defined]
    page = response.content.decode()  # type: ignore[attr-defined]
    assert (words in page, "Niente di quello che hai scritto va perso" in page) == (True, False)
    assert ImportBatch.objects.count() == 0


def test_web_page_called_a_workbook_is_refused_in_english_too(office: Client) -> None:
    response = upload(office, b"<!DOCTYPE html><table></table>", "members.xlsx", "en")
    page = response.content.decode()  # type: ignore[attr-defined]
    assert "“members.xlsx” is a web page or XML inside, not a workbook." in page


@pytest.mark.parametrize(
    ("lang", "title"), [("it", "Riconosciamo 1 colonna su 1"), ("en", "We recognise 1 column of 1")]
)
def test_one_column_is_said_in_the_singular(office: Client, lang: str, title: str) -> None:
    assert h1(upload(office, b"Nome\nAlba Cosmetici\nBeta\n", lang=lang)).startswith(title)


def test_workbook_of_several_sheets_asks_which_one(office: Client) -> None:
    book = Workbook()
    book.active.append(["Nome", "Comune"])
    book.active.append(["Nuova Essenza", "Crema"])
    book.create_sheet("Vecchi").append(["Nome", "Comune"])
    for name in ("Alba", "Beta", "Gamma"):
        book["Vecchi"].append([name, "Lodi"])
    out = io.BytesIO()
    book.save(out)
    page = upload(office, out.getvalue(), "x.xlsx")
    batch = ImportBatch.objects.get()
    assert (h1(page), batch.sheet) == ("Il file ha più fogli: quale?", "Vecchi")
    office.post(f"/it/office/imports/{batch.pk}/sheet/", {"sheet": "Sheet", "header_line": "1"})
    batch.refresh_from_db()
    assert (batch.sheet, batch.total) == ("Sheet", 1)


def test_progress_goes_on_without_a_script(office: Client) -> None:
    batch = start_batch(batch=tried(sheet_of("Nuova Essenza;;Crema;;;;")))
    page = office.get(f"/it/office/imports/{batch.pk}/run/", follow=True)
    assert (h1(page), page.redirect_chain) == ("1 riga è nel registro", [(f"/it/office/imports/{batch.pk}/", 302)])


def test_progress_fragment_leads_on_with_a_script(office: Client) -> None:
    batch = start_batch(batch=tried(sheet_of("Nuova Essenza;;Crema;;;;")))
    response = office.get(f"/it/office/imports/{batch.pk}/run/", headers={"HX-Request": "true"})
    assert response["HX-Redirect"] == f"/it/office/imports/{batch.pk}/"


@pytest.mark.parametrize(
    ("lang", "now", "later"),
    [("it", "Sta entrando adesso.", "Niente si muove dal 25 novembre 2026, 10:00"),
     ("en", "It is coming in now.", "Nothing has moved since 25 November 2026, 10:00")],
)  # fmt: skip
def test_batch_that_nobody_carries_further_says_so(office: Client, lang: str, now: str, later: str) -> None:
    batch = start_batch(batch=tried(sheet_of("Nuova Essenza;;Crema;;;;")))
    pages = (f"/{lang}/office/", f"/{lang}/office/imports/{batch.pk}/")
    assert now in office.get(pages[0]).content.decode()
    assert later not in office.get(pages[1]).content.decode()
    ImportBatch.objects.update(moved_at=datetime(2026, 11, 25, 9, tzinfo=UTC))
    found = [office.get(page).content.decode() for page in pages]
    assert (now in found[0], later in found[1], f'href="{pages[1]}run/"' in found[1]) == (False, True, True)
    office.get(f"{pages[1]}run/")
    assert ImportBatch.objects.get().state == "DONE"


def test_office_page_says_what_waits(office: Client) -> None:
    OrganisationFactory(name="Vetreria Ticino", town="Pavia")
    assert h1(office.get("/it/office/")) == "Niente aspetta: il registro è in ordine"
    brought_in(sheet_of("Vetreria del Ticino sas;;Lodi;35;;;", "Nuova Essenza;;Crema;;;;"), "soci_2026.csv")
    page = office.get("/it/office/")
    assert h1(page) == "1 cosa aspetta te"
    assert "1 doppione in dubbio in «soci_2026.csv»" in page.content.decode()


@pytest.mark.parametrize(("lang", "words"), [("it", "1 coppia si somiglia"), ("en", "1 pair looks alike")])
def test_office_page_counts_the_pairs_that_look_alike(office: Client, lang: str, words: str) -> None:
    one = OrganisationFactory(name="Vetreria Ticino", town="Pavia")
    other = OrganisationFactory(name="Vetreria del Ticino", town="Pavia")
    page = office.get(f"/{lang}/office/").content.decode()
    assert (f"<h3>{words}</h3>" in page, f'href="/{lang}/office/duplicates/"' in page) == (True, True)
    tell_apart(first=one, second=other)
    assert h1(office.get("/it/office/")) == "Niente aspetta: il registro è in ordine"


def test_office_page_of_a_large_register_does_not_wait_for_the_pairs(
    office: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duplicates, "AT_ONCE", 1)
    OrganisationFactory(name="Vetreria Ticino", town="Pavia")
    OrganisationFactory(name="Vetreria del Ticino", town="Pavia")
    assert "Il registro è cambiato: guarda se" in office.get("/it/office/").content.decode()
    office.get("/it/office/duplicates/")
    assert "<h3>1 coppia si somiglia</h3>" in office.get("/it/office/").content.decode()


def test_two_are_joined_and_parted_on_the_pages(office: Client) -> None:
    one = OrganisationFactory(name="Vetreria Ticino", town="Pavia")
    other = OrganisationFactory(name="Vetreria del Ticino", town="Pavia")
    assert h1(office.get("/it/office/duplicates/")) == "1 coppia può essere una cosa sola"
    page = office.get("/it/office/merge/", {"keep": one.code, "gone": other.code})
    assert h1(page) == "Vetreria del Ticino confluisce in Vetreria Ticino"
    office.post("/it/office/merge/join/", {"keep": one.code, "gone": other.code})
    assert office.get(f"/it/organisations/{other.code}/").status_code in (302, 404)
    merge = Merge.objects.get()
    office.post(f"/it/office/merge/{merge.pk}/undo/")
    merge.refresh_from_db()
    assert merge.undone_at is not None
    office.post("/it/office/duplicates/apart/", {"first": one.code, "second": other.code})
    assert (DuplicateDecision.objects.count(), h1(office.get("/it/office/duplicates/"))) == (
        1, "Nessuno somiglia più a un altro"
    )  # fmt: skip


def test_names_that_mean_several_or_nobody_are_asked_for(office: Client) -> None:
    OrganisationFactory(name="Alba Cosmetici")
    OrganisationFactory(name="Alba Distillati")
    page = office.get("/it/office/merge/", {"keep": "alba", "gone": "nessuna"}).content.decode()
    assert "Nessuno si chiama così. Prova con una parte del nome." in page
    assert page.count("Più d’uno si chiama così: scegli.") == 1


ADDRESSES = ("", "imports/", "imports/new/", "imports/template.xlsx", "duplicates/", "merge/", "imports/{pk}/",
             "imports/{pk}/sheet/", "imports/{pk}/columns/", "imports/{pk}/trial/", "imports/{pk}/rows/new/",
             "imports/{pk}/duplicates/", "imports/{pk}/confirm/", "imports/{pk}/run/", "imports/{pk}/to-correct.xlsx",
             "imports/{pk}/file/")  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_pages_open_for_the_office_alone(office: Client, address: str) -> None:
    batch = tried(sheet_of("Nuova Essenza;;Crema;;;;"))
    url = f"/it/office/{address.format(pk=batch.pk)}"
    member, visitor = Client(), Client()
    member.force_login(DelegateFactory(organisation=OrganisationFactory(member_since_on="2020-01-01")).user)
    assert office.get(url).status_code in (200, 302)
    assert (member.get(url).status_code, visitor.get(url).status_code) == (404, 302)


@pytest.mark.parametrize(
    "address", ["imports/{pk}/undo/", "imports/{pk}/discard/", "imports/{pk}/trial/again/", "imports/{pk}/rows/{row}/decide/",
                "imports/{pk}/rows/{row}/mend/"]
)  # fmt: skip
def test_acts_are_refused_to_others_and_to_plain_links(office: Client, address: str) -> None:
    batch = tried(sheet_of("Nuova Essenza;;Crema;;;;"))
    url = f"/it/office/{address.format(pk=batch.pk, row=batch.rows.get().pk)}"
    member = Client()
    member.force_login(UserFactory())
    assert (member.post(url).status_code, office.get(url).status_code) == (404, 405)
    assert ImportBatch.objects.count() == 1


@pytest.mark.parametrize("address", ["imports/", "imports/{pk}/duplicates/", "imports/{pk}/rows/ask/"])
def test_lists_cost_the_same_however_many_rows(office: Client, address: str) -> None:
    for name in ("Vetreria Ticino", "Polveri Moso", "Tubi Oglio"):
        OrganisationFactory(name=name, town="Pavia")
    counts = []
    for rows in (
        ("Vetreria del Ticino sas;;Lodi;;;;",),
        ("Vetreria di Ticino sas;;Lodi;;;;", "Polveri del Moso & C;;Lodi;;;;", "Tubi dell'Oglio snc;;Lodi;;;;"),
    ):
        batch = tried(sheet_of(*rows))
        assert tally(batch).ask == len(rows)
        with CaptureQueriesContext(connection) as seen:
            office.get(f"/it/office/{address.format(pk=batch.pk)}")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_page_counts_organisations_that_gained_not_the_rows_that_told(office: Client) -> None:
    OrganisationFactory(name="Alba Cosmetici", town="Crema", country="IT")
    again = ("Alba Cosmetici;99999019997;Crema;45;;;", "Alba Cosmetici;99999019997;Crema;;;oli;")
    new = ("Brina Profumi;;Lodi;12;;;", "Brina Profumi;;Lodi;;;profumi;")
    batch = brought_in(sheet_of(*again, *new))
    assert sorted(batch.rows.values_list("fate", flat=True)) == ["NEW", "UPDATE", "UPDATE", "UPDATE"]
    page = office.get(f"/it/office/imports/{batch.pk}/").content.decode()
    assert re.findall(r"<dt>Soggetti che hanno qualcosa in più</dt><dd>(.*?)</dd>", page) == ["1"]
