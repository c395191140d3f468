"""The picture of a quorum as a template tag: `seats_picture rows needed=... caption=...`, with its legend and twin.

The rows are those of `filiera.pictures.seats`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.translation import gettext as _

from filiera.common.in_words import whole
from filiera.common.tables import Cell, Head, Table
from filiera.pictures.seats import SEAT_CIRCLES, SeatRow, draw_seats

register = template.Library()


@register.inclusion_tag("components/pictures/seats.svg.html")
def seats_picture(rows: Sequence[SeatRow], needed: int, caption: str = "", name: str = "seats") -> dict[str, Any]:
    """Draw a quorum seat by seat, class by class, with the bar and the tick at the number needed."""
    rows = list(rows)
    present, proxies = sum(row.present for row in rows), sum(row.by_proxy for row in rows)
    base = sum(row.voting for row in rows)
    told = ", ".join(
        _("%(label)s %(n)s of %(total)s") % {"label": row.label, "n": row.counted, "total": row.total} for row in rows
    )
    words = {"told": told, "n": present + proxies, "base": base, "needed": needed}
    return {
        "drawing": draw_seats(rows, needed=needed),
        "present": present,
        "proxies": proxies,
        "counted": present + proxies,
        "base": base,
        "needed": needed,
        "caption": caption,
        "name": name,
        "description": _("There or represented: %(told)s. In all %(n)s of %(base)s with a vote; %(needed)s are needed.")
        % words,
        "table": _table(rows),
        "legend": [(SEAT_CIRCLES[kind], word) for kind, word in _kind_words().items()],
    }


def _kind_words() -> dict[str, str]:
    return {"in": _("there"), "proxy": _("by proxy"), "out": _("absent"), "none": _("without vote")}


def _table(rows: Sequence[SeatRow]) -> Table:
    heads = (
        Head(_("Class")),
        Head(_("With vote"), True),
        Head(_("There"), True),
        Head(_("By proxy"), True),
        Head(_("Without vote"), True),
    )
    cells: list[tuple[Cell, ...]] = [
        (
            Cell(row.label, head=True),
            Cell(whole(row.voting), number=True),
            Cell(whole(row.present), number=True),
            Cell(whole(row.by_proxy), number=True),
            Cell(whole(row.silent), number=True),
        )
        for row in rows
    ]
    total = [sum(getattr(row, part) for row in rows) for part in ("voting", "present", "by_proxy", "silent")]
    cells.append((Cell(_("Together"), head=True), *(Cell(whole(number), number=True) for number in total)))
    return Table(_("The same numbers in a table"), _("The quorum, class by class"), heads, tuple(cells))
