"""How the values of calls and consortia are written: amounts, shares, days, moments, countries, yes and no."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from filiera.common.written_amounts import NotAnAmount, TwoSenses, written_amount

YES = frozenset({"yes", "y", "sì", "si", "true", "on"})
NO = frozenset({"no", "n", "false", "off"})
SAME_COUNTRY = {"EL": "GR", "UK": "GB"}
"""Codes of the Union and their ISO 3166 twins: one country each."""

MOST_EUR = Decimal(10) ** 13
"""No amount of a call comes near; one beyond is a slip of the hand, and would not be counted to the cent."""
MOST_NUMBER = Decimal(10) ** 9

_MOMENT = re.compile(r"^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?$")


class Written(BaseModel):
    """A part of a file: what we do not know of it is left alone, null is what is not written."""

    model_config = ConfigDict(frozen=True, extra="allow", arbitrary_types_allowed=True)


def fault(code: str, **words: str) -> PydanticCustomError:
    """Give the fault of a value, by a code of `wording`."""
    return PydanticCustomError("value", code, {"code": code, **words})


ON_FILE = {"is_on_file": True}
"""Context of values that stand in a file, where amounts are written in plain figures; in forms people write as they do."""


def _amount(written: Any, info: ValidationInfo) -> Any:
    """Read an amount: a number, or what people write; negative amounts and those of two senses are faults."""
    if written is None:
        return None
    if isinstance(written, bool):
        raise fault("no-amount")
    if info.context == ON_FILE:
        _refuse_marks(written)
    found = Decimal(written) if isinstance(written, int) else _written_amount(str(written))
    if found < 0:
        raise fault("negative")
    if found > MOST_EUR:
        raise fault("out-of-range")
    return found


def _written_amount(text: str) -> Decimal:
    """Read an amount in either language; a number with an exponent is a number too."""
    if re.fullmatch(r"\d+(\.\d+)?[eE]\+?\d+|\d+\.\d{4,}|\d{4,}\.\d+", text):
        return Decimal(text)
    try:
        return written_amount(text, decimal_mark=",")
    except TwoSenses as error:
        raise fault("two-senses", small=f"{error.small:f}", large=f"{error.large:f}") from error
    except (NotAnAmount, InvalidOperation) as error:
        try:
            return written_amount(text, decimal_mark=".")
        except TwoSenses as two:
            raise fault("two-senses", small=f"{two.small:f}", large=f"{two.large:f}") from error
        except (NotAnAmount, InvalidOperation):
            raise fault("no-amount") from error


def _refuse_marks(written: Any) -> None:
    """Refuse marks for thousands and decimal commas: 1.500 is one and a half to a program, and 1500 to an Italian."""
    text = str(written).strip()
    if re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", text):
        raise fault("two-senses", small=f"{Decimal(text).normalize():f}", large=text.replace(".", ""))
    if isinstance(written, str) and re.search(r"\d[.,'’\s]\d{3}(?!\d)|\d,\d", text):
        try:
            plain = f"{_written_amount(text):f}"
        except PydanticCustomError as error:
            raise fault("no-amount") if (error.context or {}).get("code") != "two-senses" else error from error
        raise fault("marks", plain=plain)


def read_pct(written: Any) -> Any:
    """Read a share in percent, from 0 to 100."""
    if written is None:
        return None
    text = str(written).strip().removesuffix("%").strip().replace(",", ".")
    if isinstance(written, bool) or not re.fullmatch(r"-?\d+(\.\d+)?", text):
        raise fault("no-share")
    found = Decimal(text)
    if not 0 <= found <= 100:
        raise fault("no-share")
    return found


def _count(written: Any) -> Any:
    if written is None:
        return None
    if isinstance(written, bool) or not re.fullmatch(r"\d+(\.\d{3})*(\.0+)?", str(written).strip()):
        raise fault("no-count")
    found = _one_sense(written)
    if found != found.to_integral_value():
        raise fault("no-count")
    return int(_not_huge(found))


def _one_sense(written: Any) -> Decimal:
    """Read a number with a point: "1.200" may be a thousand and two hundred, and the size of an enterprise hangs on it.

    A number that is not in quotes and does not end with a nought was written by a program: it has one sense.
    """
    text = str(written).strip()
    if re.fullmatch(r"\d{1,3}(\.\d{3}){2,}", text):
        return Decimal(text.replace(".", ""))
    if re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", text) and (isinstance(written, str) or text.endswith("0")):
        raise fault("two-senses", small=f"{Decimal(text).normalize():f}", large=text.replace(".", ""))
    return Decimal(text)


def _not_huge(number: Decimal) -> Decimal:
    if number > MOST_NUMBER:
        raise fault("out-of-range")
    return number


def _number(written: Any) -> Any:
    """Read a number that may have decimals, such as the months of a project or a headcount in yearly units."""
    if written is None:
        return None
    text = str(written).strip()
    if isinstance(written, bool) or not re.fullmatch(r"\d+([.,]\d+)?|\d{1,3}(\.\d{3}){2,}", text):
        raise fault("no-number")
    return _not_huge(_one_sense(written) if "," not in text else Decimal(text.replace(",", ".")))


def _flag(written: Any) -> Any:
    if written is None or isinstance(written, bool):
        return written
    text = str(written).strip().casefold()
    if text in YES:
        return True
    if text in NO:
        return False
    raise fault("no-flag")


def _day(written: Any) -> Any:
    if written is None or (isinstance(written, date) and not isinstance(written, datetime)):
        return written
    if isinstance(written, datetime):
        return written.date()
    try:
        return date.fromisoformat(re.sub(r"[T ]\d{2}:\d{2}.*$", "", str(written).strip()))
    except ValueError as error:
        raise fault("no-day") from error


def _moment(written: Any) -> Any:
    """Read a moment, with or without its zone; a day alone stays a day."""
    if written is None or isinstance(written, (date, datetime)):
        return written
    text = str(written).strip()
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return date.fromisoformat(text)
        found = _MOMENT.match(text)
        if found is None:
            raise ValueError(text)
        zone = (found[4] or "").replace("Z", "+00:00")
        return datetime.fromisoformat(f"{found[1]}T{found[2]}{found[3] or ''}{zone}")
    except ValueError as error:
        raise fault("no-moment") from error


def _country(written: Any) -> Any:
    if written is None:
        return None
    code = str(written).strip().upper()
    if isinstance(written, bool) or not re.fullmatch(r"[A-Z]{2}", code):
        raise fault("no-country")
    return SAME_COUNTRY.get(code, code)


def _listed(written: Any) -> Any:
    """Read names of lists of countries and codes, alone or several; what a program made of an unquoted NO is a fault."""
    if written is None:
        return None
    found = written if isinstance(written, list) else [written]
    if any(not isinstance(one, str) or not one.strip() for one in found):
        raise fault("no-country")
    codes = [one.strip().upper() for one in found]
    return [SAME_COUNTRY.get(code, code) for code in codes]


def read_region(written: Any) -> Any:
    """Read a NUTS code of any level; Greece is EL there, as Eurostat has it."""
    if written is None:
        return None
    code = str(written).strip().upper()
    if isinstance(written, bool) or not re.fullmatch(r"[A-Z]{2}[A-Z0-9]{0,3}", code):
        raise fault("no-region")
    return {"GR": "EL", "GB": "UK"}.get(code[:2], code[:2]) + code[2:]


def _word(written: Any) -> Any:
    """Read a word of a vocabulary: in small letters, parted by underscores."""
    if written is None:
        return None
    if isinstance(written, (bool, dict, list)):
        raise fault("no-word")
    return re.sub(r"[\s\-]+", "_", str(written).strip().casefold())


def _words(written: Any) -> Any:
    """Read a list of words; one alone is a list of one."""
    if written is None:
        return None
    return [_word(one) for one in (written if isinstance(written, list) else [written]) if one is not None]


def _texts(written: Any) -> Any:
    if written is None:
        return None
    found = written if isinstance(written, list) else [written]
    if any(isinstance(one, (dict, list)) for one in found):
        raise fault("no-word")
    return [str(one).strip() for one in found if one is not None and str(one).strip()]


def _range(written: Any) -> Any:
    """Read the least and the most: as a list of two, or under `min` and `max`."""
    if written is None:
        return None
    pair = [written.get("min"), written.get("max")] if isinstance(written, dict) else written
    if not isinstance(pair, list) or len(pair) != 2:
        raise fault("no-range")
    return pair


def _upwards(pair: tuple[Decimal | None, Decimal | None] | None) -> tuple[Decimal | None, Decimal | None] | None:
    if pair and pair[0] is not None and pair[1] is not None and pair[1] < pair[0]:
        raise fault("max-under-min")
    return pair


def _id(written: Any) -> Any:
    if written is None or isinstance(written, (bool, dict, list)) or not str(written).strip():
        raise fault("no-id")
    return str(written).strip()


Amount = Annotated[Decimal | None, BeforeValidator(_amount)]
"""In euro, to the cent; null is not known."""
Range = Annotated[tuple[Amount, Amount] | None, BeforeValidator(_range), AfterValidator(_upwards)]
"""The least and the most, in euro."""
Pct = Annotated[Decimal | None, BeforeValidator(read_pct)]
"""From 0 to 100."""
Count = Annotated[int | None, BeforeValidator(_count)]
Number = Annotated[Decimal | None, BeforeValidator(_number)]
Flag = Annotated[bool | None, BeforeValidator(_flag)]
Day = Annotated[date | None, BeforeValidator(_day)]
Moment = Annotated[datetime | date | None, BeforeValidator(_moment)]
Country = Annotated[str | None, BeforeValidator(_country)]
Listed = Annotated[list[str] | None, BeforeValidator(_listed)]
"""Lists of countries by their names, and countries by their codes."""
Region = Annotated[str | None, BeforeValidator(read_region)]
Word = Annotated[str | None, BeforeValidator(_word)]
Words = Annotated[list[str] | None, BeforeValidator(_words)]
Texts = Annotated[list[str] | None, BeforeValidator(_texts)]
Id = Annotated[str, BeforeValidator(_id)]
Level = Annotated[int | None, Field(ge=1, le=9)]
"""A technology readiness level."""


class Span(Written):
    """Technology readiness at the start and at the end, from 1 to 9."""

    start: Level = None
    end: Level = None

    @model_validator(mode="after")
    def _in_order(self) -> Span:
        if self.start is not None and self.end is not None and self.end < self.start:
            raise fault("end-before-start")
        return self
