"""Timing: many calls of each rival taken in turn, so that a busy machine slows all of them alike."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

Call = Callable[[str], object]


def in_turn(rivals: Mapping[str, Call], questions: Sequence[str]) -> dict[str, float]:
    """Return the median time of a call in milliseconds for every rival, after one call of each to warm up."""
    taken: dict[str, list[float]] = {name: [] for name in rivals}
    for call in rivals.values():
        call(questions[0])
    for question in questions:
        for name, call in rivals.items():
            started = time.perf_counter()
            call(question)
            taken[name].append(1000 * (time.perf_counter() - started))
    return {name: float(np.median(times)) for name, times in taken.items()}


def seconds(work: Callable[[], object]) -> float:
    """Return how long a piece of work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def memory_mb() -> float:
    """Return what the process holds in memory now, in megabytes, mapped files that were read included."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def folder_mb(folder: Path) -> float:
    """Return the size of the files under a folder, in megabytes."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
