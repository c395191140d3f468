"""Read one value of a sheet: its form in the register, and what is wrong or soft about it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from filiera.common.folding import fold
from filiera.engine import identifiers
from filiera.engine.identifiers import InvalidIdentifier
from filiera.registry.logic import is_phone
from filiera.registry.sheets import ateco, numbers
from filiera.registry.sheets.fields import SheetField
from filiera.registry.sheets.kinds import kind_of_form
from filiera.registry.sheets.problems import WARNING, Problem
from filiera.registry.sheets.vocabulary import Vocabulary
from filiera.registry.sheets.words import COUNTRIES, CROSSES, KINDS, NO_WORDS, SIZES, TICKS, UNKNOWN_WORDS, YES_WORDS

LIMITS = {SheetField.GROUP: 160, SheetField.ALIAS: 200, SheetField.LEGAL_NAME: 200, SheetField.TOWN: 120}
TEXT_LIMIT = 600
EARLIEST_MEMBERSHIP = 1945
"""Year before which nobody is believed to be a member: programs write 1 January 1900 where a date is empty or zero."""

_ATECO = re.compile(r"^(?:(2002|2007|2022|2025)\s*[:/ ]\s*)?(\d{2}(?:\.\d{1,2}){0,2}\d?)$")
_MAILS = re.compile(r"[;,/\s]+")
_SITE = re.compile(r"^\S+\.\S{2,}$")


@dataclass(frozen=True, slots=True)
class Value:
    """What a cell comes to: `value` for the register (empty where nothing comes in) and the problem, if any."""

    value: str = ""
    problem: Problem | None = None


Reader = Callable[[str, Vocabulary], Value]


def read_value(field: SheetField, text: str, vocabulary: Vocabulary) -> Value:
    """Read the text of a cell as a field; problems carry the text, their column is set by the caller."""
    if not text.strip():
        return Value()
    if text.startswith("#") and text.rstrip("!?/0AN").upper().startswith(("#REF", "#N", "#DIV", "#VALUE", "#NAME")):
        return _bad("formula-error", text)
    if text.startswith("=") and len(text) > 1:
        return _bad("formula-without-value", text)
    told = field == SheetField.NAME or (field == SheetField.MEMBER and text.strip().casefold() == "x")
    if text.strip().casefold() in UNKNOWN_WORDS and not told:
        return Value(problem=Problem("not-known", WARNING, value=text))
    return _READERS.get(field, _text_reader(field))(text.strip(), vocabulary)


def _bad(code: str, text: str, *choices: str) -> Value:
    return Value(problem=Problem(code, value=text, choices=choices))


def _soft(value: str, code: str, text: str, *choices: str, **params: str) -> Value:
    return Value(value, Problem(code, WARNING, value=text, choices=choices, params=params))


def _text_reader(field: SheetField) -> Reader:
    limit = LIMITS.get(field, TEXT_LIMIT)

    def read(text: str, _vocabulary: Vocabulary) -> Value:
        return Value(text) if len(text) <= limit else _soft(text[:limit], "too-long", text)

    return read


def _name(text: str, _vocabulary: Vocabulary) -> Value:
    if len(text) > 200:
        return _bad("name-too-long", text)
    letters = sum(letter.isalpha() for letter in text)
    return Value(text) if letters >= 2 else _bad("not-a-name", text)


def _vat(text: str, _vocabulary: Vocabulary) -> Value:
    compact = re.sub(r"[\s.\-]", "", text).upper()
    if len(compact) == 16 and compact.isalnum() and compact[:6].isalpha():
        return _personal_code(compact, text)
    foreign = re.match(r"^(?!IT)[A-Z]{2}[0-9A-Z]", compact) and not compact.startswith(("PI", "CF", "VA"))
    try:
        return Value(identifiers.eu_vat(text) if foreign else f"IT{identifiers.italian_vat(text)}")
    except InvalidIdentifier as error:
        if error.code == "format" and compact.removeprefix("IT").isdecimal():
            return _bad("too-many-zeros", text)
        return _bad(error.code if error.code != "empty" else "format", text)


def _personal_code(compact: str, text: str) -> Value:
    try:
        identifiers.italian_tax_code(compact)
    except InvalidIdentifier as error:
        return _bad(error.code, text)
    return Value(problem=Problem("personal-code", WARNING, value=text))


def _fiscal(text: str, vocabulary: Vocabulary) -> Value:
    read = _vat(text, vocabulary)
    return Value(read.value.removeprefix("IT"), read.problem)


def _ror(text: str, _vocabulary: Vocabulary) -> Value:
    try:
        return Value(identifiers.ror(text))
    except InvalidIdentifier:
        return _bad("bad-ror", text)


def _pic(text: str, _vocabulary: Vocabulary) -> Value:
    try:
        return Value(identifiers.pic(text))
    except InvalidIdentifier:
        return _bad("bad-pic", text)


def _town(text: str, vocabulary: Vocabulary) -> Value:
    """Read a town alone; the row joins it with its province, which may settle it."""
    town, province = vocabulary.split_town(text)
    found = vocabulary.towns_meant(town, province)
    if len(found) == 1:
        return Value(found[0].name)
    if len(found) > 1:
        same = len({place.name for place in found}) == 1
        names = [f"{place.name} ({place.province})" if same else place.name for place in found[:6]]
        return _bad("many-towns", text, *names)
    near = vocabulary.near_town(town)
    return _soft(town, "unknown-town-near", text, near) if near else _soft(town, "unknown-town", text)


def _province(text: str, vocabulary: Vocabulary) -> Value:
    code = vocabulary.province(text.strip("()"))
    return Value(code) if code else _bad("unknown-province", text)


def _country(text: str, _vocabulary: Vocabulary) -> Value:
    code = COUNTRIES.get(text.casefold().strip("."), "")
    if not code and re.fullmatch(r"[A-Z]{2}", text):
        code = text
    return Value(code) if code else _bad("unknown-country", text)


def _site(text: str, _vocabulary: Vocabulary) -> Value:
    address = re.sub(r"^(https?)[:;/]+", r"\1://", text, flags=re.IGNORECASE)
    address = address if "://" in address else f"https://{address}"
    try:
        identifiers.web_domain(address, allow_shared=True)
    except InvalidIdentifier:
        return _bad("bad-site", text)
    if "@" in text or not _SITE.match(text) or len(address) > 300:
        return _bad("bad-site", text)
    return Value(address.rstrip("/"))


def _mail(text: str, _vocabulary: Vocabulary) -> Value:
    parts = [part.strip("<>").removeprefix("mailto:") for part in _MAILS.split(text) if part.strip("<>")]
    try:
        for part in parts:
            validate_email(part)
    except ValidationError:
        return _bad("bad-mail", text)
    return Value("; ".join(part.lower() for part in parts))


def _phone(text: str, _vocabulary: Vocabulary) -> Value:
    return Value(text) if is_phone(text) else _bad("bad-phone", text)


def _kind(text: str, _vocabulary: Vocabulary) -> Value:
    kind = KINDS.get(fold(text), "") or kind_of_form(text)
    return Value(kind) if kind else _bad("unknown-kind", text)


def _size(text: str, _vocabulary: Vocabulary) -> Value:
    words = fold(text).split()
    size = next((SIZES[word] for word in words if word in SIZES), "")
    return Value(size) if size else _bad("unknown-size", text)


def _stage(text: str, vocabulary: Vocabulary) -> Value:
    code = vocabulary.stages.get(fold(text), "")
    return Value(code) if code else _soft(text[:TEXT_LIMIT], "unknown-stage", text)


def _ateco(text: str, _vocabulary: Vocabulary) -> Value:
    found = _ATECO.match(text)
    if not found:
        return _bad("bad-ateco", text)
    edition, code = found.groups()
    if not ateco.exists(code, int(edition) if edition else None):
        return _bad("no-such-ateco", text)
    return Value(f"{edition}:{code}") if edition else _soft(code, "ateco-edition", text)


def _number(text: str, _vocabulary: Vocabulary) -> Value:
    return _numeric(numbers.read_count(text), text)


def _turnover(text: str, vocabulary: Vocabulary) -> Value:
    read = numbers.read_count(text)
    if read.code == "negative" or not numbers.says_a_number(text):
        return _bad(read.code, text)
    return Value(read.value) if not read.code else _text_reader(SheetField.TURNOVER)(text, vocabulary)


def _year(text: str, vocabulary: Vocabulary) -> Value:
    read = numbers.read_year(text)
    if read.value and vocabulary.today and int(read.value) > vocabulary.today.year:
        return _bad("year-to-come", text)
    return _numeric(read, text)


def _member_since(text: str, _vocabulary: Vocabulary) -> Value:
    read = numbers.read_day(text)
    if read.value and int(read.value[:4]) < EARLIEST_MEMBERSHIP:
        return Value(problem=Problem("member-long-ago", value=text, params={"year": str(EARLIEST_MEMBERSHIP)}))
    return _numeric(read, text)


def _member(text: str, _vocabulary: Vocabulary) -> Value:
    words = fold(text)
    if words in YES_WORDS or text in TICKS:
        return Value("YES")
    return Value("NO") if words in NO_WORDS or text in CROSSES else _bad("not-yes-no", text)


def _numeric(read: numbers.Read, text: str) -> Value:
    if not read.code:
        return Value(read.value)
    if read.value:
        return _soft(read.value, read.code, text, **({"read": read.value} if read.code == "read-as" else {}))
    return _bad(read.code, text, *read.choices)


_READERS: dict[SheetField, Reader] = {
    SheetField.NAME: _name,
    SheetField.VAT: _vat,
    SheetField.FISCAL: _fiscal,
    SheetField.ROR: _ror,
    SheetField.PIC: _pic,
    SheetField.TOWN: _town,
    SheetField.PROVINCE: _province,
    SheetField.COUNTRY: _country,
    SheetField.WEBSITE: _site,
    SheetField.EMAIL: _mail,
    SheetField.PHONE: _phone,
    SheetField.KIND: _kind,
    SheetField.SIZE: _size,
    SheetField.STAGE: _stage,
    SheetField.ATECO: _ateco,
    SheetField.EMPLOYEES: _number,
    SheetField.MIN_BATCH: _number,
    SheetField.TURNOVER: _turnover,
    SheetField.FOUNDED: _year,
    SheetField.MEMBER_SINCE: _member_since,
    SheetField.MEMBER: _member,
}
