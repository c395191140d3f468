"""How far a thing is: the level of technology readiness in numbers, or words such as "an idea" and "already in production"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from filiera.exchange.reading.denials import is_denied
from filiera.exchange.reading.proposals import Hit

_WORDS = {"uno": 1, "due": 2, "tre": 3, "quattro": 4, "cinque": 5, "sei": 6, "sette": 7, "otto": 8, "nove": 9,
          "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}  # fmt: skip
_ONE = rf"(?:[1-9](?![0-9]|[.,][0-9])|(?:{'|'.join(_WORDS)})(?![a-z]))"
_TRL = re.compile(
    r"(?P<least>(?:almeno|minimo|at\s+least|minimum)\s+(?:a\s+|al\s+|un\s+|di\s+)?)?"
    r"(?<![\w])(?:TRL|technology\s+readiness\s+level|livello\s+di\s+maturità\s+tecnologica)\s*"
    r"(?:\(TRL\)\s*)?(?:di|level|of|livello|pari\s+a|circa|about|around|[:=~≥])?\s*"
    rf"(?P<low>{_ONE})(?:\s*(?:-|–|/|a|to|e|and|o|or|oppure|al|fino\s+a)\s*(?:TRL\s*)?(?P<high>{_ONE}))?"
    r"(?P<more>\s*(?:o\s+superiore|o\s+più|or\s+(?:higher|above|more)|\+|in\s+su))?",
    re.I,
)
_HIGHEST = 9

_STATES = {
    "IDEA": (
        r"(?:(?:solo|soltanto|ancora|solamente)\s+un'\s?idea|un'\s?idea(?!\s+(?:chiara|precisa|di\s+(?:prezz|cost"
        r"|quant)))"
        r"|idea\s+(?:ancora\s+)?(?:da\s+sviluppare|iniziale|preliminare)|a\s+livello\s+di\s+idea"
        r"|allo\s+stadio\s+di\s+idea|l'idea,?\s+(?:\w+\s+)?da\s+(?:verificare|sviluppare|provare)"
        r"|ancora\s+sulla\s+carta|(?:only|just|still)\s+an\s+idea|(?:at\s+the\s+)?(?:idea|concept)\s+stage"
        r"|have\s+an\s+idea"
        r"|idea\s+so\s+far|(?:solo|soltanto|only)\s+(?:\w+\s+)?(?:sketch(?:es)?|schizz[oi]|bozz[ae]|disegn[oi])"
        r"|on\s+the\s+drawing\s+board)"
    ),
    "LAB": (
        r"(?:(?:su|in)\s+scala\s+(?:di\s+|da\s+)?laboratorio|(?<!un\s)(?:in|nel\s+nostro)\s+laboratorio\s+(?:\w+\s+)?"
        r"(?:abbiamo|funziona|regge|tiene|ha\s+funzionato|otteniamo)|(?:abbiamo|funziona|regge"
        r"|provat[oa])[^.;,]{0,25}\sin\s+laboratorio(?!\s+che)"
        r"|(?:lab|laboratory|bench)[\s-]scale|(?:on|at)\s+(?:the\s+)?(?:lab|bench)(?:\s+bench)?\s+(?:we|it)"
        r"|works?\s+in\s+(?:the|our)\s+lab"
        r"|proof\s+of\s+concept|prova\s+di\s+concetto|(?:bench|lab(?:oratory)?)\s+trials?|prov[ae]\s+(?:al|da)\s+banco)"
    ),
    "PROTOTYPE": r"(?:prototip[oi]|prototypes?|mock-?ups?|campion[ei]\s+funzionant[ei]|working\s+samples?)",
    "PILOT": (
        r"(?:(?:su|in|a)?\s?scala\s+pilota|fase\s+pilota|lott[oi]\s+pilota|livello\s+pilota|pilot[\s-]scale"
        r"|pilot\s+(?:batch(?:es)?|phase|runs?)"
        r"|(?:semi|pre)-?\s?industrial[ei]?)"
    ),
    "PRODUCTION": (
        r"(?:(?:già|ormai)\s+in\s+(?:produzione|commercio|vendita)|in\s+produzione\s+da|(?:già\s+)?(?:sul\s+mercato"
        r"|in\s+commercio)\s+da|già\s+sul\s+mercato|(?:è|sono)\s+(?:in\s+(?:commercio|vendita|produzione)|a\s+catalogo)"
        r"|(?:lo|la|li|le)\s+vendiamo\s+(?:già|da)"
        r"|(?:lo|la|li|le)?\s?produciamo\s+già|già\s+(?:lo|la|li|le)\s+produciamo"
        r"|(?:già\s+)?su\s+scala\s+industriale|in\s+produzione\s+di\s+serie"
        r"|already\s+(?:in\s+production|on\s+the\s+market|produced|sold)|in\s+(?:series|serial|full"
        r"|regular)\s+production|industrial[\s-]scale"
        r"|on\s+the\s+market\s+(?:since|for)|we\s+already\s+(?:make|produce|sell))"
    ),
}
_STATE = re.compile(
    r"(?<![\w])(?:" + "|".join(f"(?P<{code}>{words})" for code, words in _STATES.items()) + r")(?![\w])", re.I
)
_TO_BE_MADE = re.compile(
    r"(?<![\w])(?:realizz\w+|costru\w+|fare|farci|svilupp\w+|arrivare|passare|verso|into|build|make|turn|develop"
    r"|towards)"
    r"\s[^.;,]{0,25}$",
    re.I,
)
"""What stands before a prototype that is only wished for."""
_AS_LEVELS = {"IDEA": (1, 2), "LAB": (3, 4), "PROTOTYPE": (5, 6), "PILOT": (6, 7), "PRODUCTION": (8, 9)}
"""By the words of the EU's scale: observed, shown in the lab, in its surroundings, as a pilot, complete and proven."""


def levels(sentence: str) -> Iterator[Hit]:
    """Give the levels of readiness that a sentence says in numbers: of several the least and the most."""
    found = list(_TRL.finditer(sentence))
    ends = [end for one in found for end in _ends(one)]
    if not ends:
        return
    start, end = found[0].start(), found[-1].end()
    note = "negated" if is_denied(sentence, start, reach=25) else ""
    yield Hit("trl", (min(ends), max(ends)), start, end, not note, note)


def _ends(found: re.Match[str]) -> Iterator[int]:
    yield _number(found["low"])
    if found["high"]:
        yield _number(found["high"])
    if found["least"] or found["more"]:
        yield _HIGHEST


def _number(written: str) -> int:
    return _WORDS.get(written.casefold()) or int(written)


def states(sentence: str) -> Iterator[Hit]:
    """Give the words of a sentence that say how far a thing is."""
    for found in _STATE.finditer(sentence):
        is_wish = found.lastgroup == "PROTOTYPE" and _TO_BE_MADE.search(sentence[: found.start()])
        if not is_wish and not is_denied(sentence, found.start(), reach=25):
            yield Hit("development", found.lastgroup or "", *found.span(), False, "in-words")


def levels_in_words(hits: Iterable[Hit]) -> Iterator[Hit]:
    """Give the levels that words mean, where no number says them."""
    known = list(hits)
    if not any(one.field == "trl" for one in known):
        for one in known:
            if one.field == "development" and isinstance(one.value, str):
                yield Hit("trl", _AS_LEVELS[one.value], one.start, one.end, False, "in-words")
