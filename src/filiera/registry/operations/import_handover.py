"""What a batch made and another batch says too: when the first is taken back it passes to the other, as that one said it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone

from filiera.common.folding import fold
from filiera.registry.models import Alias, AtecoCode, Fact, Identifier, ImportBatch, ImportRow, Organisation, Source
from filiera.registry.operations.columns import changed, snapshot
from filiera.registry.operations.import_fates import stated_of
from filiera.registry.operations.import_slices import MEMBER_WORDS, normal_in_register, schemes_of, source_key
from filiera.registry.operations.refresh import refresh_columns
from filiera.registry.queries.dependents import in_chunks
from filiera.registry.queries.known import comparable
from filiera.registry.sheets.fields import SheetField

if TYPE_CHECKING:
    from collections.abc import Iterable

    from filiera.registry.sheets.rows import Stated

Made = dict[str, set[int]]
Key = tuple[int, str, str]
"""An organisation, a field or a register of identifiers, and a value in the form in which two are the same."""

HANDED: tuple[type[models.Model], ...] = (Fact, Alias, Identifier, AtecoCode)


@dataclass(slots=True)
class Handed:
    """What passed on: the rows by table, and by organisation the row of a sheet that has it now."""

    rows: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    takers: dict[int, ImportRow] = field(default_factory=dict)


def hand_over(*, batch: ImportBatch, made: Made) -> Handed:
    """Leave what another batch in the register says too to that batch, and take it out of `made`.

    The row that says so has it from now on among what it made, so that it goes with that batch.
    """
    rows: list[Any] = [
        row
        for model in HANDED
        for some in in_chunks(made.get(model._meta.label, set()))
        for row in model._default_manager.filter(pk__in=some).order_by("pk")
    ]
    said = _said({row.organisation_id for row in rows}, but=batch)
    handed = Handed()
    for row in rows:
        taker = next((other for other, one in said.get(_key(row), ()) if _pass_on(row, other.batch, one)), None)
        if taker is not None:
            label = row._meta.label
            made[label].discard(row.pk)
            handed.rows[label].append(row.pk)
            handed.takers.setdefault(row.organisation_id, taker)
            taker.undo = {**taker.undo, "made": [*taker.undo.get("made", []), [label, row.pk]]}
            taker.save(update_fields=["undo"])
    return handed


def hand_registration_over(*, batch: ImportBatch, organisations: Iterable[int]) -> None:
    """Let an organisation that a batch registered, and that stays, go with the first other sheet that speaks of it."""
    for some in in_chunks(set(organisations)):
        rows = ImportRow.objects.filter(
            applied=True, organisation__in=some, batch__kind=ImportBatch.Kind.ORGANISATIONS
        ).exclude(batch=batch)
        takers = {row.organisation_id: row for row in rows.order_by("-pk")}
        for pk, row in takers.items():
            row.undo = {**row.undo, "registered": pk}
            row.save(update_fields=["undo"])


def refresh_handed(handed: Handed) -> None:
    """Carry to the columns what other batches say now; they put it back when they are taken back themselves."""
    found = Organisation.objects.filter(pk__in=handed.takers).select_related("group", "stage", "province")
    organisations = list(found)
    before = {one.pk: snapshot(one) for one in organisations}
    refresh_columns(organisations=organisations)
    for one in organisations:
        taker = handed.takers[one.pk]
        taker.refresh_from_db(fields=["undo"])
        taker.undo = {**taker.undo, "changed": changed(before[one.pk], snapshot(one)) | taker.undo.get("changed", {})}
        taker.save(update_fields=["undo"])


def _said(organisations: set[int], *, but: ImportBatch) -> dict[Key, list[tuple[ImportRow, Stated]]]:
    """Give what the rows of other batches that are in the register say of some organisations, the first said first."""
    out: dict[Key, list[tuple[ImportRow, Stated]]] = defaultdict(list)
    for some in in_chunks(organisations):
        rows = ImportRow.objects.filter(applied=True, organisation__in=some).exclude(batch=but).select_related("batch")
        for row in rows.order_by("pk"):
            for one in stated_of(row):
                for key in _keys_of(row.organisation_id or 0, one):
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


def _pass_on(row: Any, batch: ImportBatch, one: Stated) -> bool:
    """Give a row to a batch that says the same, as it says it; tell whether that could be done."""
    source = Source.objects.filter(key=source_key(batch)).first()
    if source is None:
        return False
    changes: dict[str, Any] = {"source": source}
    if isinstance(row, Fact):
        changes |= _words_of(row, batch, one)
        others = Fact.objects.filter(organisation=row.organisation_id, field=row.field, value=changes["value"])
        if others.filter(source=source).exclude(pk=row.pk).exists():
            return False  # it says so with a fact of its own
    elif isinstance(row, Alias):
        name = one.value[:200]
        if Alias.objects.filter(organisation=row.organisation_id, name=name).exclude(pk=row.pk).exists():
            return False
        changes |= {"name": name, "search_name": fold(name)[:200]}
    type(row)._default_manager.filter(pk=row.pk).update(**changes)
    return True


def _words_of(fact: Fact, batch: ImportBatch, one: Stated) -> dict[str, Any]:
    """Give the columns of a fact as another batch states it."""
    said = "" if one.text == one.value else one.text[:600]
    changes: dict[str, Any] = {"value": one.value[:600], "note_it": said, "note_en": said}
    if fact.field in (SheetField.SUMMARY, SheetField.NOTE):
        changes["value_it"] = one.value[:600]
    if fact.field == SheetField.MEMBER and one.value in MEMBER_WORDS:
        changes["on"] = timezone.localdate(batch.created_at)
    return changes
