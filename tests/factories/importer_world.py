"""Files in the layouts of CORDIS, OpenAlex, ROR and the sheet, written for the tests; nothing in them is real."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

from filiera.competence.operations.imports import advance_batch, open_batch
from filiera.registry.models import ImportBatch

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)

PROJECTS = [
    {"id": "900000001", "acronym": "CREMA", "title": "Emulsions without water", "startDate": "2023-01-01",
     "endDate": "2026-06-30", "totalCost": "1234567,89", "frameworkProgramme": "HORIZON", "topics": "HORIZON-X-1",
     "objective": 'Emulsions that need no water.\nA second line; with "quotes".', "contentUpdateDate": "2025-02-03 10:00:00"},
    {"id": "900000002", "acronym": "VETRO", "title": "VETRO: glass that comes back", "startDate": "2022-05-01",
     "endDate": "", "totalCost": "10.5", "frameworkProgramme": "HORIZON", "topics": "", "objective": "Refill of glass jars.",
     "contentUpdateDate": "2025-01-01 10:00:00"},
]  # fmt: skip
PARTICIPANTS = [
    {"projectID": "900000001", "organisationID": "999100001", "vatNumber": "IT01234560199", "name": "ROSSI PROFUMI SRL",
     "city": "CREMA", "country": "IT", "nutsCode": "ITC4A", "role": "participant", "SME": "true"},
    {"projectID": "900000001", "organisationID": "999100002", "vatNumber": "", "name": "ATHENS INSTITUTE", "city": "ATHINA",
     "country": "EL", "nutsCode": "EL303", "role": "coordinator", "SME": "false"},
    {"projectID": "900000002", "organisationID": "999100002", "vatNumber": "", "name": "INSTITUTE OF ATHENS", "city": "ATHINA",
     "country": "EL", "nutsCode": "EL303", "role": "coordinator", "SME": ""},
    {"projectID": "900000003", "organisationID": "999100003", "vatNumber": "not one", "name": "LONDON LABS LTD",
     "city": "LONDON", "country": "UK", "nutsCode": "", "role": "thirdParty", "SME": ""},
]  # fmt: skip
FIELDS = [
    {
        "projectID": "900000001",
        "euroSciVocCode": "/23/43",
        "euroSciVocPath": "/natural sciences/colloids",
        "euroSciVocTitle": "colloids",
    }
]
TOPICS = [{"projectID": "900000001", "topic": "HORIZON-X-1", "title": "Clean beauty"}]
DELIVERABLES = [{"id": "1_DELIV", "title": "Test bench", "deliverableType": "Other",
                 "description": "<p>A bench &amp; its manual</p>",
                 "projectID": "900000001", "projectAcronym": "CREMA", "url": "", "collection": "Project deliverable",
                 "contentUpdateDate": "", "rcn": "1"}]  # fmt: skip
PUBLICATIONS = [{"id": "1_PUBLI", "title": "On dry emulsions", "isPublishedAs": "Article", "authors": "A. Nobody",
                 "journalTitle": "Journal of Nothing", "publishedYear": "2024", "doi": "10.1/x", "projectID": "900000001",
                 "projectAcronym": "CREMA", "collection": "", "contentUpdateDate": "", "rcn": "2"}]  # fmt: skip

TABLES = {
    "project.csv": PROJECTS,
    "organization.csv": PARTICIPANTS,
    "euroSciVoc.csv": FIELDS,
    "topics.csv": TOPICS,
    "projectDeliverables.csv": DELIVERABLES,
    "projectPublications.csv": PUBLICATIONS,
}


def table(rows: list[dict[str, str]], delimiter: str = ";", bom: bool = True) -> bytes:
    """Write a table as CORDIS does: all fields quoted, BOM in front."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig" if bom else "utf-8")


def cordis_folder(folder: Path, tables: dict[str, list[dict[str, str]]] = TABLES, **options: object) -> Path:
    """Write the tables of CORDIS to a folder."""
    folder.mkdir(exist_ok=True)
    for name, rows in tables.items():
        (folder / name).write_bytes(table(rows, **options))  # type: ignore[arg-type]
    return folder


def bring(kind: str, path: Path, place: tuple[str, str] = ("", "")) -> ImportBatch:
    """Import a file to its end."""
    batch = open_batch(kind=ImportBatch.Kind(kind), path=path, place=place)
    return advance_batch(batch=batch, now=NOW)


def counts(batch: ImportBatch) -> tuple[int, int, int, int]:
    """Give new, changed, unchanged and rejected."""
    return tuple(batch.counts[name] for name in ("new", "changed", "unchanged", "rejected"))  # type: ignore[return-value]
