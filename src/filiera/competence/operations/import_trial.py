"""Try an import of evidence: everything is read and looked for, register and map stay, and the batch waits for a yes.

It works in slices like the import itself, so that a file of any size can be tried and a page can show how far it is. What
is kept is the batch: how many rows would become what, and the rejected ones with their reasons. Institutions are entered to
see what becomes of them, in a transaction that is then taken back.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction

from filiera.common import audit
from filiera.competence.drafts import EvidenceDraft, Outcome
from filiera.competence.models import Evidence
from filiera.competence.operations.evidence import look_for, outcome_of
from filiera.competence.operations.import_institutions import try_institutions
from filiera.competence.operations.import_slices import completed, count_slice, take_units
from filiera.competence.operations.imports import (
    ImportRefused,
    Progress,
    advance_batch,
    clear_stage,
    hold,
    keep_faults,
    open_batch,
    opening_counts,
    work_on,
)
from filiera.competence.queries.imports import is_all_outside
from filiera.registry.finding import OrganisationFinder
from filiera.registry.models import ImportBatch, ImportRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from filiera.competence.importers.base import Importer
    from filiera.competence.importers.stage import Stage
    from filiera.competence.operations.import_slices import Units

State = ImportBatch.State
AT_ONCE = 500
EXAMPLES = 50


@dataclass
class Trying:
    """What a trial needs from slice to slice; the organisations are looked for in one picture of the register."""

    importer: Importer
    stage: Stage
    finder: OrganisationFinder


def ask_for_trial(batch: ImportBatch) -> ImportBatch:
    """Let a batch that has just been opened be tried before anything of it comes in."""
    batch.trial = secrets.token_hex(8)
    batch.save(update_fields=["trial"])
    return batch


def advance(*, batch: ImportBatch, now: datetime, budget_seconds: float | None = None) -> ImportBatch:
    """Bring a batch further in whatever it is at: its trial, or the import; one that waits for a yes goes no further."""
    if batch.state == State.TRIED:
        return batch
    if batch.state == State.UPLOADED and batch.trial:
        return advance_trial(batch=batch, budget_seconds=budget_seconds)
    return advance_batch(batch=batch, now=now, budget_seconds=budget_seconds)


def advance_trial(
    *, batch: ImportBatch, budget_seconds: float | None = None, progress: Progress | None = None
) -> ImportBatch:
    """Bring a trial further, to its end or until the seconds are used up; the batch is TRIED when it is through.

    Raises ImportRefused as the import does.
    """
    with work_on(batch, budget_seconds, progress) as work:
        if work is not None:
            _begin(batch, work.stage)
            _count(batch, work.importer, work.stage, work.deadline, work.tell)
            _finish(batch, work.stage)
    return batch


def try_out(
    *, kind: str, path: Path, place: tuple[str, str], progress: Progress | None = None, actor: Any = None
) -> ImportBatch:
    """Try a file to the end and keep nothing: the batch that is given tells what would happen, and is removed by then.

    While it is tried it stands among the others, and the office sees it.
    """
    batch = ask_for_trial(open_batch(kind=kind, path=path, place=place, actor=actor))
    try:
        batch = advance_trial(batch=batch, progress=progress)
        rejected = batch.rows.filter(fate=ImportRow.Fate.ERROR).order_by("line")[:EXAMPLES]
        batch.counts["examples"] = [error for row in rejected for error in row.errors]
    finally:
        clear_stage(batch)
        batch.delete()
    return batch


@transaction.atomic
def accept_trial(*, batch: ImportBatch, actor: Any = None) -> ImportBatch:
    """Say yes to a batch that was tried, or that nobody wants to try: from now on it comes in."""
    if hold(batch).state in (State.TRIED, State.UPLOADED) and batch.trial:
        batch.state, batch.trial, batch.position = State.UPLOADED, "", 0
        batch.save()
        audit.record(actor=actor, verb="accept-trial", thing=batch, values={"file": batch.file_name})
    return batch


@transaction.atomic
def discard_batch(*, batch: ImportBatch, actor: Any = None) -> None:
    """Throw a batch away of which nothing has come in, with its waiting room. Raises ImportRefused on any other."""
    if not is_all_outside(hold(batch)):
        raise ImportRefused("begun-already", batch.file_name)
    audit.record(actor=actor, verb="discard", thing=batch, values={"file": batch.file_name})
    clear_stage(batch)
    batch.delete()


def _is_tried_elsewhere(batch: ImportBatch, position: int, trial: str) -> bool:
    """Hold the batch, and tell whether another process has carried it further, or on to something else."""
    return (hold(batch).state, batch.position, batch.trial) != (State.UPLOADED, position, trial)


@transaction.atomic
def _begin(batch: ImportBatch, stage: Stage) -> None:
    if hold(batch).state != State.UPLOADED or not batch.trial or batch.counts:
        return
    batch.counts = opening_counts(stage)
    keep_faults(batch, stage.faults())
    batch.total, batch.position = stage.total(), 0
    batch.save()


def _count(batch: ImportBatch, importer: Importer, stage: Stage, deadline: float | None, tell: Progress) -> None:
    trying = Trying(importer, stage, OrganisationFinder())
    while batch.state == State.UPLOADED and batch.trial and batch.position < batch.total:
        before, units = batch.position, stage.units(batch.position)
        if batch.kind == ImportBatch.Kind.ROR:
            try_institutions(batch, units, stage, _is_tried_elsewhere)
        else:
            _count_slice(batch, units, trying)
        tell("trying", batch.position, batch.total)
        if batch.position == before or (deadline is not None and time.monotonic() > deadline):
            return


def _count_slice(batch: ImportBatch, units: Units, trying: Trying) -> None:
    taken = take_units(units, batch.kind)
    if not taken:
        return
    built = trying.importer.build([(key, rows) for _n, key, rows in taken], trying.stage)
    drafts = completed(batch, list({draft.uid: draft for one in built for draft in one.drafts}.values()))
    outcomes = _outcomes(drafts)
    bands = {one.key: str(look_for(one, trying.finder)[1]) for draft in drafts for one in draft.mentions}
    with transaction.atomic():
        if _is_tried_elsewhere(batch, batch.position, batch.trial):
            return
        batch.position = taken[-1][0]
        count_slice(batch, built, outcomes)
        keep_faults(batch, (fault for one in built for fault in one.faults))
        trying.stage.name(bands)
        batch.save()


def _outcomes(drafts: Sequence[EvidenceDraft]) -> list[Outcome]:
    known: dict[str, str] = {}
    for start in range(0, len(drafts), AT_ONCE):
        uids = [draft.uid for draft in drafts[start : start + AT_ONCE]]
        known.update(Evidence.objects.filter(uid__in=uids).values_list("uid", "digest"))
    return [outcome_of(draft, known.get(draft.uid)) for draft in drafts]


@transaction.atomic
def _finish(batch: ImportBatch, stage: Stage) -> None:
    if hold(batch).state != State.UPLOADED or not batch.trial or batch.position < batch.total:
        return
    batch.state = State.TRIED
    batch.counts = {**batch.counts, "named": stage.named()}
    batch.save()
