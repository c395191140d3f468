"""The Django application of `filiera.funding`."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class FundingConfig(AppConfig):
    """Register `filiera.funding` under the label `funding`."""

    name = "filiera.funding"
    label = "funding"

    def ready(self) -> None:
        """Load the permissions."""
        import_module("filiera.funding.rules")
