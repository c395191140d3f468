"""The Django application of `filiera.competence`."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from django.apps import AppConfig

from filiera.registry import hooks

if TYPE_CHECKING:
    from filiera.registry.models import Organisation


class CompetenceConfig(AppConfig):
    """Register `filiera.competence` under the label `competence`, with its permissions."""

    name = "filiera.competence"
    label = "competence"

    def ready(self) -> None:
        """Load the permissions, follow the merges of the register, and tell the office what waits here."""
        import_module("filiera.competence.rules")
        import_module("filiera.competence.questions")
        hooks.derived.update({"competence.Claim", "competence.Summary"})
        if _follow_merge not in hooks.after_merge:
            hooks.after_merge.append(_follow_merge)
            hooks.waiting.append(_waiting)
            _hang_on_privacy()


def _follow_merge(organisations: Sequence[Organisation]) -> None:
    """Compute again what a merge changed; loaded then, because the map's libraries take a second to load."""
    from filiera.competence.operations.after_merge import follow_merge

    follow_merge(organisations)


def _waiting() -> Sequence[hooks.Waiting]:
    """Tell what of the map waits for the office; loaded then, for the same reason."""
    from filiera.competence.queries.waiting import waiting_of_the_map

    return waiting_of_the_map()


def _hang_on_privacy() -> None:
    """Say what the map holds of people, and for how long."""
    from filiera.competence import personal_data
    from filiera.privacy import hooks as privacy

    privacy.personal_data.append(personal_data.map_sections)
    privacy.erasers.append(personal_data.erase_from_map)
    privacy.kept_traces.update(personal_data.KEPT_TRACES)
    privacy.retention.extend(personal_data.RULES)
