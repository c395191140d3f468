"""Claims: what each organisation can do, how strongly, and why; and what people decided of it."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from filiera.common.visibility import Audience, Visibility
from filiera.competence.enums import Verdict
from filiera.engine.coverage import HOLDER_STRENGTH


class MapRun(models.Model):
    """One computation of the map: with which reader, parameters and input, so that an old claim can be explained."""

    reader = models.CharField(max_length=60)
    model = models.CharField(max_length=60)
    parameters = models.JSONField(default=dict)
    input_digest = models.CharField(max_length=64)
    on = models.DateField()
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.reader} {self.started_at:%Y-%m-%d %H:%M}"


class ClaimQuerySet(models.QuerySet[Any]):
    """Claims, narrowed to what an audience may know."""

    def visible_to(self, audience: Audience) -> Self:
        """Keep, of each organisation's claims, those computed from exactly the evidence that the audience may see.

        A refused one only the organisation's own people and the office see: they can change their mind.
        """
        rows = self.filter(claims_condition(audience))
        if audience.is_office:
            return rows
        own = Q(organisation_id__in=sorted(audience.organisation_ids))
        return rows.filter(own | ~Q(verdict=Verdict.REFUSED))


HELD_AT = HOLDER_STRENGTH
"""From this strength a competence counts as held; below it is a trace. The engine's threshold, so that both agree."""


def claims_condition(audience: Audience) -> Q:
    """Give the condition that picks the claims computed for an audience: one level, two for a member's own organisations."""
    if audience.is_office:
        return Q(seen_by=Visibility.OFFICE)
    level = Visibility.MEMBERS if Visibility.MEMBERS in audience.levels else Visibility.PUBLIC
    if not audience.organisation_ids:
        return Q(seen_by=level)
    own = Q(organisation_id__in=sorted(audience.organisation_ids))
    return (Q(seen_by=level) & ~own) | (Q(seen_by=Visibility.BILATERAL) & own)


class Claim(models.Model):
    """That an organisation can do something, as computed from the evidence open at the level `seen_by`.

    A private piece of evidence must not show through a strength: so each level has its own row. `strength` in [0, 1];
    `verdict`, where people decided, and `strength` as the engine computed it: people never type a strength.
    """

    organisation = models.ForeignKey("registry.Organisation", on_delete=models.CASCADE, related_name="claims")
    competence = models.ForeignKey("competence.Competence", on_delete=models.CASCADE, related_name="claims")
    seen_by = models.CharField(max_length=12, choices=Visibility)
    strength = models.FloatField()
    proofs = models.PositiveIntegerField()
    independent_proofs = models.PositiveIntegerField(default=0)
    reason_it = models.CharField(max_length=400)
    reason_en = models.CharField(max_length=400)
    change_it = models.CharField(max_length=300, blank=True)
    change_en = models.CharField(max_length=300, blank=True)
    previous_strength = models.FloatField(null=True)
    changed_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)
    verdict = models.CharField(max_length=9, choices=Verdict, blank=True)
    run = models.ForeignKey(MapRun, on_delete=models.PROTECT, related_name="claims")

    objects = ClaimQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "competence", "seen_by"], name="claim_once_per_level"),
            models.CheckConstraint(condition=Q(strength__gte=0, strength__lte=1), name="strength_in_unit"),
        ]
        indexes = [models.Index(fields=["seen_by", "competence", "strength"], name="claim_holders")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.competence_id} {self.strength:.2f}"

    def is_visible_to(self, audience: Audience) -> bool:
        """Tell whether this row is the one computed for the audience; the twin of `ClaimQuerySet.visible_to`."""
        if audience.is_office:
            return self.seen_by == Visibility.OFFICE
        if self.organisation_id in audience.organisation_ids:
            return self.seen_by == Visibility.BILATERAL
        level = Visibility.MEMBERS if Visibility.MEMBERS in audience.levels else Visibility.PUBLIC
        return self.seen_by == level and self.verdict != Verdict.REFUSED


class ClaimProof(models.Model):
    """What one piece of evidence contributes to a claim: `weight` is its share of the strength."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="claim_proofs")
    evidence = models.ForeignKey("competence.Evidence", on_delete=models.CASCADE, related_name="claim_proofs")
    weight = models.FloatField()
    relevance = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["claim", "evidence"], name="proof_once")]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.evidence_id} {self.weight:.2f}"


class ClaimDecision(models.Model):
    """What a person of the organisation, or the office, says of a competence; it outlives every run of the engine.

    A correction names the competence that the evidence really speaks for.
    """

    OWNER_LOOKUP: ClassVar[str | None] = "organisation_id"

    organisation = models.ForeignKey("registry.Organisation", on_delete=models.CASCADE, related_name="claim_decisions")
    competence = models.ForeignKey("competence.Competence", on_delete=models.CASCADE, related_name="decisions")
    verdict = models.CharField(max_length=9, choices=Verdict)
    corrected_to = models.ForeignKey(
        "competence.Competence", null=True, on_delete=models.SET_NULL, related_name="corrections"
    )
    note = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_as = models.CharField(max_length=14)
    decided_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "competence"], name="decision_once"),
            models.CheckConstraint(
                condition=~Q(verdict="CORRECTED") | Q(corrected_to__isnull=False), name="correction_names_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.competence_id} {self.verdict}"
