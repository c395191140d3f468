"""Identifiers of the register's schemes in one normal form each, on the engine's checks."""

from __future__ import annotations

import re

from filiera.engine import identifiers as engine
from filiera.engine.identifiers import InvalidIdentifier
from filiera.registry.enums import Scheme

__all__ = ["InvalidIdentifier", "normal_identifier"]

_FOREIGN = re.compile(r"^\s*(?!IT)[A-Za-z]{2}\s*[0-9A-Za-z]")


def normal_identifier(scheme: Scheme | str, value: str) -> str:
    """Give the identifier in the form in which the register keeps it; a VAT number always bears its country.

    Raises InvalidIdentifier, whose `code` says what is wrong.
    """
    if scheme == Scheme.VAT:
        return engine.eu_vat(value) if _FOREIGN.match(value) else f"IT{engine.italian_vat(value)}"
    if scheme == Scheme.FISCAL:
        return engine.italian_tax_code(value)
    if scheme == Scheme.PIC:
        return engine.pic(value)
    if scheme == Scheme.ROR:
        return engine.ror(value)
    if scheme == Scheme.DOMAIN:
        return engine.web_domain(value)
    text = value.strip()
    if not text:
        raise InvalidIdentifier(str(scheme), value, "empty")
    return text[:120]
