"""Whom a need leaves out: names after "tranne", "non a", "except", "do not send it to"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from filiera.common.reading.countries import country_meant
from filiera.common.reading.dates import MONTHS
from filiera.common.reading.places import region_named
from filiera.engine.names_words import LEGAL_FORMS
from filiera.exchange.reading.proposals import Hit, IsTown

_TO = r"(?:(?:al?|alla|allo|ai|agli|alle|con|da|dalla|dal|to|with|by|via|of)\s+|all'\s?|dall'\s?)"
_ARTICLE = r"(?:(?:il|lo|la|i|gli|le|the|ditta|società|azienda|company|firm)\s+|l'\s?){0,2}"
_SEND = (
    r"(?:mand|invi|contatt|coinvolg|gir|d(?:ate|are)|mostr|inoltr|parl|chied|propo|pass|coinvolt"
    r"|vogliamo\s+(?:lavorare|aver\w*\s+a\s+che\s+fare))\w*"
    r"(?:\s+(?:mai|l[aoie]|questa|questo|la\s+richiesta|in\s+particolare|nulla|niente))*"
)
_SENT = (
    r"(?:send|contact|involve|show|forward|give|pass|ask|approach|share|disclose|circulate)(?:\s+(?:it|this"
    r"|the\s+request|our\s+request|anything|them))?"
)
_OPENS = re.compile(
    rf"""(?<![\w])(?:
    (?:tranne|eccetto|fuorché|salvo|ad\s+eccezione\s+d(?:i|el|ella|ell'|ello|ei)|a\s+parte|escluden\w+|esclu(?:so
        |sa|si|se|dete|dere|diamo))\s?{_TO}?\s?{_ARTICLE}
    |(?:evit(?:ate|are|ando|iamo)|avoid(?:ing)?|lasci(?:ate|are|amo|ando)\s+(?:fuori|perdere)|leav(?:e|ing)\s+out
        |without\s+involving
        |senza\s+(?:passare|coinvolgere|avvisare))\s+{_TO}?{_ARTICLE}
    |(?:leav(?:e|ing)|keep(?:ing)?)\s+{_ARTICLE}(?=[^.;,]{{2,60}}\sout(?![\w]))
    |(?:meno\s+che\s+mai|tanto\s?meno|soprattutto\s+non|in\s+particolare\s+non|least\s+of\s+all
        |especially\s+not)\s+{_TO}?{_ARTICLE}
    |non\s+{_SEND}\s+{_TO}?{_ARTICLE}
    |(?:ma\s+)?(?:non|mai)\s+{_TO}{_ARTICLE}
    |(?:except(?:\s+for)?|excluding|other\s+than|apart\s+from|but\s+not|with\s+the\s+exception\s+of)\s+{_TO}?{_ARTICLE}
    |(?:do\s+not|don't|never|not\s+to|must\s+not|please\s+not)\s+(?:be\s+)?{_SENT}\s+{_TO}?{_ARTICLE}
    |(?:not|never)\s+(?:to|with)\s+{_ARTICLE}
    )(?-i:(?=[A-ZÀ-Ý]))""",
    re.X | re.I,
)
_FORM = (
    r"(?:(?i:s\.\s?r\.\s?l\.(?:\s?s\.)?|srls?|s\.\s?p\.\s?a\.|spa|s\.\s?n\.\s?c\.|snc|s\.\s?a\.\s?s\.|sas|ltd|gmbh"
    r"|inc|llc"
    r"|sa|ag)(?![\w]))"
)
_NAME = (
    rf"[A-ZÀ-Ý][\w&'’-]*(?:\s+(?!{_FORM})(?:(?:di|del|della|dei|of|&)\s+)?(?:[A-ZÀ-Ý&][\w&'’-]*)){{0,4}}"
    rf"(?:\s+{_FORM})?"
)
_SMALL = re.compile(r"(?:La|Il|Lo|Le|Gli|The)\s+(?=[A-ZÀ-Ý])")
_NAMED = re.compile(_NAME)
_AND = re.compile(rf"\s*(?:,\s*(?:e|ed|o|né|and|or|nor)?|(?:e|ed|o|né|and|or|nor))\s+{_TO}?{_ARTICLE}(?=[A-ZÀ-Ý])")
_CLOSED_AFTER = re.compile(
    rf"(?P<name>{_NAME})\s+(?:è|sia|va|sono|vanno|resta|is|are|must\s+be|should\s+be|to\s+be)\s+(?:da\s+escludere"
    rf"|esclus[oaie]|lasciat[oaie]\s+fuori|excluded|left\s+out)"
)
_NOT_TO_KNOW = re.compile(
    rf"(?P<name>{_NAME}),?\s+(?:(?:must|should|may|shall)\s+(?:not|never)\s+(?:hear|know|learn|be\s+told|receive|get"
    rf"|see|be\s+asked)"
    rf"|non\s+(?:deve|devono|dovrebbe|dovrà|può)\s+(?:saper|veder|ricever|esser|legger|venir)\w*)"
)
_NO_NAMES = """
natale pasqua ferragosto capodanno christmas easter monday tuesday wednesday thursday friday saturday sunday
europa europe ue eu trl nda pif gmp iso inci it we you he she they this that nobody everybody nessuno tutti noi voi loro
chi questo questa quello quella
"""
_NO_ORGANISATIONS = frozenset([*MONTHS, *_NO_NAMES.split()])
_ACRONYM = 5


def refused(sentence: str, *, is_town: IsTown | None = None) -> Iterator[Hit]:
    """Give the names of organisations that a sentence leaves out, each where it stands."""
    ends = 0
    for found in _OPENS.finditer(sentence):
        if found.end() < ends:
            continue
        for start, end in _row(sentence, found.end()):
            ends = end
            hit = _hit(sentence, start, end, is_town)
            if hit is not None:
                yield hit
    for found in (*_CLOSED_AFTER.finditer(sentence), *_NOT_TO_KNOW.finditer(sentence)):
        hit = _hit(sentence, found.start("name"), found.end("name"), is_town)
        if hit is not None and hit.start >= ends:
            yield hit


def _row(sentence: str, start: int) -> Iterator[tuple[int, int]]:
    """Give the names of a row: "Uno srl, Due e la Tre"."""
    while (name := _NAMED.match(sentence, start)) is not None:
        yield name.span()
        following = _AND.match(sentence, name.end())
        if following is None:
            return
        start = following.end()


def _hit(sentence: str, start: int, end: int, is_town: IsTown | None) -> Hit | None:
    article = _SMALL.match(sentence, start, end)
    start = article.end() if article else start
    name = sentence[start:end]
    if (
        name.casefold() in _NO_ORGANISATIONS
        or region_named(name)
        or country_meant(name)
        or (is_town is not None and is_town(name))
    ):
        return None
    is_short = name.isupper() and len(name) <= _ACRONYM
    has_form = name.split()[-1].replace(".", "").casefold() in LEGAL_FORMS
    is_sure = has_form or (len(name.split()) > 1 and not is_short)
    return Hit("excluded", name, start, end, is_sure, "" if is_sure else "short-name")
