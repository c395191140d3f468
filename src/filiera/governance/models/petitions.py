"""Requests of members for an assembly."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from filiera.governance.enums import PetitionState


class Petition(models.Model):
    """A request for an assembly, with reasons; the statute's share of the members makes it a duty. Source: art. 20 c. 2 c.c.

    `closed_why` is what the office says to those who signed, of a request that it closed. `on_paper_on` is
    the day of the sheet, of one that the office opened for members who brought it signed.
    """

    title = models.CharField(max_length=160)
    reasons = models.TextField()
    state = models.CharField(max_length=6, choices=PetitionState, default=PetitionState.OPEN)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("governance.Member", on_delete=models.PROTECT, related_name="petitions")
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_why = models.CharField(max_length=300, blank=True)
    on_paper_on = models.DateField(null=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reasons=""), name="petition_gives_reasons")]

    def __str__(self) -> str:
        return self.title

    @property
    def asked_on(self) -> date:
        """Give the day since which it may bear signatures: that of its sheet, else the one on which it was opened."""
        return self.on_paper_on or timezone.localdate(self.opened_at)


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
