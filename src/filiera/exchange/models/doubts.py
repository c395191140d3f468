"""What whoever refused a need says of its own profile."""

from __future__ import annotations

from django.db import models

from filiera.exchange.models.matches import Match


class ProfileDoubt(models.Model):
    """That whoever refused a need says that a competence on its organisation's page is not theirs; a person decides."""

    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="+")
    competence = models.ForeignKey("competence.Competence", on_delete=models.CASCADE, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["match", "competence"], name="profile_doubt_once")]

    def __str__(self) -> str:
        return f"{self.match_id} {self.competence_id}"
