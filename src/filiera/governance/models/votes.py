"""Votes. Of an open one, who voted what; of a secret one, that it was cast, and apart from it what is in the urn."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from filiera.governance.enums import Choice


class Candidate(models.Model):
    """Somebody who stands in an election."""

    item = models.ForeignKey("governance.AgendaItem", on_delete=models.CASCADE, related_name="candidates")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=160)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "name"], name="candidate_named_once"),
            models.CheckConstraint(condition=~Q(name=""), name="candidate_named"),
        ]

    def __str__(self) -> str:
        return self.name


class OpenVote(models.Model):
    """The vote of one seat on one item, and who cast it; `names` are those of an open election.

    `is_by_hand` tells that it was shown in the room, and that `cast_by` led the meeting and wrote it down.
    """

    item = models.ForeignKey("governance.AgendaItem", on_delete=models.CASCADE, related_name="votes")
    seat = models.ForeignKey("governance.RollSeat", on_delete=models.PROTECT, related_name="votes")
    choice = models.CharField(max_length=7, choices=Choice, blank=True)
    names = models.JSONField(default=list)
    cast_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    cast_at = models.DateTimeField()
    is_by_hand = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "seat"], name="vote_once")]

    def __str__(self) -> str:
        return f"{self.seat_id} on {self.item_id}"


class BallotMark(models.Model):
    """That a seat has cast its secret ballot: nothing else is written, the time neither."""

    item = models.ForeignKey("governance.AgendaItem", on_delete=models.CASCADE, related_name="marks")
    seat = models.ForeignKey("governance.RollSeat", on_delete=models.PROTECT, related_name="marks")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "seat"], name="ballot_once")]

    def __str__(self) -> str:
        return f"{self.seat_id} on {self.item_id}"


class Urn(models.Model):
    """The ballots of a secret vote, all in one row and in the order of their codes, which say nothing of who or when.

    A list of `{"code", "choice"}` or `{"code", "names"}`: each ballot that comes in rewrites the whole row, so that neither
    the order of rows nor the number of the transaction ties one to a voter. `digest` seals it when the vote closes.
    """

    item = models.OneToOneField("governance.AgendaItem", on_delete=models.CASCADE, related_name="urn")
    ballots = models.JSONField(default=list)
    closed_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"urn of {self.item_id}"
