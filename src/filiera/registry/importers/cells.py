"""Values as public files write them, made uniform: dates, countries, identifiers."""

from __future__ import annotations

import html
import re
from functools import lru_cache

import nh3

from filiera.common.partial_date import PartialDate
from filiera.registry.enums import Scheme
from filiera.registry.identifiers import InvalidIdentifier, normal_identifier

_ITALIAN = re.compile(r"^(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:\s|$)")
_CLOCK = re.compile(r"^(\d{4}-\d{1,2}-\d{1,2})[T ]\d{1,2}:.*$")
_ZERO = re.compile(r"^0000-00-00|^0+$")
EMPTY = frozenset(
    {"", ".", "-", "--", "n/a", "na", "none", "null", "nan", "notapplicable", "not applicable", "missing"}
)
"""What the Commission's exports write for "no value"."""

COUNTRIES = {"EL": "GR", "UK": "GB"}
"""The Commission's own codes, where they differ from ISO 3166."""


def bare(value: str | None) -> str:
    """Give the text without white space around it, empty where the file says "no value"."""
    text = (value or "").strip()
    return "" if text.lower() in EMPTY else text


@lru_cache(maxsize=50_000)
def read_date(text: str) -> PartialDate | None:
    """Read an ISO date, with or without clock, or DD/MM/YYYY; empty gives None. Raises ValueError for anything else."""
    text = bare(text)
    if not text or _ZERO.match(text):
        return None
    if found := _ITALIAN.match(text):
        day, month, year = found.groups()
        text = f"{year}-{month}-{day}"
    elif found := _CLOCK.match(text):
        text = found.group(1)
    return PartialDate.parse(text)


def country_of(text: str) -> str:
    """Give the ISO code of a country, empty where it is not one of two letters."""
    code = bare(text).upper()
    code = COUNTRIES.get(code, code)
    return code if len(code) == 2 and code.isalpha() else ""


@lru_cache(maxsize=100_000)
def identifier_of(scheme: Scheme, text: str) -> str:
    """Give the identifier in the register's form; empty where the value is not one."""
    if not bare(text):
        return ""
    try:
        return normal_identifier(scheme, text)
    except InvalidIdentifier:
        return ""


def plain_text(text: str) -> str:
    """Give text without markup, entities written out."""
    if "<" not in text and "&" not in text:
        return text.strip()
    return html.unescape(nh3.clean(html.unescape(text), tags=set())).strip()
