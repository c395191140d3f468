"""What may be said of a need that betrays nobody: the stages of the chain and the groups of the competences sought."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from filiera.common.language import localised
from filiera.exchange.enums import Secrecy
from filiera.exchange.models import NeedTopic

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from filiera.competence.models import Competence
    from filiera.exchange.models import Need


MOST = 3
"""Stages and groups that are told: more of them together would be a description of the product."""


@dataclass(frozen=True, slots=True)
class Sector:
    """Stages and groups of what is sought, in words, the weightiest first: of the competences, not of the requester."""

    stages: tuple[str, ...]
    groups: tuple[str, ...]

    @property
    def words(self) -> str:
        """Say it in one line."""
        return ", ".join(self.groups or self.stages) or _("a matter of the chain")


def codes_told(need: Need) -> tuple[str, ...]:
    """Give the codes of the competences that a solver was told: of an open need those sought, of others their groups.

    Nothing finer than `sector_of` tells is in here.
    """
    rows = need.topics.filter(is_refused=False).select_related("competence__parent__parent").order_by("-weight", "pk")
    if need.secrecy == Secrecy.OPEN:
        return tuple(row.competence_id for row in rows)
    found = []
    for row in rows:
        chain = _chain(row.competence)
        if len(chain) > 1:
            found.append(chain[-2].code)
    return tuple(dict.fromkeys(found))[:MOST]


def _chain(competence: Competence) -> list[Competence]:
    """Give a competence, its group and its stage."""
    chain = [competence]
    while (parent := chain[-1].parent) is not None:
        chain.append(parent)
    return chain


def sector_of(need: Need) -> Sector:
    """Give the stages and groups of what a need seeks: one query."""
    return sectors_of((need.pk,))[need.pk]


def sectors_of(needs: Collection[int]) -> dict[int, Sector]:
    """Give the stages and groups of what some needs seek, by the need's key: one query."""
    topics: dict[int, list[NeedTopic]] = {pk: [] for pk in needs}
    rows = NeedTopic.objects.filter(need__in=needs, is_refused=False).select_related("competence__parent__parent")
    for row in rows.order_by("-weight", "pk"):
        topics[row.need_id].append(row)
    return {pk: _sector(found) for pk, found in topics.items()}


def _sector(rows: Iterable[NeedTopic]) -> Sector:
    stages, groups = [], []
    for row in rows:
        chain = _chain(row.competence)
        stages.append(localised(chain[-1], "label"))
        if len(chain) > 1:
            groups.append(localised(chain[-2], "label"))
    return Sector(tuple(dict.fromkeys(stages))[:MOST], tuple(dict.fromkeys(groups))[:MOST])
