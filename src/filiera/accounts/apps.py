"""The Django application of `filiera.accounts`."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Register `filiera.accounts` under the label `accounts`, with its permissions."""

    name = "filiera.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Load the permissions."""
        import_module("filiera.accounts.rules")
