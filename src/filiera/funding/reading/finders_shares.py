"""Who bears how much of the cost: the most of one partner or country, the least of the SMEs, what is given in kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from filiera.funding.reading.proposals import Hit, Sentence, plain

_PART = re.compile(r"(?P<n>[0-9]{1,3}(?:[.,][0-9]{1,2})?)\s?(?:%|per\s?cento|per\s?cent)", re.IGNORECASE)
_IN_KIND = re.compile(r"in[\s-]kind|in\s+natura", re.IGNORECASE)
_LEAST = re.compile(r"almeno|at\s+least|minim", re.IGNORECASE)
_ONE = r"(?:partner|impresa|soggetto|entity|compan\w+|undertaking|participant|organi[sz]ation|country|paese)"
_NO_ONE_ABOVE = re.compile(
    rf"(?:nessun[oa]?|no\s+(?:single\s+)?)\s*(?P<who>{_ONE}(?:\s+(?:or|o|né)\s+(?:single\s+)?{_ONE})?)"
    r"[^.;]{0,80}(?:più\s+del|oltre\s+il|superior\w+\s+al|more\s+than|over|"
    r"exceed\w*)\s+(?:the\s+)?(?P<n>[0-9]{1,2}(?:[.,][0-9]+)?)\s?(?:%|per\s?cento|per\s?cent)",
    re.IGNORECASE,
)
_NO_MORE_BY_ONE = re.compile(
    r"(?:no\s+more\s+than|non\s+più\s+del)\s+(?:the\s+|il\s+)?(?P<n>[0-9]{1,2})\s?%\s+(?:of|del|dei|delle)\s[^.;%]{0,40}"
    r"(?:budget|cost|spes)[^.;%]{0,40}?(?:by|da|to)\s+(?P<who>(?:one|a\s+single|un\s+solo)[^.;%]{3,60})",
    re.IGNORECASE,
)
_OF_THE_GRANT = re.compile(r"\s*(?:of|del|dei)\s+(?:the\s+)?(?:grant|contribut|fund|agevolaz)", re.IGNORECASE)
_SMES_BEAR = re.compile(
    r"(?:PMI|SMEs?)(?![a-z])[^.;%]{0,120}?(?:(?:almeno|at\s+least|minimo|is|are)\s+(?:il\s+|the\s+)?)(?P<n>[0-9]{1,2})\s?%"
    r"[^.;]{0,40}(?:cost|spes|budget)",
    re.IGNORECASE,
)
_OR_MORE = re.compile(r"almeno|at\s+least|minimo|or\s+more|o\s+più", re.IGNORECASE)
_WHO = (
    ("entity", re.compile(r"partner|impres|soggett|entit|compan|undert|particip|organi", re.IGNORECASE)),
    ("country", re.compile(r"countr|paes", re.IGNORECASE)),
)


def shares(sentence: Sentence) -> Iterator[Hit]:
    """Find the shares of the cost that partners bear, in percent."""
    text = sentence.text
    if "%" not in text and "cent" not in text:
        return
    if _IN_KIND.search(text):
        found = _PART.search(text)
        if found and _LEAST.search(text):
            yield Hit("rules.inkind_min_pct", plain(Decimal(found["n"].replace(",", "."))), *found.span())
        return
    for pattern in (_NO_ONE_ABOVE, _NO_MORE_BY_ONE):
        for found in pattern.finditer(text):
            named = [name for name, words in _WHO if words.search(found["who"])]
            if named and not _OF_THE_GRANT.match(text, found.end()):
                rate = plain(Decimal(found["n"].replace(",", ".")))
                yield Hit("rules.share_max", dict.fromkeys(named, rate), *found.span())
    found = _SMES_BEAR.search(text)
    if found and _OR_MORE.search(found[0]):
        yield Hit("rules.share_min", {"sme": int(found["n"])}, *found.span())
