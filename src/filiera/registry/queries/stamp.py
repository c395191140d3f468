"""A mark of the register's state, by which a dry run knows whether it is still true."""

from __future__ import annotations

import hashlib

from django.db.models import Count, Max

from filiera.registry.models import Alias, Identifier, Organisation


def register_stamp() -> str:
    """Give a digest that changes when organisations, names or identifiers do. Three queries."""
    parts = (
        Organisation.objects.aggregate(Count("pk"), Max("updated_at")),
        Alias.objects.aggregate(Count("pk"), Max("pk")),
        Identifier.objects.aggregate(Count("pk"), Max("pk")),
    )
    return hashlib.sha256(repr([sorted(part.items()) for part in parts]).encode()).hexdigest()
