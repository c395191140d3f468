"""Amounts of money in running text, in Italian and English: figures, scales, words; with where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from filiera.common.reading.words import number_in, spelt_in

_FIGURES = (
    r"(?:[0-9]{1,3}(?:[.,' ][0-9]{3})+(?![0-9])(?:[.,][0-9]{2}(?![0-9]))?|[0-9]{1,12}(?:[.,][0-9]{1,3}(?![0-9]))?)"
)
_SCALE = (
    r"(?:(?:milion[ei]|millions?|mln|mio|miliard[oi]|billions?|bn|mld|mila|thousand|M|k|m)(?![A-Za-z])|"
    r"(?:mln|M|k)(?=€|eur))"
)
_COIN = r"(?:€|EUR(?![a-z])|euros?(?![a-z]))"
_TO = r"\s*(?:-|–|and|to|e|a|ad|ed)\s*"
_IN_WORDS = (
    "(?:un|one|due|two|tre|three|quattro|four|cinque|five|sei|six|sette|seven|otto|eight|nove|nine|dieci|ten|dodici|"
    "twelve|quindici|fifteen|venti|twenty|trenta|thirty|cinquanta|fifty|cento|duecento|trecento|cinquecento|"
    r"mezzo|half\s+a)"
)
_SPELT = r"(?:[a-z]{2,40}milion[ei][a-z]{0,40}|[a-z]{2,40}mila[a-z]{0,30})(?:/[0-9]{2})?"
_AMOUNT = re.compile(
    rf"""(?<![A-Za-z0-9.,])(?:
    (?P<coin1>{_COIN})\s?(?P<low1>{_FIGURES})\s?(?P<scale1>{_SCALE})?(?:{_TO}{_COIN}?\s?(?P<high1>{_FIGURES})
        \s?(?P<scale2>{_SCALE})?(?:\s?(?:di\s)?{_COIN})?)?
    |(?P<low2>{_FIGURES})\s?(?P<scale3>{_SCALE})?(?:\s?(?:di\s)?{_COIN})?{_TO}(?P<high2>{_FIGURES})\s?(?P<scale4>{_SCALE})?
        \s?(?:di\s|of\s)?{_COIN}
    |(?P<low3>{_FIGURES})\s?(?P<scale5>{_SCALE})?\s?(?:di\s)?(?:{_COIN})
    |(?P<words>{_IN_WORDS})(?:\s?(?P<scale6>mila|milion[ei]|million))\s?(?:di\s)?{_COIN}
    |{_COIN}\s(?P<spelt1>{_SPELT})(?![a-z])
    |(?P<spelt2>{_SPELT})\s(?:di\s)?{_COIN}
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_CENT = Decimal("0.01")
_OPEN_RANGE = re.compile(r"(?:between|from|tra|fra|da|compres[oaie])\s+(?:i\s+|gli\s+)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount in euro, or the two ends of a range, where `high` is not None."""

    low: Decimal
    high: Decimal | None
    start: int
    end: int


def amounts(text: str) -> Iterator[Amount]:
    """Give the amounts of a sentence, in their order."""
    for found in _AMOUNT.finditer(text):
        if found["words"] or found["spelt1"] or found["spelt2"]:
            value = _in_words(found)
            if value:
                yield Amount(value.quantize(_CENT), None, *found.span())
            continue
        low_written = found["low1"] or found["low2"] or found["low3"]
        high_written = found["high1"] or found["high2"]
        low_scale = found["scale1"] or found["scale3"] or found["scale5"]
        high_scale = found["scale2"] or found["scale4"]
        low = _value(low_written, low_scale or high_scale)
        if high_written is None:
            yield Amount(low, None, *found.span())
            continue
        high = _value(high_written, high_scale)
        is_range = bool(_OPEN_RANGE.search(text, max(0, found.start() - 14), found.start())) or bool(
            re.search(r"[-–]|\bto\b", found[0])
        )
        if is_range and low <= high:
            yield Amount(low, high, *found.span())
        else:
            name = "low1" if found["low1"] else "low2"
            yield Amount(_value(low_written, low_scale or high_scale), None, found.start(), found.end(name))


def _in_words(found: re.Match[str]) -> Decimal | None:
    """Give an amount that is written out, in one word or as a word and its scale."""
    words = found["words"]
    if words is None:
        return spelt_in((found["spelt1"] or found["spelt2"]).split("/")[0])
    half = words.casefold().startswith(("mezz", "half"))
    return (Decimal("0.5") if half else number_in(words) or Decimal(0)) * _times(found["scale6"])


def _value(written: str, scale: str | None) -> Decimal:
    """Give an amount; three figures after a mark are thousands, unless a scale follows."""
    text = written.replace(" ", "").replace("'", "")
    marks = re.findall(r"[.,]", text)
    if marks and re.search(r"[.,][0-9]{1,2}$", text):
        whole, cents = re.split(r"[.,](?=[0-9]{1,2}$)", text)
        text = re.sub(r"[.,]", "", whole) + "." + cents
    elif len(marks) == 1 and scale and _times(scale) >= 1_000_000:
        text = text.replace(",", ".")
    else:
        text = re.sub(r"[.,]", "", text)
    value = Decimal(text) * _times(scale)
    return value.quantize(_CENT) if value < Decimal(10) ** 20 else value


def _times(scale: str | None) -> Decimal:
    name = (scale or "").casefold()
    if not name:
        return Decimal(1)
    if name in ("mila", "k", "thousand"):
        return Decimal(1000)
    return Decimal(10) ** (9 if name.startswith(("miliard", "billion", "bn", "mld")) else 6)
