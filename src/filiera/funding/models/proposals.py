"""What a machine read in the text of a call, with the sentence it comes from, waiting for a person."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class CallProposal(models.Model):
    """A value that a text seems to say: `field` is one of a call, or `rules.<name>`; `sentence` is where it stands.

    `page` is of the PDF it was read in, from 1; null of a text that was pasted. `is_sure` is the reader's own view.
    """

    class State(models.TextChoices):
        """What a person said of it."""

        OPEN = "OPEN", _("waits")
        TAKEN = "TAKEN", _("taken")
        REFUSED = "REFUSED", _("refused")

    call = models.ForeignKey("funding.Call", on_delete=models.CASCADE, related_name="proposals")
    field = models.CharField(max_length=60)
    value = models.JSONField()
    sentence = models.TextField()
    article = models.CharField(max_length=160, blank=True)
    page = models.PositiveSmallIntegerField(null=True)
    is_sure = models.BooleanField(default=True)
    note = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=7, choices=State, default=State.OPEN)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="OPEN", decided_at__isnull=True) | ~Q(state="OPEN") & Q(decided_at__isnull=False),
                name="call_proposal_decided_whole",
            ),
        ]
        indexes = [models.Index(fields=["call", "state"], name="call_proposals")]

    def __str__(self) -> str:
        return f"{self.call_id} {self.field}"
