"""Collections read from files, tolerant of what may be missing, plain about what is wrong."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from filiera.engine.collection import CollectionError, Query, read_collection

EVIDENCE = {
    "id": "e1",
    "owner": "o1",
    "title": "Vasi",
    "text": "Vasi in vetro",
    "lang": "it",
    "date": "2024-05-01",
    "kind": "product",
}
QUERY = {"id": "q1", "text": "vetro", "lang": "it"}


def collection(folder: Path, evidence: str = "", queries: str = "", qrels: str = "q1\to1\t2\n") -> Path:
    """Write a collection of one document and one query, parts of it replaced."""
    (folder / "evidence.jsonl").write_text(evidence or json.dumps(EVIDENCE) + "\n", encoding="utf-8")
    (folder / "queries.jsonl").write_text(queries or json.dumps(QUERY) + "\n", encoding="utf-8")
    (folder / "qrels.tsv").write_text(qrels, encoding="utf-8")
    return folder


def test_read_collection_gives_documents_queries_and_grades(tmp_path: Path) -> None:
    found = read_collection(collection(tmp_path))
    document = found.documents[0]
    assert (document.id, document.owners, document.date, document.kind) == ("e1", ("o1",), date(2024, 5, 1), "product")
    assert (document.versions[0].lang, document.versions[0].title) == ("it", "Vasi")
    assert found.queries == (Query("q1", "vetro", "it"),)
    assert found.judgements == {"q1": {"o1": 2.0}}


@pytest.mark.parametrize("missing", [["lang", "date", "kind"], ["title"], ["text"]])
def test_read_collection_takes_null_and_absent_as_not_known(tmp_path: Path, missing: list[str]) -> None:
    nulls = json.dumps({**EVIDENCE, **dict.fromkeys(missing)})
    absent = json.dumps({key: value for key, value in {**EVIDENCE, "id": "e2"}.items() if key not in missing})
    found = read_collection(collection(tmp_path, f"\ufeff{nulls}\n\n{absent}\n"))
    assert [document.id for document in found.documents] == ["e1", "e2"]


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("2019", date(2019, 1, 1)),
        (2019, date(2019, 1, 1)),
        ("2019-03", date(2019, 3, 1)),
        ("2019-03-04T10:00:00Z", date(2019, 3, 4)),
    ],
)
def test_read_collection_reads_dates_as_far_as_they_go(tmp_path: Path, given: object, read: date) -> None:
    found = read_collection(collection(tmp_path, json.dumps({**EVIDENCE, "date": given})))
    assert found.documents[0].date == read


@pytest.mark.parametrize(
    ("part", "content", "message"),
    [
        ("evidence", json.dumps(EVIDENCE) + "\nnot json\n", "evidence.jsonl, line 2"),
        ("evidence", json.dumps({**EVIDENCE, "owner": None}), "evidence.jsonl, line 1: 'owner' is missing or empty"),
        ("evidence", json.dumps({**EVIDENCE, "text": 5}), "evidence.jsonl, line 1: 'text' is not a text"),
        ("evidence", json.dumps({**EVIDENCE, "date": "soon"}), "evidence.jsonl, line 1: the date 'soon' is none"),
        (
            "evidence",
            json.dumps(EVIDENCE) + "\n" + json.dumps(EVIDENCE),
            "evidence.jsonl, entry 2: the id 'e1' stands twice",
        ),
        ("queries", "[1]", "queries.jsonl, line 1: not a JSON object"),
        ("qrels", "q1\to1\t1\nq1 o2 1\n", "qrels.tsv, line 2: 1 columns instead of 3"),
        ("qrels", "q1\to1\tgood\n", "qrels.tsv, line 1: could not convert string to float: 'good'"),
        ("qrels", "q1\to1\tnan\n", "qrels.tsv, line 1: the grade 'nan' is not a number"),
    ],
)
def test_read_collection_names_file_and_line_of_a_fault(tmp_path: Path, part: str, content: str, message: str) -> None:
    collection(tmp_path, **{part: content})
    with pytest.raises(CollectionError) as fault:
        read_collection(tmp_path)
    assert message in str(fault.value)


def test_read_collection_names_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(CollectionError, match=r"evidence\.jsonl: No such file"):
        read_collection(tmp_path)


def test_read_collection_names_the_line_that_is_not_utf8(tmp_path: Path) -> None:
    collection(tmp_path)
    (tmp_path / "qrels.tsv").write_bytes(b"q1\to\xe8\t1\n")
    with pytest.raises(CollectionError, match=r"qrels\.tsv, line 1 or after: not UTF-8"):
        read_collection(tmp_path)
