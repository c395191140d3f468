"""The Django application of `filiera.common`."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    """Register `filiera.common` under the label `common`."""

    name = "filiera.common"
    label = "common"
