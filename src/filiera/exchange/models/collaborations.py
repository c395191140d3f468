"""What comes of an introduction: a collaboration with its result, and how content both sides are."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from filiera.exchange.enums import CollaborationState, Side


class Collaboration(models.Model):
    """What two organisations that were introduced do together; `value_eur` where they tell it.

    Completed, it becomes a piece of evidence of both once each has agreed: `requester_agrees` and `solver_agrees` are None
    until they have said. `public_title` is what that evidence is called, for everybody.
    """

    match = models.OneToOneField("exchange.Match", on_delete=models.CASCADE, related_name="collaboration")
    state = models.CharField(max_length=9, choices=CollaborationState, default=CollaborationState.SCOPING)
    began_at = models.DateTimeField()
    state_at = models.DateTimeField()
    nda_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(null=True)
    running_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    stopped_why = models.CharField(max_length=400, blank=True)
    result = models.TextField(blank=True)
    value_eur = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    public_title = models.CharField(max_length=200, blank=True)
    requester_agrees = models.BooleanField(null=True)
    solver_agrees = models.BooleanField(null=True)
    evidence = models.ForeignKey("competence.Evidence", null=True, on_delete=models.SET_NULL, related_name="+")
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=CollaborationState.STOPPED) | ~Q(stopped_why=""),
                name="collaboration_stopped_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state=CollaborationState.COMPLETED) | ~Q(result="") & Q(completed_at__isnull=False),
                name="collaboration_completed_says_what",
            ),
            models.CheckConstraint(
                condition=Q(value_eur__isnull=True) | Q(value_eur__gte=0), name="collaboration_value_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.match_id} {self.state}"


class Satisfaction(models.Model):
    """How content one side is, asked so many days after the introduction: a mark from 1 to 5, and words."""

    match = models.ForeignKey("exchange.Match", on_delete=models.CASCADE, related_name="satisfactions")
    side = models.CharField(max_length=9, choices=Side)
    after_days = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    said_at = models.DateTimeField(null=True)
    mark = models.PositiveSmallIntegerField(null=True)
    note = models.CharField(max_length=600, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["match", "side", "after_days"], name="satisfaction_asked_once"),
            models.CheckConstraint(condition=Q(mark__isnull=True) | Q(mark__gte=1, mark__lte=5), name="mark_in_scale"),
        ]

    def __str__(self) -> str:
        return f"{self.match_id} {self.side} {self.after_days}"
