"""The dry run: every row is read, then looked for in the register and in its own file, and given its fate.

It works in slices, each in a transaction of its own, so that a page can show how far it is and a killed process goes on.
Nothing is written to the register.
"""

from __future__ import annotations

import secrets
import time
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Count

from filiera.registry.models import ImportBatch, ImportRow
from filiera.registry.operations.import_fates import Fates, named, named_row, read_into
from filiera.registry.operations.imports import locked
from filiera.registry.queries.batch_rows import held_rows, rows_without_a_kind, rows_without_a_value
from filiera.registry.queries.stamp import register_stamp
from filiera.registry.queries.vocabulary import current_vocabulary
from filiera.registry.sheets.dividers import Shape, shape_of
from filiera.registry.sheets.fields import SheetField
from filiera.registry.sheets.twins import FileIndex

if TYPE_CHECKING:
    from collections.abc import Callable

    from filiera.registry.sheets.vocabulary import Vocabulary

READ_AT_ONCE = 500
FIND_AT_ONCE = 200
WRITTEN = ("fate", "said", "errors", "reasons", "fingerprint", "candidate", "twin")


@transaction.atomic
def start_trial(*, batch: ImportBatch) -> ImportBatch:
    """Begin a dry run afresh; rows that are in the register already stay as they are."""
    batch = locked(batch, "try")
    batch.state, batch.phase, batch.position = ImportBatch.State.MAPPED, ImportBatch.Phase.READ, 0
    batch.trial, batch.counts, batch.seconds = secrets.token_hex(8), {}, 0.0
    batch.stamp = register_stamp()
    batch.save()
    batch.rows.filter(applied=False).update(fate=ImportRow.Fate.PENDING, candidate=None, twin=None)
    return batch


def advance_trial(*, batch: ImportBatch, budget_seconds: float = 2.0) -> ImportBatch:
    """Go on with a dry run for about `budget_seconds`; the batch is TRIED when it is through."""
    begun = time.monotonic()
    vocabulary = current_vocabulary()
    fates: Fates | None = None
    while True:
        with transaction.atomic():
            started = time.monotonic()
            batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
            if batch.state != ImportBatch.State.MAPPED or not batch.trial:
                return batch
            if batch.phase == ImportBatch.Phase.READ:
                _read_slice(batch, vocabulary)
            else:
                fates = fates or Fates(file_index(batch.pk, batch.trial), batch=batch)
                _find_slice(batch, fates)
            batch.seconds += time.monotonic() - started
            batch.save()
        if batch.state == ImportBatch.State.TRIED or time.monotonic() - begun > budget_seconds:
            return batch


def try_batch(*, batch: ImportBatch, progress: Callable[[int, int], None] | None = None) -> ImportBatch:
    """Run a dry run from beginning to end; `progress` hears how many steps of how many are done."""
    batch = start_trial(batch=batch)
    while batch.state == ImportBatch.State.MAPPED:
        batch = advance_trial(batch=batch, budget_seconds=0.5)
        if progress:
            progress(*trial_progress(batch))
    return batch


def trial_progress(batch: ImportBatch) -> tuple[int, int]:
    """Give how many steps are done of how many: each row is read once and looked for once."""
    if batch.state != ImportBatch.State.MAPPED:
        return 2 * batch.total, 2 * batch.total
    return batch.position + (batch.total if batch.phase == ImportBatch.Phase.FIND else 0), 2 * batch.total


def _slice(batch: ImportBatch, size: int) -> list[ImportRow]:
    return list(batch.rows.order_by("line")[batch.position : batch.position + size])


def _read_slice(batch: ImportBatch, vocabulary: Vocabulary) -> None:
    rows = _slice(batch, READ_AT_ONCE)
    columns, shape = columns_of(batch), shape_in(batch)
    for row in rows:
        if not row.applied:
            read_into(row, batch.headers, columns, vocabulary, shape)
            row.save(update_fields=WRITTEN)
    batch.position += len(rows)
    if not rows:
        batch.phase, batch.position = ImportBatch.Phase.FIND, 0


def _find_slice(batch: ImportBatch, fates: Fates) -> None:
    rows = _slice(batch, FIND_AT_ONCE)
    fates.settle([row for row in rows if not row.applied])
    for row in rows:
        if not row.applied:
            row.save(update_fields=WRITTEN)
    batch.position += len(rows)
    if not rows:
        batch.state = ImportBatch.State.TRIED
        batch.counts = count_fates(batch)


def columns_of(batch: ImportBatch) -> dict[int, SheetField]:
    """Give which column becomes what, as the reader of rows takes it."""
    return {int(index): SheetField(field) for index, field in batch.mapping.items() if field}


def shape_in(batch: ImportBatch) -> Shape:
    """Give what the sheet looks like as a whole, by its first rows. One query."""
    first = batch.rows.order_by("line").values_list("raw", flat=True)[:READ_AT_ONCE]
    return shape_of(list(first), columns_of(batch))


def count_fates(batch: ImportBatch) -> dict[str, int]:
    """Count the rows by fate, and those that are in the register; the fates add up to all the rows.

    `HELD` are rows counted among those that are the same, which wait for an earlier row; `CELLS` are rows that come in
    without a value that is wrong; `KINDLESS` are new organisations of which nothing says the kind.
    """
    found = dict.fromkeys(ImportRow.Fate.values, 0)
    found.update(batch.rows.order_by().values_list("fate").annotate(n=Count("pk")))
    found["APPLIED"] = batch.rows.filter(applied=True).count()
    found["HELD"] = held_rows(batch).count()
    found["CELLS"] = rows_without_a_value(batch).count()
    found["KINDLESS"] = rows_without_a_kind(batch).count()
    return found


@lru_cache(maxsize=2)
def file_index(batch_id: int, trial: str) -> FileIndex:
    """Index the readable rows of a batch; kept in memory for as long as the same dry run is looked at."""
    rows = ImportRow.objects.filter(batch_id=batch_id).exclude(fate__in=[ImportRow.Fate.EMPTY])
    return FileIndex([named_row(row) for row in rows.order_by("line").iterator() if row.said and named(row).name])


def refresh_counts(batch: ImportBatch, *, save: bool = True, **changes: Any) -> ImportBatch:
    """Count again after rows changed, and save with other changes."""
    batch.counts = count_fates(batch)
    for name, value in changes.items():
        setattr(batch, name, value)
    if save:
        batch.save()
    return batch
