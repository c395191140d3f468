"""What the pages of members and fees need of their own: amounts with cents, resolutions with their body."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django import template

from filiera.common import in_words
from filiera.governance.wording_articles import cited
from filiera.governance.wording_meetings import resolution_words

if TYPE_CHECKING:
    from filiera.governance.models import Resolution

register = template.Library()


@register.filter
def named(resolution: Resolution) -> str:
    """Name a resolution with the body that adopted it."""
    return resolution_words(resolution)


@register.filter
def cite(article: str) -> str:
    """Cite an article in the language of the page."""
    return cited(article)


@register.filter
def cents(value: Decimal) -> str:
    """Write an amount with its cents."""
    return in_words.cents(value)
