"""What a name gives away of the kind of an organisation: its legal form, or the words with which public names begin.

What is read so is weaker than a column that says it: it fills an unknown kind and never takes the place of a known one.
"""

from __future__ import annotations

import re

from filiera.common.folding import fold
from filiera.engine.names_words import LEGAL_FORMS, LEGAL_PHRASES, folded_name, plain_letters
from filiera.registry.enums import Kind

_NOT_COMPANIES_TEXT = "onlus ets ev aps vzw asbl ivzw aisbl isbl stichting gie geie eeig epic aie epe cic co ad ab"
_NOT_COMPANIES = frozenset(_NOT_COMPANIES_TEXT.split())
"""Legal forms of associations, foundations and public bodies, and forms that are as well a word or initials."""

_COMPANIES = LEGAL_FORMS - _NOT_COMPANIES
_PLAIN_TEXT = """
srl srls sapa snc sas scarl scrl scpa scrlpa gmbh ggmbh kgaa ltd llc llp inc plc corp sarl sasu eurl bvba sprl oyj
"""
_PLAIN = frozenset(_PLAIN_TEXT.split())
"""Forms that mean nothing else, wherever they stand in a name; the others count only where the name, or a part, ends."""

_PHRASES_OF_ALL = frozenset(
    {"in liquidazione", "in fallimento", "eingetragener verein", "stiftung offentlichen rechts"}
)
"""Legal phrases that associations and foundations may bear too."""


def _spelt(forms: frozenset[str]) -> str:
    """Give the pattern of some forms with or without points and spaces between their letters."""
    return "|".join(r"\.?\s?".join(form) for form in sorted(forms, key=lambda one: (-len(one), one)))


_ANYWHERE = re.compile(rf"[^a-z0-9](?:{_spelt(_PLAIN)}|s\.\s?p\.\s?a)\.?(?![a-z0-9])")
_AT_END = re.compile(rf"[^a-z0-9]({_spelt(_COMPANIES)})\.?\s*$")
_PARTS = re.compile(
    r"\s[-–—]\s|[,;(]|\b(?:in liquidazione|unipersonale|a socio unico|con socio unico)\b", re.IGNORECASE
)

_OF_A_LAND = "salento|piemonte|molise|sannio|calabria|tuscia|basilicata|campania|svizzera|valle d aosta|insubria|aquila"
_BY_NAME = (
    "cattolica|commerciale|politecnica|statale|telematica|mediterranea|bocconi|bicocca|milano|roma|iuav|iulm|liuc|luiss|"
    "lumsa|humanitas|campus bio medico|vita salute|ca foscari|carlo bo|carlo cattaneo|kore|magna graecia"
)
_UNIVERSITY = re.compile(
    r"^(?:university (?:of|di|degli|college)|politecnico di (?:milano|torino|bari)|"
    rf"(?:libera )?universita (?:di|degli|per stranieri|(?:del|della|dell) (?:{_OF_A_LAND})|{_BY_NAME}))\b"
)
_UNIVERSITY_AT_END = re.compile(r"^(?!.*\b(?:of|for|by|alumni|friends)\b)(?:[a-z0-9]+ ){1,4}university$")

_REGIONS = (
    "abruzzo|basilicata|calabria|campania|emilia romagna|friuli venezia giulia|lazio|liguria|lombardia|marche|molise|"
    "piemonte|puglia|sardegna|sicilia|siciliana|toscana|trentino alto adige|umbria|valle d aosta|veneto"
)
_OFFICES = "giunta|consiglio|direzione|dg|dipartimento|assessorato|area|settore|servizio|ufficio"
_PUBLIC = re.compile(
    r"^(?:(?:comune|citta metropolitana|provincia(?: autonoma)?) di [a-z]+|cciaa|provincia della spezia|"
    r"provincia dell (?:aquila|ogliastra)|provincia del (?:verbano|sud sardegna|medio campidano))\b"
    rf"|^regione (?:autonoma )?(?:(?:del|della|dell) )?(?:{_REGIONS})(?: sudtirol)?(?=$| (?:{_OFFICES})\b)"
)
_CHAMBER = re.compile(
    r"^camera di commercio\b(?!.*\b(?:ital|internaz|ester|svizzer|britann|american|franc|tedesc|spagn))"
)
"""A chamber of commerce of a town is a public body; one of two countries, or abroad, is an association."""

_ITS = re.compile(
    r"^\s*(?:fondazione\s+)?(?:istituto\s+(?:tecnologico|tecnico)\s+superiore\b|its\s+academy\b)", re.IGNORECASE
)
_ITS_WITH_A_WORD = re.compile(r"^\s*(?i:fondazione)\s+(?:ITS\b|I\.\s?T\.\s?S\b)|^\s*(?i:its\b.*\bacademy)\b")
_ITS_CAPITALS = re.compile(r"^\s*(?:ITS\b|I\.\s?T\.\s?S\b)(?=.*[a-z])")
"""Three capitals before words in small letters: where all is in capitals, they may be the English word."""

_OF_TRADE = re.compile(
    r"\b(?:cosmetics?|beauty|make ?up|skin ?care|skin|hair|nails?|labs?|group|gruppo|holding|italia|italy|consulting|"
    r"solutions|packaging|services?|design|store|shop|profumi|profumeria|cosmetici|estetica|news|press)\b"
)
"""Words of firms: beside them `ITS` or `University` may be a firm's own name."""


def kind_in_name(name: str) -> str:
    """Give the kind that a name gives away, or an empty text."""
    if _ends_as_company(name):
        return Kind.COMPANY
    folded = fold(name)
    of_trade = bool(_OF_TRADE.search(folded))
    if _ITS.match(name) or _ITS_WITH_A_WORD.match(name) or (_ITS_CAPITALS.match(name) and not of_trade):
        return Kind.ITS
    if _UNIVERSITY.match(folded) or (_UNIVERSITY_AT_END.match(folded) and not of_trade):
        return Kind.UNIVERSITY
    return Kind.PUBLIC_BODY if _PUBLIC.match(folded) or _CHAMBER.match(folded) else ""


def kind_of_form(text: str) -> str:
    """Give the kind that a legal form written by itself means, as in a column of legal forms, or an empty text."""
    if fold(text) in ("ditta individuale", "impresa individuale", "srl unipersonale"):
        return Kind.COMPANY
    is_company = fold(text).replace(" ", "") in _COMPANIES or _ends_as_company(f"x {text}")
    return Kind.COMPANY if is_company else ""


def _ends_as_company(name: str) -> bool:
    if _ANYWHERE.search(plain_letters(name)):
        return True
    if any(phrase not in _PHRASES_OF_ALL for phrase in LEGAL_PHRASES.findall(folded_name(name))):
        return True
    return any(_has_form_at_end(part) for part in _PARTS.split(name))


def _has_form_at_end(part: str) -> bool:
    """Tell whether a part of a name ends with a legal form; short ones are believed in capitals alone (`SA`, not `sa`)."""
    plain = plain_letters(part)
    found = _AT_END.search(plain)
    if not found:
        return False
    written = part[found.start(1) - len(plain) :]
    form = re.sub(r"[^a-z]", "", found.group(1))
    return form == "spa" or len(form) > 3 or written == written.upper()
