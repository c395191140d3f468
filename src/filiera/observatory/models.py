"""What is said of the cluster, by whom and when: figures that may disagree, dated rules, events and functions."""

from __future__ import annotations

from django.db import models

from filiera.common.partial_date import Precision
from filiera.registry.enums import Certainty


class Figure(models.Model):
    """A figure as somebody stated it. `group` ties the figures that answer one question, told by `question`, differently."""

    code = models.SlugField(max_length=60, primary_key=True)
    group = models.SlugField(max_length=60, db_index=True)
    question_it = models.CharField(max_length=240, blank=True)
    question_en = models.CharField(max_length=240, blank=True)
    ordinal = models.PositiveSmallIntegerField()
    value_it = models.CharField(max_length=60)
    value_en = models.CharField(max_length=60)
    what_it = models.CharField(max_length=240)
    what_en = models.CharField(max_length=240)
    perimeter_it = models.CharField(max_length=240, blank=True)
    perimeter_en = models.CharField(max_length=240, blank=True)
    year_it = models.CharField(max_length=60, blank=True)
    year_en = models.CharField(max_length=60, blank=True)
    speaker = models.CharField(max_length=160, blank=True)
    status = models.CharField(max_length=20)
    certainty = models.CharField(max_length=8, choices=Certainty)
    source = models.ForeignKey("registry.Source", on_delete=models.PROTECT, related_name="figures")

    def __str__(self) -> str:
        return f"{self.value_en}: {self.what_en}"


class RegulatoryDeadline(models.Model):
    """A day from which a rule applies, and the competences that it asks for."""

    code = models.SlugField(max_length=80, primary_key=True)
    on = models.DateField()
    on_precision = models.CharField(max_length=1, choices=Precision, default=Precision.DAY)
    title_it = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    applies_it = models.CharField(max_length=300)
    applies_en = models.CharField(max_length=300)
    regulation = models.CharField(max_length=120)
    certainty = models.CharField(max_length=8, choices=Certainty)
    source = models.ForeignKey("registry.Source", on_delete=models.PROTECT, related_name="deadlines")
    competences = models.ManyToManyField("competence.Competence", related_name="deadlines")

    def __str__(self) -> str:
        return f"{self.on} {self.title_en}"


class ClusterEvent(models.Model):
    """Something that happened to the cluster, as a source tells it."""

    code = models.SlugField(max_length=80, primary_key=True)
    on = models.DateField()
    on_precision = models.CharField(max_length=1, choices=Precision, default=Precision.DAY)
    what_it = models.CharField(max_length=400)
    what_en = models.CharField(max_length=400)
    source = models.ForeignKey("registry.Source", on_delete=models.PROTECT, related_name="cluster_events")

    def __str__(self) -> str:
        return f"{self.on} {self.what_en}"


class ClusterFunction(models.Model):
    """A declared function of the cluster."""

    code = models.CharField(max_length=8, primary_key=True)
    ordinal = models.PositiveSmallIntegerField()
    label_it = models.CharField(max_length=240)
    label_en = models.CharField(max_length=240)
    sources = models.CharField(max_length=60)

    def __str__(self) -> str:
        return self.label_en
