"""Bearer tokens for reading as a person: signed, dated, void as soon as the password changes; nothing is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core import signing
from django.utils.crypto import constant_time_compare

from filiera.accounts.models import User

if TYPE_CHECKING:
    from datetime import timedelta

SALT = "filiera.api.token"
SEAL_LENGTH = 24


def _seal(user: User) -> str:
    """Give what ties a token to the password of the day (Django's own session hash, cut)."""
    return user.get_session_auth_hash()[:SEAL_LENGTH]


def issue_token(user: User) -> str:
    """Make a token that reads the API as the person does."""
    return signing.dumps({"user": user.pk, "seal": _seal(user)}, salt=SALT)


def person_of(token: str, *, max_age: timedelta) -> User | None:
    """Give the person of a token, or None where it is false, old, or of a closed account."""
    try:
        values = signing.loads(token, salt=SALT, max_age=max_age)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=values["user"], is_active=True).first()
    return user if user is not None and constant_time_compare(values["seal"], _seal(user)) else None
