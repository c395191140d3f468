"""Where a name or an address stands in the database: asked before an erasure, and after it as its proof."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from filiera.privacy import hooks
from filiera.privacy.logic import speaks_of
from filiera.privacy.processing import processing_register


@dataclass(frozen=True, slots=True)
class Trace:
    """That rows of a table hold the name or an address: how many, and the lawful reason where there is one.

    `words` name the activity of the register of processing that the table serves.
    """

    table: str
    words: str
    rows: int
    reason: str


def text_fields(model: type[models.Model]) -> tuple[list[str], list[str]]:
    """Give the names of the columns in which people write, and of those that hold JSON."""
    plain = [
        field.attname
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and not field.choices and not field.primary_key
    ]
    return plain, [field.attname for field in model._meta.concrete_fields if isinstance(field, models.JSONField)]


def traces_of(*, names: Sequence[str], emails: Sequence[str]) -> list[Trace]:
    """Look for names and addresses in every table that we or our libraries keep, by its label.

    JSON is read here and not by the database, which may keep accents as codes. Slow on purpose: it leaves nothing out.
    """
    register = processing_register()
    activities = register.activities if register else []
    words = {table: str(activity.name) for activity in activities for table in activity.tables}
    found = []
    for model in apps.get_models(include_auto_created=True):
        rows = sum(1 for _row in _rows_with(model, names, emails))
        if rows:
            reason = str(hooks.kept_traces.get(model._meta.label, ""))
            found.append(Trace(model._meta.label, words.get(model._meta.label, ""), rows, reason))
    return sorted(found, key=lambda trace: trace.table)


def _rows_with(model: type[models.Model], names: Sequence[str], emails: Sequence[str]) -> Iterator[Any]:
    plain, written = text_fields(model)
    sought = [word for word in (*names, *emails) if len(word.strip()) > 2]
    if not (plain or written) or not sought:
        return
    rows = model._default_manager.order_by().values_list(*plain, *written)
    if not written:
        condition = Q()
        for word in sought:
            for name in plain:
                condition |= Q(**{f"{name}__icontains": word})
        rows = rows.filter(condition)
    for row in rows.iterator(chunk_size=1000):
        said = "\n".join(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False) for value in row)
        if speaks_of(said, names=names, emails=emails):
            yield row
