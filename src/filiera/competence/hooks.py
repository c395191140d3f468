"""What features above the map show on its pages; they add themselves when their application starts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from filiera.common.visibility import Audience
    from filiera.competence.models import Competence
    from filiera.registry.models import Organisation


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A dated rule that asks for a competence; `precision` is day, month or year."""

    title: str
    on: date
    precision: str
    regulation: str


rules_that_ask: list[Callable[[Competence], Sequence[RuleLine]]] = []
"""Called for the page of a competence, for the rules that ask for it."""


@dataclass(frozen=True, slots=True)
class OfferShown:
    """An offer as pages of the map name it: its title in its language, its page, whose it is, of which kind, how mature."""

    title: str
    language: str
    url: str
    owner: str
    owner_url: str
    kind: str
    on: date
    trl: int | None
    for_members: bool
    is_example: bool


offers_of: list[Callable[[Organisation, Audience], Sequence[OfferShown]]] = []
"""Called for the page of an organisation, for what it offers as far as the audience may read it."""

offers_that_bring: list[Callable[[Competence, Audience], Sequence[OfferShown]]] = []
"""Called for the page of a competence, for the offers that bring it, as far as the audience may read them."""
