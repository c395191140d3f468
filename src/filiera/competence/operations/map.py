"""Compute the competence map: index, readings, claims, in steps that end in some seconds; what people decided stands.

One step is longer where there is much evidence: the one that publishes the index, which is written whole. How far a
computation is stands in its row, so that another process can go on with it, and a page can show it. Of the whole map one
process computes at a time: who comes second finds it under way.
"""

from __future__ import annotations

import fcntl
import hashlib
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.utils import timezone

from filiera.competence.adapters import (
    Progress,
    current_embedder,
    current_index,
    embed_missing,
    index_folder,
    proving_evidence,
    rebuild_index,
    taxonomy_digest,
)
from filiera.competence.enums import PROVING_ROLES
from filiera.competence.models import Claim, Evidence, EvidenceLink, MapRun, Summary
from filiera.competence.operations.map_claims import compute_claims
from filiera.competence.operations.readings import BATCH as PIECES
from filiera.competence.operations.readings import READER, read_evidence, read_pieces, stale_evidence
from filiera.competence.queries.readiness import whole_run_under_way
from filiera.competence.queries.state import ties_state

if TYPE_CHECKING:
    from filiera.registry.models import Organisation

BATCH = 200
"""Organisations computed and written in one transaction."""

AT_BEGINNING = MappingProxyType({"phase": "index", "at": 0, "of": 0})
"""What a computation of the whole map has counted when it begins."""


@dataclass(frozen=True, slots=True)
class MapCounts:
    """What a run did."""

    read: int = 0
    organisations: int = 0
    claims: int = 0
    changed: int = 0


class _Clock:
    """How long a step may take; without seconds, as long as it needs."""

    def __init__(self, seconds: float | None) -> None:
        self._until = None if seconds is None else time.monotonic() + seconds

    @property
    def is_limited(self) -> bool:
        """Tell whether the step ends before the computation does."""
        return self._until is not None

    @property
    def is_up(self) -> bool:
        """Tell whether the step should end; asked after each thing that is done, so that a step always does one."""
        return self._until is not None and time.monotonic() >= self._until


def update_map(*, today: date, progress: Progress | None = None, only: Iterable[int] | None = None) -> MapCounts:
    """Bring index, readings and claims up to date with the evidence; `only` limits all but the index to some organisations.

    Repeatable: with nothing new nothing changes but what the passing of time does to strengths. The whole map waits for
    whoever else computes it.
    """
    if only is not None:
        return _update_some(sorted(set(only)), today)
    with computing(wait=True):
        run = _new_run(today, is_whole=True)
        _advance(run, _Clock(None), progress)
    return counts_of(run)


def update_claims_of(*, organisations: Iterable[Organisation], today: date) -> None:
    """Compute again the claims of some organisations, after a decision or a change of their evidence."""
    update_map(today=today, only=[organisation.pk for organisation in organisations])


def begin_map(*, today: date) -> None:
    """Begin to compute the whole map, unless it is being computed: then whoever asks joins that.

    One that stands half-way, however long, is gone on with where it would come to the same; else it is begun anew.
    """
    with computing(wait=False) as is_alone:
        if not is_alone:
            return
        run = whole_run_under_way()
        if run is None or (run.input_digest, run.reader, run.on) != (_input_digest(), READER, today):
            _new_run(today, is_whole=True)


def advance_map(*, budget_seconds: float) -> None:
    """Bring the computation that was begun further; where another process is at it, or none was begun, nothing is done."""
    with computing(wait=False) as is_alone:
        run = whole_run_under_way() if is_alone else None
        if run is not None:
            _advance(run, _Clock(budget_seconds), None)


def counts_of(run: MapRun) -> MapCounts:
    """Give what a run has done so far."""
    return MapCounts(**{name: run.counts.get(name, 0) for name in MapCounts.__dataclass_fields__})


