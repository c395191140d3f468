"""Import a file in a process of its own, which kills itself after a number of units where it is told to."""

from __future__ import annotations

import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

import django

django.setup()

from filiera.competence.operations.imports import advance_batch, open_batch  # noqa: E402
from filiera.registry.models import ImportBatch  # noqa: E402

kind, path, kill_at, *region = sys.argv[1:]


def hook(phase: str, done: int, total: int) -> None:
    """Die as a machine does that loses its current."""
    if phase == "recording" and int(kill_at) <= done < total:
        os.kill(os.getpid(), signal.SIGKILL)


waiting = ImportBatch.objects.filter(state__in=("UPLOADED", "RUNNING")).first()
batch = waiting or open_batch(kind=ImportBatch.Kind(kind), path=Path(path), place=("IT", region[0] if region else ""))
advance_batch(batch=batch, now=datetime(2026, 11, 25, tzinfo=UTC), progress=hook if int(kill_at) else None)
