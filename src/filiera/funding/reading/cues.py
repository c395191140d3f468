"""The words around a day that say what it is: an opening, a closing, one of several dates, or none of our business."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that says what the days after it are; a label, such as "deadline", says so whatever went before."""

    start: int
    end: int
    role: str
    is_label: bool = False


_CUE = re.compile(
    r"""(?<![A-Za-zÀ-ü])(?:
    (?P<moved>(?:proroga(?:to|ta|ti|te)?|posticipat[oaie]|differit[oaie]|rinviat[oaie]|anticipat[oaie]|extended|
        postponed|brought\s+forward|new\s+deadline|nuov[oa]\s+(?:scadenza|termine))(?![a-z]))
    |(?P<cutoff>cut-?\s?off(?:s|\s+dates?)?|scadenze|finestre|date\s+intermedie|date\s+limite|deadlines|submission\s+dates|
        closing\s+dates|collection\s+dates)(?![a-z])
    |(?P<between>between|tra\s+il|fra\s+il|tra\s+le\s+ore|nel\s+periodo)(?![a-z])
    |(?P<opens>(?:dal(?:la|le)?|dall'|a\s+partire\s+da(?:l(?:le)?|ll')?|a\s+decorrere\s+da(?:l(?:le)?|ll')?|
        apertura|apre|aprir[àa]|apert[oaie]|from|as\s+(?:of|from)|starting|opening|opens?|opened|start\s+date|inizio|
        data\s+di\s+avvio|not\s+before|non\s+prima\s+de(?:l|lle))(?![a-z]))
    |(?P<closes>(?:(?:f|s)ino\s+a(?:l(?:le)?|ll')?|entro|non\s+oltre|scadenza|scade|scadr[àa]|termine(?:\s+ultimo)?|
        chiusura|chiude|chiuder[àa]|(?:sar[àa]|verr[àa])\s+chius[oa]|deadline|until|till|by|closing|closes?|
        will\s+be\s+closed|will\s+close|no\s+later\s+than|not\s+later\s+than|at\s+the\s+latest|before|due|last\s+day|
        ultimo\s+giorno|up\s+to|through)(?![a-z]))
    |(?P<other>evaluation|results?|information\s+(?:to|on)|signature|grant\s+agreements?|valutazione|graduatori[ae]|esit[io]|
        notifica|concessione|erogazione|publication|pubblicazione|start\s+of\s+(?:the\s+)?projects?|info\s?days?|webinar|ceremony|awards?|forum|event)
        (?![a-z])
    |(?P<to>a[il]|alle|all'|to|and|e)(?![a-z])
    )""",
    re.IGNORECASE | re.VERBOSE,
)

_LABEL = re.compile(r"(?:dead|scad|chiu|clos|open|aper|apr|termin|cut|start\s+date|new|nuov)", re.IGNORECASE)

_ISSUED = re.compile(
    r"(?:n(?:\.|r\.?|°|o\.?)?\s*[0-9][0-9/A-Za-z.\-]{0,20},?\s+(?:del(?:l')?|in data|of|of the)\s*(?:giorno\s*)?"
    r"|(?:decreto|delibera|deliberazione|legge|d\.?g\.?r\.?|d\.?m\.?|d\.?p\.?r\.?|gazzetta ufficiale|burl?|bollettino)"
    r"[^\n]{0,60}?\sdel(?:l')?\s*"
    r"|(?:council|parliament|commission|regulation|directive|decision)[^\n]{0,60}?\sof\s*"
    r"|(?:pubblicat[oaie]|published|issued|adopted|adottat[oaie]|approvat[oaie]|firmat[oaie]|aggiornat[oaie]|updated|"
    r"last update|ultimo aggiornamento)[^\n0-9]{0,40})$",
    re.IGNORECASE,
)
"""What stands before the day of a law, of a bulletin, of a publication."""

