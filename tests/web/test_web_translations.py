"""The Italian of the shell is complete."""

from __future__ import annotations

import re
from pathlib import Path

import filiera.web

PO = Path(filiera.web.__file__).parent / "locale" / "it" / "LC_MESSAGES" / "django.po"


def test_italian_has_no_empty_and_no_fuzzy_message() -> None:
    text = PO.read_text(encoding="utf-8")
    entries = text.split("\n\n")[1:]
    empty = [entry for entry in entries if re.search(r'^msgstr(\[\d\])? ""$(?!\n")', entry, re.MULTILINE)]
    assert (empty, "fuzzy" in text) == ([], False)


def test_italian_fills_in_the_same_places_as_the_english() -> None:
    entries = PO.read_text(encoding="utf-8").strip().split("\n\n")[1:]
    uneven = []
    for entry in entries:
        english, italian = entry.split("\nmsgstr", 1)
        if set(re.findall(r"%\(\w+\)s", english)) != set(re.findall(r"%\(\w+\)s", italian)):
            uneven.append(english)
    assert uneven == []
