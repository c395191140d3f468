"""Imports of evidence that could not come in: nothing of them is in, and they are only to be looked at and thrown away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from filiera.competence.importers.problems import Problem
from filiera.competence.importers.recognising import CORDIS, LOOKS, OPENALEX, ROR
from filiera.competence.queries.imports import evidence_batches
from filiera.registry.models import ImportBatch

if TYPE_CHECKING:
    from django.db.models import QuerySet

State = ImportBatch.State
LISTED = 20
"""As many are listed one by one; the act that throws them away takes them all."""


@dataclass(frozen=True, slots=True)
class FailedImport:
    """A file that could not come in, and why."""

    batch: ImportBatch
    why: str


def failed_batches() -> QuerySet[ImportBatch]:
    """Find the imports that stopped before anything of them came in, newest first."""
    return evidence_batches().filter(~Q(trial="") | Q(position=0), state=State.FAILED)


def unsettled_batches() -> QuerySet[ImportBatch]:
    """Find those of them that nothing has settled: a later import of a file of that name, of that kind, settles one.

    A file that was only sent as another format asks nothing of the office: its page told so at once, with the way on.
    """
    later = ImportBatch.objects.filter(
        kind=OuterRef("kind"), file_name__iexact=OuterRef("file_name"), pk__gt=OuterRef("pk"), state=State.DONE
    )
    astray = [f"{LOOKS}{word}" for word in (CORDIS, OPENALEX, ROR)]
    sent_as_another = ImportBatch.objects.filter(counts__failed__code__in=astray)
    return failed_batches().exclude(Exists(later)).exclude(pk__in=sent_as_another.values("pk"))


def failed_imports() -> list[FailedImport]:
    """Give the newest of them with what stopped each."""
    return [FailedImport(batch, _why(batch)) for batch in failed_batches()[:LISTED]]


def _why(batch: ImportBatch) -> str:
    failed = batch.counts.get("failed")
    return Problem(failed["code"]).message if failed else ""
