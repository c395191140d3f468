"""The taxonomy of competences: stages, groups and leaves, in four languages."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Competence(models.Model):
    """A stage (level 1), group (2) or leaf (3). `code` is a stable mnemonic, never reused.

    Lists are JSON lists of text; `terms_*` are pairs of a term of the trade and its weight in (0, 1].
    """

    code = models.CharField(max_length=20, primary_key=True)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    level = models.PositiveSmallIntegerField()
    ordinal = models.PositiveSmallIntegerField()
    stage = models.ForeignKey("registry.Stage", null=True, on_delete=models.PROTECT, related_name="competences")
    label_it = models.CharField(max_length=120)
    label_en = models.CharField(max_length=120)
    label_fr = models.CharField(max_length=120, blank=True)
    label_es = models.CharField(max_length=120, blank=True)
    definition_it = models.TextField(blank=True)
    definition_en = models.TextField(blank=True)
    synonyms_it = models.JSONField(default=list)
    synonyms_en = models.JSONField(default=list)
    terms_it = models.JSONField(default=list)
    terms_en = models.JSONField(default=list)
    ateco = models.JSONField(default=list)
    hs = models.JSONField(default=list)
    standards = models.JSONField(default=list)
    trl_min = models.PositiveSmallIntegerField(null=True)
    trl_max = models.PositiveSmallIntegerField(null=True)
    successor = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(level__in=[1, 2, 3]), name="competence_level"),
            models.CheckConstraint(
                condition=Q(trl_min__isnull=True) | Q(trl_max__gte=models.F("trl_min")), name="competence_trl_window"
            ),
        ]
        indexes = [models.Index(fields=["level", "ordinal"], name="competence_order")]

    def __str__(self) -> str:
        return f"{self.code} {self.label_en}"
