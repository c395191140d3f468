"""Names and addresses are taken out of rows that stay, column by column."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from filiera.privacy.hooks import Gone

Clean = Callable[[str], str]
"""What is done to a text: one of the ways of `Gone`."""


def redact(rows: models.QuerySet[Any], fields: tuple[str, ...], gone: Gone, clean: Clean | None = None) -> int:
    """Clean columns of text where a name or an address stands; give how many rows changed."""
    condition = Q()
    for word in (*gone.names, *gone.emails):
        for name in fields:
            condition |= Q(**{f"{name}__icontains": word})
    return _written(rows.filter(condition), fields, clean or gone.from_text)


def redact_json(rows: models.QuerySet[Any], fields: tuple[str, ...], gone: Gone, clean: Clean | None = None) -> int:
    """Clean columns of JSON; every row is read, as the database may keep accents as codes."""
    return _written(rows, fields, clean or gone.from_text)


def _written(rows: models.QuerySet[Any], fields: tuple[str, ...], clean: Clean) -> int:
    changed = 0
    for row in rows.only("pk", *fields).order_by("pk").iterator(chunk_size=500):
        new = {name: cleaned(getattr(row, name), clean) for name in fields}
        if any(new[name] != getattr(row, name) for name in fields):
            rows.model._default_manager.filter(pk=row.pk).update(**new)
            changed += 1
    return changed


def cleaned(value: Any, clean: Clean) -> Any:
    """Clean the texts of a value of JSON, however deep they stand."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [cleaned(one, clean) for one in value]
    if isinstance(value, dict):
        return {clean(name): cleaned(one, clean) for name, one in value.items()}
    return value
