"""What a text says of a window without a day: until the money is spent, always open, closed, so many days from something."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from types import MappingProxyType

from filiera.common.reading.dates import days, hours
from filiera.common.reading.words import NUMBER, number_in
from filiera.funding.reading.cues import is_about_applying, is_named_applying
from filiera.funding.reading.moments import Doubt, Read

_SPENT = re.compile(
    r"esauriment[oi]\s+(?:anticipato\s+)?(?:de(?:i|gli|lle|lla|l)\s+)?(?:fond|risors|budget|plafond|stanziament|"
    r"dotazion)[a-z]*"
    r"|(?:ad|salvo|fino\s+all')\s*esauriment[oi]"
    r"|fino\s+a\s+concorrenza"
    r"|(?:until|as\s+long\s+as|while|unless|before)\s+(?:the\s+)?(?:available\s+)?(?:funds?|funding|budget|"
    r"resources|money)\s+"
    r"(?:is|are|has\s+been|have\s+been|lasts?|remains?|runs?\s+out)(?:\s+(?:exhausted|spent|used\s+up|available|"
    r"depleted))?"
    r"|exhaustion\s+of\s+(?:the\s+)?(?:available\s+)?(?:funds?|budget|resources)"
    r"|(?:funds?|budget|resources)\s+(?:is|are)\s+exhausted",
    re.IGNORECASE,
)
_ROLLING = re.compile(
    r"(?<![a-z])(?:rolling|sempre\s+aperto|always\s+open|in\s+(?:qualsiasi|qualunque|ogni)\s+momento|at\s+any\s+time|"
    r"senza\s+(?:una\s+)?(?:scadenza|termine)|no\s+(?:fixed\s+)?deadline|continuously\s+open|open\s+continuously|"
    r"permanently\s+open|continuous\s+call|tutto\s+l'anno|year[-\s]round)",
    re.IGNORECASE,
)
_CLOSED = re.compile(
    r"(?<![a-z])(?:(?:sportello|bando|avviso|misura|termini?|presentazione|domande|è|risulta|stat[oa])\s+"
    r"(?:è\s+|risulta\s+|sono\s+|stat[oa]\s+|già\s+|ora\s+|anticipatamente\s+){0,3}(?:chius[oaie]|sospes[oaie]|"
    r"scadut[oaie])"
    r"|^[ \t]{0,8}chius[oa](?![a-z])|risorse\s+(?:sono\s+)?(?:terminate|esaurite)|fondi\s+(?:sono\s+)?esauriti"
    r"|(?:is|are|now|has\s+been|was|call|already)\s+(?:now\s+|already\s+)?(?:closed|suspended)(?!\s+(?:to|"
    r"on\s+request))"
    r"|^[ \t]{0,8}closed(?![a-z])|no\s+longer\s+(?:accept|possible|open)|non\s+è\s+più\s+possibile)",
    re.IGNORECASE | re.MULTILINE,
)
_OPEN = re.compile(
    r"(?<![a-z])(?:(?:sportello|bando|avviso)\s+(?:è\s+)?(?:ri)?aperto|riapert[oa]|(?:call|is)\s+(?:now\s+|"
    r"currently\s+)?open"
    r"(?!ing)(?!s)|reopened|currently\s+open)",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"(?:non|not|nor|mai|never|if|se|qualora|quando|when|once|una\s+volta|sar[àa]|verr[àa]|will\s+be|until)"
    r"\s+(?:è\s+|ancora\s+|yet\s+|stat[oa]\s+|the\s+|lo\s+|il\s+)*$",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    rf"(?P<lead>a\s+partire\s+dal(?:lo|la|l')?|decors[ie]|trascors[ie]|starting|after|not\s+before|dal|entro|(?:fino|sino)\s+al(?:lo)?|within|"
    rf"non\s+oltre|no\s+later\s+than|by|nel\s+termine\s+di)\s+(?:e\s+non\s+oltre\s+)?(?:i|il|gli|the|lo|"
    rf"termine\s+di)?\s*(?:(?:le\s+)?ore\s+(?P<hour>[0-9]{{1,2}}[.:,][0-9]{{2}})\s+del(?:lo|l'|la)?\s*)?"
    rf"(?P<n>{NUMBER}|[a-z]+simo|decimo)\s?[°º]?\s*(?:\([^)\n]{{1,20}}\)\s*)?"
    r"(?P<kind>(?:working|business|calendar|lavorativ[io]|natural[ie])\s+)?"
    r"(?P<unit>giorn[io]|days?|mes[ie]|months?|settiman[ae]|weeks?)(?![a-z])\s*"
    r"(?P<kind2>lavorativ[io]|naturali(?:\s+e)?|consecutivi|solari)?\s*(?:naturali\s+|consecutivi\s+)?"
    r"(?:success?iv[oi]\s+)?(?:a\s+decorrere\s+)?(?:da(?:l(?:la|lo)?|ll')?|all[ao]?|all'|alla\s+data\s+di|from|"
    r"of|after|"
    r"following)\s+(?P<what>[^.;,\n(]{3,100})(?P<more>\s*\([^)\n]{0,80}\))?",
    re.IGNORECASE,
)
_ORDINALS = {
    "decimo": 10, "quindicesimo": 15, "ventesimo": 20, "trentesimo": 30, "quarantacinquesimo": 45, "sessantesimo": 60,
    "novantesimo": 90, "centoventesimo": 120,
}  # fmt: skip
_PUBLICATION = re.compile(r"pubblicazion|publication", re.IGNORECASE)
_PUBLISHED = re.compile(
    r"(?:bollettino\s+ufficiale|(?<![a-z])B\.?U\.?R\.?[A-Z.]{0,4})[^\n]{0,60}?\s(?:del(?:l')?|in\s+data|il)\s+(?=[0-9])|"
    r"(?:bando|avviso)\s+(?:è|è\s+stato|viene)\s+pubblicato[^\n.;]{0,60}?\s(?:il|in\s+data)\s+(?=[0-9])",
    re.IGNORECASE,
)
_NEAR_DAYS = 500
_DEADLINE = re.compile(r"termin|scadenz|chiusura|deadline|closing|bando|avviso|sportello|call|apertura", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Relative:
    """An opening or a closing so many days, working days, weeks or months from something.

    `base` is the day of that where the text says it, `at` the hour.
    """

    role: str
    n: int
    unit: str
    since: str
    start: int
    end: int
    base: date | None = None
    at: time | None = None


@dataclass(frozen=True, slots=True)
class State:
    """What is said without a day, where it is said, and what of it is doubtful."""

    until_spent: bool = False
    rolling: bool = False
    closed: bool | None = None
    spans: Mapping[str, tuple[tuple[int, int], ...]] = field(default_factory=lambda: MappingProxyType({}))
    doubts: tuple[Doubt, ...] = ()

    @property
    def says_something(self) -> bool:
        """Tell whether anything was said."""
        return self.until_spent or self.rolling or self.closed is not None


def state_of(text: str, read: list[Read]) -> State:
    """Read whether a window lasts while money lasts, whether it is always open, whether it is closed already.

    Mends the role of the day since when it is closed, in place.
    """
    closed = [one for one in _CLOSED.finditer(text) if not _NOT.search(text, max(0, one.start() - 30), one.start())]
    opened = [one for one in _OPEN.finditer(text) if not _NOT.search(text, max(0, one.start() - 30), one.start())]
    spent = [one.span() for one in _SPENT.finditer(text)]
    rolling = [one.span() for one in _ROLLING.finditer(text)]
    doubts = []
    if closed and opened and "riaper" not in opened[-1][0].lower() and "reopen" not in opened[-1][0].lower():
        doubts.append(Doubt("open-and-closed", *closed[0].span()))
    is_reopened = bool(closed and opened and not doubts and opened[-1].start() > closed[-1].start())
    if any(re.search("sospes|suspend", one[0], re.IGNORECASE) for one in closed):
        doubts.append(Doubt("suspended", *closed[0].span()))
    if closed and not is_reopened:
        _since(text, read, closed[0].end())
    says_closed = bool(closed) and not is_reopened
    spans = {"until_spent": tuple(spent), "rolling": tuple(rolling), "closed": tuple(one.span() for one in closed)}
    return State(
        bool(spent),
        bool(rolling),
        True if says_closed else False if opened else None,
        MappingProxyType({name: places for name, places in spans.items() if places}),
        tuple(doubts),
    )


def _since(text: str, read: list[Read], after: int) -> None:
    """Take the first day after "closed", in the same sentence, as the one since when it is so."""
    for place, one in enumerate(read):
        if one.day.start >= after and one.day.start - after <= 120 and ". " not in text[after : one.day.start]:
            doubts = tuple(doubt for doubt in one.doubts if doubt.code != "no-cue")
            read[place] = replace(one, role="since", doubts=doubts)
            return


def published_on(text: str, *, around: date) -> date | None:
    """Give the day on which a call was published in the bulletin of its region; None where the text names none, or several."""
    found: set[date] = set()
    for place in _PUBLISHED.finditer(text):
        day = next(iter(days(text, place.end(), min(len(text), place.end() + 30), language="it")), None)
        value = day.on(day.year) if day and day.year and not day.code and day.start - place.end() <= 3 else None
        if value and abs((value - around).days) <= _NEAR_DAYS:
            found.add(value)
    return found.pop() if len(found) == 1 else None


def relatives(text: str, start: int, end: int, published: date | None = None) -> list[Relative]:
    """Give the openings and closings of a sentence that are counted from something; from its publication, if that is known."""
    if not is_about_applying(text, start, end):
        return []
    if not (is_named_applying(text, start, end) or _DEADLINE.search(text, start, end) or end - start < 120):
        return []
    found = []
    for one in _RELATIVE.finditer(text, start, end):
        n = _ORDINALS.get(one["n"].lower()) or number_in(one["n"])
        if n is None:
            continue
        is_working = any(
            word and word.lower().startswith(("work", "busi", "lavo")) for word in (one["kind"], one["kind2"])
        )
        unit = {"g": "days", "d": "days", "s": "weeks", "w": "weeks"}.get(one["unit"][0].lower(), "months")
        opens = re.match(r"a\s|dec|tra|sta|aft|not|dal", one["lead"], re.IGNORECASE)
        base = next(iter(days(text, one.start("what"), one.end(), language="it")), None)
        told = base.on(base.year) if base and base.year and not base.code else None
        hour = next(iter(hours(f"ore {one['hour'].replace(',', '.')}", 0, 12)), None) if one["hour"] else None
        if told is None and base is None and _PUBLICATION.search(one["what"]):
            told = published
        found.append(
            Relative(
                "opens" if opens else "closes",
                int(n),
                "working_days" if is_working and unit == "days" else unit,
                one["what"].strip(),
                one.start(),
                one.end(),
                told,
                hour.at if hour else None,
            )
        )
    return found
