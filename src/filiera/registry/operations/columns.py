"""Columns of a row as they were and as they became, so that an act can be taken back without undoing a later one."""

from __future__ import annotations

from typing import Any

from django.db import models

Snapshot = dict[str, Any]
Change = dict[str, list[Any]]
"""By column: the value before and the value after, as text."""

KEPT = frozenset({"id", "merged_into"})
"""Columns that no fact feeds."""


def snapshot(row: models.Model, *, kept: frozenset[str] = KEPT) -> Snapshot:
    """Give every column of a row but those `kept`, as text to the last digit, None where it is null."""
    return {
        field.name: None if field.value_from_object(row) is None else field.value_to_string(row)
        for field in row._meta.concrete_fields
        if field.name not in kept
    }


def changed(before: Snapshot, after: Snapshot) -> Change:
    """Give the columns that differ between two snapshots."""
    return {name: [before[name], after[name]] for name in before if before[name] != after[name]}


def restore(row: models.Model, change: Change) -> list[str]:
    """Put columns back to what they were, where they still are what they became; give the names of those that are not.

    Writes the row past `auto_now`, so that it ends as it was.
    """
    now = snapshot(row)
    columns = {field.name: field for field in row._meta.concrete_fields}
    values: dict[str, Any] = {}
    stayed = []
    for name, (before, after) in change.items():
        if now[name] == after:
            values[columns[name].attname] = None if before is None else columns[name].to_python(before)
        elif name != "updated_at":
            stayed.append(name)
    if values:
        type(row)._base_manager.filter(pk=row.pk).update(**values)
    return stayed