_OTHER = re.compile(
    r"(?<![a-z])(?:spes[ae]|costi\s+sostenuti|graduatori[ae]|esit[oi]\s|valutazion[ei]|istruttori[ae]|rendicontazion|"
    r"webinar|info\s?days?|evento|quesiti|chiariment|faq|erogazion|ultimat[oi]|concludersi|conclusione|realizzat[oi]|"
    r"costituit[ei]|iscritt[ei]|fatture|evaluation|results|outcome|grant\s+agreement|questions|clarifications|"
    r"must\s+(?:start|end)|project(?:s)?\s+(?:shall|should|must)\s+(?:start|end)|expenditure|invoices|registered|"
    r"transposition|recepimento|second\s+stage|stage\s+2|seconda\s+fase|full\s+proposals?|regulation|direttiva|"
    r"directive)",
    re.IGNORECASE,
)
_APPLYING = re.compile(
    r"(?<![a-z])(?:domand[ae]|candidatur|istanz[ae]|proposte\s+progettuali|presentazione|presentat[ei]|trasmess|"
    r"trasmission|"
    r"sportello|application|proposals?|submission|submit|first\s+stage|prima\s+fase|adesion[ei]|manifestazion)",
    re.IGNORECASE,
)
_AFTERWARDS = re.compile(r"(?<![a-z])(?:rendicont|quesiti|chiariment|questions|clarification|webinar)", re.IGNORECASE)
"""What is sent in too, though it is no application; these need the word itself beside them."""
_THE_APPLICATION = re.compile(
    r"(?<![a-z])(?:domand[ae]|candidatur|istanz[ae]|proposte|sportello|applications?|proposals?|submission\s+deadline)(?![a-z]*\s+"
    r"frequenti)",
    re.IGNORECASE,
)
_STAGE = re.compile(
    r"(?<![a-z])(?:(?P<later>second\s+stage|stage\s+2|seconda\s+fase|fase\s+2|full\s+proposals?)"
    r"|(?P<first>first\s+stage|stage\s+1|prima\s+fase|fase\s+1))",
    re.IGNORECASE,
)
_ZONE = re.compile(
    r"(?P<brussels>(?:brussels|bruxelles)(?:\s+(?:local\s+)?time)?|ora\s+(?:locale\s+)?di\s+bruxelles)"
    r"|(?P<rome>rome(?:\s+local)?\s+time|ora\s+(?:italiana|di\s+roma)|italian\s+time)"
    r"|(?<![A-Za-z])(?P<cest>CEST)(?![A-Za-z])|(?<![A-Za-z])(?P<cet>CET)(?![A-Za-z])"
    r"|(?<![A-Za-z])(?P<utc>UTC|GMT)(?![A-Za-z])",
    re.IGNORECASE,
)
_KEYS = {"brussels": "Europe/Brussels", "rome": "Europe/Rome", "cest": "Europe/Brussels", "cet": "Europe/Brussels"}


def cues(text: str, start: int, end: int) -> Iterator[Cue]:
    """Give the words of a sentence that say what days are, in their order."""
    for found in _CUE.finditer(text, start, end):
        is_label = _LABEL.match(found[0]) is not None
        yield Cue(found.start(), found.end(), found.lastgroup or "", is_label)


def is_of_a_law(text: str, start: int, at: int) -> bool:
    """Tell whether the day that begins at a place is the one of a law, of a bulletin or of a publication."""
    return _ISSUED.search(text, max(start, at - 120), at) is not None


def is_about_applying(text: str, start: int, end: int) -> bool:
    """Tell whether days of a sentence may be about applications: nothing else is named, or applications are too."""
    if _OTHER.search(text, start, end) is None:
        return True
    if _AFTERWARDS.search(text, start, end):
        return _THE_APPLICATION.search(text, start, end) is not None
    return _APPLYING.search(text, start, end) is not None


def is_named_applying(text: str, start: int, end: int) -> bool:
    """Tell whether a sentence names applications."""
    return _APPLYING.search(text, start, end) is not None


def later_stage(text: str, start: int, at: int) -> bool:
    """Tell whether a sentence speaks of the second stage when it comes to a place."""
    found = [one.lastgroup for one in _STAGE.finditer(text, start, at)]
    return bool(found) and found[-1] == "later"


def zone_named(text: str, start: int, end: int) -> tuple[ZoneInfo, str] | None:
    """Give the zone that a sentence names, and how: CET and CEST are the hour of Brussels, which `dates` may contradict."""
    found = _ZONE.search(text, start, end)
    if found is None:
        return None
    how = found.lastgroup or ""
    return ZoneInfo(_KEYS.get(how, "UTC")), how
