"""The Django application of `filiera.registry`."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Register `filiera.registry` under the label `registry`."""

    name = "filiera.registry"
    label = "registry"
