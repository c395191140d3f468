"""What the pages of the association need of their own: amounts with cents, bodies, resolutions with their body, articles."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django import template

from filiera.common import in_words
from filiera.governance.wording_articles import cited
from filiera.governance.wording_meetings import body_name, resolution_words

if TYPE_CHECKING:
    from filiera.governance.models import Body, Resolution

register = template.Library()


@register.filter
def named(resolution: Resolution) -> str:
    """Name a resolution with the body that adopted it."""
    return resolution_words(resolution)


@register.filter
def body_named(body: Body) -> str:
    """Name a body in the language of the page."""
    return body_name(body)


@register.filter
def cite(article: str) -> str:
    """Cite an article in the language of the page."""
    return cited(article)


@register.filter
def cents(value: Decimal) -> str:
    """Write an amount with its cents."""
    return in_words.cents(value)
