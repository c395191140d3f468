"""In which state the map and the register are: what is worked out from them is good as long as this does not change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from time import time
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Count, Exists, Max, OuterRef, Q, Sum
from django.utils import timezone

from filiera.common.language import current_language
from filiera.competence.enums import PROVING_ROLES
from filiera.competence.models import EvidenceLink, MapRun, Summary
from filiera.registry.models import Alias, Organisation

if TYPE_CHECKING:
    from collections.abc import Hashable

    from filiera.common.visibility import Audience


STOPPED_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class MapState:
    """What pages for an audience depend on, as a key; `settled` is False while the map is being computed.

    `shared` is the part of the key that is the same for every audience and language.
    """

    key: tuple[Hashable, ...]
    settled: bool
    shared: tuple[Hashable, ...]


def map_state(audience: Audience, *, other_names: bool = False) -> MapState:
    """Give the state of the map and the register for an audience, in the language of the request: three queries.

    Where several write at once (PostgreSQL), a row may be committed after one with a later time: the minute is part of the
    state, so that what it hid is seen in the next. A computation that has not ended in an hour was stopped.

    The summaries count beside the runs: evidence that goes takes them away between two runs. So do the organisations that
    are not merged: a merge, and its undo, leave the dates of rows alone. `other_names` says that what
    is kept depends on aliases too, which change alone: a fourth query.
    """
    last = MapRun.objects.order_by("-pk").values_list("pk", "started_at", "finished_at").first()
    touched = Organisation.objects.aggregate(at=Max("updated_at"), n=Count("pk", filter=Q(merged_into=None)))
    shown = Summary.objects.aggregate(at=Max("made_at"), n=Count("pk"))
    shared = (
        str(connection.settings_dict["NAME"]),
        last,
        (touched["at"], touched["n"], shown["at"], shown["n"]),
    )
    key = (
        shared,
        audience,
        current_language(),
        tuple(Alias.objects.aggregate(last=Max("pk"), n=Count("pk")).values()) if other_names else (),
        0 if connection.vendor == "sqlite" else int(time() // 60),
    )
    return MapState(key, last is None or last[2] is not None or timezone.now() - last[1] > STOPPED_AFTER, shared)


def ties_state() -> tuple[Hashable, ...]:
    """Give what changes when ties of evidence to organisations come or go: one query, which reads all of them."""
    return tuple(EvidenceLink.objects.exclude(organisation=None).aggregate(last=Max("pk"), n=Count("pk")).values())


def waiting_state(audience: Audience) -> tuple[Hashable, ...]:
    """Give what changes when evidence waits for the map of one more organisation, or of one less: one query.

    Only of organisations without a summary ties are looked for: what the map tells of the others stays until it is computed.
    """
    told = Summary.objects.visible_to(audience).values("organisation")
    ties = EvidenceLink.objects.visible_to(audience).filter(organisation=OuterRef("pk"), role__in=sorted(PROVING_ROLES))
    rows = Organisation.objects.filter(merged_into=None).exclude(pk__in=told).filter(Exists(ties))
    return tuple(rows.aggregate(last=Max("pk"), n=Count("pk"), all=Sum("pk")).values())
