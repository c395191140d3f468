"""Whoever holds the database itself can alter the trail in spite of its triggers; the chain must show it."""

from __future__ import annotations

from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterator

_RULE = import_module("filiera.common.migrations.0002_audit_is_append_only")


@contextmanager
def untied() -> Iterator[None]:
    """Take the triggers of the trail away for a moment."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            yield
            cursor.execute("SET LOCAL session_replication_role = origin")
        return
    with connection.cursor() as cursor:
        for _table, name in _RULE.TRIGGERS:
            cursor.execute(f"DROP TRIGGER {name}")
    yield
    with connection.cursor() as cursor:
        for statement in _RULE.SQLITE:
            cursor.execute(statement)


def told_state() -> dict[str, list[dict[str, object]]]:
    """Give every row of every table of ours, to tell whether anything changed."""
    from django.apps import apps

    tables = [
        model for model in apps.get_models() if model.__module__.startswith(("filiera.", "django.contrib.sessions"))
    ]
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in tables}
