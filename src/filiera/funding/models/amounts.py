"""What the database holds true of every amount."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


def never_below_zero(*fields: str, name: str) -> models.CheckConstraint:
    """Give the rule by which no number that is known is below zero; one that is not known (null) passes, as SQL has it."""
    return models.CheckConstraint(condition=Q(**{f"{field}__gte": 0 for field in fields}), name=name)
