"""Where a person is signed in: one line a session, ended one by one or all at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from filiera.accounts.devices import device_words
from filiera.common import audit

if TYPE_CHECKING:
    from datetime import datetime

    from filiera.accounts.models import User

SEEN_KEY = "seen_at"
"""Where a session keeps the moment of its last noting, in seconds."""

DEVICE_LENGTH = 200


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One session of a person; `device` says browser and system, `address` is the network address it was last seen at."""

    id: int
    device: str
    address: str
    began_at: datetime
    seen_at: datetime
    is_this: bool


def sessions_of(user: User, *, key: str, now: datetime) -> tuple[SessionLine, ...]:
    """List the sessions of a person that are still open, this one (of `key`) first, then by last seen. Two queries."""
    rows = list(UserSession.objects.filter(user=user))
    keys = [row.session_key for row in rows]
    still_open = set(
        Session.objects.filter(session_key__in=keys, expire_date__gt=now).values_list("session_key", flat=True)
    )
    lines = [
        SessionLine(
            id=row.pk,
            device=device_words(row.user_agent),
            address=row.ip,
            began_at=row.created_at,
            seen_at=row.last_seen_at,
            is_this=row.session_key == key,
        )
        for row in rows
        if row.session_key in still_open
    ]
    return tuple(sorted(lines, key=lambda line: (not line.is_this, -line.seen_at.timestamp(), line.id)))


def note_seen(*, key: str, now: datetime, address: str, device: str) -> None:
    """Write down when, from where and with what a session was last seen."""
    rows = UserSession.objects.filter(session_key=key)
    rows.update(last_seen_at=now, ip=address, user_agent=device[:DEVICE_LENGTH])


@transaction.atomic
def end_session(*, user: User, id: int, actor: Any = None) -> int:
    """End one session of a person; give 0 where it is not the person's, or gone already."""
    return _end(user, UserSession.objects.filter(user=user, pk=id), actor)


@transaction.atomic
def end_other_sessions(*, user: User, key: str = "", actor: Any = None) -> int:
    """End every session of a person but the one of `key`; give how many ended."""
    return _end(user, UserSession.objects.filter(user=user).exclude(session_key=key), actor)


def _end(user: User, rows: Any, actor: Any) -> int:
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()
    if keys:
        audit.record(actor=actor, verb="end-sessions", thing=user, values={"sessions": len(keys)})
    return len(keys)
