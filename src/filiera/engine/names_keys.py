"""The form in which two names are the very same: legal form, case, accents and punctuation set aside, nothing else.

Everything else that makes names near (another order, a translation, one letter, one word more) is a question for people:
"Colorplast due" and "Colorplast" may be two firms.
"""

from __future__ import annotations

import re
from functools import lru_cache

from filiera.engine.names_words import LEGAL_FORMS, LEGAL_PHRASES, joined_words, plain_letters, repaired

# Words that are a legal form in one country and a part of the name in another ("Beauty Company srl").
_ALSO_NAMES = frozenset({"company", "corporation", "co", "epic", "sem", "hf", "ou", "ad"})
FORMS = LEGAL_FORMS - _ALSO_NAMES
_AND_PARTNERS = re.compile(r"(?:&|\be)\s*c\b\.?", re.IGNORECASE)  # "Rossi & C. snc": the partners belong to the form
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


@lru_cache(maxsize=100_000)
def keys_of(text: str) -> frozenset[str]:
    """Give the normal forms of a name: one, or two where an umlaut may also be written with an e; none for no letters."""
    lowered = _AND_PARTNERS.sub(" ", repaired(text)).casefold()
    return frozenset(filter(None, (_key(lowered), _key(lowered.translate(_UMLAUTS)))))


def _key(text: str) -> str:
    words = LEGAL_PHRASES.sub(" ", " ".join(joined_words(plain_letters(text)))).split()
    while len(words) > 1 and words[-1] in FORMS:
        words.pop()
    return " ".join(words) if any(letter.isalpha() for word in words for letter in word) else ""
