"""Calls and consortia on file, and the facts about places: read with the line and the field of what cannot be read."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from filiera.funding.logic.call import Call, Rules
from filiera.funding.logic.consortium import Consortium
from filiera.funding.logic.places import PlaceList, Places
from filiera.funding.logic.rules_file import RuleTexts
from filiera.funding.logic.values import ON_FILE
from filiera.funding.yaml_lines import Lined, NotAFile, Place, dotted, lined

FACTS = Path(__file__).parent / "facts"
MOST_BYTES = 20_000_000

Model = TypeVar("Model", bound=BaseModel)

CODES = {
    "missing": "missing",
    "literal_error": "no-choice",
    "list_type": "no-list",
    "dict_type": "no-group",
    "model_type": "no-group",
    "model_attributes_type": "no-group",
    "string_type": "no-word",
    "int_type": "no-count",
    "int_parsing": "no-count",
    "int_from_float": "no-count",
    "greater_than_equal": "out-of-range",
    "less_than_equal": "out-of-range",
    "tuple_type": "no-range",
    "extra_forbidden": "no-field",
}
"""Our codes for what pydantic finds; its own validators' stand in the fault."""


@dataclass(frozen=True, slots=True)
class FileFault:
    """One fault of a file: name of the file, line, field, code of `wording_files`, what stands there and what may."""

    file: str
    line: int
    field: str
    code: str
    value: str = ""
    words: tuple[tuple[str, str], ...] = ()


