"""What a question refuses, and the turns of speech that refuse nothing ("nessuno che faccia tubi?"). Pure."""

from __future__ import annotations

import re

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
    r"|\s+(?:e|and)\s+(?:che|chi|who|that|which|cerco|voglio|i\s+want|we\s+want)\b"
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
