"""What needs became besides being asked of solvers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filiera.exchange.models import NeedExit

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from filiera.exchange.models import Need


def exit_of(pk: int) -> NeedExit | None:
    """Find what a need became by its number."""
    return NeedExit.objects.select_related("need__organisation").filter(pk=pk).first() if pk < 2**63 else None


def exits_of(need: Need | None) -> QuerySet[NeedExit]:
    """Give what a need became, or what all became: what waits first, the newest first."""
    rows: QuerySet[NeedExit] = NeedExit.objects.all() if need is None else need.exits.all()
    return rows.select_related("need__organisation").order_by("-done_at", "-made_at", "-pk")
