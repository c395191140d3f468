"""Bearer tokens for reading as a person: signed, dated, void as soon as the password changes; nothing is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core import signing
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from filiera.accounts.models import User
from filiera.common.acting import Standing, standing_with

if TYPE_CHECKING:
    from datetime import timedelta

SALT = "filiera.api.token"
SEAL_LENGTH = 24


def _seal(user: User) -> str:
    """Give what ties a token to the password of the day (Django's own session hash, cut)."""
    return user.get_session_auth_hash()[:SEAL_LENGTH]


def issue_token(user: User, *, code: str | None = None) -> str:
    """Make a token that reads the API as the person does, acting for the organisation of a code, or for none if empty.

    Unless one is named, it is the only organisation that the person stands for.
    """
    if code is None:
        hats = user.hats(timezone.localdate())
        code = hats[0].code if len(hats) == 1 and not user.is_staff else ""
    return signing.dumps({"user": user.pk, "seal": _seal(user), "as": code}, salt=SALT)


def person_of(token: str, *, max_age: timedelta) -> User | None:
    """Give the person of a token, acting as whom it was made for; None where it is false, old, or of a closed account.

    A token from before tokens named an organisation acts for the only one that its person stands for, or for none. One
    whose delegation is over acts for none.
    """
    try:
        values = signing.loads(token, salt=SALT, max_age=max_age)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=values["user"], is_active=True).first()
    if user is None or not constant_time_compare(values["seal"], _seal(user)):
        return None
    hats = user.hats(timezone.localdate())
    code = values.get("as", hats[0].code if len(hats) == 1 and not user.is_staff else "")
    user.stand(standing_with(hats, code) if code else Standing(hats, is_office=user.is_staff))
    return user
