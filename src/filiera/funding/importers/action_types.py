"""What a call of the EU portal asks by its type of action: rules with clause and article, sure where nothing touches them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from filiera.funding.drafts import RuleDraft
from filiera.funding.files import FACTS
from filiera.funding.yaml_lines import lined

_TOUCHES: Mapping[str, tuple[str, ...]] = {
    "composition": (
        "following exception",
        "by way of exception",
        "by way of derogation",
        "as an exception",
        "in derogation",
        "single legal entit",
        "sole legal entit",
        "one legal entit",
        "single applicant",
        "sole applicant",
        "one applicant",
        "single beneficiary",
        "sole beneficiary",
        "mono-beneficiary",
        "monobeneficiary",
        "identified beneficiar",
    ),
    "rate": ("funding rate", "financing rate", "reimbursement rate", "financing percentage"),
}
_NUMBER = re.compile(r"\b(?:two|2|four|4|five|5|six|6) (?:independent |different )?legal entit")
"""Words of a topic's own conditions that may change a group of rules; another number of entities changes the composition."""


def standard_rules(
    identifier: str, types_of_action: Iterable[str], conditions: str
) -> tuple[tuple[RuleDraft, ...], str, tuple[str, ...]]:
    """Give the rules of a topic's types of action, the word of its aid, and the types that we do not know.

    A rule is unsure where `conditions`, the topic's own, is empty or may change it, and where two types disagree.
    """
    facts, conditions = action_types(), conditions.casefold()
    found: dict[str, RuleDraft] = {}
    aids: set[str] = set()
    unknown: list[str] = []
    for name in dict.fromkeys(map(_key, types_of_action)):
        known = facts["types"].get(name)
        if known is None:
            unknown.append(name)
            continue
        aids.add(known.get("aid", ""))
        for group in _groups(facts, identifier, name, known["conditions"]):
            for rule in _rules(facts["conditions"][group], conditions):
                other = found.get(rule.name)
                found[rule.name] = rule if other is None else _joined(other, rule)
    return tuple(found.values()), aids.pop() if len(aids) == 1 else "", tuple(unknown)


def programme_name(code: str) -> str:
    """Give the name of a programme by the portal's code; the text itself where it is no code that we know."""
    return str(action_types()["programmes"].get(code, code))


@lru_cache(maxsize=1)
def action_types() -> Mapping[str, Any]:
    """Give the facts about types of action that come with the platform."""
    found = lined((FACTS / "action_types.yaml").read_text(encoding="utf-8")).value
    return {
        **found,
        "types": {_key(name): row for name, row in found["types"].items()},
        "programmes": found["programmes"]["names"],
    }


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


def _groups(facts: Mapping[str, Any], identifier: str, name: str, groups: Iterable[str]) -> list[str]:
    found = list(groups)
    for one in facts["identifiers"]:
        if _key(one["types"]) == name and re.fullmatch(one["match"], identifier, re.IGNORECASE):
            found = [group for group in found if group not in one.get("instead_of", ())] + list(one["conditions"])
    return found


def _rules(group: Mapping[str, Any], conditions: str) -> Iterable[RuleDraft]:
    is_untouched = bool(conditions) and not _touches(conditions, group["about"])
    for rule in group["rules"]:
        yield RuleDraft(
            name=rule["name"],
            value=rule["value"],
            clause=group["clause"],
            article=group["article"],
            sure=rule["certain"] and is_untouched,
        )


def _joined(one: RuleDraft, other: RuleDraft) -> RuleDraft:
    return replace(one, sure=one.sure and other.sure) if one.value == other.value else replace(one, sure=False)


def _touches(conditions: str, about: str) -> bool:
    if any(words in conditions for words in _TOUCHES[about]):
        return True
    return about == "composition" and _NUMBER.search(conditions) is not None
