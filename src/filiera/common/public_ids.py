"""Public ids of rows: words, or drawn signs, that an address can bear; each once in its table."""

from __future__ import annotations

import secrets
from itertools import chain, count
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db import models


ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Signs of ids that are drawn: none that is taken for another."""


def drawn_code(rows: models.QuerySet[Any], length: int = 8) -> str:
    """Draw a `code` that no row bears: it tells neither when the row was made nor how many there are."""
    drawn = ("".join(secrets.choice(ALPHABET) for _sign in range(length)) for _try in count())
    return next(code for code in drawn if not rows.filter(code=code).exists())


def free_code(rows: models.QuerySet[Any], base: str, *, taken: Collection[str] = ()) -> str:
    """Give a `code` that no row bears: the words themselves, else the least number behind them; `taken` are no ids either."""
    held = {*taken, *rows.filter(code__startswith=base).values_list("code", flat=True)}
    return next(code for code in chain([base], (f"{base}-{n}" for n in count(2))) if code not in held)
