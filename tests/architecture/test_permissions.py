"""Permissions are not promises: each that is declared is asked for somewhere."""

from __future__ import annotations

from pathlib import Path

import rules.permissions

SOURCE = Path(__file__).resolve().parents[2] / "src" / "filiera"


def test_every_permission_is_asked_for() -> None:
    own = [path for path in SOURCE.rglob("*.py") if path.name != "rules.py"]
    text = "\n".join(path.read_text(encoding="utf-8") for path in own)
    declared = sorted(rules.permissions.permissions)
    assert len(declared) > 5
    assert [name for name in declared if f'"{name}"' not in text] == []
