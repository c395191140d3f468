"""The Django application of `filiera.registry`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

if TYPE_CHECKING:
    from datetime import date

    from filiera.common.visibility import AudiencePart


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


def _circles(user: Any, organisation_ids: frozenset[int], today: date) -> AudiencePart:
    """Give the circles that a person stands in; loaded then, because no table is ready before."""
    from filiera.registry.queries.circles import part_of

    return part_of(user, organisation_ids, today)
