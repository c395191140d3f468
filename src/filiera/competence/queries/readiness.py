"""Whether there is a map to show, and how far one is that is being computed.

Before the first is computed, an empty page would say of the cluster what is not true.
"""

from __future__ import annotations

from dataclasses import dataclass

from filiera.competence.models import MapRun

PHASES = ("index", "reading", "claims")


@dataclass(frozen=True, slots=True)
class MapStanding:
    """How far a computation is: in which of its phases (1 is the first), and in it how much of how much."""

    phase: str
    step: int
    at: int
    of: int

    @property
    def steps(self) -> int:
        """Give the number of phases."""
        return len(PHASES)


def map_is_computed() -> bool:
    """Tell whether the whole map, not some organisations alone, was computed to its end at least once: one query."""
    return MapRun.objects.filter(finished_at__isnull=False, parameters__whole=True).exists()


def last_whole_run() -> MapRun | None:
    """Give the newest computation of the whole map, ended or not: one query."""
    return MapRun.objects.filter(parameters__whole=True).order_by("-pk").first()


def whole_run_under_way() -> MapRun | None:
    """Give the newest computation of the whole map where it has not ended, however long ago it began: one query."""
    run = last_whole_run()
    return None if run is None or run.finished_at is not None else run


def map_standing(run: MapRun) -> MapStanding:
    """Give how far a computation is."""
    phase = run.counts.get("phase", PHASES[0])
    at, of = int(run.counts.get("at", 0)), int(run.counts.get("of", 0))
    return MapStanding(phase, PHASES.index(phase) + 1, min(at, of), of)
