"""Identifiers of organisations, made uniform and checked, so that an identifier can be trusted as a key.

A thin typed layer over python-stdnum. Each function takes what people and spreadsheets hold (spaces, prefixes, zeros
lost on the way) and returns one normal form, or raises `InvalidIdentifier` with a code that the caller puts in words:
`empty`, `format` (foreign characters), `length`, `component` (a part that cannot be, such as a month 13), `checksum`,
`country` (no such VAT country), `shared` (a web domain that belongs to many).
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from stdnum.eu import vat as stdnum_vat
from stdnum.exceptions import InvalidChecksum, InvalidComponent, InvalidFormat, InvalidLength, ValidationError
from stdnum.it import codicefiscale as stdnum_codicefiscale
from stdnum.it import iva as stdnum_iva

ROR_PREFIX = "https://ror.org/"

_CODES: tuple[tuple[type[ValidationError], str], ...] = (
    (InvalidChecksum, "checksum"),
    (InvalidLength, "length"),
    (InvalidComponent, "component"),
    (InvalidFormat, "format"),
)
_NOISE = re.compile(r"[\s.\-_/\u00a0\u2010-\u2015]")
_FLOAT_TAIL = re.compile(r"^(\d+)[.,]0+$")
_VAT_WORDS = re.compile(r"^(?:P\.?\s*IVA|PARTITA\s+IVA|VAT(?:\s+(?:NO|NUMBER|NR))?|C\.?\s*F)\b[\s.:#]*", re.IGNORECASE)
_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
_ROR = re.compile(r"^0[0-9a-hjkmnp-tv-z]{6}\d{2}$")
_LABEL = re.compile(r"^(?!-)[a-z0-9-]{1,63}(?<!-)$")
# Greece writes EL in VAT numbers and GR elsewhere; Northern Ireland kept XI.
_VAT_CODES = "AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI"
_VAT_COUNTRIES = frozenset(_VAT_CODES.split())

# Sites and mailboxes that anyone may use: an address there says nothing about who an organisation is.
_SHARED = """
alice.it aruba.it blogspot.com europa.eu facebook.com fastwebnet.it github.com github.io gmail.com google.com
googlemail.com hotmail.com hotmail.it instagram.com libero.it linkedin.com live.com outlook.com outlook.it pec.it
legalmail.it sites.google.com tim.it tin.it tiscali.it twitter.com virgilio.it wikipedia.org wixsite.com
wordpress.com x.com yahoo.com yahoo.it youtube.com
"""
SHARED_DOMAINS = frozenset(_SHARED.split())


class InvalidIdentifier(ValueError):
    """Raised for a value that is not an identifier of its scheme; `code` is for machines, never for readers."""

    def __init__(self, scheme: str, value: str, code: str) -> None:
        """Keep the scheme ("it_vat", "it_tax_code", "eu_vat", "pic", "ror", "domain"), the value as given, the code."""
        super().__init__(f"{value!r} is not a valid {scheme}: {code}")
        self.scheme, self.value, self.code = scheme, value, code


def _code_of(error: ValidationError) -> str:
    return next((code for kind, code in _CODES if isinstance(error, kind)), "format")


def _checked(module: Any, scheme: str, compact: str, value: str) -> str:
    try:
        return str(module.validate(compact))
    except ValidationError as error:
        raise InvalidIdentifier(scheme, value, _code_of(error)) from error


def _cleaned(value: object, scheme: str) -> str:
    text = _FLOAT_TAIL.sub(r"\1", str(value if value is not None else "").strip())
    text = _NOISE.sub("", _VAT_WORDS.sub("", text)).upper()
    if not text:
        raise InvalidIdentifier(scheme, str(value or ""), "empty")
    return text


def _padded(digits: str, length: int, valid: Any) -> str:
    """Put back leading zeros that a spreadsheet dropped, but only where the check digit then holds."""
    if digits.isdecimal() and length - 4 <= len(digits) < length:
        candidate = digits.zfill(length)
        if valid(candidate):
            return candidate
    return digits


def italian_vat(value: object) -> str:
    """Return an Italian partita IVA as 11 digits, without the IT prefix; raises InvalidIdentifier."""
    compact = _cleaned(value, "it_vat").removeprefix("IT")
    return _checked(stdnum_iva, "it_vat", _padded(compact, 11, stdnum_iva.is_valid), str(value))


def italian_tax_code(value: object) -> str:
    """Return a codice fiscale: 16 characters of a person, or the 11 digits of an organisation.

    Raises InvalidIdentifier. The 11 digits follow the rule of the partita IVA, and may differ from it.
    """
    compact = _cleaned(value, "it_tax_code").removeprefix("IT")
    compact = _padded(compact, 11, stdnum_iva.is_valid)
    return _checked(stdnum_codicefiscale, "it_tax_code", compact, str(value))


def eu_vat(value: object, country: str | None = None) -> str:
    """Return a VAT number of the Union with its two-letter prefix, from `country` where the value lacks one.

    `country` is an ISO code or the Commission's own. Raises InvalidIdentifier, with code `country` where there is none.
    """
    compact = _cleaned(value, "eu_vat")
    known = {"GR": "EL"}.get((country or "").upper(), (country or "").upper())
    if compact[:2] == "GR":
        compact = "EL" + compact[2:]
    if compact[:2] not in _VAT_COUNTRIES:
        if known not in _VAT_COUNTRIES:
            raise InvalidIdentifier("eu_vat", str(value), "country")
        compact = known + compact
    if compact.startswith("IT"):
        return "IT" + italian_vat(compact)
    return _checked(stdnum_vat, "eu_vat", compact, str(value))


def pic(value: object) -> str:
    """Return a participant code of the Commission as its 9 digits, which carry no check digit.

    Raises InvalidIdentifier. Source: CORDIS, organization.csv, organisationID.
    """
    compact = _cleaned(value, "pic").removeprefix("PIC")
    if not compact.isdecimal():
        raise InvalidIdentifier("pic", str(value), "format")
    if len(compact) != 9 or compact.startswith("0"):
        raise InvalidIdentifier("pic", str(value), "length")
    return compact


def ror(value: object) -> str:
    """Return a ROR identifier as its full address; raises InvalidIdentifier.

    Source: ROR, identifier format: "0", six characters of Crockford base 32, two check digits (ISO 7064, modulo 97).
    """
    text = str(value if value is not None else "").strip().lower()
    if not text:
        raise InvalidIdentifier("ror", str(value or ""), "empty")
    key = re.sub(r"^(?:https?://)?(?:www\.)?ror\.org/", "", text).removeprefix("ror:").strip("/ ")
    if len(key) != 9:
        raise InvalidIdentifier("ror", str(value), "length")
    if not _ROR.match(key):
        raise InvalidIdentifier("ror", str(value), "format")
    number = 0
    for letter in key[:7]:
        number = number * 32 + _CROCKFORD.index(letter)
    if 98 - (number * 100) % 97 != int(key[7:]):
        raise InvalidIdentifier("ror", str(value), "checksum")
    return ROR_PREFIX + key


def web_domain(value: object, allow_shared: bool = False) -> str:
    """Return the host of a web or mail address in lower case, "www." taken away, accents in their ASCII form.

    Raises InvalidIdentifier, with code `shared` for a site that belongs to many, unless `allow_shared`.
    """
    text = str(value if value is not None else "").strip().lower()
    if not text:
        raise InvalidIdentifier("domain", str(value or ""), "empty")
    host = _host(text.rsplit("@", 1)[-1] if "//" not in text else text)
    try:
        host = host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise InvalidIdentifier("domain", str(value), "format") from error
    host = re.sub(r"^www\d?\.", "", host.strip("."))
    labels = host.split(".")
    if len(labels) < 2 or labels[-1].isdecimal() or not all(_LABEL.match(label) for label in labels):
        raise InvalidIdentifier("domain", str(value), "format")
    if not allow_shared and (host in SHARED_DOMAINS or ".".join(labels[-2:]) in SHARED_DOMAINS):
        raise InvalidIdentifier("domain", str(value), "shared")
    return host


def _host(text: str) -> str:
    address = re.sub(r"^https?[:/;]+", "https://", text)
    try:
        return urlsplit(address if "://" in address else f"https://{address}").hostname or ""
    except ValueError:
        return ""
