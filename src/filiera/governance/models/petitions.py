"""Requests of members for an assembly."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from filiera.governance.enums import PetitionState


class Petition(models.Model):
    """A request for an assembly, with reasons; a tenth of the members makes it a duty. Source: art. 20 c. 2 c.c.

    `closed_why` is what the office says to those who signed, of a request that it closed.
    """

    title = models.CharField(max_length=160)
    reasons = models.TextField()
    state = models.CharField(max_length=6, choices=PetitionState, default=PetitionState.OPEN)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("governance.Member", on_delete=models.PROTECT, related_name="petitions")
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_why = models.CharField(max_length=300, blank=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reasons=""), name="petition_gives_reasons")]

    def __str__(self) -> str:
        return self.title


class PetitionSignature(models.Model):
    """One member's signature under a request. One that the office has on paper bears its own day, `on_paper_on`."""

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="signatures")
    member = models.ForeignKey("governance.Member", on_delete=models.PROTECT, related_name="signatures")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    signed_at = models.DateTimeField()
    on_paper_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["petition", "member"], name="petition_signed_once")]

    def __str__(self) -> str:
        return f"{self.member_id} under {self.petition_id}"
