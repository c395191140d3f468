"""Standard conditions by type of action: in the vocabulary, with clause and article, unsure where a topic touches them."""

from __future__ import annotations

import re

import pytest

from filiera.funding.importers.action_types import action_types, programme_name, standard_rules
from filiera.funding.logic.call import Rules

GROUPS = action_types()["conditions"]
ANNEX = "3. Other Eligible Conditions: described in Annex B of the Work Programme General Annexes."


@pytest.mark.parametrize("name", sorted(GROUPS))
def test_every_group_is_of_the_vocabulary_with_its_clause(name: str) -> None:
    group = GROUPS[name]
    read = Rules.model_validate({rule["name"]: rule["value"] for rule in group["rules"]})
    assert read.unknown_names == []
    assert group["clause"]
    assert group["article"]
    assert group["about"] in ("composition", "rate")
    assert all(isinstance(rule["certain"], bool) for rule in group["rules"])


def test_every_type_and_identifier_names_groups_that_are_there_and_no_group_is_idle() -> None:
    facts = action_types()
    used = [group for row in facts["types"].values() for group in row["conditions"]]
    for row in facts["identifiers"]:
        re.compile(row["match"])
        assert " ".join(row["types"].split()).casefold() in facts["types"]
        used += row["conditions"]
    assert set(used) == set(GROUPS)


def sure(identifier: str, kind: str, conditions: str = ANNEX) -> dict[str, bool]:
    return {rule.name: rule.sure for rule in standard_rules(identifier, [kind], conditions)[0]}


@pytest.mark.parametrize(
    ("conditions", "composition", "rate"),
    [
        (ANNEX, True, True),
        ("", False, False),
        (ANNEX + " The following exceptions apply: two legal entities.", False, True),
        (ANNEX + " The funding rate is up to 60% of the eligible costs.", True, False),
        (ANNEX + " Proposals may be submitted by a single legal entity.", False, True),
        (ANNEX + " At least five independent legal entities.", False, True),
        (ANNEX + " The following additional eligibility criteria apply: two border guards.", True, True),
    ],
)
def test_a_topic_s_own_words_make_what_they_touch_unsure(conditions: str, composition: bool, rate: bool) -> None:
    assert sure("HORIZON-X", "HORIZON Innovation Actions", conditions) == {
        "partners": composition,
        "independent": composition,
        "min_countries": composition,
        "intensity": rate,
    }


def test_identifiers_add_and_take_away() -> None:
    assert "inkind_min_pct" in sure("HORIZON-JU-CBE-2027-IA-01", "HORIZON JU Innovation Actions")
    flagship, _aid, _unknown = standard_rules("HORIZON-JU-CBE-2027-IAFlag-03", ["HORIZON JU Innovation Actions"], ANNEX)
    assert [(rule.value, rule.sure) for rule in flagship if rule.name == "inkind_min_pct"] == [(20, False)]
    assert "inkind_min_pct" not in sure("HORIZON-JU-IHI-2027-01", "HORIZON JU Innovation Actions")
    assert set(sure("LIFE-2027-SAP-ENV", "LIFE Project Grants")) == {"partners", "intensity"}
    assert set(sure("LIFE-2027-CET-X", "LIFE Project Grants")) == {"partners"}
    assert set(sure("I3-2026-INV2a", "I3 Project Grants")) == {"partners", "min_regions", "min_countries", "trl"}


def test_of_two_types_that_disagree_nothing_is_sure() -> None:
    rules, aid, unknown = standard_rules(
        "HORIZON-X", ["HORIZON Innovation Actions", "HORIZON  RESEARCH and Innovation Actions", "New Actions"], ANNEX
    )
    assert {rule.name: rule.sure for rule in rules} == {
        "partners": True,
        "independent": True,
        "min_countries": True,
        "intensity": False,
    }
    assert (aid, unknown) == ("none", ("new actions",))


def test_programmes_have_names() -> None:
    assert programme_name("43108390") == "Horizon Europe"
    assert programme_name("Something else") == "Something else"
