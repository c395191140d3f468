"""Take a whole batch back: what it made is removed, columns are put back, and what others have hung on since stays."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from filiera.common import audit
from filiera.registry.models import (
    Group,
    ImportBatch,
    ImportedValue,
    ImportRow,
    Merge,
    Organisation,
    Source,
)
from filiera.registry.operations.columns import Change, restore
from filiera.registry.operations.import_handover import Made, hand_over, hand_registration_over, refresh_handed
from filiera.registry.operations.import_slices import source_key
from filiera.registry.operations.import_trial import refresh_counts
from filiera.registry.operations.imports import locked
from filiera.registry.queries.dependents import GOES_ALONG, dependents_of, held_by, in_chunks

if TYPE_CHECKING:
    from collections.abc import Iterable


@transaction.atomic
def undo_batch(*, batch: ImportBatch, actor: Any = None) -> ImportBatch:
    """Take a batch out of the register. `report` then says what stays and why.

    Raises ImportRefused where the batch is not in the register, or has been undone already.
    """
    batch = locked(batch, "undo")
    rows = list(batch.rows.filter(applied=True).order_by("-line"))
    made = _made(rows)
    values = ImportedValue.objects.filter(row__batch=batch)
    values.delete()
    handed = hand_over(batch=batch, made=made)
    registered = {row.undo["registered"] for row in rows if "registered" in row.undo}
    undone = Merge.objects.filter(Q(kept__in=registered) | Q(gone__in=registered), undone_at__isnull=False)
    made[Merge._meta.label] = set(undone.values_list("pk", flat=True))
    stays = _what_stays(registered, made)
    made[Merge._meta.label] = set(undone.exclude(Q(kept__in=stays) | Q(gone__in=stays)).values_list("pk", flat=True))
    kept_columns = _restore(rows, gone=registered - set(stays))
    for label, ids in made.items():
        for some in in_chunks(ids):
            apps.get_model(label)._base_manager.filter(pk__in=some).delete()
    for some in in_chunks(registered - set(stays)):
        Organisation.objects.filter(pk__in=some).delete()
    hand_registration_over(batch=batch, organisations=stays)
    refresh_handed(handed)
    _sweep(batch)
    batch.rows.filter(applied=True).update(applied=False, organisation=None, undo={})
    report = {
        "removed": len(registered) - len(stays),
        "stays": [{"id": pk, "name": name, "holds": holds} for pk, (name, holds) in sorted(stays.items())],
        "handed": dict(sorted(handed.rows.items())),
        "columns": kept_columns,
    }
    sheets = batch.report.get("sheets", [])
    refresh_counts(
        batch,
        state=ImportBatch.State.UNDONE,
        finished_at=timezone.now(),
        position=0,
        report={"sheets": sheets, **report},
    )
    audit.record(actor=actor, verb="undo-import", thing=batch, values=report)
    return batch


def _made(rows: Iterable[ImportRow]) -> Made:
    made: Made = defaultdict(set)
    for row in rows:
        for label, pk in row.undo.get("made", []):
            made[label].add(pk)
    return made


def _what_stays(registered: set[int], made: Made) -> dict[int, tuple[str, dict[str, int]]]:
    """Give the organisations of the batch on which something else hangs, with what and how many."""
    held = held_by(registered, but=made, without=GOES_ALONG)
    names = dict(Organisation.objects.filter(pk__in=held).values_list("pk", "name"))
    return {pk: (names[pk], dict(sorted(holders.items()))) for pk, holders in held.items()}


def _restore(rows: Iterable[ImportRow], *, gone: set[int]) -> list[dict[str, Any]]:
    """Put the columns of organisations back, the last row first; list those that somebody changed since."""
    stayed = []
    for row in rows:
        change, pk = row.undo.get("changed"), row.organisation_id
        if not change or pk is None or pk in gone:
            continue
        organisation = Organisation.objects.get(pk=pk)
        names = restore(organisation, change)
        _relink(row, change)
        if names:
            stayed.append({"name": organisation.name, "columns": names})
    return stayed


def _relink(row: ImportRow, change: Change) -> None:
    """Let the rows of other batches that changed the same columns after this one put back what was there before it."""
    others = ImportRow.objects.filter(applied=True, organisation=row.organisation_id).exclude(batch=row.batch_id)
    for other in others.order_by("pk"):
        theirs = other.undo.get("changed", {})
        links = {
            name: [change[name][0], now] for name, (was, now) in theirs.items() if change.get(name, [0, 0])[1] == was
        }
        if links:
            other.undo = {**other.undo, "changed": theirs | links}
            other.save(update_fields=["undo"])


def _sweep(batch: ImportBatch) -> None:
    """Remove the batch's source and the groups that it named, where nobody uses them."""
    for source in Source.objects.filter(key=source_key(batch)):
        if not any(dependent.rows([source.pk]).exists() for dependent in dependents_of(Source)):
            source.delete()
    Group.objects.filter(pk__in=batch.report.get("groups", []), organisations=None).delete()
