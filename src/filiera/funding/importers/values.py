"""Values as the sources write them: moments, days and amounts; what cannot be read raises ValueError."""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from filiera.common.written_amounts import written_amount
from filiera.funding.drafts import Moment

MOST_EUR = Decimal(10) ** 12
"""No call comes near."""

_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|[+-]\d{2}:?(?:\d{2})?)?(?:\[[\w/]+\])?)?"
)
_EUROPEAN = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:[ T]+(\d{1,2})[:.](\d{2})(?::(\d{2}))?)?")
_WORDS = re.compile(
    r"(\d{1,2})\s+([A-Za-z]{3,9})\.?\s+(\d{4})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?)?(?:\s*\(?Brussels time\)?)?",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MILLISECONDS = re.compile(r"\d{12,13}")


def read_moment(written: Any, zone: str) -> Moment | None:
    """Read a day or a moment; midnight, there or in the zone, is the day alone. Raises ValueError."""
    text = "" if written is None else str(written).strip()
    if not text or re.fullmatch(r"0+|0000-00-00.*|null|none|n/?a|-", text, re.IGNORECASE):
        return None
    if _MILLISECONDS.fullmatch(text):
        return _day_or_hour(datetime.fromtimestamp(int(text) / 1000, tz=UTC), zone)
    found, offset = _parts(text)
    year, month, day, *clock = found
    hour, minute, second = (int(one or 0) for one in clock)
    if not (hour or minute or second):
        return date(year, month, day)
    moment = datetime(year, month, day, hour, minute, second)
    if not offset:
        return moment.replace(tzinfo=ZoneInfo(zone))
    return _day_or_hour(datetime.fromisoformat(f"{moment.isoformat()}{offset}"), zone)


def _parts(text: str) -> tuple[tuple[int, int, int, str | None, str | None, str | None], str]:
    if iso := _ISO.fullmatch(text):
        offset = (iso[7] or "").replace("Z", "+00:00")
        offset = f"{offset}00" if len(offset) in (3, 4) else offset
        return (int(iso[1]), int(iso[2]), int(iso[3]), iso[4], iso[5], iso[6]), offset
    if here := _EUROPEAN.fullmatch(text):
        return (int(here[3]), int(here[2]), int(here[1]), here[4], here[5], here[6]), ""
    if said := _WORDS.fullmatch(text):
        month = _MONTHS.index(said[2][:3].lower()) + 1
        return (int(said[3]), month, int(said[1]), said[4], said[5], said[6]), ""
    raise ValueError(text)


def _day_or_hour(moment: datetime, zone: str) -> Moment:
    try:
        there = moment.astimezone(ZoneInfo(zone))
    except OverflowError as error:
        raise ValueError(str(moment)) from error
    if there.time() == time() or moment.time() == time():
        return (there if there.time() == time() else moment).date()
    return there


def read_day(written: Any, zone: str) -> date | None:
    """Read a day, whatever the hour. Raises ValueError."""
    found = read_moment(written, zone)
    return found.date() if isinstance(found, datetime) else found


def read_amount(written: Any, *, decimal_mark: str) -> Decimal | None:
    """Read an amount in euro: nothing and nought are not given. Raises TwoSenses and other ValueErrors."""
    if written is None or isinstance(written, bool):
        return None
    if isinstance(written, int | float):
        if isinstance(written, float) and not math.isfinite(written):
            raise ValueError(str(written))
        return _given(Decimal(str(written)))
    text = str(written).strip()
    if not text or text.casefold() in {"null", "none", "-", "n/a"}:
        return None
    if re.fullmatch(r"-?\d{1,18}(\.\d{1,2}|\.\d{4,20})?", text):  # as a program writes it
        return _given(Decimal(text))
    return _given(written_amount(text[:60], decimal_mark=decimal_mark))


def _given(amount: Decimal) -> Decimal | None:
    if not 0 <= amount <= MOST_EUR:
        raise ValueError(f"{amount:f}"[:60])
    return amount.quantize(Decimal("0.01")) if amount else None


def read_count(written: Any) -> int | None:
    """Read how many; nought is not given. Raises ValueError."""
    found = read_amount(written, decimal_mark=".")
    if found is None:
        return None
    if found != found.to_integral_value() or found > 100_000:
        raise ValueError(str(written)[:60])
    return int(found)
