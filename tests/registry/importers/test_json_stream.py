"""Long JSON in its three layouts, whole and damaged."""

from __future__ import annotations

import io
import json

import pytest

from filiera.registry.importers.json_stream import json_records

RECORDS = [{"id": n, "text": "parola " * 40_000} for n in range(4)]


def ids(text: str) -> list[tuple[object, str]]:
    return [
        (record.value["id"] if record.value else None, record.fault)
        for record in json_records(io.BytesIO(text.encode()))
    ]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(RECORDS),
        json.dumps(RECORDS, indent=0),
        "\n".join(json.dumps(record) for record in RECORDS),
        json.dumps({"meta": {"count": 4}, "results": RECORDS}),
        "\ufeff" + json.dumps(RECORDS),
    ],
)
def test_records_longer_than_the_window_are_read_in_any_layout(text: str) -> None:
    assert ids(text) == [(0, ""), (1, ""), (2, ""), (3, "")]


def test_damaged_line_costs_itself_only() -> None:
    text = '{"id": 1}\n{"id": 2, "x": [}\n{"id": 3}\n'
    assert ids(text) == [(1, ""), (None, "not-json"), (3, "")]


def test_truncated_file_gives_what_is_whole() -> None:
    assert ids('[{"id": 1}, {"id": 2, "te') == [(1, ""), (None, "not-json")]


def test_something_else_is_said_to_be_no_json() -> None:
    assert ids("<html></html>") == [(None, "not-json")]


def test_empty_file_has_no_records() -> None:
    assert ids("") == []
