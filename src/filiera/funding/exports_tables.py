"""Tables of funding to take away: CSV that spreadsheets read right, and workbooks; what is not known is an empty cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from filiera.common.language import current_language
from filiera.common.workbook import Sheet, write_workbook

if TYPE_CHECKING:
    from filiera.funding.queries.workspace import Budget

Cells = Sequence[object]


def table_csv(heads: Sequence[str], rows: Sequence[Cells]) -> bytes:
    """Write a table in UTF-8 with BOM, as spreadsheets of the active language read it.

    In Italian ";" stands between values and a comma before the cents, in English a comma and a point. Text that looks like
    a formula stays text.
    """
    is_italian = current_language() == "it"
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if is_italian else ",")
    writer.writerow(heads)
    for row in rows:
        writer.writerow([_written(value, "," if is_italian else ".") for value in row])
    return out.getvalue().encode("utf-8-sig")


def _written(value: object, mark: str) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:.2f}".replace(".", mark)
    text = str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text


def budget_csv(budget: Budget) -> bytes:
    """Write the budget of a consortium as CSV."""
    return table_csv(_heads(), _rows(budget))


def budget_xlsx(budget: Budget) -> bytes:
    """Write the budget of a consortium as a workbook."""
    rows = [[float(value) if isinstance(value, Decimal) else value for value in row] for row in _rows(budget)]
    widths = (36, 18, 16, 20, 24, 10, 16, 16)
    return write_workbook(Sheet(title=_("Budget"), heads=_heads(), rows=rows, widths=widths))


def _heads() -> list[str]:
    return [
        _("Partner"),
        _("State"),
        _("Cost, EUR"),
        _("Industrial research, EUR"),
        _("Experimental development, EUR"),
        _("Rate, %"),
        _("Grant, EUR"),
        _("Own money, EUR"),
    ]


def _rows(budget: Budget) -> list[list[object]]:
    rows: list[list[object]] = [
        [
            one.partner.called,
            one.role,
            one.partner.cost_eur,
            one.partner.industrial_research_eur,
            one.partner.experimental_development_eur,
            one.rate_pct,
            one.grant_eur,
            one.own_eur,
        ]
        for one in budget.lines
    ]
    own = None if budget.cost_eur is None or budget.grant_eur is None else budget.cost_eur - budget.grant_eur
    total = [_("Total"), "", budget.cost_eur, budget.industrial_eur, budget.experimental_eur, None, budget.grant_eur]
    return [*rows, [*total, own]]
