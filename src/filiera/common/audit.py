"""The one door to the audit trail: every operation that changes something records it here."""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import UTC, datetime
from typing import Any

from django.db import connection, models, transaction

from filiera.common.models import AuditDetail, AuditEvent

GENESIS = "0" * 64

CHAIN_LOCK = 0x66696C61
"""Key of the lock of the chain on PostgreSQL; any number that nothing else of ours uses."""


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _detail_digest(salt: str, values: dict[str, Any]) -> str:
    return _digest(salt, json.dumps(values, sort_keys=True, ensure_ascii=False, default=str))


def _link(event: AuditEvent, previous: str) -> str:
    at = event.at.astimezone(UTC).isoformat()
    return _digest(previous, at, event.verb, event.object_type, event.object_id, event.digest)


def _hold_chain() -> None:
    """Wait for whoever is appending, until their transaction ends, so that two events never follow the same one.

    A lock on the last row would not do on PostgreSQL: the one who waited would still take the row it had found, by then
    no longer the last. SQLite lets one transaction write at a time, so there is nothing to hold.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])


@transaction.atomic
def record(
    *, actor: Any, verb: str, thing: models.Model | type[models.Model], values: dict[str, Any] | None = None
) -> AuditEvent:
    """Append one event to the chain. `actor` is a user or None for the machine; `values` are the facts of the act.

    `thing` is what the act was on, or a model where it was on many of a kind. The chain is held until the transaction
    ends: whoever locks rows of their own locks them before.
    """
    values = json.loads(json.dumps(values or {}, default=str))
    salt = secrets.token_hex(16)
    _hold_chain()
    last = AuditEvent.objects.order_by("-pk").first()
    event = AuditEvent(
        at=datetime.now(UTC),
        actor=actor if getattr(actor, "pk", None) else None,
        verb=verb,
        object_type=thing._meta.label,
        object_id="" if isinstance(thing, type) else str(thing.pk),
        digest=_detail_digest(salt, values),
    )
    event.chain = _link(event, last.chain if last else GENESIS)
    event.save()
    AuditDetail.objects.create(event=event, salt=salt, values=values)
    return event


def broken_link() -> AuditEvent | None:
    """Find the first event whose chain or detail does not verify; None when the whole trail stands."""
    previous = GENESIS
    for event in AuditEvent.objects.select_related("detail").order_by("pk").iterator():
        detail = getattr(event, "detail", None)
        if event.chain != _link(event, previous):
            return event
        if detail is not None and event.digest != _detail_digest(detail.salt, detail.values):
            return event
        previous = event.chain
    return None
