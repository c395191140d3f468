"""Fields that the bodies and addresses of several features have: days, links, ids, addresses of mail, JSON that is stored."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from ninja import Path
from pydantic import AfterValidator, BeforeValidator, JsonValue, StringConstraints
from pydantic_core import PydanticCustomError

from filiera.api.filters import CONTROL, READABLE

NUL = "\x00"

RowNumber = Annotated[int, Path(ge=1, lt=2**63)]
OrganisationCode = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=READABLE)]


def _iso(value: object) -> object:
    """Refuse what is not year-month-day: a bare number would be taken for seconds since 1970."""
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise PydanticCustomError("date_parsing", "not a date")
    return value


Day = Annotated[date, BeforeValidator(_iso)]
Link = Annotated[str, StringConstraints(max_length=500, pattern=rf"^(https?://[^\s{CONTROL}]+)?$")]
"""The address of a page, or nothing."""


def _stored(value: JsonValue) -> JsonValue:
    """Refuse a value with a text that PostgreSQL cannot store. Raises PydanticCustomError."""
    if any(NUL in text for text in _texts(value)):
        raise PydanticCustomError("string_pattern_mismatch", "a NUL")
    return value


def _texts(value: JsonValue) -> Iterator[str]:
    """Walk the texts of a value, names included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        yield from _texts([*value, *value.values()])


def _mail(written: str) -> str:
    """Refuse what is no address of mail, as forms do. Raises PydanticCustomError."""
    try:
        validate_email(written)
    except ValidationError as error:
        raise PydanticCustomError("mail", "no address") from error
    return written


StoredJson = Annotated[JsonValue, AfterValidator(_stored)]
MailAddress = Annotated[
    str, StringConstraints(max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$"), AfterValidator(_mail)
]
