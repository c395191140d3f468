"""Write the reference documents from the code that they describe, or with `--check` say which have fallen behind."""

from __future__ import annotations

import argparse
import ast
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs" / "reference"
SOURCE = ROOT / "src" / "filiera"
NOTE = "<!-- Written by tools/build_reference.py: do not edit by hand. -->\n"
HIDDEN = (
    "version",
    "verbosity",
    "settings",
    "pythonpath",
    "traceback",
    "no_color",
    "force_color",
    "skip_checks",
    "help",
)
"""Options that Django gives to every command."""


def _document(title: str, lead: str, body: list[str]) -> str:
    return "\n".join([NOTE, f"# {title}", "", lead, "", *body]).rstrip() + "\n"


def _row(*cells: object) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _table(head: tuple[str, ...], rows: list[tuple[object, ...]]) -> list[str]:
    return [_row(*head), _row(*["---"] * len(head)), *[_row(*row) for row in rows], ""]


def commands() -> Iterator[tuple[str, Any]]:
    """Give our own commands by name."""
    from django.core.management import get_commands, load_command_class

    for name, app in sorted(get_commands().items()):
        if isinstance(app, str) and app.startswith("filiera."):
            yield name, load_command_class(app, name)


def _takes(action: argparse.Action) -> str:
    name = ", ".join(f"`{one}`" for one in action.option_strings) or f"`{action.metavar or action.dest}`"
    if action.choices:
        return f"{name} ({', '.join(str(choice) for choice in action.choices)})"
    if action.option_strings and action.nargs != 0:
        metavar = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
        return f"{name} {metavar}"
    return name


def _options(parser: argparse.ArgumentParser) -> list[str]:
    shown = [one for one in parser._actions if one.dest not in HIDDEN and one.help != argparse.SUPPRESS]
    branches = [one for one in shown if isinstance(one, argparse._SubParsersAction)]
    plain = [one for one in shown if one not in branches]
    lines: list[str] = []
    if plain:
        rows: list[tuple[object, ...]] = []
        for one in plain:
            default = (
                "" if one.default in (None, False, [], "", argparse.SUPPRESS) or one.required else f"`{one.default}`"
            )
            rows.append((_takes(one), one.help or "", default))
        lines += _table(("argument", "what it does", "default"), rows)
    for branch in branches:
        for name, inner in branch.choices.items():
            said = next((one.help for one in branch._choices_actions if one.dest == name), "") or ""
            lines += [f"### `{' '.join(parser.prog.split()[1:])} {name}`", "", said, "", *_options(inner)]
    return lines


def cli() -> str:
    """Describe every command with its options, from its own parser."""
    body: list[str] = []
    for name, command in commands():
        parser = command.create_parser("filiera", name)
        body += [f"## `filiera {name}`", "", command.help, "", *_options(parser)]
    return _document(
        "Commands", "Every command of `filiera`. Django's own (`migrate`, `check`...) are there too.", body
    )


