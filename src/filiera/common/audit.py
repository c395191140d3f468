"""The one door to the audit trail: every operation that changes something records it here.

The chain holds digests. What is personal, who acted and what was before and after, stands beside it in `AuditDetail` and
can be erased by `erase_details` without breaking the chain; the database lets nothing else be changed.
"""

from __future__ import annotations

import json
import secrets
import warnings
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.db import connection, models, transaction

from filiera.common.acting import acting_of
from filiera.common.audit_things import unsaid
from filiera.common.digests import GENESIS, sha256_of
from filiera.common.models import AuditDetail, AuditEvent

if TYPE_CHECKING:
    from collections.abc import Mapping

CHAIN_LOCK = 0x66696C61
"""Key of the lock of the chain on PostgreSQL; any number that nothing else of ours uses."""

Values = dict[str, Any]


def _digest(*parts: str) -> str:
    return sha256_of("\x1f".join(parts))


def _written(values: Any) -> str:
    return json.dumps(values, sort_keys=True, ensure_ascii=False, default=str)


def _detail_digest(detail: AuditDetail) -> str:
    """Digest a detail; what came into details later counts only where it is there, so that older events still verify."""
    later = {"who": detail.who, "why": detail.why, "before": detail.before, "after": detail.after}
    later = {name: value for name, value in later.items() if value}
    return _digest(detail.salt, _written(detail.values), *([_written(later)] if later else []))


def _link(event: AuditEvent, previous: str) -> str:
    at = event.at.astimezone(UTC).isoformat()
    later = [f"as:{event.as_whom}"] if event.as_whom else []
    later += ["on-behalf"] if event.on_behalf else []
    later += [f"about:{event.about}"] if event.about else []
    return _digest(previous, at, event.verb, event.object_type, event.object_id, event.digest, *later)


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
    *,
    actor: Any,
    verb: str,
    thing: models.Model | type[models.Model],
    values: Values | None = None,
    why: str = "",
    before: Values | None = None,
    after: Values | None = None,
    about: str = "",
    on_behalf_of: str = "",
) -> AuditEvent:
    """Append one event to the chain. `actor` is a user or None for the machine; `values` are the facts of the act.

    `thing` is what the act was on, or a model where it was on many of a kind. `before` and `after` are the fields that
    changed. As whom the actor acts, and on whose behalf, is the actor's own (`acting`). `about` is the public id of the
    organisation whose matter it is; a thing that has `audit_about` says so itself. `on_behalf_of` is the public id of
    the organisation for which the office writes down a paper, whatever hat it wears. The chain is held until the
    transaction ends: whoever locks rows of their own locks them before.
    """
    acting = acting_of(actor)
    who = str(actor.pk) if getattr(actor, "pk", None) else ""
    detail = AuditDetail(
        salt=secrets.token_hex(16),
        values=_plain(values),
        who=who,
        why=(why or (acting.reason if acting else ""))[:400],
        before=_plain(before),
        after=_plain(after),
    )
    _warn_of_unsaid(thing._meta.label, {*detail.before, *detail.after})
    _hold_chain()
    last = AuditEvent.objects.order_by("-pk").first()
    event = AuditEvent(
        at=datetime.now(UTC),
        actor=actor if who else None,
        verb=verb,
        object_type=thing._meta.label,
        object_id="" if isinstance(thing, type) else str(thing.pk),
        as_whom=on_behalf_of or (acting.code if acting else ""),
        on_behalf=bool(on_behalf_of) or (acting.on_behalf if acting else False),
        about=about or ("" if isinstance(thing, type) else getattr(thing, "audit_about", "")),
        digest=_detail_digest(detail),
    )
    event.chain = _link(event, last.chain if last else GENESIS)
    event.save()
    detail.event = event
    detail.save()
    return event


def _warn_of_unsaid(label: str, fields: set[str]) -> None:
    """Warn of a kind of thing or a field that readers of the trail would see as a bare name; the tests fail on it."""
    missing = unsaid(label, fields)
    if missing:
        warnings.warn(f"No words in filiera.common.audit_things for: {', '.join(missing)}", stacklevel=4)


def _plain(values: Values | None) -> Values:
    """Give values as JSON will give them back, so that the digest is of what is stored."""
    plain: Values = json.loads(json.dumps(values or {}, default=str))
    return plain


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Values, Values]:
    """Give what differs between two states of a thing, before and after, by field."""
    names = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in names}, {name: after[name] for name in names}


@transaction.atomic
def erase_details(*, events: models.QuerySet[AuditEvent], actor: Any, why: str) -> int:
    """Erase what is personal of events, for good, and write down that it was done; give how many. The chain still stands."""
    pks = list(events.filter(detail__isnull=False).values_list("pk", flat=True))
    number = AuditDetail.objects.filter(event__in=pks).delete()[0]
    if number:
        record(actor=actor, verb="erase-details", thing=AuditDetail, values={"events": pks}, why=why)
    return number


def broken_link() -> AuditEvent | None:
    """Find the first event whose chain or detail does not verify; None when the whole trail stands."""
    previous = GENESIS
    for event in AuditEvent.objects.select_related("detail").order_by("pk").iterator():
        if event.chain != _link(event, previous) or not _detail_stands(event, getattr(event, "detail", None)):
            return event
        previous = event.chain
    return None


def _detail_stands(event: AuditEvent, detail: AuditDetail | None) -> bool:
    """Tell whether a detail is as it was written, and names the actor of its event; one that was erased tells nothing."""
    if detail is None:
        return True
    is_same_actor = not detail.who or event.actor_id is None or detail.who == str(event.actor_id)
    return is_same_actor and event.digest == _detail_digest(detail)
