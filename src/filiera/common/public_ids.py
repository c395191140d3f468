"""Public ids of rows: words that an address can bear, each once in its table."""

from __future__ import annotations

from itertools import chain, count
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db import models


def free_code(rows: models.QuerySet[Any], base: str, *, taken: Collection[str] = ()) -> str:
    """Give a `code` that no row bears: the words themselves, else the least number behind them; `taken` are no ids either."""
    held = {*taken, *rows.filter(code__startswith=base).values_list("code", flat=True)}
    return next(code for code in chain([base], (f"{base}-{n}" for n in count(2))) if code not in held)