class UnreadableFile(Exception):
    """A file that cannot be judged, with every fault."""

    def __init__(self, faults: list[FileFault]) -> None:
        super().__init__("; ".join(f"{one.file}:{one.line} {one.field} {one.code}" for one in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class ReadFile(Generic[Model]):
    """What a file says, and where it says it: what is found wrong afterwards is told with its line too."""

    written: Model
    name: str
    lines: Lined
    above: Place

    def fault(self, place: Place, code: str, value: str = "") -> FileFault:
        """Give the fault of a value by its place."""
        return FileFault(self.name, self.lines.line_of((*self.above, *place)), dotted(place), code, value[:60])


def read_call(path: Path) -> Call:
    """Read a call. Raises OSError and UnreadableFile.

    The file is one call, or a list of calls under `calls` with one in it and `defaults` beside.
    """
    name, found = _parsed(path)
    raw, place = _within(found.value, "call")
    if isinstance(raw, Mapping) and isinstance(raw.get("calls"), list):
        calls = raw["calls"]
        if len(calls) != 1 or not isinstance(calls[0], Mapping):
            raise UnreadableFile([FileFault(name, found.line_of(("calls",)), "calls", "one-call", str(len(calls)))])
        defaults = raw.get("defaults")
        raw, place = {**(defaults if isinstance(defaults, Mapping) else {}), **calls[0]}, ("calls", 0)
    return _validated(Call, raw, name, found, place)


def read_calls_of(path: Path) -> list[tuple[Call, dict[str, Any]]]:
    """Read every call of a file, each with what is written of it. Raises OSError and UnreadableFile, with every fault.

    The file is one call, or a list of calls under `calls` with `defaults` beside.
    """
    calls, faults = read_each_call(path)
    if faults:
        raise UnreadableFile([fault for of_one in faults for fault in of_one])
    return calls


def read_each_call(path: Path) -> tuple[list[tuple[Call, dict[str, Any]]], list[list[FileFault]]]:
    """Read those calls of a file that can be read, and give the faults of each of the others. Raises OSError.

    Calls of one identifier are all left out: which of them is meant nobody can tell. Raises UnreadableFile only of a file
    that holds no list of calls.
    """
    name, found = _parsed(path)
    raw, place = _within(found.value, "call")
    if not isinstance(raw, Mapping) or not isinstance(raw.get("calls"), list):
        return [(_validated(Call, raw, name, found, place), dict(raw) if isinstance(raw, Mapping) else {})], []
    defaults = raw.get("defaults")
    shared = dict(defaults) if isinstance(defaults, Mapping) else {}
    times = Counter(str(one.get("id")) for one in raw["calls"] if isinstance(one, Mapping))
    calls: list[tuple[Call, dict[str, Any]]] = []
    faults: list[list[FileFault]] = []
    for at, one in enumerate(raw["calls"]):
        here: Place = (*place, "calls", at)
        try:
            whole = {**shared, **one} if isinstance(one, Mapping) else one
            call = _validated(Call, whole, name, found, here)
        except UnreadableFile as error:
            faults.append(error.faults)
            continue
        if times[call.id] > 1:
            faults.append([FileFault(name, found.line_of((*here, "id")), f"calls[{at}].id", "twice-call-id", call.id)])
        else:
            calls.append((call, whole))
    return calls, faults


def read_consortium(path: Path) -> Consortium:
    """Read a consortium. Raises OSError and UnreadableFile."""
    name, found = _parsed(path)
    raw, place = _within(found.value, "consortium")
    consortium = _validated(Consortium, raw, name, found, place)
    times = Counter(one.id for one in consortium.partners or ())
    faults = [
        FileFault(name, found.line_of((*place, "partners", at, "id")), f"partners[{at}].id", "twice-id", one.id)
        for at, one in enumerate(consortium.partners or ())
        if times[one.id] > 1
    ]
    if faults:
        raise UnreadableFile(faults)
    return consortium


def read_file(path: Path, model: type[Model], *, under: str) -> ReadFile[Model]:
    """Read a file of one thing, which may stand alone `under` a name. Raises OSError and UnreadableFile."""
    name, found = _parsed(path)
    raw, place = _within(found.value, under)
    return ReadFile(_validated(model, raw, name, found, place), name, found, place)


def rule_faults(read: ReadFile[RuleTexts], names: Iterable[str]) -> list[FileFault]:
    """Give what the judge cannot read of some rules of a file, each with its place."""
    return [fault for name in names for fault in _rule_faults(read, name)]


def _rule_faults(read: ReadFile[RuleTexts], name: str) -> list[FileFault]:
    try:
        found = Rules.model_validate({name: read.written.root[name].value}, context=ON_FILE)
    except ValidationError as error:
        return [_fault(dict(one), read.name, read.lines, read.above) for one in error.errors(include_url=False)]
    return [read.fault((name,), "no-rule", one) for one in found.unknown_names]


def line_in(path: Path, place: Place) -> int:
    """Give the line of a place in the one call of a file, or of the nearest above it that stands there."""
    _name, found = _parsed(path)
    raw, above = _within(found.value, "call")
    if isinstance(raw, Mapping) and isinstance(raw.get("calls"), list):
        above = (*above, "calls", 0)
    return found.line_of((*above, *place))


def _within(raw: Any, name: str) -> tuple[Any, Place]:
    """Give what stands under a name alone in its file."""
    if isinstance(raw, Mapping) and set(raw) == {name}:
        return raw[name], (name,)
    return raw, ()


def _parsed(path: Path) -> tuple[str, Lined]:
    """Parse a file of YAML, of which JSON is a part; "-" is the input."""
    name = "-" if str(path) == "-" else path.name
    data = sys.stdin.buffer.read(MOST_BYTES + 1) if name == "-" else _bytes(path)
    if len(data) > MOST_BYTES:
        raise UnreadableFile([FileFault(name, 1, "", "too-large")])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableFile([FileFault(name, line, "", "no-utf8")]) from error
    try:
        return name, lined(text)
    except NotAFile as error:
        field = error.words.get("field", "")
        raise UnreadableFile([FileFault(name, error.line or 1, field, error.code)]) from error


def _bytes(path: Path) -> bytes:
    with path.open("rb") as handle:
        return handle.read(MOST_BYTES + 1)


def _validated(model: type[Model], raw: Any, name: str, found: Lined, place: Place) -> Model:
    if not isinstance(raw, Mapping):
        raise UnreadableFile([FileFault(name, found.line_of(place), dotted(place), "no-group")])
    try:
        return model.model_validate(raw, context=ON_FILE)
    except ValidationError as error:
        faults = [_fault(dict(one), name, found, place) for one in error.errors(include_url=False)]
        raise UnreadableFile(faults) from error


def _fault(one: Mapping[str, Any], name: str, found: Lined, above: Place) -> FileFault:
    within = _place_in(one)
    return replace(value_fault(one), file=name, line=found.line_of((*above, *within)))


def _place_in(one: Mapping[str, Any]) -> Place:
    under = one.get("ctx", {}).get("under")
    place: Place = one["loc"] if under is None else (*one["loc"], *str(under).split("."))
    return place


def value_fault(one: Mapping[str, Any]) -> FileFault:
    """Give what pydantic found of a value as a fault of its field, of no file."""
    context, within = one.get("ctx", {}), _place_in(one)
    code = str(context.get("code", CODES.get(one["type"], "wrong")))
    words = tuple((key, str(value)) for key, value in context.items() if key not in ("code", "error", "under"))
    written = one["input"]
    value = (
        "" if code == "missing" or isinstance(written, (dict, list, BaseModel)) else " ".join(str(written)[:60].split())
    )
    return FileFault("", 0, dotted(within), code, value, words)


@lru_cache(maxsize=1)
def places() -> Places:
    """Give the facts about places that come with the platform."""
    countries = lined((FACTS / "countries.yaml").read_text(encoding="utf-8")).value
    regions = lined((FACTS / "regions.yaml").read_text(encoding="utf-8")).value
    lists = {name: _list(row, "members") for name, row in countries["lists"].items()}
    lists["MS_AC"] = PlaceList(lists["MS"].members | lists["AC"].members, lists["MS"].uncertain | lists["AC"].uncertain)
    cohesion = regions["cohesion"]
    doubtful = frozenset(cohesion.get("uncertain") or ())
    categories = {
        name: PlaceList(frozenset(cohesion[name]), doubtful)
        for name in ("less_developed", "transition", "more_developed")
    }
    categories["outermost"] = PlaceList(frozenset(regions["outermost"]["regions"]))
    return Places(
        countries=lists,
        areas={name: _list(row, "regions") for name, row in regions["areas"].items()},
        categories=categories,
        codes_2024={new: tuple(olds) for new, olds in regions["codes_2024"].items()},
    )


def _list(row: Mapping[str, Any], name: str) -> PlaceList:
    return PlaceList(frozenset(row[name]), frozenset(row.get("uncertain") or ()))
