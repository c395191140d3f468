"""Summaries: what lists show and filter by, worked out once for each level whenever the map is computed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from filiera.common.visibility import Visibility
from filiera.competence.models.claims import claims_condition

if TYPE_CHECKING:
    from filiera.common.visibility import Audience


class SummaryQuerySet(models.QuerySet[Any]):
    """Summaries, narrowed to what an audience may know."""

    def visible_to(self, audience: Audience) -> Self:
        """Keep, of each organisation's summaries, the one made of exactly what the audience may see."""
        return self.filter(claims_condition(audience))


class Summary(models.Model):
    """An organisation's evidence and claims as seen at one level, in the shape of a line of a list.

    `chips` are its strongest competences: code, Italian and English label, strength. `points` are its pieces of evidence:
    id, kind, first day, last day, expiry, whether a third party says so, Italian and English title. `words` are what a
    search finds: labels of competences held and titles of evidence, folded.
    """

    organisation = models.ForeignKey("registry.Organisation", on_delete=models.CASCADE, related_name="summaries")
    seen_by = models.CharField(max_length=12, choices=Visibility)
    held = models.PositiveIntegerField(default=0)
    chips = models.JSONField(default=list)
    reason_it = models.CharField(max_length=400, blank=True)
    reason_en = models.CharField(max_length=400, blank=True)
    points = models.JSONField(default=list)
    certificate_until_on = models.DateField(null=True)
    certificate_undated = models.BooleanField(default=False)
    has_patent = models.BooleanField(default=False)
    has_project = models.BooleanField(default=False)
    has_equipment = models.BooleanField(default=False)
    latest_on = models.DateField(null=True)
    words = models.TextField(blank=True)
    made_at = models.DateTimeField(auto_now=True, db_index=True)

    objects = SummaryQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "seen_by"], name="summary_once_per_level")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.seen_by}"
