"""Resolutions, what they are worth today, and what has to follow from them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from filiera.governance.enums import ResolutionState


class Resolution(models.Model):
    """What a body decided, for or against: numbered without gaps within body and year."""

    body = models.ForeignKey("governance.Body", on_delete=models.PROTECT, related_name="resolutions")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    item = models.OneToOneField("governance.AgendaItem", on_delete=models.PROTECT, related_name="resolution")
    title = models.CharField(max_length=200)
    text = models.TextField()
    adopted_on = models.DateField()
    state = models.CharField(max_length=12, choices=ResolutionState, default=ResolutionState.IN_FORCE)
    state_why = models.CharField(max_length=400, blank=True)
    superseded_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="supersedes")
    is_example = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "year", "number"], name="resolution_numbered_once"),
            models.CheckConstraint(
                condition=Q(state__in=sorted(ResolutionState.values)), name="resolution_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=ResolutionState.SUPERSEDED) | Q(superseded_by__isnull=False),
                name="resolution_superseded_by_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.year}"


class FollowUp(models.Model):
    """What a resolution asks somebody to do, by when; `reminders` are the days on which a reminder left."""

    resolution = models.ForeignKey(Resolution, on_delete=models.CASCADE, related_name="follow_ups")
    what = models.CharField(max_length=300)
    owner_email = models.EmailField(blank=True)
    owner_name = models.CharField(max_length=120)
    due_on = models.DateField()
    done_on = models.DateField(null=True)
    note = models.CharField(max_length=400, blank=True)
    reminders = models.JSONField(default=list)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(owner_name=""), name="follow_up_has_an_owner")]

    def __str__(self) -> str:
        return self.what
