"""Dates and numbers in the words of the reader's language: a page never prints a bare ISO date or a raw float."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from django.template.defaultfilters import filesizeformat
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from filiera.common.partial_date import Precision

NO_BREAK = "\xa0"
"""Keeps a sign on the line of its amount."""

DAY, MONTH, YEAR = "j F Y", "F Y", "Y"
PRECISIONS = {
    "day": DAY,
    "month": MONTH,
    "year": YEAR,
    Precision.DAY: DAY,
    Precision.MONTH: MONTH,
    Precision.YEAR: YEAR,
}
"""How to write each precision, by its word and by the code under which it is stored."""


def long_date(day: date | None, precision: str = "day") -> str:
    """Write a date in words: "22 novembre 2026", "1º dicembre 2026", "novembre 2026" or "2026"; an absent one is "undated"."""
    if day is None:
        return _("undated")
    form = PRECISIONS.get(precision, DAY)
    text = _months_cased(formats.date_format(day, form))
    return first_cased(text) if form == DAY and day.day == 1 else text


def first_cased(text: str) -> str:
    """Write the first day of a month as Italian does: "1º gennaio" for "1 gennaio"; English stays as it is."""
    return text if _english() else f"1º{text.removeprefix('1')}"


def on_day(day: date) -> str:
    """Say "on a day", with the article that Italian puts before its number: "il 12", "l’8", "l’11", "il 1º dicembre"."""
    text = long_date(day)
    if _english():
        return f"on {text}"
    return f"l’{text}" if day.day in (8, 11) else f"il {text}"


_BEFORE_A = (
    r"\b(?P<before>a) (?=A[a-zàèìòù])|(?:^|(?<=[>\n])|(?<=[.!?:] )|(?<=  ))(?P<first>A) (?=A[a-zàèìòù])"
    r"|\b(?P<and>e) (?=[Ee][a-zàèìòù])"
)
"""A capital "A" only where a sentence begins: elsewhere it is a letter, as of a class."""

_ARTICLE = (
    r"\b(?P<article>[Ii]|[Aa]|[Dd]a|[Dd]e)l (?=(?:8|11) (?:gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto"
    r"|settembre|ottobre|novembre|dicembre)\b)"
)
_STOPS = r"(?<=\.[A-Za-z])\.(?P<closing>(?:</(?:a|b|em|q|span|strong)>)*)\.(?![.\w])"
_IN_TEXT = re.compile(f"{_ARTICLE}|{_BEFORE_A}|{_STOPS}")
_IN_PAGE = re.compile(
    rf"<(?P<kept>q|blockquote|textarea|script)\b.*?</(?P=kept)>|<(?:input|option)\b[^>]*>|{_ARTICLE}|{_BEFORE_A}|{_STOPS}",
    re.DOTALL,
)
_ELIDED = {"i": "l’", "I": "L’"}


def _mended(found: re.Match[str]) -> str:
    if found["closing"] is not None:
        return f".{found['closing']}"
    before = found["before"] or found["first"] or found["and"]
    if before:
        return found[0] if _english() else f"{before}d "
    article = found["article"]
    return _ELIDED.get(article, f"{article}ll’") if article else found[0]


def elided(text: str) -> str:
    """Mend what Italian changes before a vowel, and the stop after an abbreviation, which is one alone.

    "il 11 dicembre" is "l’11 dicembre", "a Alba" is "ad Alba", "e emulsioni" is "ed emulsioni"; "agisce per Alba S.r.l.."
    is "agisce per Alba S.r.l.".
    """
    return _IN_TEXT.sub(_mended, text)


def elided_page(html: str) -> str:
    """Do the same in a page, but for what it quotes and what stands in its boxes."""
    return _IN_PAGE.sub(_mended, html) if _IN_TEXT.search(html) else html


def short_month(day: date) -> str:
    """Write a month where there is little room: "nov 2026" in Italian, "Nov 2026" in English."""
    return _months_cased(formats.date_format(day, "M Y"))


def short_day(day: date) -> str:
    """Write a day where there is little room: "gio 3 dic" in Italian, "Thu 3 Dec" in English."""
    return _months_cased(formats.date_format(day, "D j M"))


def moment(at: datetime | None) -> str:
    """Write a moment in words, in the time of the installation: "22 novembre 2026, 14:05"."""
    if at is None:
        return _("undated")
    here = timezone.localtime(at)
    return f"{long_date(here.date())}, {here:%H:%M}"


def score(value: float | None) -> str:
    """Write a strength in [0, 1] rounded to two decimals: 0,84 in Italian, 0.84 in English.

    Rounded first, as sentences do: Django's formats cut what is over.
    """
    return "" if value is None else formats.number_format(round(value, 2), decimal_pos=2, use_l10n=True)


def whole(value: float | None) -> str:
    """Write a count with its thousands apart: 2.940 in Italian, 2,940 in English."""
    return "" if value is None else formats.number_format(round(value), use_l10n=True, force_grouping=True)


def file_size(octets: int) -> str:
    """Write how large a file is: "692 byte" in Italian, "692 bytes" in English; Django's own Italian puts an s to it."""
    said = filesizeformat(octets)
    return said if _english() else said.replace("bytes", "byte")


def quoted(text: str) -> str:
    """Put words in the quotes of the language: «così» in Italian, “so” in English."""
    return _("“%(text)s”") % {"text": text}


def euro(value: Decimal | float | None) -> str:
    """Write an amount in euro: "310.000 €" in Italian, "€310,000" in English."""
    if value is None:
        return ""
    amount = whole(float(value))
    return f"€{amount}" if _english() else f"{amount}{NO_BREAK}€"


def cents(value: Decimal) -> str:
    """Write an amount in euros with its cents: "1.250,00 €" in Italian, "€1,250.00" in English."""
    amount = formats.number_format(value, decimal_pos=2, use_l10n=True, force_grouping=True)
    return f"€{amount}" if _english() else f"{amount}{NO_BREAK}€"


SHOWN = 200
"""Characters of a value that is shown; a cell of a sheet may hold tens of thousands."""


def shortened(text: str, most: int = SHOWN) -> str:
    """Give a value as it is shown: a huge one is cut, with its length said; lists and exports keep it whole."""
    if len(text) <= most:
        return text
    return _("%(start)s… (%(n)s characters)") % {"start": text[:most].rstrip(), "n": whole(len(text))}


def percent(value: Decimal | float | None) -> str:
    """Write a share given in hundredths: "65 %" in Italian, "65%" in English."""
    if value is None:
        return ""
    text = formats.number_format(value, use_l10n=True)
    return f"{text}%" if _english() else f"{text}{NO_BREAK}%"


def _months_cased(text: str) -> str:
    return text if _english() else text.lower()  # Italian months have no capital


def _english() -> bool:
    return (translation.get_language() or "en").startswith("en")
