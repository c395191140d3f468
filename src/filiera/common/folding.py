"""Text folded for look-up: what people type and what a source writes meet in one form."""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"[^0-9a-z]+")


def fold(text: str) -> str:
    """Give the text without case, accents and punctuation, words apart by one space."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return _SPACES.sub(" ", "".join(c for c in plain if not unicodedata.combining(c))).strip()


def slug(text: str, limit: int = 80) -> str:
    """Give a public id of lower-case letters, digits and hyphens, at most `limit` characters."""
    return fold(text).replace(" ", "-")[:limit].strip("-") or "x"
