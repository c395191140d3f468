"""What the pages of members and fees need of their own: amounts with cents, a field that stands several times on a page."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import template
from django.forms.boundfield import BoundField

from filiera.common import in_words
from filiera.governance.wording_meetings import resolution_words

if TYPE_CHECKING:
    from filiera.governance.models import Resolution

register = template.Library()


@register.filter
def named(resolution: Resolution) -> str:
    """Name a resolution with the body that adopted it."""
    return resolution_words(resolution)


@register.filter
def cents(value: Decimal) -> str:
    """Write an amount with its cents."""
    return in_words.cents(value)


@register.inclusion_tag("governance/office_field.html")
def office_field(field: BoundField, key: object) -> dict[str, Any]:
    """Lay out a field of a form that stands on the page more than once: `key` makes its id its own."""
    ident = f"{field.auto_id}-{key}"
    attrs: dict[str, Any] = {"id": ident}
    if getattr(field.field.widget, "input_type", "") != "select":
        attrs["class"] = "in"
    described = [f"{ident}-hint"] if field.help_text else []
    described += [f"{ident}-error"] if field.errors else []
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if field.errors:
        attrs["aria-invalid"] = "true"
    return {
        "field": field,
        "ident": ident,
        "widget": field.as_widget(attrs=attrs),
        "optional": not field.field.required,
    }
