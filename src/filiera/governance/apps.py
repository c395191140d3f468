"""The Django application of `filiera.governance`."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """Register `filiera.governance` under the label `governance`, with its permissions."""

    name = "filiera.governance"
    label = "governance"

    def ready(self) -> None:
        """Load the permissions."""
        import_module("filiera.governance.rules")
