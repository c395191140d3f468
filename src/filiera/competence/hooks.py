"""What features above the map show on its pages; they add themselves when their application starts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from filiera.competence.models import Competence


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A dated rule that asks for a competence; `precision` is day, month or year."""

    title: str
    on: date
    precision: str
    regulation: str


rules_that_ask: list[Callable[[Competence], Sequence[RuleLine]]] = []
"""Called for the page of a competence, for the rules that ask for it."""
