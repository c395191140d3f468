"""Permissions are not promises: each that is declared is asked for by a view or in code, and none is asked for that is not."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import rules.permissions
from django.urls import URLResolver, get_resolver

from filiera.common.views import SIGNED_IN

SOURCE = Path(__file__).resolve().parents[2] / "src" / "filiera"
IN_TEMPLATE = re.compile(r"has_perm\s+['\"](\w+\.\w+)['\"]")


def of_views(resolver: URLResolver | None = None) -> Iterator[str]:
    """Give the permission that each view of the URL map declares."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from of_views(entry)
        else:
            view = getattr(entry.callback, "view_class", entry.callback)
            yield getattr(view, "access", "")


def in_code() -> Iterator[str]:
    """Give the permission of each call of `has_perm`, in Python and in templates; one put together from parts is left out."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "has_perm":
                name = node.args[0]
                if isinstance(name, ast.Constant):
                    yield str(name.value)
    for path in SOURCE.rglob("*.html"):
        yield from IN_TEMPLATE.findall(path.read_text(encoding="utf-8"))


def test_every_permission_is_asked_for_and_none_that_is_not_declared() -> None:
    declared = set(rules.permissions.permissions)
    views = set(of_views()) - {"", "public", SIGNED_IN}
    asked = views | set(in_code())
    assert len(views) > 30
    assert (sorted(declared - asked), sorted(asked - declared)) == ([], [])
