"""The Django application of `filiera.accounts`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from datetime import datetime


class AccountsConfig(AppConfig):
    """Register `filiera.accounts` under the label `accounts`, with its permissions."""

    name = "filiera.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Load the permissions; the letters that gather what was held leave every day, once whatever adds to them is done."""
        from filiera.common.daily import DailyJob, add_job

        import_module("filiera.accounts.rules")
        add_job(DailyJob("letters-gathered", _("sends letters that gather what waited"), _send_letters, is_last=True))


def _send_letters(now: datetime) -> int:
    from filiera.accounts.operations_letters import send_letters

    return send_letters(now=now)
