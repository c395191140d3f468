"""Whether there is a map to show: before the first is computed, an empty page would say of the cluster what is not true."""

from __future__ import annotations

from filiera.competence.models import MapRun


def map_is_computed() -> bool:
    """Tell whether the whole map, not some organisations alone, was computed to its end at least once: one query."""
    return MapRun.objects.filter(finished_at__isnull=False, parameters__whole=True).exists()
