"""Italian is complete: every string of code and templates is in a catalogue, none is empty or fuzzy, placeholders agree."""

from __future__ import annotations

import ast
import inspect
import io
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from filiera.common.unindented import INDENTATION

SOURCE = Path(__file__).resolve().parents[2] / "src" / "filiera"
APPS = sorted(path.name for path in SOURCE.iterdir() if (path / "apps.py").exists())
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "n_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PROGRAM_WORDS = {"description"}
"""Keys of structures that an extractor takes for strings."""

CONTEXT = re.compile(r"^msgctxt (.*)$", re.MULTILINE)
MESSAGE = re.compile(r'^msgid ((?:".*"\n)+)', re.MULTILINE)
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def catalogue(app: str) -> Catalog:
    path = SOURCE / app / "locale" / "it" / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return Catalog(locale="it")
    with path.open("rb") as handle:
        return read_po(handle, locale="it")


def first(message: object) -> str:
    return message[0] if isinstance(message, tuple | list) else str(message)


def strings_of(app: str) -> set[tuple[str | None, str]]:
    """Find the source strings of an app with their contexts, in Python and in templates, without gettext's own tools."""
    found: set[tuple[str | None, str]] = set()
    patterns = ("*.py", "templates/**/*.html", "templates/**/*.txt")
    for path in [path for pattern in patterns for path in (SOURCE / app).rglob(pattern)]:
        if "migrations" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            text = templatize(INDENTATION.sub("\n", text), origin=str(path))
        for _line, message, _comments, context in extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS):
            said = message[-2] if isinstance(message, tuple) and len(message) > 2 else first(message)
            if said and said.strip():
                found.add((context, said))
    return found


@pytest.fixture(scope="module")
def known() -> set[tuple[str | None, str]]:
    """Give every source string that some catalogue says in Italian, with its context."""
    return {(message.context, first(message.id)) for app in APPS for message in catalogue(app) if message.id}


@pytest.mark.parametrize("app", APPS)
def test_every_string_has_its_italian(app: str, known: set[tuple[str | None, str]]) -> None:
    django_own = {(None, word) for word in ({"Yes", "No"} | PROGRAM_WORDS)}
    assert sorted(strings_of(app) - known - django_own, key=str) == []


@pytest.mark.parametrize("app", APPS)
def test_no_catalogue_says_a_string_twice(app: str) -> None:
    """Who reads the catalogue keeps the last of two without a word: it may be of another thing, in another gender."""
    path = SOURCE / app / "locale" / "it" / "LC_MESSAGES" / "django.po"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    heads = [found for block in text.split("\n\n") if any(found := (CONTEXT.findall(block), MESSAGE.findall(block)))]
    assert [head for place, head in enumerate(heads) if head in heads[:place]] == []


@pytest.mark.parametrize("app", APPS)
def test_no_italian_is_empty_or_fuzzy(app: str) -> None:
    bad = []
    for message in catalogue(app):
        if not message.id:
            continue
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        if "fuzzy" in message.flags or not all(said):
            bad.append(first(message.id))
    assert bad == []


@pytest.mark.parametrize("app", APPS)
def test_placeholders_agree(app: str) -> None:
    bad = []
    for message in catalogue(app):
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        allowed = {name for text in ids for name in PLACEHOLDER.findall(text)}
        used = {name for text in said for name in PLACEHOLDER.findall(text)}
        if not used <= allowed or (allowed - used and len(ids) == 1):
            bad.append(first(message.id))
    assert bad == []


def test_no_string_hides_in_an_f_string_where_extractors_cannot_see_it() -> None:
    wrong = []
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                calls = [
                    one.func.id
                    for one in ast.walk(node)
                    if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)
                ]
                wrong += [f"{path.relative_to(SOURCE)}:{node.lineno}" for name in calls if name in KEYWORDS]
    assert wrong == []


def test_one_source_string_has_one_italian() -> None:
    """Django joins the catalogues: of two translations one wins on every page, and may be of the wrong gender."""
    said: dict[tuple[str | None, str], set[str]] = {}
    for app in APPS:
        for message in catalogue(app):
            if message.id:
                said.setdefault((message.context, first(message.id)), set()).add(first(message.string))
    assert {key: sorted(words) for key, words in said.items() if len(words) > 1} == {}


def test_organisation_of_the_register_is_soggetto() -> None:
    """«Organizzazione» is the reader's own, and the name of the file that the office gave out under that name."""
    own = re.compile(r"\b(la mia|la tua|della tua) organizzazione\b|^modello-organizzazioni\.xlsx$", re.IGNORECASE)
    wrong = []
    for app in APPS:
        for message in catalogue(app):
            said = message.string if isinstance(message.string, tuple) else (message.string,)
            wrong += [text for text in said if message.id and "organizzazion" in own.sub("", text).lower()]
    assert wrong == []


def test_every_italian_is_of_a_string_in_use() -> None:
    """Some strings are marked nowhere: the first words of an operation of the API, the help of a command."""
    used = {text for app in APPS for _context, text in strings_of(app)}
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                used.add(inspect.cleandoc(node.value))
    ids = [first(message.id) for app in APPS for message in catalogue(app) if message.id]
    assert sorted({one for one in ids if one.strip() and inspect.cleandoc(one) not in used and one not in used}) == []
