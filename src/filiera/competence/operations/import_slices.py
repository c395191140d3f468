"""One slice of an import: some five hundred drafts, their counts and the batch's new position, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from filiera.competence.drafts import EvidenceDraft, Outcome
from filiera.competence.importers.base import Built, Importer
from filiera.competence.importers.stage import Stage, StagedRow
from filiera.competence.operations.evidence import Recorder, new_recorder
from filiera.competence.operations.import_known import keep_known
from filiera.registry.models import ImportBatch, ImportRow

DRAFTS = 500
UNITS = 2_000
REMARKS_KEPT = 20
"""Examples of each remark that are kept beside its number."""

KeepFaults = Callable[[ImportBatch, Any], None]
Units = Iterator[tuple[int, str, list[StagedRow]]]


@dataclass
class Recording:
    """What recording needs from slice to slice."""

    importer: Importer
    stage: Stage
    recorder: Recorder


def recording_of(batch: ImportBatch, importer: Importer, stage: Stage) -> Recording:
    """Make ready to record a batch, with today's picture of the register."""
    return Recording(importer, stage, new_recorder(batch))


def record_slice(batch: ImportBatch, units: Units, recording: Recording, keep_faults: KeepFaults) -> None:
    """Take units until there are enough drafts, and record them; the batch tells the new position.

    Where another process has gone further meanwhile nothing is recorded, and the batch is given as it stands.
    """
    taken = take_units(units, batch.kind)
    if not taken:
        return
    built = recording.importer.build([(key, rows) for _n, key, rows in taken], recording.stage)
    drafts = {draft.uid: draft for one in built for draft in one.drafts}
    with transaction.atomic():
        stored = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if stored.position != batch.position or stored.state != ImportBatch.State.RUNNING:
            batch.refresh_from_db()
            return
        batch.position = taken[-1][0]
        kept = completed(batch, list(drafts.values()))
        outcomes = recording.recorder.record(kept)
        count_slice(batch, built, outcomes)
        keep_faults(batch, (fault for one in built for fault in one.faults))
        _keep_undo(batch, recording.recorder, kept, outcomes)
        batch.save()


def completed(batch: ImportBatch, drafts: list[EvidenceDraft]) -> list[EvidenceDraft]:
    """Let poorer tables of the same projects complete what the map knows; other kinds say all they know themselves."""
    return keep_known(drafts) if batch.kind == ImportBatch.Kind.CORDIS else drafts


def take_units(units: Units, kind: str) -> list[tuple[int, str, list[StagedRow]]]:
    """Take the next units: about as many as make a slice of drafts, the same ones whenever the import is run."""
    taken, weight = [], 0
    for unit in units:
        taken.append(unit)
        weight += 1 + sum(row.part == "publication" for row in unit[2])
        if weight >= DRAFTS or len(taken) >= UNITS:
            break
    return taken


def count_slice(batch: ImportBatch, built: list[Built], outcomes: list[Outcome]) -> None:
    """Count what became of a slice; the batch is not saved."""
    counts = batch.counts
    for outcome in outcomes:
        counts[outcome.value] += 1
    for one in built:
        counts["outside"] += one.outside
        counts["waiting"] += one.orphans
        count_remarks(batch, one)
        if one.newest:
            name, day = one.newest
            newest = counts.setdefault("newest", {})
            newest[name] = max(newest.get(name, ""), day)


def count_remarks(batch: ImportBatch, built: Built) -> None:
    """Count remarks by code, keeping the first of each; the batch is not saved."""
    for remark in built.remarks:
        noted = batch.counts["remarks"].setdefault(remark.code, {"number": 0, "examples": []})
        noted["number"] += 1
        if len(noted["examples"]) < REMARKS_KEPT:
            noted["examples"].append([remark.file, remark.line, remark.column, remark.value])


def _keep_undo(batch: ImportBatch, recorder: Recorder, drafts: list[EvidenceDraft], outcomes: list[Outcome]) -> None:
    """Keep what was written over, and which evidence this batch brought too although it was known: an undo needs both."""
    number = KEEP_FROM + batch.counts.get("undo_rows", 0)
    rows = [
        ImportRow(batch=batch, line=number + place, fate=ImportRow.Fate.UPDATE, undo=before, applied=True)
        for place, before in enumerate(_plain(recorder.replaced))
    ]
    same = [draft.uid for draft, outcome in zip(drafts, outcomes, strict=True) if outcome == Outcome.UNCHANGED]
    if same:
        rows.append(ImportRow(batch=batch, line=number + len(rows), raw=same, fate=ImportRow.Fate.SAME, applied=True))
    ImportRow.objects.bulk_create(rows, batch_size=500)
    batch.counts["undo_rows"] = batch.counts.get("undo_rows", 0) + len(rows)
    recorder.replaced.clear()


KEEP_FROM = 1_000_000
"""Numbers of the rows that undo needs begin here, beyond those of the rejected rows."""


def _plain(values: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Write dates as text, so that JSON can keep them."""
    for one in values:
        yield {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in one.items()}
