"""YAML and JSON as people mean it: the line of every value is known, `NO` is Norway, 2025:20.42 no time, a key stands once.

YAML 1.1 reads NO as false, 2025:20.42 as sixty times 2025, and the second of two equal keys as the only one; here words stay
words, and a number with a point keeps the figures with which it was written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

Place = tuple[int | str, ...]

_PAIR = re.compile(r"(?<!\\)((?:\\\\)*)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")
"""One character beyond the first 65,536 as JSON escapes it, in two halves, which YAML does not know."""

MOST_VALUES = 200_000
"""Values that a file may hold: one that repeats itself by references would fill the memory."""


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Reads the words of YAML 1.2 alone as what they are: null, true and false, numbers in figures, days and moments."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


for _tag, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?(?:[0-9]*\.[0-9]+|[0-9]+\.|[0-9]+(?:\.[0-9]*)?[eE][-+]?[0-9]+)", list("-+0123456789.")),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), _first)


class NotAFile(Exception):
    """A file that cannot be read, with the line where it breaks and why, as a code of `wording`."""

    def __init__(self, code: str, line: int = 0, **words: str) -> None:
        super().__init__(code)
        self.code, self.line, self.words = code, line, words


@dataclass
class Lined:
    """The values of a file, and the line of each by its place."""

    value: Any = None
    lines: dict[Place, int] = field(default_factory=dict)

    def line_of(self, place: Place) -> int:
        """Give the line of a place, or of the nearest above it that the file has."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def lined(text: str) -> Lined:
    """Read a text. Raises NotAFile with the line."""
    found = Lined()
    try:
        node = yaml.compose(_PAIR.sub(_joined, text), Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        raise NotAFile("no-yaml", mark.line + 1 if mark else 1) from error
    except RecursionError as error:
        raise NotAFile("too-deep") from error
    if node is None:
        raise NotAFile("empty")
    found.value = _built(node, (), found.lines, [])
    return found


def _joined(pair: re.Match[str]) -> str:
    high, low = int(pair[2], 16) - 0xD800, int(pair[3], 16) - 0xDC00
    return f"{pair[1]}\\U{0x10000 + (high << 10) + low:08x}"


def _built(node: Node, place: Place, lines: dict[Place, int], above: list[int]) -> Any:
    if id(node) in above or len(above) > 60:
        raise NotAFile("too-deep", node.start_mark.line + 1)
    if len(lines) > MOST_VALUES:
        raise NotAFile("too-many", node.start_mark.line + 1)
    lines[place] = node.start_mark.line + 1
    inside = [*above, id(node)]
    if isinstance(node, MappingNode):
        found: dict[str, Any] = {}
        for key, value in node.value:
            if isinstance(key, ScalarNode) and key.value == "<<" and not key.style:
                continue
            name = str(key.value) if isinstance(key, ScalarNode) else ""
            if not name and not isinstance(key, ScalarNode):
                raise NotAFile("no-key", key.start_mark.line + 1)
            _check_text(name, key, (*place, name))
            if name in found:
                raise NotAFile("twice", key.start_mark.line + 1, field=dotted((*place, name)))
            found[name] = _built(value, (*place, name), lines, inside)
        return found | _merged(node, found, place, lines, inside)
    if isinstance(node, SequenceNode):
        return [_built(one, (*place, at), lines, inside) for at, one in enumerate(node.value)]
    if not isinstance(node, ScalarNode):
        raise NotAFile("no-yaml", node.start_mark.line + 1)
    _check_text(str(node.value), node, place)
    return _scalar(node)


def _check_text(text: str, node: Node, place: Place) -> None:
    """Refuse the one character that no database keeps in a text, which a file can write as an escape."""
    if "\0" in text:
        raise NotAFile("no-text", node.start_mark.line + 1, field=dotted(place).replace("\0", "�"))


def _merged(node: MappingNode, own: dict[str, Any], place: Place, lines: dict[Place, int], inside: list[int]) -> Any:
    """Give what `<<: *other` brings from other groups: names that this one does not have, of the first that has them."""
    brought: dict[str, Any] = {}
    for key, value in node.value:
        if not isinstance(key, ScalarNode) or key.value != "<<" or key.style:
            continue
        for at, other in enumerate(value.value if isinstance(value, SequenceNode) else [value]):
            if not isinstance(other, MappingNode):
                raise NotAFile("no-group", key.start_mark.line + 1, field=dotted((*place, "<<")))
            there = (*place, "<<", at)
            for name, one in _built(other, there, lines, inside).items():
                if name not in own and name not in brought:
                    brought[name] = one
                    lines[(*place, name)] = lines[(*there, name)]
    return brought


def _scalar(node: ScalarNode) -> Any:
    tag = str(node.tag).removeprefix("tag:yaml.org,2002:")
    text = str(node.value)
    if tag == "null":
        return None
    if tag == "bool":
        return text.casefold() == "true"
    if tag == "int":
        return int(text) if len(text) < 40 else text
    if tag == "float":
        return Decimal(text) if len(text) < 40 else text
    return text


def dotted(place: Place) -> str:
    """Write a place as people do: `partners[2].country`, counted from 0 as programs do."""
    written = ""
    for part in place:
        written += f"[{part}]" if isinstance(part, int) else f".{part}" if written else str(part)
    return written
