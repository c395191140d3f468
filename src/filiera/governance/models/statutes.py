"""The statutes of the association, one after the other; what was judged by one stays judged by it."""

from __future__ import annotations

from django.db import models


class StatuteVersion(models.Model):
    """A statute as data, in force from a day until the next one; `digest` is of `rules` in canonical JSON."""

    code = models.SlugField(max_length=80)
    name = models.CharField(max_length=160)
    in_force_from = models.DateField()
    rules = models.JSONField()
    digest = models.CharField(max_length=64)
    is_example = models.BooleanField(default=False)
    resolution = models.ForeignKey(
        "governance.Resolution", null=True, on_delete=models.PROTECT, related_name="statutes"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["in_force_from"], name="statute_one_a_day")]

    def __str__(self) -> str:
        return self.name
