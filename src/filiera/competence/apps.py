"""The Django application of `filiera.competence`."""

from importlib import import_module

from django.apps import AppConfig


class CompetenceConfig(AppConfig):
    """Register `filiera.competence` under the label `competence`, with its permissions."""

    name = "filiera.competence"
    label = "competence"

    def ready(self) -> None:
        """Load the permissions."""
        import_module("filiera.competence.rules")
