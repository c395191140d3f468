"""What nobody calls is not there: every public name is used by the source, the tools or the benchmarks, not by tests alone.

It goes by names: a thing that bears the name of another that is used passes.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "filiera"
WORD = re.compile(r"[A-Za-z_]\w+")
REGISTERING = {
    "register",
    "simple_tag",
    "filter",
    "inclusion_tag",
    "receiver",
    "field_validator",
    "model_validator",
    "exception_handler",
    "get",
    "post",
    "put",
    "delete",
}
"""Decorators that hand a function to whoever calls it."""

CALLED_BY_NAME = {"Command", "add_arguments", "process_view", "lastmod"}
"""What Django finds by its name, as it does `do_` verbs of our commands, `clean_` of forms, and each `Config`."""

FOUND_BY_PREFIX = ("do_", "clean_")

WITHOUT_CALLER = {
    "engine/embedding.py: MemoryCache": "the cache of whoever uses the engine without a database",
    "engine/matching.py: rank_evidence": "the engine's own answer by pieces, for whoever compares matchers",
}
"""What is there for somebody outside, with the reason."""


@dataclass(frozen=True)
class Thing:
    """A public function, class, method or property, and where it is."""

    place: str
    name: str


def trees(folder: Path = SOURCE) -> Iterator[tuple[str, ast.Module]]:
    """Read every module of a folder but migrations."""
    for path in sorted(folder.rglob("*.py")):
        if "migrations" not in path.parts:
            yield str(path.relative_to(folder)), ast.parse(path.read_text(encoding="utf-8"))


def is_registered(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
    """Tell whether a decorator hands a thing on."""
    words = {word for one in node.decorator_list for word in WORD.findall(ast.unparse(one))}
    return bool(words & REGISTERING)


def is_own(node: ast.ClassDef, classes: set[str]) -> bool:
    """Tell whether a class has no base of a library, which could call its methods."""
    bases = {ast.unparse(base).split("[")[0].split(".")[-1] for base in node.bases}
    return bases <= classes | {"Protocol", "object", "NamedTuple", "Enum", "StrEnum"}


def is_found(name: str) -> bool:
    """Tell whether something outside finds a thing by its name; what is private is its module's own matter."""
    return name in CALLED_BY_NAME or name.startswith(("_", *FOUND_BY_PREFIX)) or name.endswith("Config")


def things() -> Iterator[Thing]:
    """Give what is public."""
    found = list(trees())
    own = {node.name for _place, tree in found for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    for place, tree in found:
        for node in tree.body:
            if not isinstance(node, ast.FunctionDef | ast.ClassDef) or is_registered(node):
                continue
            inside = node.body if isinstance(node, ast.ClassDef) and is_own(node, own) else []
            methods = [one for one in inside if isinstance(one, ast.FunctionDef) and not is_registered(one)]
            yield from (Thing(place, one.name) for one in (node, *methods) if not is_found(one.name))


def uses() -> Counter[str]:
    """Count where each name is used: read, taken from an object, named in a text such as a setting or a template."""
    found: Counter[str] = Counter()
    read = itertools.chain.from_iterable(trees(ROOT / name) for name in ("src/filiera", "tools", "benchmarks"))
    for _place, tree in read:
        documents = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                found[node.id] += 1
            elif isinstance(node, ast.Attribute):
                found[node.attr] += 1
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documents:
                found.update(set(re.split(r"[^\w]+|__", node.value)))
    for path in SOURCE.rglob("templates/**/*"):
        if path.suffix in (".html", ".txt", ".xml"):
            found.update(set(WORD.findall(path.read_text(encoding="utf-8"))))
    return found


def test_everything_public_has_a_caller() -> None:
    used = uses()
    idle = sorted({f"{one.place}: {one.name}" for one in things() if not used[one.name]})
    assert [one for one in idle if one not in WITHOUT_CALLER] == []
    assert [one for one in WITHOUT_CALLER if one not in idle] == []
