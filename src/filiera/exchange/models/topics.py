"""What a text of the desk asks for or brings: a competence, with the passage that says so, read or said by a person."""

from __future__ import annotations

from django.db import models

from filiera.exchange.enums import TopicOrigin


class Topic(models.Model):
    """A competence of a need or of an offer, with the passage that says so; `weight` in (0, 1].

    One that a person took away stays as refused, so that reading the text again does not bring it back.
    """

    competence = models.ForeignKey("competence.Competence", on_delete=models.CASCADE, related_name="+")
    weight = models.FloatField(default=1.0)
    passage = models.CharField(max_length=380, blank=True)
    origin = models.CharField(max_length=6, choices=TopicOrigin, default=TopicOrigin.READ)
    is_refused = models.BooleanField(default=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.competence_id}"
