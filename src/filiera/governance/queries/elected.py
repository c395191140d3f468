"""Who was elected and has no office yet: the election is an act, the mandate is written by the office."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.governance.enums import ResolutionState
from filiera.governance.logic.signing import same_person
from filiera.governance.models import Mandate, Resolution
from filiera.governance.wording_meetings import resolution_words
from filiera.registry.hooks import Waiting

ASKED_FOR = timedelta(days=90)
"""How long after an election the office is asked for the mandates: who has not accepted by then does not."""


@dataclass(frozen=True, slots=True)
class Elected:
    """Somebody whom a resolution elected and who holds no mandate by it."""

    name: str
    resolution: Resolution


def elected_without_office(*, today: date) -> list[Elected]:
    """Give who was elected of late and has no mandate by that resolution, the oldest election first: two queries."""
    rows = Resolution.objects.filter(
        item__kind="ELECTION", item__result="elected", state=ResolutionState.IN_FORCE, adopted_on__gt=today - ASKED_FOR
    )
    found = list(rows.select_related("item", "body").order_by("adopted_on", "pk"))
    holders: defaultdict[int, list[str]] = defaultdict(list)
    for pk, name in Mandate.objects.filter(resolution__in=found).values_list("resolution_id", "person_name"):
        holders[pk].append(name)
    return [
        Elected(name, row)
        for row in found
        for name in (row.item.judgement or {}).get("figures", {}).get("elected") or []
        if not any(same_person(name, holder) for holder in holders[row.pk])
    ]


def waiting_of_elections() -> list[Waiting]:
    """Give the offices that are still to be given after an election."""
    return [
        Waiting(
            _("%(name)s was elected") % {"name": one.name},
            _("By resolution no. %(number)s: the office is still to be given.")
            % {"number": resolution_words(one.resolution)},
            "partial",
            _("to write down"),
            reverse("bodies-office"),
            _("Give the office"),
        )
        for one in elected_without_office(today=timezone.localdate())
    ]
