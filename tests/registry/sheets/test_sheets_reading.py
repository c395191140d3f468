"""Files as people send them: encodings, separators, titles above the headings, workbooks, and what is refused."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from filiera.registry.sheets.csv_reading import separator_of
from filiera.registry.sheets.problems import SheetError
from filiera.registry.sheets.reading import MAX_BYTES, list_sheets, read_table
from filiera.registry.sheets.xlsx_reading import text_of

TABLE = "Rag. Soc.;citta;dip.\nPolveri Città;Crema;12\nBellezza & C.;Lodi;45\n"


def workbook(*sheets: tuple[str, list[list[object]]], hidden: str = "") -> bytes:
    """Write a workbook of some sheets."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = "hidden" if name == hidden else "visible"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def refused(content: bytes, name: str = "soci.csv") -> str:
    """Give the code with which a file is refused."""
    with pytest.raises(SheetError) as caught:
        read_table(name=name, content=content)
    assert caught.value.message
    assert caught.value.remedy
    return caught.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16"])
def test_csv_in_any_usual_encoding_reads_the_same(encoding: str) -> None:
    table = read_table(name="soci.csv", content=TABLE.encode(encoding))
    assert table.headers == ("Rag. Soc.", "citta", "dip.")
    assert table.rows == ((2, ("Polveri Città", "Crema", "12")), (3, ("Bellezza & C.", "Lodi", "45")))


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_separator_is_found(separator: str) -> None:
    text = TABLE.replace(";", separator)
    assert separator_of(text) == separator
    assert read_table(name="soci.csv", content=text.encode()).headers == ("Rag. Soc.", "citta", "dip.")


def test_separator_that_excel_declares_wins_and_keeps_line_numbers() -> None:
    table = read_table(name="x.csv", content=b"sep=|\nNome|Comune\nA, B; C|Crema\n")
    assert (table.header_line, table.rows) == (2, ((3, ("A, B; C", "Crema")),))


def test_titles_and_empty_lines_above_the_headings_are_passed_over() -> None:
    content = b"Elenco soci 2026;;\n;;\nRagione sociale;P.IVA;Comune\nAlba;;Crema\n;;\nBeta;;Lodi\n;;\n"
    table = read_table(name="x.csv", content=content)
    assert table.header_line == 3
    assert table.rows == ((4, ("Alba", "", "Crema")), (5, ()), (6, ("Beta", "", "Lodi")))


def test_table_without_headings_gets_letters() -> None:
    table = read_table(name="x.csv", content=b"Alba srl;Crema;12\nBeta srl;Lodi;45\n")
    assert (table.header_line, table.headers) == (0, ("A", "B", "C"))
    assert len(table.rows) == 2


def test_headings_that_return_or_lack_a_name_are_told_apart() -> None:
    table = read_table(name="x.csv", content=b"Nome;Mail;Mail;;Comune\nAlba;a@b.it;c@d.it;x;Crema\n")
    assert table.headers == ("Nome", "Mail", "Mail (2)", "D", "Comune")


def test_value_over_several_lines_counts_from_its_first() -> None:
    table = read_table(name="x.csv", content=b'Nome;Note\nAlba;"una\ndue"\nBeta;tre\n')
    assert table.rows == ((2, ("Alba", "una due")), (4, ("Beta", "tre")))


def test_workbook_gives_numbers_dates_and_formula_values_as_people_write_them() -> None:
    rows: list[list[object]] = [["Nome", "P.IVA", "Dal", "Addetti"], ["Alba", 1234560199.0, date(2025, 12, 15), 45.0]]
    table = read_table(name="x.xlsx", content=workbook(("Soci", rows)))
    assert table.rows == ((2, ("Alba", "1234560199", "2025-12-15", "45")),)


def test_formula_without_a_saved_value_is_kept_as_it_is_written() -> None:
    content = workbook(("Soci", [["Nome", "Addetti"], ["Alba", "=40+5"], ["Beta", 3]]))
    assert read_table(name="x.xlsx", content=content).rows[0] == (2, ("Alba", "=40+5"))


def test_sheets_are_listed_and_chosen_hidden_ones_told() -> None:
    content = workbook(
        ("Vuoto", []),
        ("Soci", [["Nome", "Comune"], ["Alba", "Crema"]]),
        ("Vecchi", [["Nome"], ["Beta"]]),
        hidden="Vecchi",
    )
    listed = [(sheet.name, sheet.rows, sheet.hidden) for sheet in list_sheets(name="x.xlsx", content=content)]
    assert listed == [("Soci", 2, False), ("Vecchi", 2, True)]
    assert read_table(name="x.xlsx", content=content, sheet="Vecchi", header_line=1).rows == ((2, ("Beta",)),)
    with pytest.raises(SheetError, match="Terzi"):
        read_table(name="x.xlsx", content=content, sheet="Terzi")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no-rows"),
        (b"  \n \n", "no-rows"),
        (b"Nome;Comune\n", "no-rows"),
        (b"%PDF-1.7 \x00\x01", "wrong-type"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "wrong-type"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old-excel"),
        (b"PK\x03\x04 not a package at all", "corrupt"),
        (b"x" * (MAX_BYTES + 1), "too-big"),
        (b"Nome;Comune\n" + b"Alba;Crema\n" * 50_002, "too-many-rows"),
        (b";".join(b"a" for _ in range(300)) + b"\n", "too-wide"),
        (b'Nome;Comune\nAlba;"mai chiusa ' + b"x" * 140_000, "long-cell"),
    ],
    ids=["empty", "blank", "only-head", "pdf", "png", "xls", "zip", "big", "rows", "wide", "quote"],
)
def test_file_that_cannot_be_read_says_what_and_what_to_do(content: bytes, code: str) -> None:
    assert refused(content) == code


def packed(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def test_packages_that_are_no_workbooks_are_told_apart() -> None:
    assert refused(packed(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "x.ods") == "open-document"
    assert refused(packed(readme=b"hello"), "x.zip") == "wrong-type"


def test_workbook_that_would_fill_the_memory_is_not_opened() -> None:
    bomb = packed(**{"xl__workbook.xml": b"<x/>", "xl__worksheets__sheet1.xml": b"\x00" * (201 * 1024 * 1024)})
    assert len(bomb) < 1024 * 1024
    assert refused(bomb, "x.xlsx") == "bomb"


def test_workbook_with_a_damaged_part_is_refused() -> None:
    sound = workbook(("Soci", [["Nome", "Comune"], ["Alba", "Crema"]]))
    half = bytearray(sound)
    half[len(half) // 3 : len(half) // 3 + 40] = b"\x00" * 40
    assert refused(bytes(half), "x.xlsx") == "corrupt"
    assert refused(sound[: len(sound) // 2], "x.xlsx") == "corrupt"


@pytest.mark.parametrize(
    ("value", "text"), [(None, ""), (True, "TRUE"), (45.0, "45"), (0.1 + 0.2, "0.3"), (99999019997.0, "99999019997")]
)
def test_cells_are_written_as_people_would(value: object, text: str) -> None:
    assert text_of(value) == text


@given(
    st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12), max_size=6))
)
def test_any_table_reads_or_is_refused_in_words(rows: list[list[str]]) -> None:
    text = "\n".join(";".join(cell.replace('"', "") for cell in row) for row in rows)
    try:
        read_table(name="x.csv", content=text.encode())
    except SheetError as error:
        assert str(error)  # noqa: PT017
