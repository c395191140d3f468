"""Bring a tried batch in, slice by slice: what the rows state becomes facts with the sheet as their source.

Each slice is one transaction under a lock on the batch: a killed process goes on where it stopped, and two people who
press at once do not bring a row in twice. What the register says already is never overwritten: it stands beside.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.common.visibility import Visibility
from filiera.registry.models import ImportBatch
from filiera.registry.operations.import_slices import Slice
from filiera.registry.operations.import_trial import refresh_counts
from filiera.registry.operations.imports import ImportRefused, locked
from filiera.registry.queries.batch_rows import READY, rows_ready
from filiera.registry.queries.stamp import register_stamp

if TYPE_CHECKING:
    from collections.abc import Callable

AT_ONCE = 100


class StaleTrial(ImportRefused):
    """Raised where the register has changed since the dry run, so that the fates may not be true any more."""


@transaction.atomic
def start_batch(
    *, batch: ImportBatch, actor: Any = None, visibility: Visibility = Visibility.PUBLIC, is_example: bool = False
) -> ImportBatch:
    """Begin to bring a batch in. `visibility` and `is_example` hold for the organisations that it registers.

    Raises ImportRefused where it is not the time, StaleTrial where the register has changed since the dry run.
    """
    batch = locked(batch, "begin")
    if batch.state == ImportBatch.State.TRIED and batch.stamp != register_stamp():
        raise StaleTrial(_("The register has changed since the trial: try again, then bring the batch in."))
    if not rows_ready(batch).exists():
        raise ImportRefused(_("No row is ready to come in."))
    batch.state, batch.visibility, batch.is_example = ImportBatch.State.RUNNING, visibility, is_example
    batch.position = batch.rows.filter(applied=True).count()
    batch.save()
    audit.record(actor=actor, verb="import", thing=batch, values={"file": batch.file_name, "sheet": batch.sheet})
    return batch


def advance_batch(*, batch: ImportBatch, budget_seconds: float = 2.0, actor: Any = None) -> ImportBatch:
    """Bring slices of rows in for about `budget_seconds`; the batch is DONE when none is ready. Safe to repeat."""
    begun = time.monotonic()
    while True:
        batch = _advance_once(batch, actor)
        if batch.state != ImportBatch.State.RUNNING or time.monotonic() - begun > budget_seconds:
            return batch


@transaction.atomic
def _advance_once(batch: ImportBatch, actor: Any) -> ImportBatch:
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state != ImportBatch.State.RUNNING:
        return batch
    rows = list(rows_ready(batch).select_related("twin").order_by("line")[:AT_ONCE])
    if not rows:
        refresh_counts(batch, state=ImportBatch.State.DONE, finished_at=timezone.now())
        return batch
    done = Slice(batch, rows).apply()
    batch.position += len(done.lines)
    batch.save()
    audit.record(actor=actor, verb="import-rows", thing=batch, values=done.as_audit())
    return batch


def apply_batch(
    *, batch: ImportBatch, actor: Any = None, progress: Callable[[int, int], None] | None = None
) -> ImportBatch:
    """Bring a started batch in from where it stands to its end; `progress` hears how many rows of how many are in."""
    while batch.state == ImportBatch.State.RUNNING:
        batch = advance_batch(batch=batch, budget_seconds=0.5, actor=actor)
        if progress:
            progress(*apply_progress(batch))
    return batch


def apply_progress(batch: ImportBatch) -> tuple[int, int]:
    """Give how many rows are in the register of how many that come in."""
    counts = batch.counts
    ready = sum(counts.get(fate, 0) for fate in READY) - counts.get("HELD", 0)
    return min(batch.position, ready), ready
