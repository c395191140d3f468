"""The example calls of the cluster, each with its consortia on file: the verdict that its case expects, for its reason."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command

from filiera.common.instance import current_instance
from filiera.funding.files import places, read_call, read_consortium
from filiera.funding.logic.judging import judge
from filiera.funding.logic.verdicts import Verdict

CONSORTIA = Path(__file__).parents[1] / "fixtures" / "consortia"

NOT_PASSED = {
    "EX01-2": ["min_by_kind"],
    "EX01-3": ["independent", "min_by_kind"],  # who is held at 51 % by a large enterprise is large
    "EX01-4": ["one_application_per_entity"],
    "EX02-2": ["accounts_filed_min"],
    "EX02-3": ["cost_min"],
    "EX03-1": ["deminimis_headroom"],
    "EX03-3": ["supplier_independent"],
    "EX04-1": ["recognised_as"],
    "EX04-2": ["recognised_as"],
    "EX04-3": ["plan_sections"],
    "EX05-1": ["seat_region"],
    "EX06-1": ["lead_kind"],
    "EX06-2": ["categories_all"],
    "EX07-2": ["min_countries"],
    "EX07-3": ["min_countries"],
    "EX08-1": ["inkind_min_pct"],
    "EX09-1": ["share_max"],
    "EX09-3": ["lead_kind"],
    "EX10-2": ["min_countries", "seat_in_programme_area"],
    "EX11-1": ["min_regions"],
    "EX11-3": ["trl"],
    "EX12-2": ["per_sme_total_max"],
    "EX12-3": ["ateco_in"],
}
"""Rules that do not pass, by call and place of the case in it; none for the others."""


def examples() -> dict[str, Any]:
    path = current_instance().folder / "taxonomy" / "example_calls.yaml"
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def cases() -> list[Any]:
    return [
        pytest.param(call, place, case, id=f"{call['id']}-{place}")
        for call in examples()["calls"]
        for place, case in enumerate(call["tests"], 1)
    ]


def on_file(folder: Path, call: dict[str, Any]) -> Path:
    path = folder / f"{call['id']}.yaml"
    path.write_text(yaml.safe_dump({**examples()["defaults"], **call}, allow_unicode=True), encoding="utf-8")
    return path


@pytest.mark.parametrize(("call", "place", "case"), cases())
def test_case_ends_as_it_says_and_for_its_reason(
    tmp_path: Path, call: dict[str, Any], place: int, case: dict[str, Any]
) -> None:
    key = f"{call['id']}-{place}"
    consortium = read_consortium(CONSORTIA / f"{key}.yaml")
    judgement = judge(read_call(on_file(tmp_path, call)), consortium, places())
    assert str(judgement.verdict) == case["expect"]
    assert [one.rule for one in judgement.checks if one.verdict != Verdict.PASS] == NOT_PASSED.get(key, [])
    if "grant" in case:
        assert judgement.aid.max_grant_eur == case["grant"]


def test_every_file_has_its_case() -> None:
    keys = {f"{call['id']}-{place}" for call in examples()["calls"] for place in range(1, len(call["tests"]) + 1)}
    assert {path.stem for path in CONSORTIA.glob("*.yaml")} == keys
    assert set(NOT_PASSED) <= keys


@pytest.mark.parametrize("language", ["it", "en"])
def test_every_sentence_of_the_examples_can_be_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    for call in examples()["calls"]:
        path = on_file(tmp_path, call)
        for file in sorted(CONSORTIA.glob(f"{call['id']}-*.yaml")):
            call_command("calls", "check", str(path), str(file), "--json", "--lang", language)
            shape = json.loads(capsys.readouterr().out)
            for one in shape["checks"]:
                assert one["reason"]
                assert bool(one["remedy"]) == (one["verdict"] != "pass"), one
                assert "%(" not in one["reason"] + one["remedy"]
