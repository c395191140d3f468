"""Values one by one: what they come to, what is wrong with them, what is only soft."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiera.registry.sheets.dividers import Shape
from filiera.registry.sheets.fields import SheetField
from filiera.registry.sheets.problems import Problem
from filiera.registry.sheets.rows import read_row
from filiera.registry.sheets.values import read_value
from filiera.registry.sheets.vocabulary import Town, Vocabulary

WORDS = Vocabulary(
    towns={
        "crema": (Town("Crema", "CR", True),),
        "bagnolo cremasco": (Town("Bagnolo Cremasco", "CR", True),),
        "bagnolo mella": (Town("Bagnolo Mella", "BS", True),),
        "cernusco sul naviglio": (Town("Cernusco sul Naviglio", "MI", True),),
        "castro": (Town("Castro", "BG", True), Town("Castro", "LE", False)),
        "torino": (Town("Torino", "TO", False),),
        "cantu": (Town("Cantù", "CO", True),),
    },
    provinces={"cr": "CR", "cremona": "CR", "bs": "BS", "mi": "MI", "bg": "BG", "mb": "MB", "le": "LE",
               "monza e della brianza": "MB"},
    stages={"packaging": "primary_packaging"},
    today=date(2026, 11, 28),
)  # fmt: skip


@pytest.mark.parametrize(
    ("field", "text", "value", "code"),
    [
        ("VAT", "99999019997", "IT99999019997", ""),
        ("VAT", "IT 999 990 19997", "IT99999019997", ""),
        ("VAT", "1234560199", "IT01234560199", ""),
        ("VAT", "1234560199.0", "IT01234560199", ""),
        ("VAT", "99999019990", "", "checksum"),
        ("VAT", "999990", "", "length"),
        ("VAT", "RSSMRA80A01H501U", "", "personal-code"),
        ("FISCAL", "99999019997", "99999019997", ""),
        ("TOWN", "CREMA", "Crema", ""),
        ("TOWN", "crema (CR)", "Crema", ""),
        ("TOWN", "Cernusco s/N", "Cernusco sul Naviglio", ""),
        ("TOWN", "Cantu'", "Cantù", ""),
        ("TOWN", "Castro", "Castro", ""),
        ("TOWN", "Bagnolo", "", "many-towns"),
        ("TOWN", "Gotham", "Gotham", "unknown-town"),
        ("TOWN", "Cremma", "Cremma", "unknown-town-near"),
        ("PROVINCE", "cremona", "CR", ""),
        ("PROVINCE", "Monza e Brianza", "MB", ""),
        ("PROVINCE", "XY", "", "unknown-province"),
        ("EMPLOYEES", "45", "45", ""),
        ("EMPLOYEES", "45,0", "45", ""),
        ("EMPLOYEES", "1.200", "1200", ""),
        ("EMPLOYEES", "45 addetti", "45", ""),
        ("EMPLOYEES", "nove", "9", "read-as"),
        ("EMPLOYEES", "~45", "~45", "about"),
        ("EMPLOYEES", "70 ca", "70 ca", "about"),
        ("EMPLOYEES", "6 + 2 part time", "6 + 2 part time", "about"),
        ("EMPLOYEES", "45-50 (stag.)", "", "interval"),
        ("EMPLOYEES", "da 10 a 20", "", "interval"),
        ("EMPLOYEES", "-3", "", "negative"),
        ("EMPLOYEES", "tanti", "", "not-number"),
        ("EMPLOYEES", "?", "", "not-known"),
        ("EMPLOYEES", "99999999999", "", "too-large"),
        ("MEMBER_SINCE", "15/12/2025", "2025-12-15", ""),
        ("MEMBER_SINCE", "2025-12-15", "2025-12-15", ""),
        ("MEMBER_SINCE", "15 dicembre 2025", "2025-12-15", ""),
        ("MEMBER_SINCE", "10 ott 2025", "2025-10-10", ""),
        ("MEMBER_SINCE", "Oct 10, 2025", "2025-10-10", ""),
        ("MEMBER_SINCE", "ott 2025", "", "not-date"),
        ("MEMBER_SINCE", "31/02/2024", "", "no-such-day"),
        ("MEMBER_SINCE", "2024", "", "not-date"),
        ("MEMBER", "Sì", "YES", ""),
        ("MEMBER", "x", "YES", ""),
        ("MEMBER", "✓", "YES", ""),
        ("MEMBER", "TRUE", "YES", ""),
        ("MEMBER", "no", "NO", ""),
        ("MEMBER", "ex socio", "NO", ""),
        ("MEMBER", "n.d.", "", "not-known"),
        ("MEMBER", "forse", "", "not-yes-no"),
        ("FOUNDED", "fondata nel 1996", "1996", ""),
        ("FOUNDED", "ieri", "", "not-year"),
        ("FOUNDED", "12/03/1999", "1999", ""),
        ("FOUNDED", "2026", "2026", ""),
        ("FOUNDED", "2030", "", "year-to-come"),
        ("FOUNDED", "2001-02-30", "", "no-such-day"),
        ("FOUNDED", "30/02/2001", "", "no-such-day"),
        ("TURNOVER", "1.200.000", "1200000", ""),
        ("TURNOVER", "2-10 mln", "2-10 mln", ""),
        ("TURNOVER", "due milioni", "due milioni", ""),
        ("TURNOVER", "duecentomila euro", "duecentomila euro", ""),
        ("TURNOVER", "abc", "", "not-number"),
        ("TURNOVER", "Milano", "", "not-number"),
        ("TURNOVER", "-500", "", "negative"),
        ("WEBSITE", "www.alba.example", "https://www.alba.example", ""),
        ("WEBSITE", "http:/alba.example/", "http://alba.example", ""),
        ("WEBSITE", "non ce l'hanno", "", "bad-site"),
        ("EMAIL", "Info@Alba.example; vendite@alba.example", "info@alba.example; vendite@alba.example", ""),
        ("EMAIL", "info(at)alba", "", "bad-mail"),
        ("PHONE", "+39 0373 000000", "+39 0373 000000", ""),
        ("PHONE", "chiamare Ambra", "", "bad-phone"),
        ("KIND", "Azienda", "COMPANY", ""),
        ("KIND", "boh!", "", "unknown-kind"),
        ("SIZE", "piccola impresa", "SMALL", ""),
        ("SIZE", "enorme", "", "unknown-size"),
        ("COUNTRY", "Italia", "IT", ""),
        ("COUNTRY", "Atlantide", "", "unknown-country"),
        ("STAGE", "Packaging", "primary_packaging", ""),
        ("STAGE", "altro ancora", "altro ancora", "unknown-stage"),
        ("ATECO", "2025:20.42", "2025:20.42", ""),
        ("ATECO", "20.42", "20.42", "ateco-edition"),
        ("ATECO", "cosmetica", "", "bad-ateco"),
        ("ATECO", "99.99", "", "no-such-ateco"),
        ("ATECO", "99.00.00", "99.00.00", "ateco-edition"),
        ("ATECO", "89.10", "", "no-such-ateco"),
        ("ATECO", "45.11", "45.11", "ateco-edition"),
        ("ATECO", "2025:45.11", "", "no-such-ateco"),
        ("ATECO", "2007:45.11", "2007:45.11", ""),
        ("NAME", "12", "", "not-a-name"),
        ("SUMMARY", "#REF!", "", "formula-error"),
        ("EMPLOYEES", "=40+5", "", "formula-without-value"),
    ],
)
def test_value_comes_to_its_form_or_its_problem(field: str, text: str, value: str, code: str) -> None:
    read = read_value(SheetField(field), text, WORDS)
    assert (read.value, read.problem.code if read.problem else "") == (value, code)


def test_town_of_two_names_offers_both() -> None:
    read = read_value(SheetField.TOWN, "Bagnolo", WORDS)
    assert read.problem is not None
    assert read.problem.choices == ("Bagnolo Cremasco", "Bagnolo Mella")
    assert read.problem.remedy == "Scegli Bagnolo Cremasco o Bagnolo Mella."


HEADERS = ("Nome", "Comune", "Prov", "Addetti")
COLUMNS = {0: SheetField.NAME, 1: SheetField.TOWN, 2: SheetField.PROVINCE, 3: SheetField.EMPLOYEES}


def test_province_settles_which_town_is_meant() -> None:
    row = read_row(["Alba", "Bagnolo", "BS", "12"], HEADERS, COLUMNS, WORDS)
    assert (row.first(SheetField.TOWN), row.problems) == ("Bagnolo Mella", ())


def test_town_in_another_province_is_an_error_with_the_choices() -> None:
    row = read_row(["Alba", "Crema", "MI", ""], HEADERS, COLUMNS, WORDS)
    assert [(problem.code, problem.choices) for problem in row.problems] == [("other-province", ("Crema (CR)",))]


def test_row_without_a_name_stays_out_whatever_else_it_says() -> None:
    row = read_row(["", "Crema", "CR", "12"], HEADERS, COLUMNS, WORDS)
    assert (row.has_error, [problem.code for problem in row.problems]) == (True, ["no-name"])


@pytest.mark.parametrize(
    ("cells", "nothing"),
    [
        ([], "empty"),
        (["", "", "", ""], "empty"),
        (["TOTALE SOCI", "", "", ""], "total"),
        (["TOTALE SOCI", "", "", "=SUM(F6:F28)"], "total"),
        (["Totale generale soci e simpatizzanti", "–", "–", "6000"], "total"),
        (["Somma dei presenti in assemblea", "", "", "12"], "total"),
        (["Totale Bellezza", "", "", "=D3"], "total"),
        (["Totale Bellezza", "", "", ""], ""),
        (["Totale Bellezza", "–", "", ""], ""),
        (["Totale Bellezza", "Crema", "", "12"], ""),
        (["Totalbellezza", "", "", "12"], ""),
        (["Totale srl", "Crema", "CR", "3"], ""),
    ],
)
def test_empty_rows_and_totals_are_nobody(cells: list[str], nothing: str) -> None:
    assert read_row(cells, HEADERS, COLUMNS, WORDS, Shape()).nothing == nothing


@pytest.mark.parametrize(("vat", "nothing"), [("99999019997", ""), ("21", "total"), ("=COUNTA(B2:B30)", "total")])
def test_name_like_a_total_with_an_identifier_is_an_organisation(vat: str, nothing: str) -> None:
    columns = {0: SheetField.NAME, 1: SheetField.VAT, 2: SheetField.EMPLOYEES}
    row = read_row(["Totale Bellezza", vat, "12"], ["Nome", "P.IVA", "Addetti"], columns, WORDS, Shape())
    assert row.nothing == nothing


def test_row_with_more_cells_than_headings_is_an_error() -> None:
    row = read_row(["Alba", "Crema", "CR", "12", "srl"], HEADERS, COLUMNS, WORDS)
    assert [problem.code for problem in row.problems] == ["too-many-cells"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("00000000000", "too-many-zeros"),
        ("IT00000000000", "too-many-zeros"),
        ("0000000000A", "format"),
        ("-", "not-known"),
    ],
)
def test_number_of_figures_alone_is_not_said_to_have_other_characters(text: str, code: str) -> None:
    read = read_value(SheetField.VAT, text, WORDS)
    assert read.problem is not None
    assert read.problem.code == code


def test_problems_survive_their_storing() -> None:
    problem = Problem("many-towns", column=3, value="Bagnolo", choices=("a", "b"), params={"owner": "x"})
    assert Problem.from_json(problem.as_json()) == problem


@given(st.sampled_from(list(SheetField)), st.text(max_size=80))
def test_any_text_reads_without_a_crash_and_its_problem_has_words(field: SheetField, text: str) -> None:
    read = read_value(field, " ".join(text.split()), WORDS)
    if read.problem:
        assert read.problem.message
        assert read.problem.remedy
