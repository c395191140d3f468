"""The Django application of `filiera.funding`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from filiera.registry.hooks import DueLine
    from filiera.registry.models import Organisation


class FundingConfig(AppConfig):
    """Register `filiera.funding` under the label `funding`."""

    name = "filiera.funding"
    label = "funding"

    def ready(self) -> None:
        """Load the permissions; say what calls hold of people; calls that were not read are read every day."""
        from filiera.common.daily import DailyJob, add_job
        from filiera.funding import personal_data, personal_data_consortia, personal_data_interest
        from filiera.privacy import hooks as privacy
        from filiera.registry.hooks import falling_due, merge_bars

        import_module("filiera.funding.rules")
        import_module("filiera.funding.questions")
        import_module("filiera.funding.questions_digest")
        if _merge_bar not in merge_bars:
            merge_bars.append(_merge_bar)
            falling_due.append(_calls_due)
        if personal_data.calls_sections not in privacy.personal_data:
            privacy.personal_data.append(personal_data.calls_sections)
            privacy.erasers.append(personal_data.erase_from_calls)
            privacy.kept_traces.update(personal_data.KEPT_TRACES)
        if personal_data_interest.interest_sections not in privacy.personal_data:
            privacy.personal_data.append(personal_data_interest.interest_sections)
            privacy.erasers.append(personal_data_interest.erase_from_interest)
            privacy.retention.extend(personal_data_interest.RULES)
        if personal_data_consortia.consortia_sections not in privacy.personal_data:
            privacy.personal_data.append(personal_data_consortia.consortia_sections)
            privacy.erasers.append(personal_data_consortia.erase_from_consortia)
        add_job(DailyJob("calls", gettext_lazy("reads what calls ask for"), _read_calls))
        _add_source()


def _calls_due(now: datetime) -> Sequence[DueLine]:
    """Tell which calls close soon."""
    from filiera.funding.queries.due import calls_due

    return calls_due(now=now)


def _merge_bar(kept: Organisation, gone: Organisation) -> str:
    """Say why two organisations cannot be joined."""
    from filiera.funding.queries.merging import merge_bar

    return merge_bar(kept, gone)


def _read_calls(now: datetime) -> int:
    """Read the calls that wait for it."""
    from filiera.funding.operations.topics import read_topics
    from filiera.funding.queries.reading import calls_unread

    return read_topics(calls=list(calls_unread()))


def _add_source() -> None:
    """Let the letters that gather tell people what is new in calls."""
    from filiera.accounts.letter_kinds import Source, sources
    from filiera.funding.operations import digests

    sources["calls"] = Source(digests.emails_told, digests.begin_run, digests.catch_up)
