"""Test collections as files: evidence, questions and graded judgements, every fault named by file and line."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from filiera.engine.types import Document, Version

Parsed = TypeVar("Parsed")


class CollectionError(ValueError):
    """A line of a collection cannot be read: the message names the file, the line and what is wrong."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question of a collection; `lang` None where it is not known."""

    id: str
    text: str
    lang: str | None


@dataclass(frozen=True, slots=True)
class Collection:
    """A test collection. `judgements` maps a query's id to the grade of each judged target."""

    documents: tuple[Document, ...]
    queries: tuple[Query, ...]
    judgements: dict[str, dict[str, float]]


def read_collection(folder: Path) -> Collection:
    """Read evidence.jsonl, queries.jsonl and qrels.tsv. Raises CollectionError; a missing file is one too, and no judgement."""
    documents = tuple(_read(folder / "evidence.jsonl", _document))
    queries = tuple(_read(folder / "queries.jsonl", _query))
    _refuse_repeated(folder / "evidence.jsonl", [document.id for document in documents])
    _refuse_repeated(folder / "queries.jsonl", [query.id for query in queries])
    judgements: dict[str, dict[str, float]] = {}
    for query, target, grade in _read(folder / "qrels.tsv", _judgement):
        judgements.setdefault(query, {})[target] = grade
    if not judgements:
        raise CollectionError(f"{folder / 'qrels.tsv'}: no judgement, there is nothing to measure")
    return Collection(documents, queries, judgements)


def _read(path: Path, parse: Callable[[str], Parsed]) -> Iterator[Parsed]:
    try:
        file = path.open(encoding="utf-8-sig")
    except OSError as error:
        raise CollectionError(f"{path}: {error.strerror}") from error
    done = 0
    with file:
        try:
            for line in file:
                if line.strip():
                    yield parse(line.rstrip("\r\n"))
                done += 1
        except UnicodeDecodeError as error:
            raise CollectionError(f"{path}, line {done + 1} or after: not UTF-8") from error
        except (ValueError, TypeError) as error:
            raise CollectionError(f"{path}, line {done + 1}: {error}") from error


def _document(line: str) -> Document:
    row = _object(line)
    lang = _optional(row, "lang")
    version = Version(lang, _optional(row, "title") or "", _optional(row, "text") or "")
    return Document(_name(row, "id"), (_name(row, "owner"),), (version,), _day(row), _optional(row, "kind"))


def _query(line: str) -> Query:
    row = _object(line)
    return Query(_name(row, "id"), _optional(row, "text") or "", _optional(row, "lang"))


def _judgement(line: str) -> tuple[str, str, float]:
    cells = line.split("\t")
    if len(cells) != 3:
        raise ValueError(f"{len(cells)} columns instead of 3")
    grade = float(cells[2])
    if not math.isfinite(grade):
        raise ValueError(f"the grade {cells[2]!r} is not a number")
    return cells[0].strip(), cells[1].strip(), grade


def _object(line: str) -> dict[str, Any]:
    row = json.loads(line)
    if not isinstance(row, dict):
        raise ValueError("not a JSON object")
    return row


def _name(row: dict[str, Any], key: str) -> str:
    value = row.get(key)
    # Some makers of collections write their ids as numbers.
    if isinstance(value, bool) or not isinstance(value, (str, int)) or not str(value).strip():
        raise ValueError(f"{key!r} is missing or empty")
    return str(value).strip()


def _optional(row: dict[str, Any], key: str) -> str | None:
    value = row.get(key)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{key!r} is not a text")
    return value or None


def _day(row: dict[str, Any]) -> date | None:
    """Read a date as far as it goes: a year alone, or a year and a month, stand for their first day."""
    value = row.get("date")
    if value in (None, ""):
        return None
    text = str(value).strip()[:10]
    for tail in ("", "-01", "-01-01"):
        try:
            return date.fromisoformat(text + tail)
        except ValueError:
            continue
    raise ValueError(f"the date {value!r} is none")


def _refuse_repeated(path: Path, ids: list[str]) -> None:
    seen: set[str] = set()
    for number, key in enumerate(ids, start=1):
        if key in seen:
            raise CollectionError(f"{path}, entry {number}: the id {key!r} stands twice")
        seen.add(key)
