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


def linked(first: Change, then: Change) -> Change:
    """Give two changes, one after the other, as one: from what was before the first where the second began at its end."""
    joined = {
        name: [first[name][0], now] for name, (was, now) in then.items() if name in first and first[name][1] == was
    }
    return first | then | joined


def set_columns(row: models.Model, values: Snapshot) -> dict[str, Any]:
    """Set columns from their text, in memory alone; give what was set, by attribute."""
    columns = {field.name: field for field in row._meta.concrete_fields}
    out = {
        columns[name].attname: None if text is None else columns[name].to_python(text) for name, text in values.items()
    }
    for attribute, value in out.items():
        setattr(row, attribute, value)
    return out


def set_back(row: models.Model, change: Change) -> tuple[dict[str, Any], list[str]]:
    """Set columns, in memory alone, to what they were, where they still are what they became.

    Gives what was set, by attribute, and the names of the columns that somebody has changed since, which stay.
    """
    now = snapshot(row)
    back = {name: before for name, (before, after) in change.items() if now[name] == after}
    return set_columns(row, back), [name for name in change if name not in back and name != "updated_at"]


def restore(row: models.Model, change: Change) -> list[str]:
    """Put columns back to what they were, where they still are what they became; give the names of those that are not.

    Writes the row past `auto_now`, so that it ends as it was.
    """
    values, stayed = set_back(row, change)
    if values:
        type(row)._base_manager.filter(pk=row.pk).update(**values)
    return stayed
