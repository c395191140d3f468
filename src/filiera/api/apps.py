"""The Django application of `filiera.api`."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Register `filiera.api` under the label `api`."""

    name = "filiera.api"
    label = "api"
