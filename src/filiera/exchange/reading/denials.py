"""Whether the words before a place of a sentence deny what stands there: "non è riservato", "no NDA needed"."""

from __future__ import annotations

import re

_REACH = 60
"""Signs before a place in which a denial is looked for."""
_BEFORE = re.compile(
    r"(?<![a-zà-ü])(?:non|nessun[oa]?|nessun'|niente|senza|né|no|not|nothing|never|without|neither|nor|cannot|"
    r"n(?:on)?\s+c'è)(?![a-zà-ü])|n't(?![a-z])",
    re.IGNORECASE,
)
_TURN = re.compile(
    r"[.;:!?(]|(?<![a-zà-ü])(?:ma|però|bensì|anzi|but|however|perché|because|so|quindi|se|if|who|che|which)(?![a-zà-ü])"
    r"|,\s*(?:e|and|we|i|ci|vogliamo|cerchiamo|potete|please)(?![a-zà-ü])",
    re.IGNORECASE,
)
_DENIES_NOTHING = re.compile(
    r"(?<![a-z])(?:non\s+solo|not\s+only|non\s+oltre|no\s+later|not\s+later|no\s+more\s+than|nonché"
    r"|no\s+doubt)(?![a-z])",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^\s?:\s*(?:no|none|nessun[oa]?|niente)(?![\w])|^[\s,]{0,3}(?:(?:is|are|was)\s+)?(?:not|n't|non\s+(?:è|sono"
    r"|serve|servono|occorre|ci\s+serve|c'entra)|isn't"
    r"|aren't)"
    r"(?![a-zà-ü])",
    re.IGNORECASE,
)


def is_denied(sentence: str, start: int, *, reach: int = _REACH) -> bool:
    """Tell whether a denial stands in the same clause before a place of a sentence."""
    before = sentence[max(0, start - reach) : start]
    turns = list(_TURN.finditer(before))
    clause = before[turns[-1].end() :] if turns else before
    clause = _DENIES_NOTHING.sub(lambda one: " " * len(one[0]), clause)
    return _BEFORE.search(clause) is not None


def is_denied_after(sentence: str, end: int) -> bool:
    """Tell whether what ends at a place of a sentence is denied right after it ("an NDA is not needed")."""
    return _AFTER.search(sentence[end : end + 30]) is not None
