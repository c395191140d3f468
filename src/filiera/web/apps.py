"""The Django application of the shell: it brings templates, static files and translations, and no model."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The shell of the pages."""

    name = "filiera.web"
    label = "web"
    verbose_name = "Web shell"

    def ready(self) -> None:
        """Listen to what sign-in does with accounts."""
        import_module("filiera.web.sign_in.receivers")
