"""Take a batch back: what only it brought goes, what it wrote over stands as before, what others brought too stays."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from filiera.common import audit
from filiera.competence.adapters import current_index
from filiera.competence.enums import LinkBand
from filiera.competence.models import Evidence, EvidenceLink, MapRun
from filiera.competence.operations.evidence import CONTENT
from filiera.competence.operations.import_versions import Versions
from filiera.competence.operations.imports import clear_stage, hold
from filiera.competence.operations.map import update_map
from filiera.competence.operations.summaries import lock_organisations
from filiera.competence.operations.withdrawal import withdraw
from filiera.registry.models import ImportBatch, ImportRow, Organisation
from filiera.registry.operations.institutions import leaving_with, undo_institutions
from filiera.registry.operations.removal import remove_left_by_sheets
from filiera.registry.queries.emptied import with_nothing_left

DATES = ("on", "ended_on", "valid_until_on")
CHUNK = 500
NAMES_KEPT = 100
"""Organisations that left the register with a batch, kept by name."""

AT_ONCE = 300
"""Organisations whose part of the map is computed with the undo; more take minutes, and are for the whole map."""


def undo_batch(*, batch: ImportBatch, now: datetime, actor: Any = None, renew: bool = True) -> dict[str, int]:
    """Undo a batch; give how many pieces of evidence were removed, restored and kept because others brought them too, and
    how many `organisations` left the register with it: the batch's report names them as `gone`.

    What the map said by this evidence goes with it. What the rest of their evidence says of the same organisations, those
    that get evidence back too, is computed after, where `renew` is asked and they are few; `stale` counts those that wait
    for the whole map. Answers that people gave about names stay: they are remembered apart from the batch.
    """
    done, touched = _take_back(batch, now, actor)
    is_done = renew and _renew(touched, today=timezone.localdate(now))
    return done | {"stale": 0 if is_done else len(touched)}


@transaction.atomic
def _take_back(batch: ImportBatch, now: datetime, actor: Any) -> tuple[dict[str, int], list[int]]:
    """Undo a batch whole or not at all; give what was done, and the organisations of which the map has to be computed."""
    if hold(batch).state == ImportBatch.State.UNDONE:
        return {"removed": 0, "restored": 0, "kept": 0, "organisations": 0}, []
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
    gone = undo_institutions(batch=batch) + remove_left_by_sheets(among=touched, actor=actor)
    emptied = [organisation.pk for organisation in with_nothing_left(touched)]
    batch.report = {**batch.report, "emptied": emptied, "gone": gone[:NAMES_KEPT]}
    batch.state, batch.finished_at = ImportBatch.State.UNDONE, now
    batch.save()
    transaction.on_commit(partial(clear_stage, batch), robust=True)
    done = {"removed": removed, "restored": restored, "kept": kept, "organisations": len(gone)}
    audit.record(actor=actor, verb="undo-import", thing=batch, values=done)
    if not MapRun.objects.exists():
        return done, []
    return done, sorted(Organisation.objects.filter(pk__in=touched).values_list("pk", flat=True))


def _hold_organisations(batch: ImportBatch) -> list[int]:
    """Hold, once and in the order of their ids, all organisations of which the map says something else at the end.

    They are those that have evidence of the batch, and those that had what it wrote over. Gives their ids.
    """
    links = EvidenceLink.objects.filter(evidence__batch=batch, organisation__isnull=False).order_by()
    ids = set(links.values_list("organisation_id", flat=True).distinct())
    for before in batch.rows.filter(fate=ImportRow.Fate.UPDATE).values_list("undo", flat=True).iterator(chunk_size=200):
        ids |= {link["organisation_id"] for link in before.get("links", ())}
    held = sorted(pk for pk in ids if pk is not None)
    lock_organisations(held)
    return held


def _renew(organisation_ids: list[int], *, today: date) -> bool:
    """Compute the map of some organisations again; False, and nothing done, where they are too many or there is no index."""
    if len(organisation_ids) > AT_ONCE or current_index() is None:
        return False
    if organisation_ids:
        update_map(today=today, only=organisation_ids)
    return True


def _restore(batch: ImportBatch) -> int:
    """Put back what the batch wrote over, unless a later batch wrote over it again.

    What came from an import that was itself taken back does not return: the newest version before it that stands does,
    and where there is none the evidence is left with the batch, to go.
    """
    number, versions = 0, Versions(batch)
    rows = batch.rows.filter(fate=ImportRow.Fate.UPDATE).order_by("line").iterator(chunk_size=200)
    for row in rows:
        if "uid" not in row.undo:
            continue
        evidence = Evidence.objects.filter(uid=row.undo["uid"], batch=batch).first()
        before = versions.standing(row.undo) if evidence is not None else None
        if evidence is not None and before is not None:
            withdraw([evidence.pk])
            _put_back(evidence, before)
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
