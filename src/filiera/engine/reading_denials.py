"""Words that a text denies ("senza alcol", "alcohol-free", "non riciclabile"), so that none of them is taken as said.

Only what surely belongs to the denial counts: at most two words after "senza", and none beyond a word that opens
another thought ("senza conservanti in flacone airless" denies no bottle).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

# Deny the two words that follow.
_WITHOUT = frozenset(
    ("senza", "without", "privo", "priva", "privi", "prive", "esente", "esenti", "nessun", "nessuno", "nessuna", "nor")
)
# Deny the very next word alone: what follows the verb in "non trovo un terzista" is wanted all the more.
_NOT = frozenset(("non", "not", "no"))
_OF = frozenset(("of", "from"))
# Stand between a denial and what it denies without ending it.
_ARTICLES = """
a ad al allo alla di del dello della dei degli delle dell da dal dallo dalla dai dagli dalle dall il lo la i gli le l
un uno una o od the an of from any or
"""
_PASSED = frozenset(_ARTICLES.split())
# "non solo rossetti": nothing is denied.
_ONLY = frozenset(("solo", "soltanto", "solamente", "only", "just"))
REACH = 2

Token = tuple[str, str]
"""A folded word, and the characters between it and the word before."""


def denied_places(
    tokens: Sequence[Token], stopwords: frozenset[str], *, is_question: bool = False
) -> Mapping[int, int]:
    """Give the places of the denied words: 1 for the word next to its denial, 2 for the second.

    In a question "non" tells of the trouble that is asked about ("la crema non regge"), and denies nothing.
    """
    denied: dict[int, int] = {}
    for place, (folded, between) in enumerate(tokens):
        if folded == "free":
            if place + 1 < len(tokens) and tokens[place + 1][0] in _OF:
                denied.update(_after(tokens, place + 1, stopwords))
            elif place and between in {" ", "-", "\u2011"} and tokens[place - 1][0] not in stopwords:
                denied[place - 1] = 1
        elif folded in _WITHOUT:
            denied.update(_after(tokens, place, stopwords))
        elif folded in _NOT and not is_question and place + 1 < len(tokens):
            following, gap = tokens[place + 1]
            if gap in {" ", "-", "\u2011"} and following not in _ONLY and following not in stopwords:
                denied[place + 1] = 1
    return denied


def _after(tokens: Sequence[Token], start: int, stopwords: frozenset[str]) -> dict[int, int]:
    found: dict[int, int] = {}
    for place in range(start + 1, len(tokens)):
        folded, between = tokens[place]
        if between.strip(" \n'\u2019-\u2011") or "\n" in between or len(found) == REACH:
            break
        if folded in stopwords:
            if folded not in _PASSED:
                break
            continue
        found[place] = len(found) + 1
    return found
