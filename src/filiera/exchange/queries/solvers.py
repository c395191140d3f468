"""What solvers say of the requests that they want."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filiera.exchange.models import SolverRules

if TYPE_CHECKING:
    from filiera.registry.models import Organisation


def rules_of(organisation: Organisation | None) -> SolverRules | None:
    """Give the rules of an organisation; None where it has said nothing."""
    return SolverRules.objects.filter(organisation=organisation).first() if organisation is not None else None
