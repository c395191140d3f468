"""What of a sheet is set aside: headings, totals, single values that are wrong; each is shown, and nothing is lost."""

from __future__ import annotations

import pytest
from django.test import Client

from factories import OrganisationFactory, UserFactory
from factories.sheets import brought_in, sheet_of, tried
from filiera.registry.models import Identifier, ImportBatch, ImportRow, Organisation
from filiera.registry.operations.import_answers import leave_row_out, take_row
from filiera.registry.operations.import_apply import apply_batch, start_batch
from filiera.registry.operations.import_slices import codes_like
from filiera.registry.operations.import_trial import try_batch
from filiera.registry.operations.imports import ImportRefused, upload_sheet
from filiera.registry.queries.imports import CELLS, band_rows, compared, tally, values_left_out

pytestmark = pytest.mark.django_db


def fates(batch: ImportBatch) -> dict[int, str]:
    return dict(batch.rows.order_by("line").values_list("line", "fate"))


def row_at(batch: ImportBatch, line: int) -> ImportRow:
    return ImportRow.objects.select_related("batch").get(batch=batch, line=line)


def test_wrong_value_stays_out_and_its_row_comes_in() -> None:
    batch = brought_in(sheet_of("Nuova Essenza;99999019990;Bagnolo;molti;sito in arrivo;oli;"))
    organisation, row = Organisation.objects.get(), batch.rows.get()
    assert (organisation.name, organisation.town, organisation.website, organisation.identifiers.count()) == (
        "Nuova Essenza", "", "", 0
    )  # fmt: skip
    left = [(one.header, one.value, one.is_open) for one in values_left_out(batch, [row])]
    assert left == [
        ("P.IVA/CF", "99999019990", False), ("citta", "Bagnolo", False), ("dip.", "molti", False),
        ("sito", "sito in arrivo", False),
    ]  # fmt: skip
    assert (row.raw[:5], tally(batch).cells, tally(batch).error) == (
        ["Nuova Essenza", "99999019990", "Bagnolo", "molti", "sito in arrivo"], 1, 0
    )  # fmt: skip


@pytest.mark.parametrize("row", [";99999019997;Crema;12;;;", "1;;Crema;12;;;", "Alba;;Crema;12;;;;troppe"])
def test_trouble_with_the_name_or_the_cells_keeps_the_row_out(row: str) -> None:
    assert fates(tried(sheet_of(row))) == {2: "ERROR"}


SECTIONS = (
    "BERGAMO;;;;;;", "Alba srl;;Bergamo;12;;oli;", "Beta srl;;Treviglio;3;;vetro;", "PROVINCIA DI LODI;;;;;;",
    "Gamma srl;;Lodi;8;;tubi;", "C;;;;;;", "Delta srl;;Crema;9;;tappi;", "SOCI SOSTENITORI;;;;;;",
    "Enne srl;;Crema;2;;tinte;", "Una Sola Senza Altro;;;;;;", "STAMPI SRL;;;;;;", "TOT;;;5;;;", "Totale aziende: 63;;;;;;",
    "Total Italia;;Milano;5;;;",
)  # fmt: skip


def test_headings_of_sections_and_totals_are_set_aside_with_their_reason() -> None:
    batch = tried(sheet_of(*SECTIONS))
    aside = {
        row.line: [reason["code"] for reason in row.reasons] for row in batch.rows.filter(fate="EMPTY").order_by("line")
    }
    assert aside == {2: ["section"], 5: ["section"], 7: ["section"], 9: ["section"], 13: ["total"], 14: ["total"]}


def test_sheet_of_names_alone_loses_none() -> None:
    batch = tried(b"Nome\nBERGAMO\nALBA COSMETICI\nSoci\nTOT\n")
    assert fates(batch) == {2: "NEW", 3: "NEW", 4: "NEW", 5: "EMPTY"}


