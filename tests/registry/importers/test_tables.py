"""Damaged tables: one bad row costs itself, never its neighbours."""

from __future__ import annotations

import io

import pytest

from filiera.registry.importers.tables import Record, Table, column_key, delimiter_of


def read(text: str, encoding: str = "utf-8") -> list[tuple[int, list[str], str]]:
    return [(row.line, row.values, row.fault) for row in Table(io.BytesIO(text.encode(encoding)))]


@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_delimiter_is_told_by_the_header(mark: str) -> None:
    assert delimiter_of(mark.join(['"id"', '"a title; with, marks"', '"end"'])) == mark


def test_column_key_joins_spellings() -> None:
    assert {column_key(name) for name in ("projectID", "project_id", " Project Id ")} == {"projectid"}


def test_table_with_bom_and_lines_inside_a_field() -> None:
    text = '\ufeff"id";"title"\r\n"1";"one\r\ntwo; ""three"""\r\n\r\n"2";"b"\r\n'
    assert read(text) == [(2, ["1", 'one\r\ntwo; "three"'], ""), (5, ["2", "b"], "")]


def test_row_of_another_width_is_given_up_alone() -> None:
    assert read("id,a\n1,x\n2,y,z\n3,w\n") == [
        (2, ["1", "x"], ""),
        (3, ["2", "y", "z"], "columns"),
        (4, ["3", "w"], ""),
    ]


def test_empty_values_beyond_the_header_do_no_harm() -> None:
    assert read("id,a\n1,x,,\n") == [(2, ["1", "x"], "")]


def test_quote_left_open_costs_its_row_only() -> None:
    rows = read('"id";"a";"b"\n"1";"x";"never closed\n"2";"y";"z"\n"3";"v";"w"\n')
    assert [(line, fault) for line, _values, fault in rows] == [(2, "quotes"), (3, ""), (4, "")]
    assert rows[1][1] == ["2", "y", "z"]


def test_quote_that_swallows_a_whole_row_is_noticed() -> None:
    rows = read('id,a,b\n1,x,"open\n2,y,close"\n3,v,w\n')
    assert [(line, fault) for line, _values, fault in rows] == [(2, "swallowed"), (3, "quotes"), (4, "")]


def test_stray_quote_in_a_plain_field_is_kept() -> None:
    assert read('id,a\n1,a 5" pipe and a 6" one\n2,b\n') == [
        (2, ["1", 'a 5" pipe and a 6" one'], ""),
        (3, ["2", "b"], ""),
    ]


def test_field_beyond_any_size_is_given_up_and_reading_goes_on() -> None:
    rows = read('id,a\n1,"' + "x" * 200_000 + '"\n2,b\n')
    assert [(line, fault) for line, _values, fault in rows] == [(2, "too-long"), (3, "")]


def test_line_without_end_is_given_up_and_reading_goes_on() -> None:
    rows = read("id,a\n1," + "x" * (5 * 1024**2) + "\n2,b\n")
    assert [(line, fault) for line, _values, fault in rows] == [(2, "too-long"), (3, "")]


def test_bytes_of_another_encoding_are_read_as_western() -> None:
    assert read("id,a\n1,Università\n", "cp1252") == [(2, ["1", "Università"], "")]


def test_empty_file_has_no_header_and_no_rows() -> None:
    table = Table(io.BytesIO(b"\n\n"))
    assert (table.header, list(table)) == ([], [])


def test_record_keeps_the_text_of_what_it_could_not_read() -> None:
    [record] = list(Table(io.BytesIO(b"id,a\n1,2,3\n")))
    assert record == Record(2, ["1", "2", "3"], "columns", "1,2,3")
