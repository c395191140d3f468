"""Names of organisations within a text: what they are called is not what they can do ("Lotto Piccolo", "Centro Pelle")."""

from __future__ import annotations

import re
from collections.abc import Iterable

from filiera.engine.names_words import LEGAL_FORMS
from filiera.engine.reading_words import fold

_BRACKETS = re.compile(r"\((?:formerly |già |ex )?([^()]*)\)")
SHORTEST_WORD = 5  # a shorter name of one word is a sign that others use too: "ITS", "TAV"


def without_names(text: str, names: Iterable[str]) -> str:
    """Blank the names in a text of the same length; brackets stand for each, so that no term reaches across it."""
    for form in sorted({form for name in names for form in _forms(name)}, key=lambda form: (-len(form), form)):
        pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, form.split())) + r"(?!\w)"
        text = re.sub(pattern, _blank, text, flags=re.IGNORECASE)
    return text


def _blank(found: re.Match[str]) -> str:
    """Blank what is written as a name, with a capital; leave what happens to be the same words."""
    said = found.group()
    is_name = any(letter.isupper() for letter in said)
    return "(" + " " * (len(said) - 2) + ")" if is_name else said


def _forms(name: str) -> list[str]:
    """List the forms in which a name is used: without its legal form, before and within brackets."""
    parts = (_BRACKETS.sub(" ", name), *_BRACKETS.findall(name))
    found = [_bare(part.split()) for part in parts]
    return [form for form in found if " " in form or len(form) >= SHORTEST_WORD]


def _bare(words: list[str]) -> str:
    while words and re.sub(r"\W", "", fold(words[-1])) in LEGAL_FORMS:
        words = words[:-1]
    return " ".join(words).strip(" ,")
