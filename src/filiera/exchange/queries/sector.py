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
    """Stages and groups of what is sought, the weightiest first: of the competences, not of the requester.

    They are said in the language of the moment in which they are read.
    """

    of_stages: tuple[Competence, ...]
    of_groups: tuple[Competence, ...]

    @property
    def stages(self) -> tuple[str, ...]:
        """Give the stages in words."""
        return tuple(localised(one, "label") for one in self.of_stages)

    @property
    def groups(self) -> tuple[str, ...]:
        """Give the groups in words."""
        return tuple(localised(one, "label") for one in self.of_groups)

    @property
    def words(self) -> str:
        """Say it in one line."""
        return ", ".join(self.groups or self.stages) or _("a matter of the chain")


def codes_told(needs: Collection[Need]) -> dict[int, tuple[str, ...]]:
    """Give the codes of the competences that solvers were told, by the need's key: one query.

    Of an open need those sought, of others their groups: nothing finer than `sectors_of` tells is in here.
    """
    topics = _topics({need.pk for need in needs})
    return {need.pk: _told(need, topics[need.pk]) for need in needs}


def _told(need: Need, rows: Collection[NeedTopic]) -> tuple[str, ...]:
    if need.secrecy == Secrecy.OPEN:
        return tuple(row.competence_id for row in rows)
    chains = [_chain(row.competence) for row in rows]
    return tuple(dict.fromkeys(chain[-2].code for chain in chains if len(chain) > 1))[:MOST]


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
    return {pk: _sector(found) for pk, found in _topics(needs).items()}


def _topics(needs: Collection[int]) -> dict[int, list[NeedTopic]]:
    """Give what some needs seek, the weightiest first, with groups and stages."""
    topics: dict[int, list[NeedTopic]] = {pk: [] for pk in needs}
    rows = NeedTopic.objects.filter(need__in=needs, is_refused=False).select_related("competence__parent__parent")
    for row in rows.order_by("-weight", "pk"):
        topics[row.need_id].append(row)
    return topics


def _sector(rows: Iterable[NeedTopic]) -> Sector:
    chains = [_chain(row.competence) for row in rows]
    stages = dict.fromkeys(chain[-1] for chain in chains)
    groups = dict.fromkeys(chain[-2] for chain in chains if len(chain) > 1)
    return Sector(tuple(stages)[:MOST], tuple(groups)[:MOST])
