"""The plain evidence sheet: the layout of `actors/evidence.csv`, one statement a row, eleven kinds."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from filiera.common.partial_date import PartialDate
from filiera.common.visibility import Visibility
from filiera.common.written_dates import NotADate, written_date
from filiera.competence.drafts import EvidenceDraft, Mention, SourceDraft
from filiera.competence.enums import EvidenceKind, LinkRole
from filiera.competence.importers.problems import Problem
from filiera.competence.importers.sheet_words import kind_of, level_of
from filiera.registry.enums import Certainty, Scheme
from filiera.registry.identifiers import InvalidIdentifier, normal_identifier
from filiera.registry.importers.certainties import certainty_written

COLUMNS = (
    "id",
    "organisation_id",
    "kind",
    "title_en",
    "title_it",
    "text_en",
    "text_it",
    "date",
    "valid_until",
    "competences",
    "partners",
    "source_name",
    "source_url",
    "source_date",
    "certainty",
)
NEEDED = ("id", "organisation_id", "kind", "source_name")
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row of the file: its draft, or what is wrong with it."""

    line: int
    draft: EvidenceDraft | None
    problems: tuple[Problem, ...] = ()


def read_sheet(path: Path, *, is_example: bool = False, prefix: str = "sheet") -> Iterator[ReadRow]:
    """Read a CSV sheet row by row. `prefix` stands before each id, so that two sheets may number alike.

    The column `competences` is judgement for checking the engine: it is never loaded. Raises ValueError with the
    missing columns where the header is not that of the sheet.
    """
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle)
        missing = [name for name in NEEDED if name not in (reader.fieldnames or [])]
        if missing:
            raise ValueError(", ".join(missing))
        seen: set[str] = set()
        for row in reader:
            line = reader.line_num
            if row.get(None) or any(value is None for value in row.values()):
                yield ReadRow(line, None, (Problem("columns", line=line),))
                continue
            clean = {key: value.strip() for key, value in row.items()}
            if not any(clean.values()):
                continue
            yield read_row(clean, line, seen, is_example=is_example, prefix=prefix)


def read_row(row: Row, line: int, seen: set[str], *, is_example: bool, prefix: str) -> ReadRow:
    """Turn one row into a draft, or into the list of everything that is wrong with it."""
    problems = [Problem("missing", name, "", line) for name in ("id", "kind") if not row.get(name)]
    if not row.get("organisation_id") and not row.get("organisation_name"):
        problems.append(Problem("no-organisation", "organisation_id", "", line))
    if not row.get("source_name"):
        problems.append(Problem("no-source", "source_name", "", line))
    if not row.get("title_it") and not row.get("title_en"):
        problems.append(Problem("no-title", "title_it", "", line))
    if row.get("id") in seen:
        problems.append(Problem("twice", "id", row["id"], line))
    seen.add(row.get("id", ""))
    kind = _listed(row, "kind", kind_of, line, problems)
    level = _listed(row, "visibility", level_of, line, problems) or Visibility.PUBLIC
    certainty = _listed(row, "certainty", certainty_written, line, problems) or Certainty.SEEN
    dates = {name: _date(row, name, line, problems) for name in ("date", "valid_until", "ended", "source_date")}
    until, ended = dates["valid_until"], dates["ended"]
    for name, last in (("valid_until", until), ("ended", ended)):
        if last and dates["date"] and last.last_day < dates["date"].day:
            problems.append(Problem("ends-before", name, row[name], line))
    if is_wrong_vat(row.get("organisation_id", "")):
        problems.append(Problem("wrong-vat", "organisation_id", row["organisation_id"], line))
    if problems:
        return ReadRow(line, None, tuple(problems))
    draft = EvidenceDraft(
        uid=f"{prefix}:{row['id']}",
        kind=EvidenceKind(kind),
        source=SourceDraft(row["source_name"], row.get("source_url", ""), dates["source_date"]),
        mentions=_mentions(row, kind),
        title_it=row.get("title_it", "")[:500],
        title_en=row.get("title_en", "")[:500],
        text_it=row.get("text_it", ""),
        text_en=row.get("text_en", ""),
        on=dates["date"],
        ended_on=ended.last_day if ended else None,
        valid_until_on=until.last_day if until else None,
        certainty=Certainty(certainty),
        visibility=Visibility(level),
        url=row.get("source_url", ""),
        line=line,
        is_example=is_example,
    )
    return ReadRow(line, draft)


def is_wrong_vat(code: str) -> bool:
    """Tell whether an organisation's code is written as an Italian VAT number and is none: it would pass for a name."""
    bare = re.sub(r"[\s.]", "", code).upper().removeprefix("IT")
    if not re.fullmatch(r"\d{11}", bare):
        return False
    try:
        normal_identifier(Scheme.VAT, bare)
    except InvalidIdentifier:
        return True
    return False


def _listed(row: Row, name: str, read: Callable[[str], str], line: int, problems: list[Problem]) -> str:
    """Read a value of a closed list, or say that it is none."""
    text = row.get(name, "")
    value = read(text) if text else ""
    if text and not value:
        problems.append(Problem(f"unknown-{name}", name, text, line))
    return value


def _date(row: Row, name: str, line: int, problems: list[Problem]) -> PartialDate | None:
    text = row.get(name, "")
    try:
        return written_date(text)
    except ValueError as error:
        code = "bad-date" if isinstance(error, NotADate) else "no-such-day"
        problems.append(Problem(code, name, text, line))
        return None


def _mentions(row: Row, kind: str) -> tuple[Mention, ...]:
    code = row.get("organisation_id", "")
    holder = Mention(name=row.get("organisation_name", "") or code, code=code)
    shared = LinkRole.PARTICIPANT if kind in SHARED_KINDS else LinkRole.PARTNER
    others = (*_named(row, "partners", shared), *_named(row, "funders", LinkRole.FUNDER))
    return (holder, *(mention for mention in others if mention.code != code))


def _named(row: Row, column: str, role: LinkRole) -> Iterator[Mention]:
    """Read the organisations named in a cell, with a bar between them."""
    for part in row.get(column, "").split("|"):
        if name := part.strip():
            yield Mention(name=name, code=name, role=role)


SHARED_KINDS = frozenset({EvidenceKind.PUBLICATION, EvidenceKind.PATENT})
"""Kinds that are the work of every organisation named. In the others the statement is of the holder's own part, and a partner
is only named beside it: what the partner does in a project is for a row of its own."""