def test_sheet_in_capitals_keeps_a_name_that_stands_alone() -> None:
    batch = tried(sheet_of("ALBA;;Crema;1;;;", "BETA;;Lodi;2;;;", "GAMMA;;;;;;", "LODI;;;;;;"))
    assert fates(batch) == {2: "NEW", 3: "NEW", 4: "NEW", 5: "EMPTY"}


def test_row_set_aside_is_taken_in_all_the_same() -> None:
    batch = tried(sheet_of(*SECTIONS))
    assert take_row(row=row_at(batch, 9)).fate == "NEW"
    batch = apply_batch(batch=start_batch(batch=ImportBatch.objects.get(pk=batch.pk)))
    assert Organisation.objects.filter(name="SOCI SOSTENITORI").count() == 1
    with pytest.raises(ImportRefused, match="non è messa da parte"):
        take_row(row=row_at(batch, 3))


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("it", ["Il titolo di una sezione, non un soggetto.", "Un totale, non un soggetto.",
                "Falla entrare lo stesso", "La riga 9 è presa come soggetto: nuovo."]),
        ("en", ["The heading of a section, not an organisation.", "A total, not an organisation.",
                "Take it in all the same", "Line 9 is taken as an organisation: new."]),
    ],
)  # fmt: skip
def test_page_shows_what_is_set_aside_and_takes_it_in(lang: str, words: list[str]) -> None:
    client = Client()
    client.force_login(UserFactory(role="OFFICE"))
    batch = tried(sheet_of(*SECTIONS))
    here = f"/{lang}/office/imports/{batch.pk}/"
    page = client.get(f"{here}rows/empty/").content.decode()
    after = client.post(f"{here}rows/{row_at(batch, 9).pk}/take/", follow=True).content.decode()
    assert [word for word in words if word not in page + after] == []


@pytest.mark.parametrize(("lang", "words"), [("it", "lasciata fuori"), ("en", "left out, nothing of it comes in")])
def test_whole_column_is_left_out_on_the_step_of_the_columns(lang: str, words: str) -> None:
    client = Client()
    client.force_login(UserFactory(role="OFFICE"))
    batch = upload_sheet(name="soci.csv", content=sheet_of("Nuova Essenza;99999019990;Crema;12;;;"))
    here = f"/{lang}/office/imports/{batch.pk}/columns/"
    chosen = {f"column-{index}": field for index, field in batch.mapping.items()}
    page = client.post(here, {**chosen, "leave": "1"}).content.decode()
    assert (words in page, ImportBatch.objects.get().state) == (True, "UPLOADED")
    client.post(here, {**chosen, "column-1": ""})
    batch.refresh_from_db()
    assert (batch.mapping["1"], batch.state) == ("", "MAPPED")


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("it", "1 riga entra: resta fuori solo il valore sbagliato"),
        ("en", "1 row comes in: only the wrong value stays out"),
    ],
)
def test_page_shows_the_values_that_stay_out(lang: str, words: str) -> None:
    client = Client()
    client.force_login(UserFactory(role="OFFICE"))
    batch = tried(sheet_of("Nuova Essenza;99999019990;Crema;12;;;"))
    page = client.get(f"/{lang}/office/imports/{batch.pk}/trial/").content.decode()
    assert [one for one in (words, "99999019990", "P.IVA/CF (B)") if one not in page] == []
    batch = apply_batch(batch=start_batch(batch=batch))
    after = client.get(f"/{lang}/office/imports/{batch.pk}/rows/cells/").content.decode()
    assert ("99999019990" in after, 'name="column"' in after) == (True, False)


def test_codes_of_two_new_rows_pass_by_a_number_in_use() -> None:
    OrganisationFactory(code="alfa-2")
    assert (codes_like(["alfa", "alfa"]), codes_like(["alfa"])) == ({"alfa-2"}, set())


