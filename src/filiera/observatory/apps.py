"""The Django application of `filiera.observatory`."""

from django.apps import AppConfig


class ObservatoryConfig(AppConfig):
    """Register `filiera.observatory` under the label `observatory`."""

    name = "filiera.observatory"
    label = "observatory"
