"""Take a whole batch back: what it made is removed, columns go back to what they were and take what other sources say,
and what others have hung on since stays.
"""

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
from filiera.registry.operations.import_handover import Made, hand_over, hand_registration_over
from filiera.registry.operations.import_slices import source_key
from filiera.registry.operations.import_trial import refresh_counts
from filiera.registry.operations.imports import locked
from filiera.registry.operations.other_rows import OtherRows
from filiera.registry.operations.putting_back import put_back
from filiera.registry.queries.dependents import GOES_ALONG, dependents_of, held_by, in_chunks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from filiera.registry.operations.columns import Change


@transaction.atomic
def undo_batch(*, batch: ImportBatch, actor: Any = None) -> ImportBatch:
    """Take a batch out of the register. `report` then says what stays and why, and what other sources say in its place.

    Raises ImportRefused where the batch is not in the register, or has been undone already.
    """
    batch = locked(batch, "undo")
    rows = list(batch.rows.filter(applied=True).defer("raw", "said", "reasons", "errors").order_by("-line"))
    made = _made(rows)
    ImportedValue.objects.filter(row__batch=batch).delete()
    others = OtherRows({row.organisation_id for row in rows if row.organisation_id}, but=batch)
    handed = hand_over(made=made, others=others)
    registered = {row.undo["registered"] for row in rows if "registered" in row.undo}
    stays = _what_goes_and_stays(registered, made)
    gone = registered - set(stays)
    for label, ids in made.items():
        for some in in_chunks(ids):
            apps.get_model(label)._base_manager.filter(pk__in=some).delete()
    for some in in_chunks(gone):
        Organisation.objects.filter(pk__in=some).delete()
    back = put_back(changes=_changes(rows, gone=gone), others=others)
    hand_registration_over(organisations=stays, others=others)
    others.save()
    _sweep(batch)
    batch.rows.filter(applied=True).update(applied=False, organisation=None, undo={})
    report = {
        "removed": len(gone),
        "stays": [{"id": pk, "name": name, "holds": holds} for pk, (name, holds) in sorted(stays.items())],
        "handed": dict(sorted(handed.rows.items())),
        **back.as_report(handed=handed.organisations),
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


def _what_goes_and_stays(registered: set[int], made: Made) -> dict[int, tuple[str, dict[str, int]]]:
    """Give the organisations of the batch on which something else hangs, with what and how many.

    Undone merges of those that go, and of nobody who stays, are added to `made`: they go too.
    """
    undone = [
        (pk, {kept, gone})
        for some in in_chunks(registered)
        for pk, kept, gone in Merge.objects.filter(
            Q(kept__in=some) | Q(gone__in=some), undone_at__isnull=False
        ).values_list("pk", "kept_id", "gone_id")
    ]
    made[Merge._meta.label] = {pk for pk, _both in undone}
    held = held_by(registered, but=made, without=GOES_ALONG)
    made[Merge._meta.label] = {pk for pk, both in undone if both.isdisjoint(held)}
    names = {
        pk: name
        for some in in_chunks(held)
        for pk, name in Organisation.objects.filter(pk__in=some).values_list("pk", "name")
    }
    return {pk: (names[pk], dict(sorted(holders.items()))) for pk, holders in held.items()}


def _changes(rows: Iterable[ImportRow], *, gone: set[int]) -> dict[int, list[Change]]:
    """Give what the rows changed, by organisation that stays, in their order; nothing where they only said something."""
    out: dict[int, list[Change]] = {}
    for row in rows:
        if row.organisation_id is not None and row.organisation_id not in gone:
            found = out.setdefault(row.organisation_id, [])
            if row.undo.get("changed"):
                found.append(row.undo["changed"])
    return out


def _sweep(batch: ImportBatch) -> None:
    """Remove the batch's source and the groups that it named, where nobody uses them."""
    for source in Source.objects.filter(key=source_key(batch)):
        if not any(dependent.rows([source.pk]).exists() for dependent in dependents_of(Source)):
            source.delete()
    Group.objects.filter(pk__in=batch.report.get("groups", []), organisations=None).delete()
