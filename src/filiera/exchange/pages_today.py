"""What of needs stands beside what waits, on the office's first page."""

from __future__ import annotations

from datetime import datetime

from filiera.common.visibility import OFFICE_AUDIENCE
from filiera.exchange.pages_outcome import figures_page
from filiera.registry.hooks import Panel


def funnel_panel(*, now: datetime) -> Panel | None:
    """Give the funnel of the last hundred needs with its times; None before the first."""
    shown = figures_page(audience=OFFICE_AUDIENCE, now=now)
    return Panel("exchange/today_funnel.html", shown) if shown["found"] and shown["found"].entered else None
