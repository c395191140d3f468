"""What the pages of calls look up, and the map of funding: `money_map ground places table caption=...`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.translation import gettext as _

from filiera.common.in_words import score
from filiera.pictures import territory

if TYPE_CHECKING:
    from filiera.common.tables import Table
    from filiera.funding.queries.own_fit import OwnGate, OwnVerdict

register = template.Library()


@register.filter
def gate(own: OwnVerdict | None, rule: str) -> OwnGate | None:
    """Give how one's own organisation stands to a rule; None where it is not about each applicant."""
    return None if own is None else own.gates.get(rule)


@register.filter
def worth(value: float) -> str:
    """Write what a partner adds to the coverage; what is too small for two decimals is not nought."""
    least = 0.005
    return _("under %(least)s") % {"least": score(0.01)} if 0 < value < least else score(value)


@register.inclusion_tag("funding/money_map.svg.html")
def money_map(
    ground: territory.Ground, places: Sequence[territory.Place], table: Table, caption: str = ""
) -> dict[str, Any]:
    """Draw where money went: a circle for each province, its area in proportion to the sum, which the table says."""
    words = {row[0].text: row[1].text for row in table.rows}
    drawn = territory.draw_map(ground, list(places), None, 9)
    first = "; ".join(f"{row[0].text} {row[1].text}" for row in table.rows[:5])
    return {
        "map": drawn,
        "spots": [(spot, words.get(spot.place.name, "")) for spot in drawn.spots],
        "title": _("Where the money went"),
        "description": _("A circle for each province, larger where more was won. First: %(first)s.") % {"first": first},
        "caption": caption,
        "twin": True,
        "table": table,
    }
