"""Bring public files in: refused, staged, recorded slice by slice. What is killed half-way goes on where it stood.

First every row of every file goes to the batch's waiting room; only then recording begins. Each slice, its counts and
the new position are one transaction, so that a batch is never ahead of or behind what it says. Every step reads the batch
again under a lock: another tab, or an undo, may have moved it meanwhile.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from filiera.common import audit
from filiera.common.refusals import Refused
from filiera.competence.importers.base import Importer
from filiera.competence.importers.problems import Problem
from filiera.competence.importers.recognising import LOOKS, format_inside
from filiera.competence.importers.sheet_files import MEMBERS
from filiera.competence.importers.stage import Fault, Stage
from filiera.competence.operations.import_formats import UnknownRegion, importer_of, region_name
from filiera.competence.operations.import_institutions import plan_institutions, record_institutions
from filiera.competence.operations.import_slices import Recording, record_slice, recording_of
from filiera.registry.importers.files import UnsafeFile, digest_of_files, members_of
from filiera.registry.models import ImportBatch, ImportRow, Source

Progress = Callable[[str, int, int], None]
"""Told the phase (`reading`, `recording`), how far it is and of how much."""

KEPT_FAULTS = 20_000
"""Rejected rows that are kept one by one; beyond that only their number and reasons are."""


UNFINISHED = (ImportBatch.State.UPLOADED, ImportBatch.State.RUNNING)
"""States in which more of a batch comes in."""


class ImportRefused(Refused):
    """Raised when a file cannot be brought in at all; `code` is put in words by `Problem`, when it is shown."""

    def __init__(self, code: str, value: str = "") -> None:
        """Keep the code and what it is about."""
        super().__init__(code, "region" if code == "unknown-region" else "file")
        self.code, self.value = code, value

    def __str__(self) -> str:
        """Say what is wrong and what to do."""
        problem = Problem(self.code, value=self.value)
        return f"{problem.message} {problem.remedy}"


class BatchGone(ImportRefused):
    """Raised where somebody has thrown the batch away meanwhile."""

    def __init__(self, file_name: str = "") -> None:
        """Keep what it was called, where that is known."""
        super().__init__("thrown-away", file_name)


@transaction.atomic
def open_batch(
    *, kind: str, path: Path, place: tuple[str, str] = ("", ""), file_name: str = "", actor: Any = None
) -> ImportBatch:
    """Begin a batch for a file, folder or zip; `place` limits it to a country and a region (NUTS code or name).

    Raises ImportRefused where the path is not there or is not safe to open, or the region is not known.
    """
    try:
        members = members_of(path)
        digest = digest_of_files(path)
    except UnsafeFile as error:
        raise ImportRefused(error.code, error.name) from error
    if not members:
        raise ImportRefused("no-table", path.name)
    country, region = place
    mapping = {"path": str(path.resolve()), "country": country.upper(), "region": region}
    batch = ImportBatch(kind=kind, file_name=(file_name or path.name)[:200], digest=digest, mapping=mapping)
    try:
        mapping["region_name"] = region_name(region)
        importer_of(batch)
    except UnknownRegion as error:
        raise ImportRefused("unknown-region", region) from error
    batch.created_by = actor if getattr(actor, "pk", None) else None
    batch.save()
    clear_stage(batch)  # one of a batch that is no more would speak of another file
    return batch


def stage_path(batch: ImportBatch) -> Path:
    """Give the place of a batch's waiting room."""
    return Path(settings.VAR_DIR) / "imports" / f"batch-{batch.pk}.sqlite3"


def advance_batch(
    *, batch: ImportBatch, now: datetime, budget_seconds: float | None = None, progress: Progress | None = None
) -> ImportBatch:
    """Bring a batch further, to its end or until the seconds are used up; give it as it then stands.

    Raises ImportRefused where the file is gone, has changed since the batch began, or swells beyond reason: the batch
    is then FAILED, and nothing more of it comes in. Raises BatchGone where the batch is no more.
    """
    with work_on(batch, budget_seconds, progress) as work:
        if work is not None:
            _begin(batch, work.stage)
            _record(batch, work.importer, work.stage, work.deadline, work.tell)
            _finish(batch, now)
    if batch.state not in (*UNFINISHED, ImportBatch.State.TRIED):
        clear_stage(batch)
    return batch


