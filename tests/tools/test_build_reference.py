"""The reference documents say what the code says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tools.build_reference import behind, commands, described, documents


@pytest.fixture(scope="module")
def found() -> dict[str, str]:
    return documents()


def test_no_document_is_behind_the_code(found: dict[str, str]) -> None:
    assert behind(found) == [], "run python tools/build_reference.py"


def test_document_that_changed_is_named(found: dict[str, str], tmp_path: Path) -> None:
    for name, text in found.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "cli.md").write_text("old", encoding="utf-8")
    (tmp_path / "roles.md").unlink()
    assert behind(found, tmp_path) == ["cli.md", "roles.md"]


def test_documents_name_everything(found: dict[str, str]) -> None:
    assert [name for name, _command in commands() if f"## `filiera {name}`" not in found["cli.md"]] == []
    assert [path for path in described()["paths"] if f"`{path}`" not in found["api.md"]] == []
    assert json.loads(found["openapi.json"])["openapi"] == "3.1.0"


def test_documents_name_no_path_of_this_machine(found: dict[str, str]) -> None:
    root = str(Path(__file__).resolve().parents[2])
    assert [name for name, text in found.items() if root in text] == []
