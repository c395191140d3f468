"""Who was elected and has no office yet: the election is an act, the mandate is written by the office."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.governance.enums import BodyKind, ResolutionState
from filiera.governance.logic.signing import same_person
from filiera.governance.models import Mandate, Resolution
from filiera.governance.queries.bodies import body_pages
from filiera.governance.wording_articles import cited
from filiera.governance.wording_meetings import body_name, resolution_words
from filiera.registry.hooks import Waiting

if TYPE_CHECKING:
    from collections.abc import Iterable

    from filiera.governance.queries.bodies import BodyPage

ASKED_FOR = timedelta(days=90)
"""How long after an election the office is asked for the mandates: who has not accepted by then does not."""

NAMED = (
    (BodyKind.AUDITORS, re.compile(r"\b(?:revisor|sindac|organo di controllo|auditor)", re.IGNORECASE)),
    (BodyKind.BOARD, re.compile(r"\b(?:consiglier|consiglio|amministrator|board|director)", re.IGNORECASE)),
)
"""The words by which the title of an election names a body, of one that was planned without saying which it fills."""


@dataclass(frozen=True, slots=True)
class Elected:
    """Somebody whom a resolution elected and who holds no mandate by it."""

    name: str
    resolution: Resolution

    @property
    def kind(self) -> str:
        """Give the kind of body that the election fills; of one that does not say, what its title names; else empty."""
        item = self.resolution.item
        if item is not None and item.fills is not None:
            return str(item.fills.kind)
        title = item.title if item is not None else self.resolution.title
        return next((kind for kind, words in NAMED if words.search(title)), "")


def beyond_seats(elected: list[Elected], pages: Iterable[BodyPage]) -> str:
    """Say of which body more were elected than it has seats left; empty where none.

    An election that renews the whole body leaves all its seats but those that were given since.
    """
    for page in pages:
        mine = [one for one in elected if one.kind == page.body.kind]
        free = _seats_left(page, mine)
        if free is not None and len(mine) > free:
            words = {
                "body": body_name(page.body),
                "n": len(mine),
                "free": free,
                "article": cited(page.rule.article if page.rule else ""),
            }
            return _("%(body)s: elected %(n)s, seats still free %(free)s (%(article)s).") % words
    return ""


def _seats_left(page: BodyPage, elected: list[Elected]) -> int | None:
    renewed = [one.resolution.adopted_on for one in elected if one.resolution.item and one.resolution.item.renews]
    most = page.rule.seats_max if page.rule else None
    if most is None or not renewed:
        return page.free
    since = max(renewed)
    return max(0, most - sum(line.row.has_vote and line.row.from_on >= since for line in page.in_office))


def elected_without_office(*, today: date) -> list[Elected]:
    """Give who was elected of late and has no mandate by that resolution, the oldest election first: two queries."""
    rows = Resolution.objects.filter(
        item__kind="ELECTION", item__result="elected", state=ResolutionState.IN_FORCE, adopted_on__gt=today - ASKED_FOR
    )
    found = list(rows.select_related("item__fills", "body").order_by("adopted_on", "pk"))
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
    elected = elected_without_office(today=timezone.localdate())
    beyond = beyond_seats(elected, body_pages(today=timezone.localdate())) if elected else ""
    warned = [
        Waiting(
            _("More were elected than there are seats"),
            beyond,
            "bad",
            _("too many"),
            reverse("bodies-office"),
            _("Look"),
        )
    ]
    return [
        *(warned if beyond else []),
        *(
            Waiting(
                _("%(name)s was elected") % {"name": one.name},
                _("By resolution no. %(number)s: the office is still to be given.")
                % {"number": resolution_words(one.resolution)},
                "partial",
                _("to write down"),
                reverse("bodies-office"),
                _("Give the office"),
            )
            for one in elected
        ),
    ]