@contextmanager
def computing(*, wait: bool) -> Iterator[bool]:
    """Hold the computing of the whole map; where another process has it, wait for it, or give False."""
    folder = index_folder()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name(f"{folder.name}-map-lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
        else:
            yield True


def _new_run(today: date, *, is_whole: bool) -> MapRun:
    return MapRun.objects.create(
        reader=READER,
        model=current_embedder().id,
        input_digest=_input_digest(),
        on=today,
        parameters={"levels": 4, "whole": is_whole},
        counts=dict(AT_BEGINNING) if is_whole else {},
    )


def _update_some(ids: list[int], today: date) -> MapCounts:
    index = current_index() or rebuild_index()
    read = read_evidence(index=index, organisation_ids=ids)
    run = _new_run(today, is_whole=False)
    done = [compute_claims(ids[start : start + BATCH], run, today) for start in range(0, len(ids), BATCH)]
    counts = MapCounts(read, len(ids), sum(claims for claims, _n in done), sum(changed for _n, changed in done))
    _finish(run, counts)
    return counts


def _advance(run: MapRun, clock: _Clock, progress: Progress | None) -> None:
    """Take the phases of a computation in turn, from where it stands, until it is finished or the time is up."""
    while run.finished_at is None:
        phase = run.counts["phase"]
        if phase == "index" and _index(run, clock, progress):
            _enter(run, "reading", of=len(stale_evidence()))
        elif phase == "reading" and _read(run, clock):
            _enter(run, "claims", of=len(_to_compute(0)))
        elif phase == "claims" and _claims(run, clock):
            _finish_or_go_round(run)
        if clock.is_up:
            return


def _enter(run: MapRun, phase: str, *, of: int) -> None:
    run.counts = {**run.counts, "phase": phase, "at": 0, "of": of}
    run.save(update_fields=["counts"])


def _finish_or_go_round(run: MapRun) -> None:
    """Finish, unless evidence came, changed or went meanwhile: of that the index and the claims may not know."""
    latest = _input_digest()
    if run.input_digest == latest:
        _finish(run, counts_of(run))
        return
    run.input_digest = latest
    run.counts = {**AT_BEGINNING, "read": run.counts.get("read", 0), "changed": run.counts.get("changed", 0)}
    run.save(update_fields=["input_digest", "counts"])


def _index(run: MapRun, clock: _Clock, progress: Progress | None) -> bool:
    """Embed what was not seen before and publish the index; False when the time was up before."""

    def told(at: int, of: int) -> None:
        if progress is not None:
            progress(at, of)
        run.counts = {**run.counts, "at": at, "of": of}
        run.save(update_fields=["counts"])

    if clock.is_limited and not _embed(run, clock):
        return False
    rebuild_index(told)
    return True


def _embed(run: MapRun, clock: _Clock) -> bool:
    """Embed what the index will need, from the piece where it stands; False when the time was up before."""

    def told(piece: int, pieces: int) -> bool:
        run.counts = {**run.counts, "piece": piece, "at": run.counts["at"] + pieces}
        run.save(update_fields=["counts"])
        return not clock.is_up

    run.counts = {**run.counts, "of": proving_evidence().count()}
    return embed_missing(run.counts.get("piece", 0), told)


def _read(run: MapRun, clock: _Clock) -> bool:
    """Read what is stale; False when the time was up before."""
    index, stale = current_index(), stale_evidence()
    for start in range(0, len(stale), PIECES):
        some = stale[start : start + PIECES]
        read_pieces(some, index=index)
        run.counts["read"] = run.counts.get("read", 0) + len(some)
        run.counts["at"] += len(some)
        run.save(update_fields=["counts"])
        if clock.is_up:
            return start + PIECES >= len(stale)
    return True


def _claims(run: MapRun, clock: _Clock) -> bool:
    """Compute the claims of everybody, in the order of ids; False when the time was up before."""
    ids = _to_compute(run.counts.get("after", 0))
    proved = _with_evidence()
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        claims, changed = compute_claims(some, run, run.on)
        done = {"organisations": len(proved.intersection(some)), "claims": claims, "changed": changed, "at": len(some)}
        run.counts = {**run.counts, **{name: run.counts.get(name, 0) + number for name, number in done.items()}}
        run.counts["after"] = some[-1]
        run.save(update_fields=["counts"])
        if clock.is_up:
            return start + BATCH >= len(ids)
    return True


def _finish(run: MapRun, counts: MapCounts) -> None:
    run.finished_at = timezone.now()
    run.counts = asdict(counts)
    run.save(update_fields=["finished_at", "counts"])


def _to_compute(after: int) -> list[int]:
    """Give the organisations, beyond the id `after`, that have evidence or of which the map says something."""
    said = {
        *Claim.objects.order_by().values_list("organisation_id", flat=True).distinct(),
        *Summary.objects.order_by().values_list("organisation_id", flat=True).distinct(),
    }
    return sorted(pk for pk in said | _with_evidence() if pk > after)


def _with_evidence() -> set[int]:
    links = EvidenceLink.objects.filter(
        role__in=sorted(PROVING_ROLES), organisation__isnull=False, organisation__merged_into=None
    )
    return {pk for pk in links.values_list("organisation_id", flat=True).distinct() if pk is not None}


def _input_digest() -> str:
    latest = Evidence.objects.order_by("-updated_at").values_list("updated_at", flat=True).first()
    said = f"{Evidence.objects.count()}|{latest}|{ties_state()}|{taxonomy_digest()}"
    return hashlib.sha256(said.encode()).hexdigest()
