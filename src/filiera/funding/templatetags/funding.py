"""What the pages of calls look up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

if TYPE_CHECKING:
    from filiera.funding.queries.own_fit import OwnGate, OwnVerdict

register = template.Library()


@register.filter
def gate(own: OwnVerdict | None, rule: str) -> OwnGate | None:
    """Give how one's own organisation stands to a rule; None where it is not about each applicant."""
    return None if own is None else own.gates.get(rule)