def test_town_that_nobody_knows_is_listed_and_no_empty_box_is_named() -> None:
    client = Client()
    client.force_login(UserFactory(role="OFFICE"))
    batch = tried(sheet_of("Nuova Essenza;;Città Inventata;12;;;", "Olio Lento;;Crema;3;;;"))
    assert [one.value for one in values_left_out(batch, list(band_rows(batch, CELLS)))] == ["Città Inventata"]
    assert tally(batch).cells == 1
    page = client.get(f"/it/office/imports/{batch.pk}/trial/").content.decode()
    assert ("Città Inventata" in page, "riquadro vuoto" in page) == (True, False)
    wrong = tried(sheet_of(";;Crema;12;;;", "Olio Lento;;Crema;3;;;"), name="altro.csv")
    assert "riquadro vuoto" in client.get(f"/it/office/imports/{wrong.pk}/trial/").content.decode()


@pytest.mark.parametrize(
    ("field", "left", "right", "state"),
    [
        ("NAME", "Vetreria del Ticino sas", "Vetreria Ticino", "diff"),
        ("NAME", "ALBA S.R.L.", "Alba srl", "same"),
        ("EMPLOYEES", "~45", "circa 45", "same"),
        ("EMPLOYEES", "45 ca", "circa 45 addetti", "same"),
        ("EMPLOYEES", "~45", "45", "diff"),
        ("EMPLOYEES", "oltre 45", "circa 45", "diff"),
        ("TOWN", "CREMA", "Crema", "same"),
    ],
)
def test_values_side_by_side_are_equal_where_they_say_the_same(field: str, left: str, right: str, state: str) -> None:
    assert compared(field, [left], [right]).state == state


NOTES = (
    "* dati 2024;;;;;;", "Fonte: elenco della camera di commercio;;;;;;", "I dati sono riferiti al 31 dicembre;;;;;;",
    "Totale;;;;;;", "N.B. gli addetti sono stimati;;;;;;", ";* dati provvisori;;;;;", "** Beta srl;;;;;;",
)  # fmt: skip


def test_note_source_and_total_in_a_lone_cell_are_not_proposed() -> None:
    names = ("Alba", "Tubi Lenti", "Moscato", "Vetro Blu", "Orzo", "Quercia", "Zefiro")
    batch = tried(sheet_of(*(f"{name} srl;;Crema;12;;oli;" for name in names), *NOTES))
    aside = {row.line: [reason["code"] for reason in row.reasons] for row in batch.rows.filter(fate="EMPTY")}
    assert aside == {9: ["note"], 10: ["note"], 11: ["note"], 12: ["total"], 13: ["note"], 14: ["note"]}
    assert fates(batch)[15] == "NEW"


def test_sheet_of_names_alone_keeps_names_that_are_like_remarks() -> None:
    names = (
        "Note di Profumo",
        "Elaborazione Dati Cremona",
        "Istituto di ricerche che cura la pelle",
        "Essere e Benessere",
    )
    batch = tried("\n".join(("Nome", *names, "* dati 2024", "Fonte: sito dei soci")).encode())
    assert fates(batch) == {2: "NEW", 3: "NEW", 4: "NEW", 5: "NEW", 6: "EMPTY", 7: "EMPTY"}


