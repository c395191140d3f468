"""The Django application of `filiera.privacy`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from datetime import datetime


class PrivacyConfig(AppConfig):
    """Register `filiera.privacy` under the label `privacy`, with its permissions."""

    name = "filiera.privacy"
    label = "privacy"

    def ready(self) -> None:
        """Load the permissions and the terms; say what accounts and the trail hold of a person; retention every day."""
        from filiera.common.daily import DailyJob, add_job
        from filiera.privacy import hooks, own_data, retention

        import_module("filiera.privacy.rules")
        if own_data.account_sections not in hooks.personal_data:
            hooks.personal_data[:0] = [own_data.account_sections, own_data.privacy_sections]
            hooks.personal_data.append(own_data.trail_sections)
            hooks.retention[:0] = retention.RULES
            hooks.kept_traces["privacy.Breach"] = _("breaches are documented by law (art. 33.5)")
        add_job(DailyJob("retention", _("lets go of what is past its term"), _run_retention))


def _run_retention(now: datetime) -> int:
    """Run the rules of retention; loaded then, because no table is ready before."""
    from filiera.common.daily import JobFailed
    from filiera.privacy.operations.retention import run_retention

    outcomes = run_retention(now=now)
    failed = [one.rule.code for one in outcomes if one.error]
    if failed:
        raise JobFailed(", ".join(failed))
    return sum(one.count for one in outcomes)
