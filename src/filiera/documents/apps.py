"""The Django application of `filiera.documents`."""

from importlib import import_module

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Register `filiera.documents` under the label `documents`, with its permissions."""

    name = "filiera.documents"
    label = "documents"

    def ready(self) -> None:
        """Load the permissions."""
        import_module("filiera.documents.rules")
