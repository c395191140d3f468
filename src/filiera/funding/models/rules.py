"""The rules of a call, each with its clause, and the competences that a call asks for, as read and as corrected."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class CallRule(models.Model):
    """One rule of a call: a name of the vocabulary, its value as a call file writes it, and the clause that asks for it.

    What the office writes stays when the source is read again; `source_value` is then what the source says instead, where
    it differs. `is_sure` is false where nobody has looked at what a reader found. `dropped` marks a rule that the office
    said the call does not have: it is kept, so that the next reading does not bring it back.
    """

    class Origin(models.TextChoices):
        """Who says that the rule is there."""

        SOURCE = "SOURCE", _("the source")
        STANDARD = "STANDARD", _("the standing conditions of its kind")
        READ = "READ", _("read in the text")
        OFFICE = "OFFICE", _("the office")

    call = models.ForeignKey("funding.Call", on_delete=models.CASCADE, related_name="rules")
    name = models.CharField(max_length=40)
    value = models.JSONField()
    clause = models.TextField(blank=True)
    article = models.CharField(max_length=160, blank=True)
    origin = models.CharField(max_length=8, choices=Origin)
    is_sure = models.BooleanField(default=True)
    is_dropped = models.BooleanField(default=False)
    source_value = models.JSONField(null=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "name"], name="rule_once_a_call")]

    def __str__(self) -> str:
        return f"{self.call_id} {self.name}"


class CallTopic(models.Model):
    """A competence that a call asks for: `weight` in (0, 1], the passage that asks for it; `is_refused` where it does not.

    What a person added or refused stays when the call is read again.
    """

    class Origin(models.TextChoices):
        """Who says that it is asked for."""

        READ = "READ", _("read in the text")
        OFFICE = "OFFICE", _("the office")

    call = models.ForeignKey("funding.Call", on_delete=models.CASCADE, related_name="topics")
    competence = models.ForeignKey("competence.Competence", on_delete=models.CASCADE, related_name="call_topics")
    weight = models.FloatField()
    passage = models.CharField(max_length=400, blank=True)
    origin = models.CharField(max_length=6, choices=Origin, default=Origin.READ)
    is_refused = models.BooleanField(default=False)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "competence"], name="topic_once_a_call"),
            models.CheckConstraint(condition=Q(weight__gt=0, weight__lte=1), name="topic_weight_in_unit"),
        ]
        indexes = [models.Index(fields=["competence", "weight"], name="topic_of_competence")]

    def __str__(self) -> str:
        return f"{self.call_id} {self.competence_id}"
