"""Files that are damaged, wrong or strange: what is wrong is told with its place, and the rest goes on."""

from __future__ import annotations

import gzip
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from filiera.funding.importers import brought
from filiera.funding.importers.brought import Answer
from filiera.funding.importers.reading import ImportRead, read_calls
from filiera.registry.importers.files import members_of

FIXTURES = Path(__file__).parent / "fixtures"
TODAY = date(2026, 11, 30)
RECORDS = json.loads((FIXTURES / "portal.json").read_text(encoding="utf-8"))["results"][1:4]
LINES = [json.dumps(one) for one in RECORDS]


def read(text: str | bytes, name: str = "brought") -> ImportRead:
    return read_calls(Answer(name, text.encode() if isinstance(text, str) else text), today=TODAY)


def codes(found: ImportRead) -> list[tuple[str, int]]:
    return [(one.code, one.at) for one in found.faults]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(RECORDS),
        json.dumps({"totalResults": 3, "results": RECORDS}),
        json.dumps({"totalResults": 3, "results": RECORDS}, indent=2),
        json.dumps({"_note": 'the "results": [', "results": RECORDS}),
        "\n".join(LINES),
        "\ufeff" + "\n\n".join(LINES) + "\n",
        "\n".join(json.dumps({"totalResults": 3, "results": [one]}) for one in RECORDS),
    ],
    ids=["list", "answer", "indented", "note", "lines", "bom", "answers"],
)
def test_every_layout_of_json_gives_the_same(text: str) -> None:
    found = read(text)
    assert [one.ref[-1] for one in found.drafts] == ["A", "B", "C"]
    assert found.faults == ()
    assert [json.loads(one.raw) for one in found.drafts] == RECORDS


def test_utf_16_is_read() -> None:
    assert len(read(json.dumps(RECORDS).encode("utf-16")).drafts) == 3


@pytest.mark.parametrize("whole", [1, 2])
def test_of_a_file_that_was_cut_off_the_beginning_is_read(whole: int) -> None:
    text = json.dumps({"totalResults": 3, "results": RECORDS})
    end = text.index(LINES[whole]) + 300
    found = read(text[:end])
    assert len(found.drafts) == whole
    assert codes(found) == [("cut-off", whole + 1)]


def test_a_damaged_record_costs_itself_alone() -> None:
    for text in (f"[{LINES[0]}, {LINES[1][:-400]}}}, {LINES[2]}]", f"{LINES[0]}\n{LINES[1][:-400]}\n{LINES[2]}\n"):
        found = read(text)
        assert [one.ref[-1] for one in found.drafts] == ["A", "C"]
        assert codes(found) == [("no-json", 2)]


def test_what_is_no_record_is_told_and_passed_over() -> None:
    found = read(f'[{LINES[0]}, 7, "text", null, {{"a": 1}}, {LINES[1]}]')
    assert len(found.drafts) == 2
    assert codes(found) == [("unknown-record", number) for number in (2, 3, 4, 5)]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "empty"),
        (b" \r\n\x00", "empty"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 90, "picture"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 90, "picture"),
        (b"%PDF-1.7 ...", "pdf"),
        (b"{\\rtf1 text}", "document"),
        (b"PK\x03\x04...[Content_Types].xml...xl/workbook.xml", "workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "workbook"),
        (b"PK\x03\x04 something", "packed"),
        (gzip.compress(b"text", mtime=0), "packed"),
        (b"\x01\x00" * 90, "no-text-file"),
        (b"<!DOCTYPE html><html>", "no-data-but-page"),
        (b"name,age\nRossi,3\n", "unknown-file"),
        (b"hello", "unknown-file"),
        (b'{"totalResults": 0, "results": []}', "no-records"),
        (b" [ ]\n", "no-records"),
        (b'{"error": "quota"}', "unknown-records"),
        (b'{"error": ', "cut-off"),
        (b"[1, 2", "unknown-record"),
    ],
)
def test_files_of_another_kind_are_named(body: bytes, code: str) -> None:
    found = read(body)
    assert found.drafts == ()
    assert found.faults[0].code == code


def test_depth_and_numbers_without_end_are_refused() -> None:
    assert read("[" * 100_000).drafts == ()
    assert read('[{"metadata": {"a": ' + "9" * 5_000 + "}}]").faults[0].code == "no-json"


def test_letters_that_are_no_utf_8_are_told_and_read() -> None:
    found = read("titolo,data_chiusura,id_incentivo\nAttività (esempio),2027-01-01,9\n".encode("cp1252"))
    assert [one.title for one in found.drafts] == ["Attività (esempio)"]
    assert codes(found) == [("no-utf8", 2)]


def test_a_row_with_a_broken_quote_costs_itself() -> None:
    rows = ["ID_Incentivo,Titolo,Data_chiusura", '1,"aperta (esempio),2027-01-01', "2,Due (esempio),2027-01-01"]
    found = read("\n".join(rows) + "\n")
    assert [one.ref for one in found.drafts] == ["2"]
    assert [one.is_fatal for one in found.faults] == [True]


def test_everything_of_a_folder_is_read_together_and_bad_files_keep_nobody_out(tmp_path: Path) -> None:
    for name in ("portal.json", "solr.json", "2026-6-4_opendata-export.csv"):
        (tmp_path / name).write_bytes((FIXTURES / name).read_bytes())
    (tmp_path / "bad.zip").write_bytes(b"PK\x03\x04")
    (tmp_path / "picture.json").write_bytes(b"\x89PNG")
    (tmp_path / "more.json.gz").write_bytes(
        gzip.compress(b"[" + LINES[0].replace("-01-A", "-01-Z").encode() + b"]", mtime=0)
    )
    found = read_calls(tmp_path, today=TODAY)
    assert found.format == "eu-portal+incentivi-solr+incentivi-csv"
    assert len(found.drafts) == 5 + 1 + 1 + 3
    assert {"bad-zip", "picture"} <= {one.code for one in found.faults}


def test_a_topic_of_both_formats_is_taken_as_the_portal_serves_it() -> None:
    row = "topicId,title\nhorizon-esempio-2027-01-a,Of the table (esempio)\nX-1,Alone (esempio)\n"
    found = read_calls([Answer("table", row.encode()), FIXTURES / "portal.json"], today=TODAY)
    assert [one.title for one in found.drafts][0::5] == ["Safe bio-based ingredients (esempio)", "Alone (esempio)"]


def test_paths_and_members_and_answers_may_be_mixed(tmp_path: Path) -> None:
    found = read_calls(
        [
            FIXTURES / "solr.json",
            *members_of(FIXTURES / "portal.json"),
            Answer("a", LINES[0].encode()),
            tmp_path / "none",
        ],
        today=TODAY,
    )
    assert len(found.drafts) == 6
    assert found.faults[0].code == "missing-file"
    assert read_calls(tmp_path, today=TODAY).faults[0].code == "no-files"


def test_zips_that_are_locked_or_lead_outside_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../out.json", "[]")
    assert [one.code for one in read_calls(path, today=TODAY).faults] == ["unsafe-zip"]


def test_a_file_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brought, "MOST_BYTES", 100)
    assert [one.code for one in read_calls(FIXTURES / "portal.json", today=TODAY).faults] == ["too-large"]
