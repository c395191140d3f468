"""The command `consortium`: a call on file, what it prints for programs, the codes with which it ends."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError

from factories import ClaimFactory
from factories.calls import member
from filiera.common.terminal import Faulty
from filiera.registry.models import Organisation
from tests_clock import NOW

pytestmark = pytest.mark.django_db
AIR, LCA, CHL = "PK1.CMP.AIR", "SUS.MES.LCA", "TST.MIC.CHL"
HEAD = f"id: A\ntitle: Prova (esempio)\ncompetences: [{AIR}, {LCA}, {CHL}]\n"


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def rows() -> dict[str, Organisation]:
    found = {}
    for name, kind, size, strengths in [
        ("Alba", "COMPANY", "SMALL", {AIR: 0.9}),
        ("Beta", "COMPANY", "SMALL", {AIR: 0.6, LCA: 0.3}),
        ("Gamma", "COMPANY", "LARGE", {LCA: 0.8}),
        ("Lab", "UNIVERSITY", "", {CHL: 0.7}),
    ]:
        row = member(name, kind=kind, size=size)
        for code, strength in strengths.items():
            ClaimFactory(organisation=row, competence_id=code, strength=strength, seen_by="OFFICE")
        found[row.code] = row
    return found


def written(path: Path, text: str) -> str:
    path.write_text(HEAD + text, encoding="utf-8")
    return str(path)


def shape(*words: str) -> Any:
    out = StringIO()
    call_command("consortium", *words, "--json", stdout=out, stderr=StringIO())
    return json.loads(out.getvalue())


def ids(found: Any) -> list[str]:
    return [one["id"] for one in found["partners"]]


def test_a_call_on_file_gives_the_best_with_the_shape_that_is_promised(tmp_path: Path) -> None:
    found = shape(written(tmp_path / "a.yaml", "rules: {partners: {min: 3, max: 3}}"), "--lead", "alba")
    assert (found["status"], ids(found), found["partners"][0]["role"]) == ("optimal", ["alba", "gamma", "lab"], "lead")
    assert found["objective"] == found["bound"] == pytest.approx((0.9 + 0.8 + 0.7) / 3 - 0.015, abs=1e-6)
    assert found["coverage"][0] == {"competence": AIR, "label": "Sistemi airless", "strength": 0.9, "by": "alba"}
    assert {
        "status",
        "objective",
        "bound",
        "seconds",
        "partners",
        "coverage",
        "gaps",
        "alternatives",
        "conflicts",
    } <= set(found)


def test_thirds_of_a_budget_come_to_the_least_cost(tmp_path: Path) -> None:
    rules = "rules: {partners: {min: 3, max: 3}, budget_range: [100000, 100000]}"
    found = shape(written(tmp_path / "a.yaml", rules), "--lead", "alba")
    assert (found["status"], ids(found)) == ("optimal", ["alba", "gamma", "lab"])
    assert [one["cost_eur"] for one in found["partners"]] == [33333.34, 33333.33, 33333.33]
    assert found["judgement"]["verdict"] == "pass"


def test_shares_without_amounts_certainly_pass(tmp_path: Path) -> None:
    rules = "rules: {partners: {min: 2, max: 3}, share_min: {sme: 50}, share_max: {entity: 60}}"
    found = shape(written(tmp_path / "a.yaml", rules), "--lead", "alba")
    assert (found["status"], found["certain"], ids(found)) == ("optimal", True, ["alba", "gamma", "lab"])
    assert {one["rule"]: one["verdict"] for one in found["judgement"]["checks"]} == {
        "partners": "pass",
        "share_max": "pass",
        "share_min": "pass",
    }


def test_tied_partners_may_be_in_where_enough_others_are_independent(
    tmp_path: Path, rows: dict[str, Organisation]
) -> None:
    found = shape(written(tmp_path / "a.yaml", "rules: {independent: {min: 2}, partners: {min: 2}}"))
    assert (found["status"], len(ids(found))) == ("optimal", 3)


@pytest.mark.parametrize(
    ("words", "status"),
    [(("--most", "1"), "infeasible"), (("--must", "beta", "--most", "3"), "optimal"), (("--not", "gamma"), "optimal")],
)
def test_wishes_are_kept_or_it_is_said_which_rules_clash(tmp_path: Path, words: tuple[str, ...], status: str) -> None:
    found = shape(written(tmp_path / "a.yaml", "rules: {partners: {min: 3, max: 3}}"), "--lead", "alba", *words)
    assert (found["status"], bool(found["conflicts"])) == (status, status == "infeasible")
    if found["conflicts"]:
        assert set(found["conflicts"][0]["rules"]) == {"most", "partners"}
        assert found["conflicts"][0]["remedy"]


@pytest.mark.parametrize(
    ("competences", "field", "line", "what"),
    [
        ("[PK1.CMP.AIR, BOH]", "competences[1]", 2, "BOH"),
        ("\n- PK1.CMP.AIR\n- {id: SUS.MES.LCA, weight: tanto}", "competences[1]", 4, "tanto"),
        ("[{id: PK1.CMP.AIR, weight: -1}]", "competences[0]", 2, "-1"),
        ("[PK1.CMP.AIR, PK1.CMP.AIR]", "competences[0]", 2, "due volte"),
        ("{BOH: 1}", "competences.BOH", 2, "BOH"),
    ],
)
def test_competences_that_are_not_known_are_told_with_their_place(
    tmp_path: Path, competences: str, field: str, line: int, what: str
) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(f"id: A\ncompetences: {competences}\nrules: {{}}\n", encoding="utf-8")
    with pytest.raises(Faulty) as error:
        shape(str(path))
    one = error.value.faults[0]
    assert (error.value.returncode, one["field"], one["line"], what in str(one["what"])) == (2, field, line, True)


def test_weights_may_stand_by_competence(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(f"id: A\ncompetences: {{{LCA}: 2, {CHL}: 1}}\nrules: {{partners: {{max: 1}}}}\n", encoding="utf-8")
    assert ids(shape(str(path))) == ["gamma"]


@pytest.mark.parametrize(
    "words",
    [
        ("--most", "0"),
        ("--budget", "-3"),
        ("--time", "nan"),
        ("--lead", "nessuno"),
        ("--lead", "alba", "--not", "alba"),
        ("--must", "boh"),
    ],
)
def test_what_nobody_can_mean_ends_with_its_code(tmp_path: Path, words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError) as error:
        shape(written(tmp_path / "a.yaml", "rules: {}"), *words)
    assert (error.value.returncode, bool(str(error.value))) == (2, True)


@pytest.mark.parametrize("name", ["boh.yaml", ".", "a" * 5000])
def test_a_file_that_is_not_there_ends_with_its_code(tmp_path: Path, name: str) -> None:
    with pytest.raises(CommandError) as error:
        shape(str(tmp_path / name))
    assert error.value.returncode == 2