def _kind_of(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return f"[{schema['$ref'].rsplit('/', 1)[-1]}](#{schema['$ref'].rsplit('/', 1)[-1].lower()})"
    if "anyOf" in schema:
        return " or ".join(_kind_of(one) for one in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list of {_kind_of(schema.get('items', {}))}"
    if "enum" in schema:
        return "one of " + ", ".join(f"`{one}`" for one in schema["enum"])
    limits = [f"{word} {schema[key]}" for key, word in (("minimum", "from"), ("maximum", "to")) if key in schema]
    return " ".join([str(schema.get("format") or schema.get("type", "any")), *limits])


def _operation(method: str, path: str, operation: dict[str, Any]) -> list[str]:
    lines = [f"## {method.upper()} `{path}`", "", operation.get("description", ""), ""]
    rows: list[tuple[object, ...]] = [
        (
            f"`{one['name']}`",
            one["in"],
            _kind_of(one["schema"]),
            one.get("description") or one["schema"].get("description", ""),
        )
        for one in operation["parameters"]
    ]
    if rows:
        lines += _table(("parameter", "in", "type", "what it is"), rows)
    if "requestBody" in operation:
        ((media, taken),) = operation["requestBody"]["content"].items()
        form = "" if media == "application/json" else f" as `{media}`"
        lines += [f"Body: {_kind_of(taken['schema'])}{form}.", ""]
    for status, response in sorted(operation["responses"].items()):
        for media, content in response.get("content", {}).items():
            if int(status) < 400:
                lines.append(f"Answers {status} with {_kind_of(content['schema'])} as `{media}`.")
    refusals = ", ".join(str(status) for status in sorted(operation["responses"]) if int(status) >= 400)
    return [*lines, f"Refuses with {refusals}.", ""]


def described() -> dict[str, Any]:
    """Give the API's description, with plain types."""
    from filiera.api.entry import api

    values: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")))
    return values


def api() -> str:
    """Describe the operations and the shapes of the API."""
    found = described()
    body = [found["info"]["description"]]
    for path, operations in found["paths"].items():
        for method, operation in operations.items():
            body += _operation(method, path, operation)
    body += ["# Shapes", ""]
    for name, schema in sorted(found["components"]["schemas"].items()):
        body += [f"## {name}", "", str(schema.get("description", "")).split("\n\n")[0], ""]
        rows: list[tuple[object, ...]] = [
            (f"`{key}`", _kind_of(value), value.get("description", ""))
            for key, value in schema.get("properties", {}).items()
        ]
        body += _table(("field", "type", "what it is"), rows) if rows else []
        if "enum" in schema:
            body += ["One of " + ", ".join(f"`{one}`" for one in schema["enum"]) + ".", ""]
    lead = "The REST API, version 1. The same as a description for machines: [openapi.json](openapi.json)."
    return _document("API", lead, body)


def _environment() -> Iterator[tuple[str, str, str, str]]:
    """Read name, type, default and note of each setting out of the one file that reads the environment."""
    tree = ast.parse((SOURCE / "settings" / "env.py").read_text(encoding="utf-8"))
    for place, node in enumerate(tree.body):
        if not isinstance(node, ast.Assign):
            continue
        calls = [
            one
            for one in ast.walk(node.value)
            if isinstance(one, ast.Call)
            and isinstance(one.func, ast.Attribute)
            and ast.unparse(one.func.value) == "_env"
        ]
        for call in calls:
            default = next((ast.unparse(word.value) for word in call.keywords if word.arg == "default"), "needed")
            after = tree.body[place + 1] if place + 1 < len(tree.body) else None
            note = ""
            if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
                note = str(after.value.value)
            yield str(ast.literal_eval(call.args[0])), getattr(call.func, "attr", ""), default, note


def settings() -> str:
    """Describe what the environment may set."""
    rows: list[tuple[object, ...]] = [
        (f"`{name}`", kind, f"`{default}`", note) for name, kind, default, note in _environment()
    ]
    lead = "What the environment may set. `ROOT` is the project's folder, `VAR_DIR` the value of `FILIERA_VAR`."
    return _document("Settings", lead, _table(("variable", "type", "default", "what it is"), rows))


def _permissions() -> Iterator[tuple[str, str]]:
    """Read the permissions and their predicates as the rules write them."""
    for path in sorted(SOURCE.glob("*/rules.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            call = node.value if isinstance(node, ast.Expr) else None
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "rules.add_perm":
                yield str(ast.literal_eval(call.args[0])), ast.unparse(call.args[1])


def _predicates() -> Iterator[tuple[str, str]]:
    for path in sorted(SOURCE.glob("*/rules.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.decorator_list:
                yield node.name, ast.get_docstring(node) or ""


def roles() -> str:
    """Describe who may see and do what."""
    from filiera.common.visibility import Audience, Role, Visibility

    circle = frozenset({1})
    also = {
        "people of its organisation": Audience(organisation_ids=circle),
        "its circle": Audience(circle_ids=circle),
        "who has signed": Audience(signed_ids=circle),
        "board": Audience(on_board=True),
    }
    audiences = [*(Audience(role=role) for role in Role), *also.values()]
    levels: list[tuple[object, ...]] = []
    for level in Visibility:
        sees = ["yes" if one.may_see(level, circle, 1) else "no" for one in audiences]
        levels.append((f"`{level.value}`", level.label, *sees))
    head = ("level", "for", *[str(role.label) for role in Role], *also)
    words = "Who sees an object at a level, each by that right alone. More in [who sees what](../visibility.md)."
    body = ["## Levels", "", words, "", *_table(head, levels)]
    body += ["## Permissions", "", "`|` is or, `&` is and.", ""]
    body += _table(("permission", "who has it"), [(f"`{name}`", f"`{rule}`") for name, rule in _permissions()])
    body += [
        "## Predicates",
        "",
        *_table(("predicate", "true when"), [(f"`{name}`", said) for name, said in _predicates()]),
    ]
    return _document("Roles and visibility", "Who may see what, and who may do what.", body)


def evidence_kinds() -> str:
    """Describe what each kind of proof is worth, and how it fades."""
    from filiera.engine import strength as engine

    rows: list[tuple[object, ...]] = [
        (
            f"`{kind}`",
            engine.KIND_WEIGHTS[kind],
            engine.HALF_LIVES[kind],
            engine.EXPIRED_FACTOR.get(kind, engine.OTHER_EXPIRED_FACTOR),
        )
        for kind in sorted(engine.KINDS, key=lambda kind: (-engine.KIND_WEIGHTS[kind], kind))
    ]
    factors: list[tuple[object, ...]] = [
        ("a proof without a date", engine.UNDATED_AGE_FACTOR),
        ("a proof by the organisation itself or its group", engine.SELF_DECLARED_FACTOR),
        ("each further piece of one source", engine.SAME_SOURCE_FACTOR),
        ("a kind that is not known: weight", engine.OTHER_KIND_WEIGHT),
        ("a kind that is not known: years to half", engine.OTHER_HALF_LIFE),
        ("a patent lapses after, in years from filing", engine.PATENT_YEARS),
    ]
    head = ("kind", "worth, recent and independent", "years after which it counts half", "factor once lapsed")
    body = ["## Kinds", "", *_table(head, rows), "## Factors", "", *_table(("what", "value"), factors)]
    body += [
        "The parts are joined so that each proof removes its share of the remaining doubt:",
        "`strength = 1 - product of (1 - part)`, where a part is kind x age x independence x relevance x certainty.",
    ]
    return _document("Evidence: kinds and weights", "How much a proof counts in the strength of a competence.", body)


def majorities() -> str:
    """Write the truth tables of quorums and majorities, and what each statute that comes along asks for."""
    sys.path.insert(0, str(ROOT))
    from tools.reference_meetings import STATUTES, needed_rows, truth_rows

    head = ("Situation", "There", "Quorum", "Votes", "Majority", "Result", "Article")
    body = ["## Truth table", "", "Ten members with a vote, by the Codice civile and what the row says.", ""]
    body += _table(head, list(truth_rows()))
    for statute in STATUTES:
        body += [f"## What `{statute}` asks for", "", "The numbers are for bases of 5, 10, 11 and 105.", ""]
        body += _table(("Item", "Call", "Share", "Needed", "Article"), list(needed_rows(statute)))
    lead = (
        "Worked out by the rules that judge meetings, `filiera meetings check` too; the tests hold this page to them. "
        "A statute is data: every share, base and exception here can be another, with its own article."
    )
    return _document("Quorums and majorities", lead, body)


def calls() -> str:
    """Write the files that `filiera calls check` judges: their fields, the rules, how they are read, the lists of places."""
    sys.path.insert(0, str(ROOT))
    from tools.reference_calls import READINGS, fields_of, list_rows, rule_rows

    from filiera.funding.logic.call import Call
    from filiera.funding.logic.consortium import Activity, Award, Consortium, Link, Partner, Project
    from filiera.funding.logic.windows import Window

    body = []
    parts = (Call, Window, Consortium, Project, Partner, Activity, Award, Link)
    for part in parts:
        body += [f"## {part.__name__}", "", (part.__doc__ or "").split("\n")[0], ""]
        body += _table(("Field", "What is written"), list(fields_of(part)))
    body += ["## Rules", "", "Under `rules`, by name.", ""]
    body += _table(("Rule", "What is written", "What it asks for"), list(rule_rows()))
    body += ["## How they are read", "", *(f"- {one}" for one in READINGS), "", "## Lists of places", ""]
    body += _table(("Name", "Places", "Source", "As of"), list(list_rows()))
    lead = (
        "`filiera calls check CALL.yaml CONSORTIUM.yaml --json` judges from the two files alone, in YAML or JSON. Amounts are "
        "in euro, shares in percent. It ends with 0 for any verdict, 2 for a file that cannot be read, with line and field."
    )
    return _document("Calls and consortia on file", lead, body)


def documents() -> dict[str, str]:
    """Write every document, in English whatever the machine speaks; file name and text."""
    from django.utils.translation import override

    with override("en"):
        return {
            "cli.md": cli(),
            "api.md": api(),
            "openapi.json": json.dumps(described(), ensure_ascii=False, indent=1) + "\n",
            "settings.md": settings(),
            "roles.md": roles(),
            "evidence-kinds-and-weights.md": evidence_kinds(),
            "majorities.md": majorities(),
            "calls.md": calls(),
        }


def behind(found: dict[str, str], folder: Path = DOCS) -> list[str]:
    """Name the documents that are missing or say something else than the code."""
    return [
        name
        for name, text in found.items()
        if not (folder / name).exists() or (folder / name).read_text(encoding="utf-8") != text
    ]


def main(arguments: list[str] | None = None) -> int:
    """Write the documents, or compare them; 1 where some are behind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare and change nothing")
    chosen = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "filiera.settings.test")
    import django

    django.setup()
    found = documents()
    late = behind(found)
    if chosen.check:
        for name in late:
            print(f"docs/reference/{name} is behind the code: run python tools/build_reference.py")
        return 1 if late else 0
    DOCS.mkdir(parents=True, exist_ok=True)
    for name in late:
        (DOCS / name).write_text(found[name], encoding="utf-8")
    print(f"{len(late)} of {len(found)} documents written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
