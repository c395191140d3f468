"""The Django application of `filiera.common`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from datetime import datetime


class CommonConfig(AppConfig):
    """Register `filiera.common` under the label `common`."""

    name = "filiera.common"
    label = "common"

    def ready(self) -> None:
        """Send every day the letters that did not leave at once."""
        from filiera.common.daily import DailyJob, add_job

        add_job(DailyJob("letters", _("sends the letters that wait"), _send_letters))


def _send_letters(now: datetime) -> int:
    """Send what waits; loaded then, because no table is ready before."""
    from filiera.common.outbox import send_waiting

    return send_waiting(now=now)
