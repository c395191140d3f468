"""Organisations that stand: merged into none."""

from __future__ import annotations

from filiera.registry.models import Organisation


def standing_organisation(code: str) -> Organisation | None:
    """Find an organisation that stands, by its public id."""
    return Organisation.objects.filter(code=code, merged_into=None).first()
