"""Who works with whom: a chord for each pair that shares evidence, under the same filter as list and map."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

from django.urls import reverse

from filiera.common.language import localised
from filiera.competence.filters import DirectoryFilter, matching
from filiera.competence.models import EvidenceLink
from filiera.registry.models import Organisation

if TYPE_CHECKING:
    from filiera.common.visibility import Audience


@dataclass(frozen=True, slots=True)
class Node:
    """An organisation of the network, in chain order."""

    id: int
    code: str
    name: str
    url: str
    kind: str
    stage: str
    ordinal: int
    is_example: bool


@dataclass(frozen=True, slots=True)
class Tie:
    """Evidence that two organisations share: `kind` is the kind, `count` how many pieces of it."""

    a: int
    b: int
    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes and ties. `centre` is set in the view of one organisation's neighbourhood."""

    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    centre: int | None = None

    @property
    def tied(self) -> tuple[Node, ...]:
        """Give the nodes with a tie."""
        ends = {end for tie in self.ties for end in (tie.a, tie.b)}
        return tuple(node for node in self.nodes if node.id in ends)

    @property
    def alone(self) -> tuple[Node, ...]:
        """Give the nodes without a tie."""
        ends = {node.id for node in self.tied}
        return tuple(node for node in self.nodes if node.id not in ends)

    @property
    def threads(self) -> int:
        """Count the pieces of evidence that are shared, pair by pair."""
        return sum(tie.count for tie in self.ties)

    @property
    def middle(self) -> Node | None:
        """Give the node whose neighbourhood this is."""
        return next((node for node in self.nodes if node.id == self.centre), None)

    def drawn(self, most: int) -> Network:
        """Give what a picture of `most` organisations around a middle holds.

        All that are tied, where they fit; otherwise the neighbourhood of the centre, or of the best connected.
        """
        if self.centre is None and len(self.tied) <= most:
            return Network(self.tied, self.ties)
        centre = self.centre or self._best_connected()
        shared: dict[int, int] = defaultdict(int)
        for tie in self.ties:
            if centre in (tie.a, tie.b):
                shared[tie.a if tie.b == centre else tie.b] += tie.count
        order = {node.id: place for place, node in enumerate(self.nodes)}
        kept = {centre, *sorted(shared, key=lambda pk: (-shared[pk], order[pk]))[:most]}
        ties = tuple(tie for tie in self.ties if {tie.a, tie.b} <= kept)
        return Network(tuple(node for node in self.nodes if node.id in kept), ties, centre)

    def _best_connected(self) -> int:
        degree: dict[int, int] = defaultdict(int)
        for tie in self.ties:
            degree[tie.a] += tie.count
            degree[tie.b] += tie.count
        return max(self.tied, key=lambda node: degree[node.id]).id

    def left_by(self, drawn: Network) -> tuple[Node, ...]:
        """Give the tied nodes that a picture leaves out."""
        kept = {node.id for node in drawn.nodes}
        return tuple(node for node in self.tied if node.id not in kept)


def network(asked: DirectoryFilter, *, audience: Audience, today: date, centre: Organisation | None = None) -> Network:
    """Give the network under a filter, or the neighbourhood of one organisation: two queries."""
    rows = matching(asked, audience=audience, today=today)
    ids = set(rows.values_list("pk", flat=True))
    visible = EvidenceLink.objects.visible_to(audience)
    found = visible
    if centre is not None:
        ids.add(centre.pk)
        found = found.filter(evidence__in=visible.filter(organisation=centre).values("evidence"))
    links = found.filter(organisation_id__in=ids).values_list("evidence_id", "organisation_id", "evidence__kind")
    by_evidence: dict[int, set[int]] = defaultdict(set)
    kinds: dict[int, str] = {}
    for evidence_id, organisation_id, kind in links:
        if organisation_id is not None:
            by_evidence[evidence_id].add(organisation_id)
            kinds[evidence_id] = kind
    counts: dict[tuple[int, int, str], int] = defaultdict(int)
    for evidence_id, members in by_evidence.items():
        for a, b in combinations(sorted(members), 2):
            if centre is None or centre.pk in (a, b):
                counts[(a, b, kinds[evidence_id])] += 1
    ties = tuple(Tie(a, b, kind, count) for (a, b, kind), count in sorted(counts.items()))
    if centre is not None:
        ids = {centre.pk} | {end for tie in ties for end in (tie.a, tie.b)}
    return Network(_nodes(ids), ties, centre.pk if centre else None)


def _nodes(ids: set[int]) -> tuple[Node, ...]:
    rows = Organisation.objects.filter(pk__in=ids).select_related("stage")
    nodes = [
        Node(
            id=row.pk,
            code=row.code,
            name=row.name,
            url=reverse("organisation", args=[row.code]),
            kind=row.kind,
            stage=localised(row.stage, "short") if row.stage else "",
            ordinal=row.stage.ordinal if row.stage else 99,
            is_example=row.is_example,
        )
        for row in rows
    ]
    return tuple(sorted(nodes, key=lambda node: (node.ordinal, node.name)))
