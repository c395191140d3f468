"""The Django application of the shell: it brings templates, static files and translations, and no model."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The shell of the pages."""

    name = "filiera.web"
    label = "web"
    verbose_name = "Web shell"
