"""What a question refuses, and the turns of speech that refuse nothing ("nessuno che faccia tubi?"). Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

Span = tuple[int, int]

_WANT = r"(?:voglio|vogliamo|vogliono|vorrei|vorremmo|cerco|cerchiamo|serve|servono|interessa|interessano)"
_ONLY = r"(?!\s+(?:solo|soltanto|solamente|unicamente|only|just|altro|altri)\b)"
_NOT_WANTED = (
    rf"\b(?:non\s+(?:(?:ci|mi|ne|lo|li)\s+)?{_WANT}{_ONLY}"
    r"|(?:(?:we|i|they)\s+)?(?:do|does|did)?\s*(?:not|n['’]t)\s+(?:want|need|look(?:ing)?\s+for|interested\s+in)"
    rf"{_ONLY}|no\s+need\s+(?:of|for))\b"
)
# "no plastic" where a clause begins; "no transfer" is a virtue of a lipstick, and "nessuno che" asks.
_NONE_OF = (
    r"(?:(?<=[,;(])\s*|\b(?:ma|but)\s+)(?:no|niente|nessun[ao]?)\s+"
    r"(?!transfer|rinse|touch|stick|gas\b|che\b|chi\b|(?:in|a|ad|nel|nella|tra|fra|qui)\b|di\s+(?:voi|noi|loro)\b"
    r"|one\b|other\b|\w+\s+(?:che|who|that)\b)"
)
_NOT_THERE = (
    r"\b(?:ma\s+|but\s+)?(?:non|not)\s+(?:(?:in|ad?|(?:nel|dal)(?:la|le)?|vicino|da|from|near|at|abroad)\b"
    r"|(?:nell|dall|all)['’])"
)
# Who does not stand in a place: a verb after "and" is of the need again ("chi non è di Milano e fa rossetti").
_WHO_IS_NOT_THERE = (
    r"(?:\b(?:che|chi)\s+non\s+(?:sia|siano|stia|stiano|è|sono)\s+(?:in|a|ad|di|da|nel|nella|vicino|all['’])\b"
    r"|\b(?:who|that|which)\s+(?:is|are)\s*(?:not|n['’]t)\s+(?:in|from|near|at|of|abroad)\b)"
)
_EXCEPT = (
    r"(?:\b(?:tranne|eccetto|fuorché|esclus[oaie]|except|excluding|other\s+than)\b"
    r"|\b(?:ma\s+non|but\s+not)\s+(?-i:(?=[A-ZÀ-Ý]))"
    r"|\b(?:fuori\s+(?:dal(?:la|le)?\s+|dall['’]\s*|da\s+)?|outside\s+(?:of\s+)?)(?-i:(?=[A-ZÀ-Ý])))"
)
# Who does not do a thing: the thing is no need ("chi non fa test su animali").
_NOT_DONE = (
    r"(?:\b(?:che|chi)\s+non\s+(?:fa|fanno|faccia|facciano|produce|producono|produca|producano|esegue|eseguono|esegua"
    r"|eseguano|offre|offra|offrono|offrano)\b"
    r"|\b(?:who|that|which)\s+(?:do|does)\s*(?:not|n['’]t)\s+(?:do|make|produce|perform|offer|carry\s+out|run)\b)"
    rf"{_ONLY}"
)
_TURNS = (
    r"\s+(?:ma|bensì|però|but|anzi)\b|\s+(?:ed?|and|or|o)\s+(?:non|not)\b"
    r"|\s+(?:e|and)\s+(?:che|chi|who|that|which|cerco|voglio|senza|without|i\s+want|we\s+want)\b"
)
_TO_ITS_END = rf"(?:(?!{_TURNS})[^.,;:?!\n])*"
# What follows a place or a name is said of the need again ("except Intercos for lipsticks").
_TO_THE_NAME = rf"(?:(?!{_TURNS}|\s+(?:per|for|che|who|that|which|to)\b)[^.,;:?!\n])*"
_TO_A_VERB = rf"(?:(?!{_TURNS}|\s+(?:e|and)\s+(?!in\b|a\b|near\b)(?-i:[a-zà-ÿ]))[^.,;:?!\n])*"
_REFUSED = re.compile(
    rf"(?:{_WHO_IS_NOT_THERE}{_TO_A_VERB}|(?:{_NOT_THERE}|{_EXCEPT}){_TO_THE_NAME}"
    rf"|(?:{_NOT_WANTED}|{_NONE_OF}|{_NOT_DONE}){_TO_ITS_END})",
    re.I,
)

_BEFORE_NAME = (
    r"(?:(?:per|for|di|da|of|from|ad?|in|near|(?:d?[ae])?l(?:l[aeo])?|il|i|gli|le|lo|the)\s+|(?:d?[ae]l)?l['’]\s*)?"
)
_LEAVE_OUT = (
    r"(?:senza|without|non|not|no|tranne|eccetto|fuorché|esclus[oaie]|except(?:\s+for)?|excluding|other\s+than|salvo"
    r"|a\s+parte|apart\s+from|escludendo|escludi(?:amo)?|exclude|leav(?:e|ing)\s+out|avoid(?:ing)?|evitando|evitare"
    r"|(?:anyone|anybody|everyone|everybody)\s+but|tutti\s+meno)"
)
_OPENER = re.compile(rf"[\s,]*(?:(?:ma|but|e|ed|o|né|and|or|nor|oppure)\s+)*(?:{_LEAVE_OUT}\s+)?{_BEFORE_NAME}", re.I)
# What is said before a name where the words refuse nothing but a name ("senza Lumson", "not Lumson").
_REFUSES_THE_NEXT = re.compile(rf"\b(?:(?:ma|but)\s+)?{_LEAVE_OUT}\s+{_BEFORE_NAME}$", re.I)
_AND = r"(?:e|ed|o|oppure|né|and|or|nor)"
_AND_ANOTHER = re.compile(
    rf"(?P<sign>\s*,\s*(?:{_AND}\s+)?|\s+{_AND}\s+)(?:(?:senza|without|non|not)\s+)?{_BEFORE_NAME}", re.I
)
_END_OF_ROW = re.compile(r"\s*(?:[,.;:?!\n]|$)")
_CAPITALS = re.compile(r"[A-ZÀ-Ý][\w'’-]*(?:\s[A-ZÀ-Ý][\w'’-]*){0,3}")
_OF_NAMES = re.compile(
    rf"{_WHO_IS_NOT_THERE}|{_NOT_THERE}|{_EXCEPT}|(?:(?:ma|but)\s+)?{_LEAVE_OUT}\s+(?-i:(?=[A-ZÀ-Ý]))", re.I
)
_WHERE = re.compile(r"\b(?:in|ad?|da|nel(?:la|le)?|dal(?:la|le)?|vicino|from|near|at|fuori|outside|di|of)\s", re.I)
_BETWEEN = re.compile(rf"\s*[,;]\s*|\s+{_AND}\s+", re.I)

_FIRM = r"(?:aziend|impres|ditt|fornitor|laborator|terzist|soci|partner)\w*"
_DOES = r"(?:mi\s+|ci\s+)?facci(?:a|ano)"  # also a face: taken out where only the verb can stand
# Asking whether anybody is there: none of these words denies what follows.
_ASKED_FOR = re.compile(
    r"\b(?:(?:non\s+(?:c['’]\s*è|ci\s+sono|esist\w+|trov\w+|conosc\w+|avete|abbiamo|ho|vedo)\s+)?"
    rf"(?:nessuno|nessuna?\s+{_FIRM})(?:\s+che(?:\s+{_DOES})?)?\b|(?:che|chi)\s+{_DOES}\b"
    r"|(?:(?:is|are)\s+)?(?:there\s+(?:is\s+|are\s+)?)?(?:nobody|no\s*-?\s*one|none"
    r"|no\s+(?:compan|firm|supplier|lab|manufacturer|partner)\w*)(?:\s+(?:who|that))?\b)",
    re.I,
)


def refused_spans(text: str) -> list[tuple[int, int]]:
    """Give the characters [start, end) of the clauses that say what is not wanted ("non vogliamo siliconi").

    A clause ends where the sentence does, or where it turns ("non a Milano ma a Lodi").
    """
    return [match.span() for match in _REFUSED.finditer(text)]


def asking_spans(text: str) -> list[tuple[int, int]]:
    """Give the characters [start, end) of words that ask whether anybody does a thing ("non c'è nessuno che")."""
    return [match.span() for match in _ASKED_FOR.finditer(text)]


def with_names(text: str, spans: Sequence[Span], names: Sequence[Span], is_place: Callable[[str], bool]) -> list[Span]:
    """Give the refusing clauses of a text, those that only a name makes one too ("senza Lumson"), in their order.

    `spans` are those of `refused_spans`, `names` where names stand. A row goes on after commas ("tranne Lumson, Coster e
    Cremona"): after a mere comma only where a further one or the end follows it.
    """
    found = list(spans)
    for start, end in names:
        opener = _REFUSES_THE_NEXT.search(text[:start])
        if opener and not any(first < end and start < last for first, last in found):
            found.append((opener.start(), end))
    whole: list[Span] = []
    for start, end in sorted(found):
        if whole and start < whole[-1][1]:
            continue
        closes = any(first < end and start < last for first, last in names) or is_of_names(text[start:end])
        whole.append((start, _row_end(text, end, names, is_place) if closes else end))
    return whole


def _row_end(text: str, end: int, names: Sequence[Span], is_place: Callable[[str], bool]) -> int:
    """Give where the row of names and places ends that the end of a clause stands in.

    A word with a capital that nobody knows is passed over where a name or a place follows it.
    """
    sure, at = end, end
    while (another := _AND_ANOTHER.match(text, at)) is not None:
        is_joined = another["sign"].strip() != ","
        following = next((last for first, last in names if first == another.end()), None)
        if following is None and is_joined:
            following = _place_end(text, another.end(), is_place)
        unknown = _CAPITALS.match(text, another.end())
        if following is None and unknown is None:
            break
        at = following or (unknown.end() if unknown else at)
        if following is not None and (is_joined or _END_OF_ROW.match(text, at)):
            sure = at
    return sure


def _place_end(text: str, start: int, is_place: Callable[[str], bool]) -> int | None:
    """Give where the place ends that is named with a capital at a character; None where none is."""
    match = _CAPITALS.match(text, start)
    words = match.group().split() if match else []
    for size in range(len(words), 0, -1):
        name = " ".join(words[:size])
        if is_place(name):
            return start + len(name)
    return None


def is_of_names(clause: str) -> bool:
    """Tell whether a refusing clause speaks of organisations or places, not of what is done ("non voglio siliconi")."""
    return _OF_NAMES.match(clause.strip()) is not None


def things_refused(clause: str) -> list[str]:
    """Give the several things of a refusing clause or of a stretch of one, without the words that refuse them."""
    things = (_OPENER.sub("", part, count=1).strip(" ,.;:?!") for part in _BETWEEN.split(clause))
    return [one for one in things if one]


def says_where(clause: str) -> bool:
    """Tell whether a refusing clause has a word of place before its name ("not in Alba"), which then is no organisation."""
    return _WHERE.search(clause) is not None
