"""Tell a public format by what is inside a file, whatever it was sent as."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from filiera.competence.importers.cordis_tables import layout_of
from filiera.competence.importers.institutions import InstitutionImporter
from filiera.registry.importers.files import Member, UnsafeFile
from filiera.registry.importers.json_stream import json_records
from filiera.registry.importers.ror import is_institution
from filiera.registry.importers.tables import Table

CORDIS, OPENALEX, ROR = "cordis", "openalex", "ror"
LOOKS = "looks-"
"""How the codes begin of a file that was sent as another format; the word of the format follows."""

TABLES, RECORDS = (".csv", ".tsv", ".txt"), (".json", ".jsonl", ".ndjson", "")
RECORDS_SEEN = 5
MEMBERS_SEEN = 200
"""Members of a zip that are looked into: formats repeat themselves."""


def format_inside(members: Sequence[Member]) -> str:
    """Give the word of the format that the first telling member is of (`cordis`, `openalex`, `ror`), else an empty text."""
    for member in members[:MEMBERS_SEEN]:
        try:
            found = _of_table(member) if member.suffix in TABLES else ""
            found = found or (_of_records(member) if member.suffix in RECORDS else "")
        except (UnsafeFile, ValueError):  # it is refused where it is read
            continue
        if found:
            return found
    return ""


def _of_table(member: Member) -> str:
    with member.opened() as stream:
        header = Table(stream).header
    if layout_of(header) is not None:
        return CORDIS
    return ROR if member.suffix == ".csv" and InstitutionImporter().read(member) else ""


def _of_records(member: Member) -> str:
    with member.opened() as stream:
        for record in islice(json_records(stream), RECORDS_SEEN):
            if record.value is None:
                continue
            if is_institution(record.value):
                return ROR
            if "openalex.org/W" in str(record.value.get("id", "")):
                return OPENALEX
    return ""
