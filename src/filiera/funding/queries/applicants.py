"""What an organisation has said of itself for calls, in lines, with the de minimis aid of three years summed up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone

from filiera.funding.models import ApplicantProfile, DeMinimisAward, Recognition, Shareholding

if TYPE_CHECKING:
    from filiera.registry.models import Organisation

DE_MINIMIS_EUR = Decimal(300_000)
"""Most in any three years for a single undertaking and Member State. Source: Regulation (EU) 2023/2831, article 3(2)."""


@dataclass(frozen=True, slots=True)
class Said:
    """Shares, awards and recognitions of an organisation; `left_eur` is the room under de minimis by its own awards alone.

    The room is not known as long as it has not said that all its awards are listed.
    """

    shares: tuple[Shareholding, ...]
    awards: tuple[DeMinimisAward, ...]
    recognitions: tuple[Recognition, ...]
    counted_eur: Decimal
    left_eur: Decimal | None


def said_of(organisation: Organisation) -> Said:
    """Read what an organisation has said: four queries."""
    today = timezone.localdate()
    awards = tuple(DeMinimisAward.objects.filter(organisation=organisation).order_by("-granted_on"))
    since = _three_years_before(today)
    counted = sum((one.amount_eur for one in awards if since < one.granted_on <= today), Decimal(0))
    is_whole = ApplicantProfile.objects.filter(organisation=organisation, awards_known=True).exists()
    shares = Shareholding.objects.filter(held=organisation).select_related("holder").order_by("-share_pct")
    return Said(
        shares=tuple(shares),
        awards=awards,
        recognitions=tuple(Recognition.objects.filter(organisation=organisation).order_by("name")),
        counted_eur=counted,
        left_eur=max(Decimal(0), DE_MINIMIS_EUR - counted) if is_whole else None,
    )


def _three_years_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 3)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 3, day=28)
