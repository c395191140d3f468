"""Every fault of an import has its sentence and its remedy, in both languages."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.utils import translation

import filiera.funding.importers
from filiera.funding.drafts import CallFault
from filiera.funding.wording_imports import FAULTS, call_fault_words

FOLDER = Path(filiera.funding.importers.__file__).parent
OWN = FOLDER.parent / "operations" / "drafts.py"
READERS = [OWN, *(FOLDER.parents[1] / "registry" / "importers" / name for name in ("files.py", "tables.py"))]
CALLS = {"CallFault": 0, "fault": 0, "remark": 0, "NotAnswered": 0, "UnsafeFile": 0}


def codes() -> set[str]:
    """Find the codes that the importers give, and those of the readers that they use."""
    found: set[str] = set()
    for path in [*sorted(FOLDER.glob("*.py")), *READERS]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name in CALLS:
                    found |= texts_in(node.args[0])
            if isinstance(node, ast.FunctionDef) and node.name in ("_no_text", "_what", "_read"):
                found |= {
                    one for back in ast.walk(node) if isinstance(back, ast.Return) for one in texts_in(back.value)
                }
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in ("_MAGIC", "code", "fault"):
                found |= texts_in(node.value)
    return {one for one in found if one}


def texts_in(node: ast.AST | None) -> set[str]:
    """Give the texts of an expression, also of the branches of a choice, but not what is compared."""
    if isinstance(node, ast.IfExp):
        return texts_in(node.body) | texts_in(node.orelse)
    if isinstance(node, ast.Tuple):
        return {text for one in node.elts for text in texts_in(one)}
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def test_all_codes_have_words_and_all_words_a_code() -> None:
    assert codes() - set(FAULTS) == set()
    assert set(FAULTS) - codes() == set()


@pytest.mark.parametrize("code", sorted(FAULTS))
def test_a_fault_is_said_with_its_place_and_remedy_in_both_languages(code: str) -> None:
    fault = CallFault(code, "file.json", 7, "title", "100 %(x)s")
    with translation.override("en"):
        english = call_fault_words(fault)
    with translation.override("it"):
        italian = call_fault_words(fault)
    assert english.startswith("file.json, 7, title: ")
    assert italian.startswith("file.json, 7, title: ")
    assert english != italian
    assert english.count(". ") >= 1


def test_places_that_are_not_there_are_not_said() -> None:
    with translation.override("en"):
        assert (
            call_fault_words(CallFault("empty", "a.json", 0))
            == "a.json: the file is empty. Download it again from its source."
        )
        assert call_fault_words(CallFault("no-json", "a.json", 3)).startswith("a.json, 3: the record is damaged.")
        assert call_fault_words(CallFault("something-new", "a.json", 0)).startswith("a.json: it cannot be read.")
