"""The evidence sheet: every row's faults at once, with line, column and value, in the reader's language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils import translation

from filiera.competence.importers.problems import Problem
from filiera.competence.importers.sheet import read_sheet
from filiera.competence.importers.sheet_words import kind_of, level_of
from filiera.registry.importers.certainties import certainty_written

HEAD = "id,organisation_id,kind,title_it,text_it,date,valid_until,partners,source_name,certainty,visibility\n"


def write(folder: Path, *rows: str) -> Path:
    path = folder / "prove.csv"
    path.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_good_row_becomes_a_draft(tmp_path: Path) -> None:
    row = "a1,ditta,project,Titolo,Testo,2024-05,2027,altra|terza,Fonte (esempio),seen,members"
    (read,) = read_sheet(write(tmp_path, row))
    assert read.problems == ()
    assert read.draft is not None
    assert (read.draft.uid, read.draft.visibility, str(read.draft.on)) == ("sheet:a1", "MEMBERS", "2024-05")
    assert str(read.draft.valid_until_on) == "2027-12-31"
    assert [(m.code, str(m.role)) for m in read.draft.mentions] == [
        ("ditta", "HOLDER"),
        ("altra", "PARTNER"),
        ("terza", "PARTNER"),
    ]


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("project,seen,members", ("PROJECT", "SEEN", "MEMBERS")),
        ("PROGETTO,Visto,Soci", ("PROJECT", "SEEN", "MEMBERS")),
        ("Collaborazione,a memoria,pubblico", ("PARTNERSHIP", "MEMORY", "PUBLIC")),
        ("stabilimento,letto nella fonte,solo l'ufficio", ("PLANT", "SEEN", "OFFICE")),
        ("certificato,dichiarato dall’interessato,tutti", ("CERTIFICATE", "DECLARED", "PUBLIC")),
        ("Premio,contestato,interessato", ("AWARD", "DISPUTED", "BILATERAL")),
        ("Premio,contestato,l'interessato e l'ufficio", ("AWARD", "DISPUTED", "BILATERAL")),
        ("Premio,contestato,ORGANISATION", ("AWARD", "DISPUTED", "BILATERAL")),
        ("award,disputed,bilateral", ("AWARD", "DISPUTED", "BILATERAL")),
        ("award,disputed,the office only", ("AWARD", "DISPUTED", "OFFICE")),
    ],
)
def test_words_of_both_languages_are_read_as_well_as_codes(
    tmp_path: Path, words: str, meant: tuple[str, str, str]
) -> None:
    kind, certainty, level = words.split(",")
    (read,) = read_sheet(write(tmp_path, f"a1,ditta,{kind},T,,,,,Fonte,{certainty},{level}"))
    assert read.problems == ()
    assert read.draft is not None
    assert (read.draft.kind, read.draft.certainty, read.draft.visibility) == meant


@pytest.mark.parametrize("code", ["unknown-kind", "unknown-certainty", "unknown-visibility"])
@pytest.mark.parametrize("lang", ["it", "en"])
def test_every_word_that_a_remedy_names_is_understood(code: str, lang: str) -> None:
    read = {"unknown-kind": kind_of, "unknown-certainty": certainty_written, "unknown-visibility": level_of}[code]
    with translation.override(lang):
        remedy = Problem(code).remedy.removesuffix(".").split(" ", 1)[1]
    words = [word.strip() for word in re.split(r", | o | or ", remedy)]
    assert len(words) >= 4
    assert [word for word in words if not read(word)] == []


@pytest.mark.parametrize(
    ("text", "date"), [("10 ott 2026", "2026-10-10"), ("ottobre 2026", "2026-10"), ("03/2025", "2025-03")]
)
def test_date_is_read_as_people_write_it(tmp_path: Path, text: str, date: str) -> None:
    (read,) = read_sheet(write(tmp_path, f"a1,ditta,project,T,,{text},,,Fonte,seen,"))
    assert read.draft is not None
    assert str(read.draft.on) == date


@pytest.mark.parametrize(
    ("row", "code", "column", "value"),
    [
        ("a1,ditta,spell,T,,,,,Fonte,seen,", "unknown-kind", "kind", "spell"),
        ("a1,,project,T,,,,,Fonte,seen,", "no-organisation", "organisation_id", ""),
        ("a1,ditta,project,,,,,,Fonte,seen,", "no-title", "title_it", ""),
        ("a1,ditta,project,T,,ieri,,,Fonte,seen,", "bad-date", "date", "ieri"),
        ("a1,ditta,project,T,,31/02/2024,,,Fonte,seen,", "no-such-day", "date", "31/02/2024"),
        ("a1,ditta,project,T,,2024-02-31,,,Fonte,seen,", "no-such-day", "date", "2024-02-31"),
        ("a1,ditta,project,T,,,,,,seen,", "no-source", "source_name", ""),
        ("a1,ditta,project,T,,,,,Fonte,perhaps,", "unknown-certainty", "certainty", "perhaps"),
        ("a1,ditta,project,T,,,,,Fonte,seen,secret", "unknown-visibility", "visibility", "secret"),
        (",ditta,project,T,,,,,Fonte,seen,", "missing", "id", ""),
        ("a1,ditta,project,T", "columns", "", ""),
    ],
)
def test_bad_row_says_what_is_wrong(tmp_path: Path, row: str, code: str, column: str, value: str) -> None:
    (read,) = read_sheet(write(tmp_path, row))
    assert read.draft is None
    (problem,) = read.problems
    assert (problem.code, problem.column, problem.value, problem.line) == (code, column, value, 2)
    for lang in ("it", "en"):
        with translation.override(lang):
            assert problem.message != code
            assert problem.remedy != ""


def test_all_faults_of_a_row_are_told_at_once(tmp_path: Path) -> None:
    (read,) = read_sheet(write(tmp_path, "a1,,spell,,,never,,,,seen,"))
    assert [problem.code for problem in read.problems] == [
        "no-organisation",
        "no-source",
        "no-title",
        "unknown-kind",
        "bad-date",
    ]


def test_damaged_row_does_not_stop_the_file(tmp_path: Path) -> None:
    good = "a{n},ditta,project,T,,,,,Fonte,seen,"
    rows = list(read_sheet(write(tmp_path, good.format(n=1), "broken", "", good.format(n=2), good.format(n=1))))
    assert [(row.line, row.draft is not None) for row in rows] == [(2, True), (3, False), (5, True), (6, False)]


def test_wrong_header_names_the_missing_columns(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(ValueError, match="organisation_id"):
        list(read_sheet(path))
