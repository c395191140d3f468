"""Names that registers write in capitals throughout, as people would write them: a proposal, which a person corrects."""

from __future__ import annotations

import re

from filiera.engine.names_words import LEGAL_FORMS

_SMALL_TEXT = """
di del della dello dei degli delle e ed a ad in per con il lo la i gli le da dal dalla dallo dai dagli dalle nel nello
nella nei negli nelle al allo alla ai agli alle sul sullo sulla sui sugli sulle of the and for to at on de du des et en
von der die das dem und fur fuer zu zur im am y los las van het voor
"""
_SMALL = frozenset(_SMALL_TEXT.split())
_JOINED = frozenset(["dell", "nell", "all", "sull", "dall", "l", "d", "un", "coll"])
"""What stands before an apostrophe in small letters, unless the name begins with it."""

_WORD = re.compile(r"[^\W\d_]+")
_VOWELS = frozenset("AEIOUYÀÈÉÌÒÙÄÖÜ")
SHORT = 4
"""A name, or a legal form, of so many letters may be an acronym: it stays in capitals."""


def proper_name(name: str) -> str:
    """Give a name that is all in capitals with capitals where people put them; any other name is given back."""
    letters = [letter for letter in name if letter.isalpha()]
    if len(letters) <= SHORT or any(letter.islower() for letter in letters):
        return name
    return _WORD.sub(lambda found: _written(found, name), name)


def _written(found: re.Match[str], name: str) -> str:
    word = found[0]
    before, after = name[: found.start()], name[found.end() : found.end() + 1]
    is_first = not any(letter.isalnum() for letter in before)
    small = word.lower()
    if after in ("'", "’") and small in _JOINED:
        return small.capitalize() if is_first else small
    if after == "." and len(word) == 1:
        return word
    if small in _SMALL and not is_first:
        return small
    is_form = small in LEGAL_FORMS and len(word) <= SHORT and not is_first
    is_acronym = len(word) > 1 and _VOWELS.isdisjoint(word)
    return word if is_form or is_acronym else small.capitalize()
