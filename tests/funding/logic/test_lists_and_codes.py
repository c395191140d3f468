"""Lists of countries and single codes, as calls write them; members of what; the innovative; groups merged in YAML."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from factories.consortia import judged, partner, verdict
from filiera.funding.files import UnreadableFile, read_call, read_consortium


@pytest.mark.parametrize(
    ("wanted", "country", "expected"),
    [
        ("IT", "IT", "pass"),
        ("it", "FR", "fail"),
        ("EL", "GR", "pass"),
        ("MS", "IT", "pass"),
        (["MS", "NO"], "NO", "pass"),
        (["MS", "NO"], "GR", "pass"),
        (["MS", "AC"], "CH", "pass"),
        (["MS", "AC"], "US", "fail"),
        (["MS", "AC"], "JP", "unknown"),
        (["MS", "ATLANTIS"], "IT", "pass"),
        (["MS", "ATLANTIS"], "US", "unknown"),
        ("ATLANTIS", "IT", "unknown"),
        (["IT", "FR"], None, "unknown"),
    ],
)
def test_countries_by_list_and_by_code(wanted: Any, country: str | None, expected: str) -> None:
    one = partner("A", country=country)
    assert verdict({"countries": wanted}, one) == expected
    assert verdict({"min_countries": {"n": 1, "of": wanted}}, one) == expected
    assert verdict({"min_countries": {"n": 0, "at_least_one": wanted}}, one) == expected


@pytest.mark.parametrize(("of", "expected"), [("CTL", "pass"), ("ctl", "pass"), ("filiera", "unknown")])
def test_membership_of_another_body_is_not_known(of: str, expected: str) -> None:
    rule = {"membership_min": {"of": of, "months": 12}}
    one = partner("A", ctl_member_since="2020-01-01")
    assert verdict(rule, one, window={"closes": "2027-04-15T16:00"}) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"certificates": ["Innovative SME"]}, "pass"),
        ({"certificates": ["ISO 22716"], "recognitions": ["innovative_sme"]}, "pass"),
        ({"certificates": ["ISO 22716"]}, "unknown"),
        ({"certificates": ["innovative_sme"], "innovative": False}, "fail"),
    ],
)
def test_an_innovative_lead_by_what_it_holds(fields: dict[str, Any], expected: str) -> None:
    assert verdict({"lead_kind": "innovative_sme"}, partner("A", lead=True, **fields)) == expected


def test_groups_merged_in_yaml_are_read(tmp_path: Path) -> None:
    path = tmp_path / "consortium.yaml"
    path.write_text(
        "partners:\n"
        "- &one {id: A, kind: company, country: IT}\n"
        "- {<<: *one, id: B, size: small}\n"
        "- {id: C, <<: [{kind: university}, *one]}\n"
        "- {id: D, '<<': plain}\n",
        encoding="utf-8",
    )
    found = [(one.id, one.kind, one.country, one.size) for one in read_consortium(path).partners or []]
    assert found == [
        ("A", "company", "IT", None),
        ("B", "company", "IT", "small"),
        ("C", "university", "IT", None),
        ("D", None, None, None),
    ]


@pytest.mark.parametrize(
    ("text", "line", "field", "code"),
    [
        ("id: X\nrules:\n  <<: 5\n", 3, "rules.<<", "no-group"),
        ("id: X\nrules: &r\n  <<: *r\n", 2, "", "too-deep"),
        ('id: X\ntitle: "a\\0b"\n', 2, "title", "no-text"),
        ('{"id": "X",\n "a\\u0000": 1}', 2, "a�", "no-text"),
        ("rules: &r\n  cost_min: x\nid: X\nother:\n  <<: *r\n", 2, "rules.cost_min.project", "no-amount"),
    ],
)
def test_merges_and_texts_that_cannot_be_are_told(tmp_path: Path, text: str, line: int, field: str, code: str) -> None:
    path = tmp_path / "call.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableFile) as error:
        read_call(path)
    assert [(one.line, one.field, one.code) for one in error.value.faults] == [(line, field, code)]


def test_merges_of_merges_do_not_fill_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "call.yaml"
    rows = ["a0: &a0 {x: 1}"]
    rows += [f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 10)}]}}" for n in range(1, 12)]
    path.write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(UnreadableFile) as error:
        read_call(path)
    assert [one.code for one in error.value.faults] == ["too-many"]


def test_a_list_of_no_codes_holds_nobody() -> None:
    assert str(judged({"countries": []}, partner("A")).verdict) == "fail"
