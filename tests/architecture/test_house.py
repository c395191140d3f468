"""The house keeps its own order: foreign keys follow the layers, templates carry no style or script, files stay small."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from tools.run_tests import BROWSER_FOLDERS

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "filiera"
ORDER = [
    "web",
    "api",
    "observatory",
    "funding",
    "governance",
    "exchange",
    "competence",
    "documents",
    "registry",
    "privacy",
    "accounts",
    "common",
]
OWN = [config for config in apps.get_app_configs() if config.name.startswith("filiera.")]
WRITTEN_BELOW = {("common", "accounts")}
"""The audit trail names the account that acted: the one key that looks up, by Django's own setting."""


@pytest.mark.parametrize("config", OWN, ids=lambda config: config.label)
def test_foreign_keys_follow_the_order_of_the_house(config: object) -> None:
    wrong = []
    for model in config.get_models():  # type: ignore[attr-defined]
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if not getattr(field, "concrete", False) or target is None or not target.__module__.startswith("filiera."):
                continue
            here, there = model._meta.app_label, target._meta.app_label
            if (here, there) not in WRITTEN_BELOW and ORDER.index(there) < ORDER.index(here):
                wrong.append(f"{model.__name__}.{field.name} -> {target.__name__}")
    assert wrong == []


def test_templates_carry_no_style_or_script_of_their_own() -> None:
    bad = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*(src=|application/ld\+json))", re.I)
    wrong = [
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("templates/**/*.html")
        if bad.search(re.sub(r"{% comment %}.*?{% endcomment %}", "", path.read_text(encoding="utf-8"), flags=re.S))
    ]
    assert wrong == []


def test_no_file_is_longer_than_a_reader_bears() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for folder in ("src", "tests", "tools", "benchmarks")
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts and (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert long == {}


def test_every_module_says_why_it_exists() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in SOURCE.rglob("*.py")
        if "migrations" not in path.parts
        and path.read_text(encoding="utf-8").strip()
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_no_public_function_is_without_a_word() -> None:
    silent = []
    for path in SOURCE.rglob("*.py"):
        if "migrations" in path.parts:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in tree.body:
            is_public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
            if is_public and not ast.get_docstring(node):
                silent.append(f"{path.relative_to(ROOT)}:{node.name}")
    assert silent == []


def test_what_is_looked_at_in_a_browser_stands_where_it_is_looked_for() -> None:
    marked = "mark." + "browser"
    found = {path.parent for path in (ROOT / "tests").rglob("test_*.py") if marked in path.read_text(encoding="utf-8")}
    assert {str(folder.relative_to(ROOT)) for folder in found} == set(BROWSER_FOLDERS)
