"""What is wrong with a meeting on file: the field, the value, a code; whoever cannot be judged is said to be so."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from filiera.governance.logic.case import MeetingCase
from filiera.governance.logic.elections import seats_of
from filiera.governance.logic.statute import ItemKind

CODES = {
    "missing": "missing",
    "string_type": "no-text",
    "bool_parsing": "no-flag",
    "bool_type": "no-flag",
    "int_parsing": "no-number",
    "int_type": "no-number",
    "int_from_float": "no-number",
    "finite_number": "no-number",
    "string_too_short": "missing",
    "list_type": "no-list",
    "dict_type": "no-group",
    "model_type": "no-group",
    "model_attributes_type": "no-group",
    "literal_error": "no-choice",
    "enum": "no-choice",
    "greater_than_equal": "too-small",
    "value_error": "unreadable",
}
"""Our codes for what pydantic finds."""

MOMENTS = frozenset({"record_date", "dated", "revoked", "member_since", "first", "second"})


@dataclass(frozen=True, slots=True)
class CaseFault:
    """One fault: where it is, as `members[2].fee`, what stands there, what may stand there."""

    code: str
    field: str
    value: str = ""
    choices: str = ""


class CaseError(Exception):
    """A meeting on file that cannot be judged."""

    def __init__(self, faults: list[CaseFault]) -> None:
        super().__init__(", ".join(f"{fault.field}: {fault.code}" for fault in faults))
        self.faults = faults


def case_of(raw: object) -> MeetingCase:
    """Read a meeting from what its file holds. Raises CaseError with every fault."""
    if not isinstance(raw, Mapping):
        raise CaseError([CaseFault("no-group", "")])
    try:
        case = MeetingCase.model_validate(dict(raw))
    except ValidationError as error:
        faults = [_of_shape(dict(one)) for one in error.errors(include_url=False)]
        raise CaseError([_where_written(fault, raw) for fault in faults]) from error
    faults = [_where_written(fault, raw) for fault in case_faults(case)]
    if faults:
        raise CaseError(faults)
    return case


def _where_written(fault: CaseFault, raw: Mapping[str, Any]) -> CaseFault:
    """Give the place as the file has it: an election or a petition stands in the item, under its own name or beside it."""
    item = raw.get("item")
    for kind in ("election", "petition"):
        place = f"item.{kind}"
        if not fault.field.startswith(f"{place}.") or not isinstance(item, Mapping) or item.get(kind) is not None:
            continue
        beside = raw.get(kind) is not None
        return replace(fault, field=(kind if beside else "item") + fault.field.removeprefix(place))
    return fault


def _of_shape(one: Mapping[str, Any]) -> CaseFault:
    place = place_of(one["loc"])
    code = CODES.get(one["type"], "wrong")
    last = next((str(part) for part in reversed(one["loc"]) if isinstance(part, str)), "")
    if code == "unreadable":
        code = "no-moment" if last in MOMENTS and place.startswith(("times", "members", "proxies")) else "no-share"
    value = "" if code == "missing" else _written(one["input"])
    context = one.get("ctx", {})
    return CaseFault(code, place, value[:60], _choices(str(context.get("expected", context.get("ge", "")))))


def _written(value: Any) -> str:
    """Write a value as its file does; of a list or an object there is nothing short to say."""
    if isinstance(value, (dict, list)):
        return ""
    return json.dumps(value) if value is None or isinstance(value, (bool, float)) else str(value)


def _choices(expected: str) -> str:
    """Turn "'a', 'b' or 'c'" into "a, b, c", which needs no language."""
    return expected.replace(" or ", ", ").replace("'", "")


def place_of(parts: tuple[int | str, ...]) -> str:
    """Write the place of a value as people do: `members[2].fee`."""
    place = ""
    for part in parts:
        if part == "[key]":
            continue
        place += f"[{part}]" if isinstance(part, int) else f".{part}" if place else str(part)
    return place


def case_faults(case: MeetingCase) -> Iterator[CaseFault]:
    """Give what makes a well-formed meeting impossible to judge."""
    yield from _faults_of_register(case)
    kind = case.item.kind
    if kind == ItemKind.PETITION:
        if case.item.petition is None:
            yield CaseFault("missing", "item.petition")
        return
    if case.statute.quorum_rule(kind) is None:
        name = ItemKind.ORDINARY if kind == ItemKind.ELECTION else kind
        yield CaseFault("missing", f"statute.quorum.{name}")
    if kind != ItemKind.ELECTION and kind not in case.statute.majority:
        yield CaseFault("missing", f"statute.majority.{kind}")
    if case.record_date is None:
        yield CaseFault("no-times", "times.record_date")
    if kind == ItemKind.ELECTION:
        yield from _faults_of_election(case)


def _faults_of_register(case: MeetingCase) -> Iterator[CaseFault]:
    times = Counter(member.id for member in case.members)
    for place, member in enumerate(case.members):
        if times[member.id] > 1:
            yield CaseFault("twice", f"members[{place}].id", member.id)
        if member.member_class not in case.statute.classes:
            choices = ", ".join(case.statute.classes)
            yield CaseFault("unknown-class", f"members[{place}].class", member.member_class, choices)
        is_asked = case.statute.min_seniority_days and case.item.kind != ItemKind.BOARD
        if is_asked and member.member_since is None:
            yield CaseFault("missing", f"members[{place}].member_since")


def _faults_of_election(case: MeetingCase) -> Iterator[CaseFault]:
    election = case.item.election
    if election is None:
        yield CaseFault("missing", "item.election")
        return
    if election.elects is not None and election.elects not in case.statute.classes:
        yield CaseFault("unknown-class", "item.election.class", election.elects, ", ".join(case.statute.classes))
    elif not seats_of(case, election):
        yield CaseFault("missing", "item.election.seats")
