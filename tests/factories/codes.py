"""Codes of an app for one-time codes, computed as the person's telephone would."""

from __future__ import annotations

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value


def code_of(secret: str, *, later: int = 0) -> str:
    """Give the code that an app shows now, or `later` steps of half a minute from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))
