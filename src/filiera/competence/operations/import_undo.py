"""Take a batch back: what only it brought goes, what it wrote over stands as before, what others brought too stays."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from filiera.common import audit
from filiera.competence.enums import LinkBand
from filiera.competence.models import Evidence, EvidenceLink, MapRun
from filiera.competence.operations.evidence import CONTENT
from filiera.competence.operations.imports import clear_stage, hold
from filiera.competence.operations.map import update_map
from filiera.competence.operations.summaries import lock_organisations
from filiera.competence.operations.withdrawal import withdraw
from filiera.registry.models import ImportBatch, ImportRow, Organisation
from filiera.registry.operations.institutions import leaving_with, undo_institutions

DATES = ("on", "ended_on", "valid_until_on")
CHUNK = 500
AT_ONCE = 300
"""Organisations whose part of the map is computed with the undo; more take minutes, and are for the whole map."""


@transaction.atomic
def undo_batch(*, batch: ImportBatch, now: datetime, actor: Any = None) -> dict[str, int]:
    """Undo a batch; give how many pieces of evidence were removed, restored and kept because others brought them too.

    What the map said by this evidence goes too, and what the rest of their evidence says of the same organisations is
    computed at once, where they are few; `stale` counts those that wait for the whole map. Answers that people gave about
    names stay: they are remembered apart from the batch.
    """
    if hold(batch).state == ImportBatch.State.UNDONE:
        return {"removed": 0, "restored": 0, "kept": 0, "stale": 0}
    touched = _hold_organisations(batch)
    restored = _restore(batch)
    shared = _brought_by_others(batch)
    kept = 0
    for uid, other in shared.items():
        kept += Evidence.objects.filter(uid=uid, batch=batch).update(batch=other)
    removed = 0
    while ids := list(Evidence.objects.filter(batch=batch).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        withdraw(ids)
        Evidence.objects.filter(pk__in=ids).delete()
        removed += len(ids)
    leaving = EvidenceLink.objects.filter(organisation__in=leaving_with(batch=batch))
    leaving.update(organisation=None, band=LinkBand.UNKNOWN, score=None)
    institutions = undo_institutions(batch=batch)
    batch.state, batch.finished_at = ImportBatch.State.UNDONE, now
    batch.save()
    transaction.on_commit(partial(clear_stage, batch), robust=True)
    stale = _renew(touched, today=timezone.localdate(now))
    done = {"removed": removed + institutions, "restored": restored, "kept": kept, "stale": stale}
    audit.record(actor=actor, verb="undo-import", thing=batch, values=done)
    return done


def _hold_organisations(batch: ImportBatch) -> list[int]:
    """Hold, once and in the order of their ids, all organisations of which the map may say less at the end; give the ids."""
    links = EvidenceLink.objects.filter(evidence__batch=batch, organisation__isnull=False).order_by()
    ids = sorted({pk for pk in links.values_list("organisation_id", flat=True).distinct() if pk})
    lock_organisations(ids)
    return ids


def _renew(organisation_ids: list[int], *, today: date) -> int:
    """Compute the map of some organisations again; give how many are left because they are too many."""
    if not MapRun.objects.exists():
        return 0
    left = sorted(Organisation.objects.filter(pk__in=organisation_ids).values_list("pk", flat=True))
    if len(left) > AT_ONCE:
        return len(left)
    if left:
        update_map(today=today, only=left)
    return 0


def _restore(batch: ImportBatch) -> int:
    """Put back what the batch wrote over, unless a later batch wrote over it again."""
    number = 0
    rows = batch.rows.filter(fate=ImportRow.Fate.UPDATE).order_by("line").iterator(chunk_size=200)
    for row in rows:
        if "uid" not in row.undo:
            continue
        evidence = Evidence.objects.filter(uid=row.undo["uid"], batch=batch).first()
        if evidence is not None:
            withdraw([evidence.pk])
            _put_back(evidence, row.undo)
            number += 1
    return number


def _put_back(evidence: Evidence, before: dict[str, Any]) -> None:
    names = [*CONTENT, "on", "on_precision", "source_id", "batch_id", "line", "digest"]
    for name in names:
        value = before[name]
        setattr(evidence, name, date.fromisoformat(value) if name in DATES and value else value)
    if evidence.batch_id and not ImportBatch.objects.filter(pk=evidence.batch_id).exists():
        evidence.batch_id = None
    evidence.save()
    evidence.links.all().delete()
    EvidenceLink.objects.bulk_create(EvidenceLink(evidence=evidence, **link) for link in before["links"])


def _brought_by_others(batch: ImportBatch) -> dict[str, int]:
    """Give the evidence of this batch that a later one met again unchanged, with that later batch."""
    found: dict[str, int] = {}
    rows: Iterable[tuple[int, list[str]]] = (
        ImportRow.objects.filter(fate=ImportRow.Fate.SAME, batch__kind=batch.kind, batch_id__gt=batch.pk)
        .exclude(batch__state=ImportBatch.State.UNDONE)
        .order_by("batch_id", "line")
        .values_list("batch_id", "raw")
    )
    for other, uids in rows:
        found.update(dict.fromkeys(uids, other))
    return found
