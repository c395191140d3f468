"""Load an instance folder's organisations, facts and people. Repeatable: the same source says the same thing once."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from filiera.common.partial_date import PartialDate
from filiera.registry.enums import AliasKind, Certainty, FactField, Kind, Scheme, SourceKind
from filiera.registry.importers.certainties import certainty_written
from filiera.registry.logic import domain_of
from filiera.registry.models import AtecoCode, Organisation, Person, PersonRole, Source
from filiera.registry.operations.organisations import add_alias, add_identifier, register_organisation
from filiera.registry.operations.sources import FactDraft, record_facts, record_source

if TYPE_CHECKING:
    from collections.abc import Iterator

Row = dict[str, str]

PLAIN_FIELDS = (
    ("legal_name", FactField.LEGAL_NAME),
    ("group", FactField.GROUP),
    ("chain_stage", FactField.STAGE),
    ("town", FactField.TOWN),
    ("province", FactField.PROVINCE),
    ("country", FactField.COUNTRY),
    ("website", FactField.WEBSITE),
    ("founded", FactField.FOUNDED),
    ("employees", FactField.EMPLOYEES),
    ("min_batch", FactField.MIN_BATCH),
    ("member_since", FactField.MEMBER_SINCE),
)
ALIAS_FIELDS = {"alias": AliasKind.ALIAS, "former_name": AliasKind.FORMER, "acronym": AliasKind.ACRONYM}
KINDS = {"dev_agency": Kind.AGENCY}


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows a folder gave."""

    organisations: int
    facts: int
    people: int


def read_rows(path: Path) -> Iterator[Row]:
    """Read a CSV file of the instance; a file that is not there has no rows."""
    if not path.exists():
        return
    with path.open(encoding="utf-8-sig", newline="") as handle:
        for row in csv.DictReader(handle):
            yield {key: (value or "").strip() for key, value in row.items() if key}


def certainty_of(word: str) -> Certainty:
    """Read a certainty word of the instance files; there an unknown one counts as memory, the least that is shown."""
    return Certainty(certainty_written(word) or Certainty.MEMORY)


def source_of(row: Row, *, is_example: bool) -> Source:
    """Record the source that a row names."""
    return record_source(
        name=row["source_name"] or "?",
        url=row.get("source_url", ""),
        on=PartialDate.parse(row.get("source_date", "")),
        kind=SourceKind.PAGE,
        is_example=is_example,
    )


@transaction.atomic
def load_actors(*, folder: Path, is_example: bool) -> Loaded:
    """Load `organisations.csv`, `facts.csv` and `people.csv` of a folder."""
    organisations = len([_load_organisation(row, is_example) for row in read_rows(folder / "organisations.csv")])
    facts = [_load_fact(row, is_example) for row in read_rows(folder / "facts.csv")].count(True)
    people = [_load_person(row, is_example) for row in read_rows(folder / "people.csv")].count(True)
    return Loaded(organisations, facts, people)


def _load_organisation(row: Row, is_example: bool) -> Organisation:
    organisation = Organisation.objects.filter(code=row["id"]).first() or register_organisation(
        name=row["name"], code=row["id"], is_example=is_example
    )
    source = source_of(row, is_example=is_example)
    certainty = certainty_of(row["certainty"])
    kind = KINDS.get(row["kind"], row["kind"].upper())
    drafts = [FactDraft(FactField.KIND, kind, certainty=certainty)]
    if row.get("size"):
        drafts.append(FactDraft(FactField.SIZE, row["size"].upper(), certainty=certainty))
    for column, field in PLAIN_FIELDS:
        if row.get(column):
            drafts.append(FactDraft(field, row[column], certainty=certainty))
    if row.get("summary_it"):
        words = FactDraft(
            FactField.SUMMARY, row["summary_it"], row["summary_it"], row.get("summary_en", ""), certainty=certainty
        )
        drafts.append(words)
    record_facts(organisation=organisation, source=source, drafts=drafts)
    if row.get("legal_name"):
        add_alias(organisation=organisation, name=row["legal_name"], kind=AliasKind.LEGAL, source=source)
    if row.get("website"):
        add_identifier(organisation=organisation, scheme=Scheme.DOMAIN, value=domain_of(row["website"]), source=source)
    if row.get("vat"):
        add_identifier(organisation=organisation, scheme=Scheme.VAT, value=row["vat"], source=source)
    for code in filter(None, row.get("ateco", "").split("|")):
        edition, _colon, digits = code.partition(":")
        if edition.isdecimal() and digits:
            AtecoCode.objects.get_or_create(
                organisation=organisation, edition=int(edition), code=digits, defaults={"source": source}
            )
    return organisation


def _load_fact(row: Row, is_example: bool) -> bool:
    organisation = Organisation.objects.filter(code=row["organisation_id"]).first()
    if organisation is None:
        return False
    source = source_of(row, is_example=is_example)
    field = row["field"].lower()
    if field in ALIAS_FIELDS:
        add_alias(organisation=organisation, name=row["value"], kind=ALIAS_FIELDS[field], source=source)
        return True
    if field.upper() not in FactField.values:
        return False
    draft = FactDraft(
        FactField(field.upper()),
        row["value"],
        row.get("value_it", ""),
        row.get("value_en", ""),
        row.get("note_it", ""),
        row.get("note_en", ""),
        PartialDate.parse(row.get("date", "")),
        certainty_of(row["certainty"]),
    )
    record_facts(organisation=organisation, source=source, drafts=[draft])
    return True


def _load_person(row: Row, is_example: bool) -> bool:
    organisation = Organisation.objects.filter(code=row["organisation_id"]).first()
    if organisation is None:
        return False
    person, _new = Person.objects.get_or_create(name=row["person"], is_example=is_example)
    begins, ends = PartialDate.parse(row.get("from", "")), PartialDate.parse(row.get("to", ""))
    PersonRole.objects.update_or_create(
        person=person,
        organisation=organisation,
        role_en=row["role_en"][:160],
        defaults={
            "role_it": row["role_it"][:160],
            "from_on": begins.day if begins else None,
            "from_precision": begins.precision if begins else "",
            "until_on": ends.day if ends else None,
            "until_precision": ends.precision if ends else "",
            "certainty": certainty_of(row["certainty"]),
            "source": source_of(row, is_example=is_example),
        },
    )
    return True