@dataclass(frozen=True, slots=True)
class Work:
    """What a step has in hand: the reader of the file, its waiting room, until when it may work, whom it tells."""

    importer: Importer
    stage: Stage
    deadline: float | None
    tell: Progress


@contextmanager
def work_on(batch: ImportBatch, budget_seconds: float | None, progress: Progress | None) -> Iterator[Work | None]:
    """Open a batch's file for a step; None where the seconds were used up before its waiting room was filled."""
    deadline = time.monotonic() + budget_seconds if budget_seconds is not None else None
    tell = progress or (lambda *_told: None)
    with failing(batch):
        importer = importer_of(batch)
        stage = filled_stage(batch, importer, deadline, tell)
        if stage is None:
            yield None
            return
        with closing(stage):
            yield Work(importer, stage, deadline, tell)


@contextmanager
def failing(batch: ImportBatch) -> Iterator[None]:
    """Let a batch fail, and refuse, where its file cannot be read."""
    try:
        yield
    except UnsafeFile as error:
        _fail(batch, error.code, error.name)
        raise ImportRefused(error.code, error.name) from error
    except BatchGone:
        clear_stage(batch)  # what this process opened after the other had cleared it
        raise
    except ImportRefused as error:
        _fail(batch, error.code, error.value)
        raise


def hold(batch: ImportBatch) -> ImportBatch:
    """Lock a batch until the transaction ends, and bring the object up to date with what stands in the database.

    Raises BatchGone.
    """
    return _renewed(batch, ImportBatch.objects.select_for_update())


def _renewed(batch: ImportBatch, rows: QuerySet[ImportBatch]) -> ImportBatch:
    try:
        batch.refresh_from_db(from_queryset=rows)
    except ImportBatch.DoesNotExist as error:
        raise BatchGone(batch.file_name) from error
    return batch


def clear_stage(batch: ImportBatch) -> None:
    """Throw the waiting room away."""
    path = stage_path(batch)
    for ending in ("", "-wal", "-shm", "-lock"):
        path.with_name(f"{path.name}{ending}").unlink(missing_ok=True)


def filled_stage(batch: ImportBatch, importer: Importer, deadline: float | None, tell: Progress) -> Stage | None:
    """Open the waiting room with everything in it; None where time ran out, or the batch has ended meanwhile.

    One process fills it at a time; whoever comes second waits, and finds it filled.
    """
    path = stage_path(batch)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f"{path.name}-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if _renewed(batch, ImportBatch.objects.all()).state not in UNFINISHED:
            return None
        stage = Stage(path)
        try:
            is_filled = stage.is_complete or _fill(batch, importer, stage, deadline, tell)
            if is_filled and batch.kind == ImportBatch.Kind.ROR:
                plan_institutions(stage, trial=batch.trial)
        except BaseException:
            stage.close()
            raise
        if not is_filled:
            stage.close()
        return stage if is_filled else None


def _fill(batch: ImportBatch, importer: Importer, stage: Stage, deadline: float | None, tell: Progress) -> bool:
    """Take all files into the waiting room; False when time ran out between two of them."""
    path = Path(batch.mapping["path"])
    if not path.exists() or digest_of_files(path) != batch.digest:
        raise ImportRefused("file-changed", batch.file_name)
    members = members_of(path)
    done = stage.done_files()
    for place, member in enumerate(members, start=1):
        if member.name in done:
            continue
        found = importer.read(member)
        part, rows = (found.part, found.rows) if found else ("unknown", iter(()))
        stage.take_file(member.name, part, rows, importer.key)
        tell("reading", place, len(members))
        if deadline is not None and time.monotonic() > deadline and place < len(members):
            return False
    parts = {one.part for one in stage.files()}
    if parts <= {"unknown", MEMBERS}:
        word = format_inside(members)
        code = f"{LOOKS}{word}" if word else "members-sheet" if MEMBERS in parts else "no-table"
        raise ImportRefused(code, batch.file_name)
    stage.complete()
    return True


