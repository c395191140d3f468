"""Days that are said in words and seen from today: the end of January, mid-March, Christmas, next Friday, six weeks."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from filiera.common.reading.dates import MONTHS
from filiera.common.reading.words import NUMBER, number_in


@dataclass(frozen=True, slots=True)
class DayWord:
    """A day that words mean, by the characters [start, end) of a text; `note` is the doubt, empty where there is none."""

    start: int
    end: int
    on: date
    note: str = ""


_B, _E = r"(?<![\w])", r"(?![\w])"
_NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
_MONTH = rf"(?P<month>{_NAMES})\.?"
_YEAR = r"(?:,?\s*(?:del\s+|of\s+)?(?P<year>20[0-9]{2})(?![0-9]))?"
_PART = (
    r"(?:(?P<last>(?:la\s+)?fine(?:\s+(?:di|del\s+mese\s+di))?|(?:the\s+)?end\s+of|late)"
    r"|(?P<mid>(?:la\s+)?met[àa](?:'|\s+di)?|(?:the\s+)?middle\s+of|mid)"
    r"|(?P<early>(?:i\s+)?prim[i](?:ssimi)?(?:\s+giorni)?(?:\s+di)?|(?:l')?inizio(?:\s+di)?|early"
    r"|(?:the\s+)?beginning\s+of))"
)
_MONTHLY = re.compile(rf"{_B}(?:{_PART}[\s-]+)?{_MONTH}{_YEAR}{_E}", re.I)
_YEARLY = re.compile(
    rf"{_B}(?:(?:la\s+)?fine\s+(?:dell')?\s?anno|(?:the\s+)?end\s+of\s+(?:the\s+|this\s+)?year|year[\s-]?end"
    rf"|(?:(?P<last>(?:la\s+)?fine(?:\s+del)?|(?:the\s+)?end\s+of)\s+|(?:il\s+)?)(?P<year>20[0-9]{{2}})){_E}",
    re.I,
)
_END_OF_MONTH = re.compile(
    rf"{_B}(?:(?:la\s+)?fine\s+(?:del\s+)?(?:(?P<next1>prossimo\s+mese|mese\s+prossimo)|(?:questo\s+)?mese)"
    r"|(?P<next2>il\s+(?:mese\s+prossimo|prossimo\s+mese)|(?:the\s+end\s+of\s+)?next\s+month)|(?:questo\s+mese"
    r"|this\s+month)"
    rf"|(?:the\s+)?end\s+of\s+(?:the|this)\s+month|month[\s-]end){_E}",
    re.I,
)
_WEEK = re.compile(
    rf"{_B}(?:(?P<next>(?:la\s+)?(?:prossima\s+settimana|settimana\s+prossima)|(?:the\s+end\s+of\s+)?next\s+week)"
    rf"|(?:(?:la\s+)?fine\s+(?:della\s+)?|questa\s+)settimana|(?:the\s+)?end\s+of\s+(?:the|this)\s+week"
    rf"|this\s+week){_E}",
    re.I,
)
_WEEKDAYS = (
    "lunedì|lunedi|monday", "martedì|martedi|tuesday", "mercoledì|mercoledi|wednesday", "giovedì|giovedi|thursday",
    "venerdì|venerdi|friday", "sabato|saturday", "domenica|sunday",
)  # fmt: skip
_WEEKDAY = re.compile(
    rf"{_B}(?:prossim[oa]\s+|next\s+|this\s+)?(?P<name>{'|'.join(_WEEKDAYS)})(?:\s+prossim[oa])?(?!\s+[0-9]){_E}", re.I
)
_SOON = re.compile(rf"{_B}(?:(?P<d0>oggi|today)|(?P<d1>domani|tomorrow)|(?P<d2>dopodomani)){_E}", re.I)
_ORDINALS = {"primo": 1, "1°": 1, "i": 1, "first": 1, "secondo": 2, "2°": 2, "ii": 2, "second": 2, "terzo": 3, "3°": 3,
             "iii": 3, "third": 3, "quarto": 4, "4°": 4, "iv": 4, "fourth": 4, "last": 4, "ultimo": 4}  # fmt: skip
_NTH = "|".join(sorted(_ORDINALS, key=len, reverse=True))
_QUARTER = re.compile(
    rf"{_B}(?:(?:il\s+|the\s+|la\s+fine\s+del\s+|the\s+end\s+of\s+(?:the\s+)?|end\s+of\s+)?(?:(?P<nth>{_NTH})\s+"
    rf"(?:(?P<quarter>trimestre|quarter)|(?P<half>semestre|half))|q(?P<q>[1-4])|h(?P<h>[12])))"
    rf"(?:\s*(?:del\s+|of\s+)?(?P<year>20[0-9]{{2}}))?{_E}",
    re.I,
)
_FEASTS = re.compile(
    rf"{_B}(?:(?P<xmas>(?:il\s+)?natale|christmas|xmas|le\s+(?:feste|vacanze)\s+(?:di\s+natale|natalizie)"
    rf"|the\s+christmas\s+break)"
    rf"|(?P<easter>pasqua|easter)|(?P<august>ferragosto)"
    rf"|(?P<break>(?:la\s+)?pausa\s+estiva|le\s+ferie(?:\s+estive)?|the\s+summer\s+(?:break|holidays?))){_YEAR}{_E}",
    re.I,
)
_SEASONS = re.compile(
    rf"{_B}(?:la\s+fine\s+(?:dell'|della\s+)|l'|la\s+|il\s+|the\s+)?(?P<name>primavera|spring|estate|summer|autunno"
    rf"|autumn|"
    rf"inverno|winter){_YEAR}{_E}",
    re.I,
)
_SEASON_DAYS = {"p": (3, 20), "sp": (3, 20), "e": (6, 20), "su": (6, 20), "a": (9, 22), "i": (12, 21), "w": (12, 21)}
_DAY_ALONE = re.compile(
    rf"{_B}(?:il|the)\s+(?P<day>[12]?[0-9]|3[01])(?:st|nd|rd|th|°)?(?=\s*(?:[;:!?)]|[.,](?![0-9])|$|(?:e|and"
    rf"|del\s+mese|di\s+questo\s+mese|"
    r"prossimo|al\s+massimo|at\s+the\s+latest|so|così|or|o|per|for|because|perché)(?![\w])))",
    re.I,
)
_UNIT = (
    r"(?P<unit>giorn[oi](?:\s+lavorativi)?|(?:working\s+|business\s+)?days?|settiman[ae]|weeks?|mes[ei]|months?"
    r"|ann[oi]|years?)"
)
_WITHIN = re.compile(
    rf"{_B}(?:entro|nel\s+giro\s+di|within|nei\s+prossimi|nelle\s+prossime|(?:with)?in\s+the\s+(?:next|coming)"
    rf"|over\s+the\s+next)"
    r"\s+(?:(?:al\s+)?massimo\s+|at\s+most\s+|(?:i\s+)?prossim[ie]\s+|the\s+next\s+)?"
    rf"(?P<count>(?:un\s+paio|a\s+couple)\s+(?:di|of)|{NUMBER})(?:-[0-9]{{1,3}})?\s+{_UNIT}(?P<half>\s+e\s+mezzo"
    rf"|\s+and\s+a\s+half)?"
    r"(?![\w])(?!\s+(?:(?:da(?!\s+oggi)|dal(?:la|le)?|dopo|of|from(?!\s+(?:now|today))|after)(?![\w-])|dall'))",
    re.I,
)  # fmt: skip
_FROM_NOW = re.compile(
    rf"{_B}(?P<count>(?:un\s+paio|a\s+couple)\s+(?:di|of)|{NUMBER})\s+{_UNIT}(?P<half>\s+e\s+mezzo|\s+and\s+a\s+half)?"
    r"\s+(?:da\s+(?:oggi|adesso|ora)|from\s+(?:now|today)|at\s+most|al\s+massimo)(?![\w])",
    re.I,
)
_MID = 15
_EARLY = 5
_FRIDAY = 4
_DECEMBER = 12


def day_words(text: str, *, today: date, language: str) -> Iterator[DayWord]:
    """Give the days that words of a sentence mean; none past the end of the calendar."""
    for finder in (_within, _quarters, _yearly, _ends_of_months, _weeks, _feasts, _seasons, _soon, _alone, _monthly):
        try:
            yield from finder(text, today, language)
        except (ValueError, OverflowError):
            continue


def easter(year: int) -> date:
    """Give Easter Sunday of a year. Source: the anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, ch. 8)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    return date(year, (h + k - 7 * m + 114) // 31, (h + k - 7 * m + 114) % 31 + 1)


def month_later(today: date, months: int) -> date:
    """Give the same day some months later, or the last of a shorter month. Raises ValueError past the year 9999."""
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def _next(month: int, day: int, today: date, year: str | None) -> date:
    """Give the day in the year that is said, else the next one from today on."""
    if year:
        return date(int(year), month, day)
    return date(today.year + ((month, day) < (today.month, today.day)), month, day)


def _last_of(month: int, today: date, year: str | None) -> date:
    chosen = int(year) if year else today.year + (month < today.month)
    return date(chosen, month, monthrange(chosen, month)[1])


def _monthly(text: str, today: date, language: str) -> Iterator[DayWord]:
    """Give parts of months; a bare month ends in Italian, and begins in English: "by December" is before it."""
    for found in _MONTHLY.finditer(text):
        month, span = MONTHS[found["month"].casefold()], found.span()
        if found["last"]:
            yield DayWord(*span, _last_of(month, today, found["year"]))
        elif found["mid"]:
            yield DayWord(*span, _next(month, _MID, today, found["year"]))
        elif found["early"]:
            yield DayWord(*span, _next(month, _EARLY, today, found["year"]), "vague")
        elif language == "en":
            yield DayWord(*span, _next(month, 1, today, found["year"]), "vague")
        else:
            yield DayWord(*span, _last_of(month, today, found["year"]), "vague")


def _yearly(text: str, today: date, language: str) -> Iterator[DayWord]:
    for found in _YEARLY.finditer(text):
        note = "vague" if found["year"] and not found["last"] else ""
        yield DayWord(*found.span(), date(int(found["year"] or today.year), _DECEMBER, 31), note)


def _ends_of_months(text: str, today: date, language: str) -> Iterator[DayWord]:
    for found in _END_OF_MONTH.finditer(text):
        on = month_later(today, 1) if found["next1"] or found["next2"] else today
        yield DayWord(*found.span(), on.replace(day=monthrange(on.year, on.month)[1]))


def _weeks(text: str, today: date, language: str) -> Iterator[DayWord]:
    for found in _WEEK.finditer(text):
        friday = today + timedelta(_FRIDAY - today.weekday() + (7 if found["next"] or today.weekday() > _FRIDAY else 0))
        yield DayWord(*found.span(), friday)
    for found in _WEEKDAY.finditer(text):
        name = found["name"].casefold()
        number = next(place for place, names in enumerate(_WEEKDAYS) if name in names.split("|"))
        yield DayWord(*found.span(), today + timedelta((number - today.weekday() - 1) % 7 + 1))


def _soon(text: str, today: date, language: str) -> Iterator[DayWord]:
    for found in _SOON.finditer(text):
        yield DayWord(*found.span(), today + timedelta(int((found.lastgroup or "d0")[1:])))


def _alone(text: str, today: date, language: str) -> Iterator[DayWord]:
    """Give the days of which only the number is said: the next such day, and a person looks."""
    for found in _DAY_ALONE.finditer(text):
        day = int(found["day"])
        months = (month_later(today.replace(day=1), later) for later in range(3))
        coming = (one.replace(day=day) for one in months if 0 < day <= monthrange(one.year, one.month)[1])
        on = next((one for one in coming if one >= today), None)
        if on is not None:
            yield DayWord(*found.span(), on, "in-words")


def _quarters(text: str, today: date, language: str) -> Iterator[DayWord]:
    for found in _QUARTER.finditer(text):
        is_quarter = bool(found["quarter"] or found["q"])
        nth = int(found["q"] or found["h"] or 0) or _ORDINALS[found["nth"].casefold()]
        last = nth * 3 if is_quarter else min(nth, 2) * 6
        yield DayWord(*found.span(), _last_of(last, today, found["year"]))


def _feasts(text: str, today: date, language: str) -> Iterator[DayWord]:
    for found in _FEASTS.finditer(text):
        if found["easter"]:
            on = easter(int(found["year"] or today.year))
            on = easter(today.year + 1) if not found["year"] and on < today else on
            yield DayWord(*found.span(), on)
        elif found["xmas"]:
            yield DayWord(*found.span(), _next(_DECEMBER, 25, today, found["year"]))
        else:
            day, note = ((8, 15), "") if found["august"] else ((7, 31), "vague")
            yield DayWord(*found.span(), _next(*day, today, found["year"]), note)


def _seasons(text: str, today: date, language: str) -> Iterator[DayWord]:
    for found in _SEASONS.finditer(text):
        name = found["name"].casefold()
        month, day = _SEASON_DAYS.get(name[:2]) or _SEASON_DAYS[name[:1]]
        yield DayWord(*found.span(), _next(month, day, today, found["year"]), "vague")


def _within(text: str, today: date, language: str) -> Iterator[DayWord]:
    """Give the ends of stretches of time that begin today."""
    for found in (*_WITHIN.finditer(text), *_FROM_NOW.finditer(text)):
        count = (
            2 if found["count"].casefold().startswith(("un paio", "a couple")) else int(number_in(found["count"]) or 0)
        )
        unit = found["unit"].casefold()
        if not 0 < count <= (10 if unit.startswith(("ann", "year")) else 1000):
            continue
        try:
            on = _after(today, count, unit, bool(found["half"]))
        except (ValueError, OverflowError):
            continue
        yield DayWord(*found.span(), on, "counted")


def _after(today: date, count: int, unit: str, half: bool) -> date:
    if unit.startswith(("settiman", "week")):
        return today + timedelta(7 * count)
    if unit.startswith(("mes", "month")):
        return month_later(today, count) + timedelta(15 if half else 0)
    if unit.startswith(("ann", "year")):
        return month_later(today, 12 * count + (6 if half else 0))
    if "lavorativ" in unit or "working" in unit or "business" in unit:
        return _working_days(today, count)
    return today + timedelta(count)


def _working_days(today: date, count: int) -> date:
    on = today
    while count:
        on += timedelta(1)
        count -= on.weekday() <= _FRIDAY
    return on
