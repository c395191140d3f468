"""Bring one slice of rows in: many rows, few queries. Every row keeps what it made, so that it can be taken back."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from filiera.common.folding import fold, slug
from filiera.common.in_words import long_date
from filiera.common.visibility import Visibility
from filiera.registry.enums import AliasKind, Certainty, FactField, Scheme, SourceKind
from filiera.registry.identifiers import InvalidIdentifier, normal_identifier
from filiera.registry.models import (
    Alias,
    AtecoCode,
    Fact,
    Group,
    Identifier,
    ImportBatch,
    ImportedValue,
    ImportRow,
    Organisation,
    Source,
)
from filiera.registry.operations.columns import changed, snapshot
from filiera.registry.operations.import_fates import stated_of
from filiera.registry.operations.refresh import refresh_columns
from filiera.registry.queries.known import KnownValues
from filiera.registry.sheets.fields import IDENTIFIER_FIELDS, OFFICE_ONLY, SheetField
from filiera.registry.sheets.rows import Stated, first_value

Fate = ImportRow.Fate

MEMBER_WORDS = {"YES": ("sì", "yes"), "NO": ("no", "no")}
"""A bare yes or no about membership: it speaks of the day on which the sheet came."""


@dataclass(slots=True)
class Done:
    """What a slice did: the lines that came in, the organisations that it registered, the lines that now ask."""

    lines: list[int] = field(default_factory=list)
    registered: list[str] = field(default_factory=list)
    asking: list[int] = field(default_factory=list)

    def as_audit(self) -> dict[str, Any]:
        """Give it as the audit trail keeps it."""
        return {"lines": self.lines, "registered": self.registered, "asking": self.asking}


class Slice:
    """Some rows of a batch on their way in."""

    def __init__(self, batch: ImportBatch, rows: Sequence[ImportRow]) -> None:
        self.batch, self.rows = batch, list(rows)
        self.done = Done()
        self.organisations: dict[int, Organisation] = {}
        self.facts: dict[tuple[int, str, str], Fact] = {}
        self.aliases: dict[tuple[int, str], Alias] = {}
        self.identifiers: list[Identifier] = []
        self.codes: dict[tuple[int, int, str], AtecoCode] = {}
        self.made: dict[int, list[Fact | Alias | Identifier | AtecoCode]] = defaultdict(list)
        self.stated: list[tuple[ImportRow, Stated, tuple[int, str, str]]] = []
        self.source = self._source()

    def _source(self) -> Source:
        """Give the source of the batch, without a day of its own, because nobody knows when it was true.

        Everybody reads its name: the file's stays with its rows, for the office.
        """
        names = {f"name_{code}": _sheet_name(self.batch, code) for code in ("it", "en")}
        source, _new = Source.objects.get_or_create(
            key=source_key(self.batch),
            defaults={
                "name": names["name_en"],
                **names,
                "kind": SourceKind.SHEET,
                "is_example": self.batch.is_example,
            },
        )
        return source

    def apply(self) -> Done:
        """Register, record, refresh the columns, and mark the rows; give what was done."""
        self._set_taken_aside()
        fresh = self._register()
        self._load(fresh)
        self.known = KnownValues(list(self.organisations))
        self.held = self._held()
        for row in self.rows:
            for one in stated_of(row):
                self._take(row, one)
        self._write()
        self._finish(fresh)
        return self.done

    def _set_taken_aside(self) -> None:
        """Let a new row ask where its identifier has come to belong to somebody since the dry run."""
        wanted = {key: row for row in self.rows if row.fate == Fate.NEW for key in identifiers_of(row)}
        held = Identifier.objects.filter(value__in=[value for _scheme, value in wanted]).exclude(scheme=Scheme.DOMAIN)
        for scheme, value, owner in held.values_list("scheme", "value", "organisation_id"):
            row = wanted.get((scheme, value))
            if row is not None and row in self.rows:
                row.fate, row.candidate_id = Fate.ASK, owner
                row.reasons = [{"code": "since-taken", "scheme": scheme}]
                row.save(update_fields=["fate", "candidate", "reasons"])
                self.done.asking.append(row.line)
                self.rows.remove(row)

    def _register(self) -> dict[int, Organisation]:
        """Register the organisations of new rows; give them by row."""
        new = [row for row in self.rows if row.fate == Fate.NEW]
        names = {row.pk: first_value(stated_of(row), SheetField.NAME)[:200] for row in new}
        taken = codes_like([slug(name, 72) for name in names.values()])
        organisations = []
        for row in new:
            code = _free(slug(names[row.pk], 72), taken)
            organisations.append(
                Organisation(
                    code=code,
                    name=names[row.pk],
                    search_name=fold(names[row.pk])[:200],
                    is_example=self.batch.is_example,
                    visibility=self.batch.visibility,
                )
            )
        made = Organisation.objects.bulk_create(organisations)
        self.done.registered = [one.code for one in made]
        return {row.pk: organisation for row, organisation in zip(new, made, strict=True)}

    def _load(self, fresh: dict[int, Organisation]) -> None:
        """Give every row its organisation, following merges made since."""
        for row in self.rows:
            if row.pk in fresh:
                row.organisation = fresh[row.pk]
            elif row.candidate_id is None and row.twin is not None:
                row.organisation_id = row.twin.organisation_id
            else:
                row.organisation_id = row.candidate_id
        ids = {row.organisation_id for row in self.rows if row.organisation_id}
        while ids:
            found = Organisation.objects.filter(pk__in=ids).select_related("group", "stage", "province")
            self.organisations.update({one.pk: one for one in found})
            ids = {one.merged_into_id for one in found if one.merged_into_id} - set(self.organisations)
        for row in self.rows:
            while (owner := self.organisations[row.organisation_id or 0]).merged_into_id:
                row.organisation_id = owner.merged_into_id

    def _take(self, row: ImportRow, one: Stated) -> None:
        """Keep one value, and make of it what the register does not have yet."""
        pk = row.organisation_id or 0
        key = (pk, one.field, one.value)
        if one.is_derived and self.known.is_told(pk, one.field):
            return
        self.stated.append((row, one, key))
        is_known = self.known.has(pk, one.field, one.value)
        self.known.add(pk, one.field, one.value)
        for scheme in schemes_of(one):
            self._identify(row, scheme, one.value)
        if one.field in IDENTIFIER_FIELDS:
            return
        if one.field in (SheetField.NAME, SheetField.ALIAS):
            self._call(row, one, is_known=is_known)
        elif not is_known and key not in self.facts:
            self.facts[key] = self._fact(pk, one)
            self.made[row.pk].append(self.facts[key])
            if one.field == SheetField.ATECO and ":" in one.value:
                self._code(row, one.value)

    def _fact(self, organisation_id: int, one: Stated) -> Fact:
        said = "" if one.text == one.value else one.text[:600]
        words = one.value if one.field in (SheetField.SUMMARY, SheetField.NOTE) else ""
        yes_or_no = MEMBER_WORDS.get(one.value) if one.field == SheetField.MEMBER else None
        in_italian, in_english = yes_or_no or (words, "")
        return Fact(
            organisation_id=organisation_id,
            field=FactField(one.field),
            value=one.value[:600],
            value_it=in_italian[:600],
            value_en=in_english,
            note_it=said,
            note_en=said,
            on=timezone.localdate(self.batch.created_at) if yes_or_no else None,
            on_precision="D" if yes_or_no else "",
            certainty=Certainty.MEMORY if one.is_derived else Certainty.DECLARED,
            visibility=Visibility.OFFICE if one.field in OFFICE_ONLY else Visibility.PUBLIC,
            source=self.source,
        )

    def _call(self, row: ImportRow, one: Stated, *, is_known: bool) -> None:
        pk, name = row.organisation_id or 0, one.value[:200]
        owner = self.organisations[pk]
        if is_known or name in (owner.name, owner.legal_name) or (pk, name) in self.aliases:
            return
        kind = AliasKind.SPELLING if one.field == SheetField.NAME else AliasKind.ALIAS
        alias = Alias(organisation_id=pk, name=name, search_name=fold(name)[:200], kind=kind, source=self.source)
        self.aliases[pk, name] = alias
        self.made[row.pk].append(alias)

    def _identify(self, row: ImportRow, scheme: Scheme, value: str) -> None:
        """Give the organisation an identifier, unless it has it or, where one alone may hold it, somebody else has."""
        normal = normal_in_register(scheme, value)
        owner = row.organisation_id or 0
        owners = self.held.setdefault((str(scheme), normal), set())
        if not normal or owner in owners or (owners and scheme != Scheme.DOMAIN):
            return
        owners.add(owner)
        made = Identifier(organisation_id=owner, scheme=scheme, value=normal, source=self.source)
        self.identifiers.append(made)
        self.made[row.pk].append(made)

    def _held(self) -> dict[tuple[str, str], set[int]]:
        """Give who holds the identifiers that the rows state. One query."""
        values = {
            normal_in_register(scheme, one.value)
            for row in self.rows
            for one in stated_of(row)
            for scheme in schemes_of(one)
        }
        held: dict[tuple[str, str], set[int]] = defaultdict(set)
        rows = Identifier.objects.filter(value__in=sorted(values - {""}))
        for scheme, value, owner in rows.values_list("scheme", "value", "organisation_id"):
            held[scheme, value].add(owner)
        return held

    def _code(self, row: ImportRow, value: str) -> None:
        edition, _colon, code = value.partition(":")
        key = (row.organisation_id or 0, int(edition), code)
        if (
            key not in self.codes
            and not AtecoCode.objects.filter(organisation=key[0], edition=key[1], code=code).exists()
        ):
            self.codes[key] = AtecoCode(organisation_id=key[0], edition=key[1], code=code, source=self.source)
            self.made[row.pk].append(self.codes[key])

    def _write(self) -> None:
        Fact.objects.bulk_create(self.facts.values())
        Alias.objects.bulk_create(self.aliases.values())
        Identifier.objects.bulk_create(self.identifiers)
        AtecoCode.objects.bulk_create(self.codes.values())
        by_key = {
            (pk, name, value): fact
            for pk, name, value, fact in Fact.objects.filter(organisation__in=self.organisations).values_list(
                "organisation_id", "field", "value", "pk"
            )
        }
        ImportedValue.objects.bulk_create(
            ImportedValue(
                row=row,
                organisation_id=row.organisation_id or 0,
                column=one.header[:120],
                field=one.field,
                value=one.text,
                fact_id=by_key.get(key),
            )
            for row, one, key in self.stated
        )

    def _finish(self, fresh: dict[int, Organisation]) -> None:
        """Refresh the columns of every organisation that gained a fact, and mark the rows as in the register."""
        gained = {pk: self.organisations[pk] for pk in {fact.organisation_id for fact in self.facts.values()}}
        before = {pk: snapshot(organisation) for pk, organisation in gained.items()}
        groups = set(Group.objects.values_list("pk", flat=True)) if self._names_groups() else set()
        refresh_columns(organisations=list(gained.values()))
        for row in self.rows:
            pk = row.organisation_id or 0
            undo: dict[str, Any] = {"made": [[one._meta.label, one.pk] for one in self.made[row.pk]]}
            if row.pk in fresh:
                undo["registered"] = pk
            if pk in gained:
                undo["changed"] = changed(before[pk], snapshot(gained.pop(pk)))
            row.undo, row.applied = undo, True
            row.save(update_fields=["undo", "applied", "organisation", "fate"])
            self.done.lines.append(row.line)
        if self._names_groups():
            new = sorted(set(Group.objects.values_list("pk", flat=True)) - groups)
            self.batch.report = {**self.batch.report, "groups": [*self.batch.report.get("groups", []), *new]}

    def _names_groups(self) -> bool:
        return any(name == SheetField.GROUP for _pk, name, _value in self.facts)


def _sheet_name(batch: ImportBatch, language: str) -> str:
    with translation.override(language):
        day = long_date(timezone.localdate(batch.created_at))
        return _("Sheet of the cluster's office, %(day)s") % {"day": day}


def source_key(batch: ImportBatch) -> str:
    """Give the key of the source that a batch is."""
    return hashlib.sha256(f"sheet\x1f{batch.pk}\x1f{batch.digest}".encode()).hexdigest()


def identifiers_of(row: ImportRow) -> list[tuple[str, str]]:
    """Give the identifiers that a row states, as scheme and value."""
    return [(one.field, one.value) for one in stated_of(row) if one.field in IDENTIFIER_FIELDS]


def schemes_of(one: Stated) -> tuple[Scheme, ...]:
    """Give the registers of identifiers that a value belongs to; a web site gives its domain."""
    if one.field == SheetField.WEBSITE:
        return (Scheme.DOMAIN,)
    return (Scheme(one.field),) if one.field in IDENTIFIER_FIELDS else ()


def normal_in_register(scheme: Scheme, value: str) -> str:
    """Give the register's form of an identifier; an empty text where it has none, as for a site that many share."""
    try:
        return normal_identifier(scheme, value)
    except InvalidIdentifier:
        return ""


def codes_like(bases: Sequence[str]) -> set[str]:
    """Give the public ids in use that are, or begin like, those wanted: a query, and one for each that needs a number."""
    taken: set[str] = set(Organisation.objects.filter(code__in=bases).values_list("code", flat=True))
    numbered = [base for base, times in Counter(bases).items() if times > 1 or base in taken]
    for base in numbered:
        taken.update(Organisation.objects.filter(code__startswith=f"{base}-").values_list("code", flat=True))
    return taken


def _free(base: str, taken: set[str]) -> str:
    code, n = base, 2
    while code in taken:
        code, n = f"{base}-{n}", n + 1
    taken.add(code)
    return code
