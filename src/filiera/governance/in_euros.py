"""Amounts of fees in words: with their cents, which fees have."""

from __future__ import annotations

from decimal import Decimal

from django.utils import formats

from filiera.common.language import current_language


def cents(value: Decimal) -> str:
    """Write an amount in euros with its cents: "1.250,00 €" in Italian, "€1,250.00" in English."""
    amount = formats.number_format(value, decimal_pos=2, use_l10n=True, force_grouping=True)
    return f"€{amount}" if current_language() == "en" else f"{amount} €"
