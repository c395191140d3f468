"""The Django application of `filiera.competence`."""

from django.apps import AppConfig


class CompetenceConfig(AppConfig):
    """Register `filiera.competence` under the label `competence`."""

    name = "filiera.competence"
    label = "competence"
