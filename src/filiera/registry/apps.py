"""The Django application of `filiera.registry`."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.utils import timezone
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from datetime import date, datetime

    from filiera.common.visibility import AudiencePart
    from filiera.registry.hooks import Waiting


class RegistryConfig(AppConfig):
    """Register `filiera.registry` under the label `registry`, with its permissions."""

    name = "filiera.registry"
    label = "registry"

    def ready(self) -> None:
        """Load the permissions, and add the circles to every audience."""
        from filiera.common.visibility import audience_parts

        import_module("filiera.registry.rules")
        import_module("filiera.registry.questions")
        if _circles not in audience_parts:
            audience_parts.append(_circles)
            _hang_on_privacy()


def _circles(user: Any, organisation_ids: frozenset[int], today: date) -> AudiencePart:
    """Give the circles that a person stands in; loaded then, because no table is ready before."""
    from filiera.registry.queries.circles import part_of

    return part_of(user, organisation_ids, today)


def _hang_on_privacy() -> None:
    """Say what the register holds of people, for how long, and what of privacy waits for the office; reminders every day."""
    from filiera.common.daily import DailyJob, add_job
    from filiera.privacy import hooks as privacy
    from filiera.registry import hooks, personal_data

    privacy.personal_data.append(personal_data.register_sections)
    privacy.erasers.append(personal_data.erase_from_register)
    privacy.kept_traces.update(personal_data.KEPT_TRACES)
    privacy.retention.extend(personal_data.RULES)
    hooks.waiting.extend([_letters_waiting, _requests_waiting, _terms_waiting, _voices_waiting])
    add_job(DailyJob("delegates", gettext_lazy("tells delegates that their term ends"), _remind_delegates))


def _remind_delegates(now: datetime) -> int:
    """Send the reminders that are due."""
    from filiera.registry.operations.delegate_reminders import remind_delegates

    return len(remind_delegates(today=timezone.localdate(now)))


def _letters_waiting() -> Sequence[Waiting]:
    """Tell which letters did not leave."""
    from filiera.registry.queries.letters_waiting import waiting_of_letters

    return waiting_of_letters()


def _terms_waiting() -> Sequence[Waiting]:
    """Tell which delegations end soon."""
    from filiera.registry.queries.terms_waiting import waiting_of_terms

    return waiting_of_terms()


def _voices_waiting() -> Sequence[Waiting]:
    """Tell which members have nobody who votes for them."""
    from filiera.registry.queries.unvoiced import waiting_of_voices

    return waiting_of_voices()


def _requests_waiting() -> Sequence[Waiting]:
    """Tell which requests by a right are due."""
    from filiera.registry.queries.privacy_waiting import waiting_of_privacy

    return waiting_of_privacy()
