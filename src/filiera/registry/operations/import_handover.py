"""What a batch made and another batch says too: when the first is taken back it passes to the other, as that one said it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone

from filiera.common.folding import fold
from filiera.registry.models import Alias, AtecoCode, Fact, Identifier, ImportBatch, ImportRow, Source
from filiera.registry.operations.import_fates import stated_of
from filiera.registry.operations.import_slices import MEMBER_WORDS, normal_in_register, schemes_of, source_key
from filiera.registry.queries.dependents import in_chunks
from filiera.registry.queries.known import comparable
from filiera.registry.sheets.fields import SheetField

if TYPE_CHECKING:
    from collections.abc import Iterable

    from filiera.registry.operations.other_rows import OtherRows
    from filiera.registry.sheets.rows import Stated

Made = dict[str, set[int]]
Key = tuple[int, str, str]
"""An organisation, a field or a register of identifiers, and a value in the form in which two are the same."""

HANDED: tuple[type[models.Model], ...] = (Fact, Alias, Identifier, AtecoCode)

WORDS_OF_FACTS = ("value", "note_it", "note_en", "value_it", "on")
WORDS_OF_ALIASES = ("name", "search_name")
"""Columns that may be said otherwise by another batch."""


AT_ONCE = 500


@dataclass(slots=True)
class Handed:
    """What passed on: the ids of the rows by table, and the organisations that they are of."""

    rows: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    organisations: set[int] = field(default_factory=set)


def hand_over(*, made: Made, others: OtherRows) -> Handed:
    """Leave what another batch in the register says too to that batch, and take it out of `made`.

    The row that says so has it from now on among what it made, so that it goes with that batch; `others` is not saved.
    """
    rows: list[Any] = [
        row
        for model in HANDED
        for some in in_chunks(made.get(model._meta.label, set()))
        for row in model._default_manager.filter(pk__in=some).order_by("pk")
    ]
    said = _said(others)
    passing = _Passing(others)
    handed = Handed()
    for row in rows:
        taker = next((other for other, one in said.get(_key(row), ()) if passing.give(row, other, one)), None)
        if taker is not None:
            label = row._meta.label
            made[label].discard(row.pk)
            handed.rows[label].append(row.pk)
            handed.organisations.add(row.organisation_id)
            others.write(taker, made=[*taker.undo.get("made", []), [label, row.pk]])
    passing.save()
    return handed


def hand_registration_over(*, organisations: Iterable[int], others: OtherRows) -> None:
    """Let an organisation that a batch registered, and that stays, go with the first other sheet that speaks of it."""
    for pk in organisations:
        rows = others.by_organisation.get(pk, ())
        sheets = (row for row in rows if others.batches[row.batch_id].kind == ImportBatch.Kind.ORGANISATIONS)
        taker = next(sheets, None)
        if taker is not None:
            others.write(taker, registered=pk)


def _said(others: OtherRows) -> dict[Key, list[tuple[ImportRow, Stated]]]:
    """Give what the rows of other batches say, the first said first."""
    out: dict[Key, list[tuple[ImportRow, Stated]]] = defaultdict(list)
    for pk, rows in others.by_organisation.items():
        for row in rows:
            for one in stated_of(row):
                for key in _keys_of(pk, one):
                    out[key].append((row, one))
    return out


def _keys_of(organisation: int, one: Stated) -> Iterable[Key]:
    name = SheetField.NAME if one.field == SheetField.ALIAS else one.field
    yield organisation, str(name), comparable(name, one.value)
    for scheme in schemes_of(one):
        yield organisation, f"id {scheme}", normal_in_register(scheme, one.value)


def _key(row: Any) -> Key:
    """Give the key of something that a batch made."""
    if isinstance(row, Identifier):
        return row.organisation_id, f"id {row.scheme}", row.value
    if isinstance(row, Alias):
        return row.organisation_id, str(SheetField.NAME), comparable(SheetField.NAME, row.name)
    if isinstance(row, AtecoCode):
        return row.organisation_id, str(SheetField.ATECO), comparable(SheetField.ATECO, f"{row.edition}:{row.code}")
    return row.organisation_id, row.field, comparable(row.field, row.value)


class _Passing:
    """Gives rows to other batches: what is there already is read once, and what changes is written once."""

    def __init__(self, others: OtherRows) -> None:
        self.batches = others.batches
        self.sources: dict[int, int] = {}
        for some in in_chunks(self.batches):
            keys = {source_key(self.batches[pk]): pk for pk in some}
            for found, source in Source.objects.filter(key__in=keys).values_list("key", "pk"):
                self.sources[keys[found]] = source
        self.taken: dict[tuple[Any, ...], int] = {}
        for some in in_chunks(others.by_organisation):
            facts = Fact.objects.filter(organisation__in=some, source__in=self.sources.values())
            for pk, *key in facts.values_list("pk", "organisation_id", "field", "value", "source_id"):
                self.taken[tuple(key)] = pk
            for pk, *key in Alias.objects.filter(organisation__in=some).values_list("pk", "organisation_id", "name"):
                self.taken[tuple(key)] = pk
        self.as_they_are: dict[tuple[type[models.Model], int], list[int]] = defaultdict(list)
        self.reworded: dict[type[models.Model], list[Any]] = defaultdict(list)

    def give(self, row: Any, other: ImportRow, one: Stated) -> bool:
        """Give a row to the batch of another row that says the same, as it says it; tell whether that can be done."""
        source = self.sources.get(other.batch_id)
        if source is None:
            return False
        words = _words_of(row, self.batches[other.batch_id], one)
        key: tuple[Any, ...] = ()
        if isinstance(row, Fact):
            key = (row.organisation_id, row.field, words["value"], source)
        elif isinstance(row, Alias):
            key = (row.organisation_id, words["name"])
        if key and self.taken.setdefault(key, row.pk) != row.pk:
            return False  # it says so with a row of its own
        if all(getattr(row, name) == value for name, value in words.items()):
            self.as_they_are[type(row), source].append(row.pk)
        else:
            self.reworded[type(row)].append(row)
        for name, value in (words | {"source_id": source}).items():
            setattr(row, name, value)
        return True

    def save(self) -> None:
        """Write what passed on: a query for many rows."""
        for (model, source), ids in self.as_they_are.items():
            for some in in_chunks(ids):
                model._default_manager.filter(pk__in=some).update(source=source)
        for model, rows in self.reworded.items():
            names = WORDS_OF_FACTS if model is Fact else WORDS_OF_ALIASES
            model._default_manager.bulk_update(rows, ["source", *names], batch_size=AT_ONCE)


def _words_of(row: Any, batch: ImportBatch, one: Stated) -> dict[str, Any]:
    """Give the columns of a row, but its source, as another batch states it."""
    if isinstance(row, Alias):
        name = one.value[:200]
        return {"name": name, "search_name": fold(name)[:200]}
    if not isinstance(row, Fact):
        return {}
    said = "" if one.text == one.value else one.text[:600]
    changes: dict[str, Any] = {"value": one.value[:600], "note_it": said, "note_en": said}
    if row.field in (SheetField.SUMMARY, SheetField.NOTE):
        changes["value_it"] = one.value[:600]
    if row.field == SheetField.MEMBER and one.value in MEMBER_WORDS:
        changes["on"] = timezone.localdate(batch.created_at)
    return changes
