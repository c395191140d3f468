"""Merges of two organisations, with all that is needed to take one back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Merge(models.Model):
    """`gone` became part of `kept`; `moved` lists every row that changed owner and every value that changed."""

    kept = models.ForeignKey("registry.Organisation", on_delete=models.PROTECT, related_name="merges")
    gone = models.ForeignKey("registry.Organisation", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    moved = models.JSONField(default=dict)
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    merged_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(kept=models.F("gone")), name="merge_of_two"),
            models.UniqueConstraint(fields=["gone"], condition=Q(undone_at__isnull=True), name="merged_once"),
        ]

    def __str__(self) -> str:
        return f"{self.gone} into {self.kept}"
