"""The Django application of `filiera.registry`."""

from importlib import import_module

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Register `filiera.registry` under the label `registry`, with its permissions."""

    name = "filiera.registry"
    label = "registry"

    def ready(self) -> None:
        """Load the permissions."""
        import_module("filiera.registry.rules")