@transaction.atomic
def _begin(batch: ImportBatch, stage: Stage) -> None:
    """Note what the files hold and which rows could not be read, unless somebody has; recording may begin."""
    if hold(batch).state != ImportBatch.State.UPLOADED:
        return
    batch.rows.all().delete()
    batch.counts = opening_counts(stage)
    keep_faults(batch, stage.faults())
    batch.total, batch.position, batch.state = stage.total(), 0, ImportBatch.State.RUNNING
    batch.save()


def opening_counts(stage: Stage) -> dict[str, Any]:
    """Give the counts of a batch of which nothing has been looked at yet, with what each file holds.

    Rejected rows are counted, in all and for each file, where they are kept.
    """
    files = {one.name: {"table": one.part, "rows": one.rows, "rejected": 0} for one in stage.files()}
    return {
        "read": sum(one["rows"] for one in files.values()),
        **dict.fromkeys(("new", "changed", "unchanged", "rejected", "outside", "waiting"), 0),
        "reasons": {},
        "remarks": {},
        "files": files,
    }


def keep_faults(batch: ImportBatch, faults: Any) -> None:
    """Keep rejected rows with their file, line, column, value and reason, and count them; the batch is not saved."""
    rows: list[ImportRow] = []
    counts = batch.counts
    for fault in faults:
        counts["rejected"] += 1
        for code in (fault.code, *(one[0] for one in fault.more)):
            counts["reasons"][code] = counts["reasons"].get(code, 0) + 1
        if fault.file in counts["files"]:
            counts["files"][fault.file]["rejected"] += 1
        if counts["rejected"] <= KEPT_FAULTS:
            rows.append(_fault_row(batch, counts["rejected"], fault))
    ImportRow.objects.bulk_create(rows, batch_size=500)


def _fault_row(batch: ImportBatch, number: int, fault: Fault) -> ImportRow:
    raw = [fault.raw] if fault.raw else []
    said = [(fault.code, fault.column, fault.value, fault.heading), *fault.more]
    errors = [
        {"code": code, "file": fault.file, "line": fault.line, "column": column, "value": value}
        | ({"heading": heading} if heading else {})
        for code, column, value, heading in said
    ]
    return ImportRow(batch=batch, line=number, raw=raw, fate=ImportRow.Fate.ERROR, errors=errors)


def _record(batch: ImportBatch, importer: Importer, stage: Stage, deadline: float | None, tell: Progress) -> None:
    recording: Recording | None = None
    while batch.state == ImportBatch.State.RUNNING and batch.position < batch.total:
        before = batch.position
        units = stage.units(before)
        if batch.kind == ImportBatch.Kind.ROR:
            record_institutions(batch, units, stage, keep_faults)
        else:
            recording = recording or recording_of(batch, importer, stage)
            record_slice(batch, units, recording, keep_faults)
        tell("recording", batch.position, batch.total)
        if batch.position == before or (deadline is not None and time.monotonic() > deadline):
            return


@transaction.atomic
def _finish(batch: ImportBatch, now: datetime) -> None:
    """Close the batch where all of it is in, and date the sources by the newest content that was met."""
    if hold(batch).state != ImportBatch.State.RUNNING or batch.position < batch.total:
        return
    for name, newest in batch.counts.pop("newest", {}).items():
        Source.objects.filter(name=name, kind="DATASET").update(on=newest, on_precision="D")
    batch.state, batch.finished_at = ImportBatch.State.DONE, now
    batch.save()
    values = {name: batch.counts[name] for name in ("read", "new", "changed", "unchanged", "rejected")}
    audit.record(actor=batch.created_by, verb="import", thing=batch, values={"file": batch.file_name, **values})


@transaction.atomic
def _fail(batch: ImportBatch, code: str, value: str) -> None:
    if hold(batch).state not in UNFINISHED:
        return
    batch.state = ImportBatch.State.FAILED
    batch.counts = {**batch.counts, "failed": {"code": code, "value": value}}
    batch.save()
    clear_stage(batch)
