"""The trail speaks in words: no act, no kind of thing and no field is recorded that has none."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from filiera.common import audit
from filiera.common.audit_things import FIELDS, OWN_NAMES, THINGS, field_words, own_name, thing_words
from filiera.common.audit_words import WORDS
from filiera.common.models import AuditDetail
from filiera.registry.models import Organisation, Site
from filiera.registry.operations.columns import snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(__file__).resolve().parents[2] / "src" / "filiera"
TREES = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(SOURCE.rglob("*.py"))]
NOT_ACTS = {"list", "verify"}
"""Verbs of a command, not of the trail."""


def places_of_verbs() -> dict[str, int]:
    """Give the functions that are told a verb, with the place of it among their arguments."""
    found: dict[str, int] = {}
    for tree in TREES:
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                names = [one.arg for one in node.args.args]
                found |= {node.name: names.index("verb")} if "verb" in names else {}
    return found


def expressions_of_verbs(tree: ast.AST, places: dict[str, int]) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from (one.value for one in node.keywords if one.arg == "verb")
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            yield from node.args[places[name] :][:1] if name in places else ()
        elif isinstance(node, ast.Assign) and [getattr(one, "id", "") for one in node.targets] == ["verb"]:
            yield node.value


def constants_of(tree: ast.Module) -> dict[str, ast.expr]:
    return {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def verbs_of_source() -> set[str]:
    places, found = places_of_verbs(), set()
    for tree in TREES:
        known = constants_of(tree)
        for said in expressions_of_verbs(tree, places):
            whole = known.get(said.id, said) if isinstance(said, ast.Name) else said
            branches = [whole.body, whole.orelse] if isinstance(whole, ast.IfExp) else [whole]
            found |= {one.value for one in branches if isinstance(one, ast.Constant) and isinstance(one.value, str)}
    return found - NOT_ACTS


def test_every_act_has_its_words() -> None:
    """Letters say what they are about with the same acts; those that are chosen by an `if` or a constant count too."""
    verbs = verbs_of_source()
    assert {"register", "consent-to-level", "leave-row-out", "tell-seniority"} - verbs == set()
    assert sorted(verbs - set(WORDS)) == []


@pytest.mark.django_db
def test_kind_or_field_without_words_fails_whatever_test_records_it() -> None:
    """Warnings are errors in the tests: to record what has no words fails there, wherever it is recorded."""
    with pytest.warns(UserWarning, match=r"registry\.Site"):
        audit.record(actor=None, verb="test", thing=Site)
    with pytest.warns(UserWarning, match="for: colour, taste"):
        audit.record(actor=None, verb="test", thing=Organisation, before={"colour": 1}, after={"taste": 2, "town": ""})
    audit.record(actor=None, verb="test", thing=Organisation, after=dict.fromkeys(FIELDS))
    assert audit.broken_link() is None


def test_every_column_that_a_merge_may_change_has_words() -> None:
    assert set(snapshot(Organisation())) - set(FIELDS) == set()


def test_unknown_kind_and_field_are_given_as_they_are() -> None:
    assert (thing_words("old.Thing", "3"), field_words("colour")) == ("old.Thing #3", "colour")


def test_thing_bears_its_own_name_where_the_act_says_it() -> None:
    values = {"number": "3/2026", "file": "soci.csv", "name": "bandi.csv"}
    detail = AuditDetail(before={"title": "Bilancio"}, values=values)
    named = {label: own_name(label, detail) for label in OWN_NAMES}
    assert named == {
        "common.Circle": "«Bilancio»",
        "funding.CallImport": "«bandi.csv»",
        "funding.PartnerWanted": "«Bilancio»",
        "governance.AgendaItem": "«Bilancio»",
        "governance.Meeting": "«Bilancio»",
        "governance.Resolution": "3/2026",
        "registry.ImportBatch": "«soci.csv»",
    }
    assert (own_name("governance.Resolution", None), own_name("governance.Minutes", detail)) == ("", "")
    assert set(OWN_NAMES) - set(THINGS) == set()