def test_new_row_is_left_out_and_taken_in_again() -> None:
    batch = tried(sheet_of("Nuova Essenza;;Crema;12;;oli;", "Nuova Essenza srl;;Crema;;;oli;", "Lotto;;Lodi;1;;oli;"))
    assert leave_row_out(row=row_at(batch, 2)).fate == "EMPTY"
    batch.refresh_from_db()
    assert (fates(batch), tally(batch).new) == ({2: "EMPTY", 3: "NEW", 4: "NEW"}, 2)
    with pytest.raises(ImportRefused, match="già messa da parte"):
        leave_row_out(row=row_at(batch, 2))
    assert fates(try_batch(batch=batch))[2] == "EMPTY"
    assert (take_row(row=row_at(batch, 2)).fate, row_at(batch, 2).is_taken) == ("UPDATE", False)
    leave_row_out(row=row_at(batch, 4))
    apply_batch(batch=start_batch(batch=ImportBatch.objects.get(pk=batch.pk)))
    assert Organisation.objects.filter(name="Lotto").count() == 0


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("it", ["Lascia fuori", "La riga 2 è lasciata fuori", "Lasciata fuori da una persona.", "Falla entrare lo stesso",
                "Sembra una nota, non un soggetto."]),
        ("en", ["Leave it out", "Line 2 is left out", "Left out by a person.", "Take it in all the same",
                "It looks like a note, not an organisation."]),
    ],
)  # fmt: skip
def test_page_of_new_rows_leaves_one_out(lang: str, words: list[str]) -> None:
    client = Client()
    client.force_login(UserFactory(role="OFFICE"))
    batch = tried(sheet_of("Nuova Essenza;;Crema;12;;oli;", "Fonte: noi;;;;;;"))
    here = f"/{lang}/office/imports/{batch.pk}/"
    page = client.get(f"{here}rows/new/").content.decode()
    page += client.post(f"{here}rows/{row_at(batch, 2).pk}/leave/", follow=True).content.decode()
    page += client.get(f"{here}rows/empty/").content.decode()
    assert [word for word in words if word not in page] == []


ROWS_OF_ALL_FATES = sheet_of(
    "Alba Cosmetici;99999019997;Crema;61;;;", "Brina Profumi;;Lodi;;;;", "Corte Saponi;;Crema;5;;;",
    "Vetreria del Ticino sas;;Bagnolo;35;;;", ";;Crema;12;;;", "Duna Creme;99999019990;Crema;;;;",
)  # fmt: skip


@pytest.fixture
def every_fate() -> ImportBatch:
    """Try a sheet with a row known with something new, one known, two new, one in doubt, one with an error."""
    member = OrganisationFactory(name="Alba Cosmetici", town="Crema", country="IT")
    Identifier.objects.create(organisation=member, scheme="VAT", value="IT99999019997")
    OrganisationFactory(name="Brina Profumi", town="Lodi", country="IT", kind="COMPANY")
    OrganisationFactory(name="Vetreria Ticino", town="Pavia", country="IT")
    batch = tried(ROWS_OF_ALL_FATES)
    assert list(fates(batch).values()) == ["UPDATE", "SAME", "NEW", "ASK", "ERROR", "NEW"]
    return batch


@pytest.mark.parametrize(
    ("page", "line"),
    [
        ("rows/same/", 2), ("rows/update/", 2), ("rows/same/", 3), ("rows/identical/", 3), ("rows/new/", 4),
        ("duplicates/", 5), ("trial/", 6), ("rows/error/", 6), ("trial/", 7), ("rows/cells/", 7),
    ],
)  # fmt: skip
def test_any_row_that_is_not_in_is_left_out_from_its_list(every_fate: ImportBatch, page: str, line: int) -> None:
    client, row = Client(), row_at(every_fate, line)
    client.force_login(UserFactory(role="OFFICE"))
    here = f"/en/office/imports/{every_fate.pk}/"
    act = f"{here}rows/{row.pk}/leave/"
    shown = client.get(f"{here}{page}").content.decode()
    assert f'action="{act}"' in shown
    client.post(act, {"next": here})
    assert (row_at(every_fate, line).fate, row_at(every_fate, line).is_left) == ("EMPTY", True)
    apply_batch(batch=start_batch(batch=ImportBatch.objects.get(pk=every_fate.pk)))
    assert row_at(every_fate, line).applied is False


def test_row_that_is_in_is_not_offered_to_be_left_out(every_fate: ImportBatch) -> None:
    client = Client()
    client.force_login(UserFactory(role="OFFICE"))
    apply_batch(batch=start_batch(batch=every_fate))
    with pytest.raises(ImportRefused, match="è già nel registro"):
        leave_row_out(row=row_at(every_fate, 2))
    for band in ("same", "update", "identical", "new"):
        assert "/leave/" not in client.get(f"/en/office/imports/{every_fate.pk}/rows/{band}/").content.decode()
