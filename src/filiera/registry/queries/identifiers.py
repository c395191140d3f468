"""The numbers by which the tax office knows an organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filiera.registry.enums import Scheme
from filiera.registry.models import Identifier

if TYPE_CHECKING:
    from filiera.registry.models import Organisation

OF_FIRMS = 11
"""Figures of the tax code of a firm or a body; that of a person has sixteen signs. Source: D.M. 23/12/1976."""


def tax_number(organisation: Organisation, *, of_persons: bool = False) -> tuple[str, str]:
    """Give the VAT number, or the tax code of who has none, as its scheme and value; two empty texts where neither is known.

    The tax code of a person is personal: it is given only where asked for.
    """
    rows = Identifier.objects.filter(organisation=organisation, scheme__in=[Scheme.VAT, Scheme.FISCAL])
    known = dict(rows.order_by("-pk").values_list("scheme", "value"))
    for scheme in (Scheme.VAT, Scheme.FISCAL):
        value = known.get(scheme, "")
        if value and (of_persons or scheme == Scheme.VAT or len(value) == OF_FIRMS):
            return str(scheme), value
    return "", ""
