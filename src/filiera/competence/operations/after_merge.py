"""Keep claims and index true after two organisations were joined or parted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from filiera.competence.adapters import rebuild_index
from filiera.competence.operations.map import update_claims_of

if TYPE_CHECKING:
    from filiera.registry.models import Organisation


def follow_merge(organisations: Sequence[Organisation]) -> None:
    """Compute the claims of the organisations again, and publish a new index once the change is kept."""
    update_claims_of(organisations=organisations, today=timezone.localdate())
    transaction.on_commit(_publish, robust=True)


def _publish() -> None:
    rebuild_index()
