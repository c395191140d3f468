"""Rules of privacy that need no database: terms of answers, names taken out of texts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from filiera.common.days import months_later

SOON_DAYS = 7
BREACH_HOURS = 72
"""Within how many hours the Garante is told of a breach. Source: GDPR, art. 33.1."""


def answer_due(received_on: date, *, is_extended: bool = False) -> date:
    """Give the last day for an answer: a month, or three where it was extended. Source: GDPR, art. 12.3."""
    return months_later(received_on, 3 if is_extended else 1)


def authority_due(known_at: datetime) -> datetime:
    """Give the moment by which the Garante has to know of a breach."""
    return known_at + timedelta(hours=BREACH_HOURS)


def without(text: str, *, names: Iterable[str], emails: Iterable[str], mark: str) -> str:
    """Take names and addresses out of a text, whole words whatever their case; longer ones first."""
    sought = sorted({word.strip() for word in (*names, *emails) if len(word.strip()) > 2}, key=len, reverse=True)
    if not sought:
        return text
    pattern = "|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in sought)
    return re.sub(pattern, mark, text, flags=re.IGNORECASE)


def speaks_of(text: str, *, names: Iterable[str], emails: Iterable[str]) -> bool:
    """Tell whether a text holds one of the names or addresses."""
    return without(text, names=names, emails=emails, mark="\x00") != text
