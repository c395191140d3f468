"""Needs like a need, open or past: those that the reader may see; reserved and secret ones of others the office alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from django.urls import reverse
from django.utils import timezone

from filiera.competence.adapters import DatabaseVectors, current_embedder
from filiera.engine.embedding import digest
from filiera.exchange.enums import NeedState
from filiera.exchange.models import Need, NeedTopic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filiera.common.visibility import Audience
    from filiera.engine.embedding import Vectors

MOST_COMPARED = 400
"""The newest needs that one is compared with."""

MEANT = 600
"""Signs of a need whose meaning is compared: what is sought stands at the beginning."""

SHOWN = 5
TOPICS_SHARE = 0.5
"""Part of the likeness that is shared competences; the rest is the meaning of the words."""

ALIKE_AT = 0.55
"""Likeness in [0, 1] from which a need is shown. Chosen by eye on the demo's needs."""

FLOOR = 0.75
"""Cosine of two texts of the trade that have nothing to do with each other, by this embedder: it is taken for no likeness."""


@dataclass(frozen=True, slots=True)
class Similar:
    """A need that is like another: its title, whose it is, how it ended, how alike they are in [0, 1]."""

    title: str
    url: str
    who: str
    state: str
    on: date
    likeness: float


def similar_needs(need: Need, *, audience: Audience) -> tuple[Similar, ...]:
    """Give the needs most like one, of those that the audience may see, the likest first."""
    rows = Need.objects.visible_to(audience).exclude(pk=need.pk).exclude(state=NeedState.DRAFT)
    others = list(rows.select_related("organisation").order_by("-created_at", "-pk")[:MOST_COMPARED])
    if not others:
        return ()
    near, shared = _meanings(need, others), _shared(need, others)
    found = [
        (TOPICS_SHARE * shared[row.pk] + (1 - TOPICS_SHARE) * near[place], row) for place, row in enumerate(others)
    ]
    best = sorted((one for one in found if one[0] >= ALIKE_AT), key=lambda one: (-one[0], one[1].pk))[:SHOWN]
    page = "need-office" if audience.is_office else "need"
    return tuple(
        Similar(
            title=row.title,
            url=reverse(page, args=[row.code]),
            who=row.organisation.name,
            state=row.get_state_display(),
            on=timezone.localdate(row.published_at or row.created_at),
            likeness=likeness,
        )
        for likeness, row in best
    )


def _shared(need: Need, others: Sequence[Need]) -> dict[int, float]:
    """Give, by need, the share of the competences of the two that they have in common (Jaccard), in [0, 1]."""
    own = set(need.topics.filter(is_refused=False).values_list("competence_id", flat=True))
    of_others: dict[int, set[str]] = {row.pk: set() for row in others}
    for pk, code in NeedTopic.objects.filter(need__in=others, is_refused=False).values_list("need_id", "competence_id"):
        of_others[pk].add(code)
    return {pk: len(own & codes) / len(own | codes) if own | codes else 0.0 for pk, codes in of_others.items()}


def _meanings(need: Need, others: Sequence[Need]) -> list[float]:
    """Give how near the words of others come to a need's, in [0, 1]; what was embedded before is not again."""
    model = current_embedder()
    texts = [_text(row) for row in (need, *others)]
    keys = [digest(model.id, text) for text in texts]
    kept = DatabaseVectors(model)
    known = dict(kept.get_many(keys))
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    if missing:
        made = dict(zip(missing, model.embed_passages(list(missing.values())), strict=True))
        kept.put_many(made)
        known.update(made)
    vectors: Vectors = np.asarray([known[key] for key in keys], dtype=np.float32)
    cosines = vectors[1:] @ vectors[0]
    return [max(0.0, float(one) - FLOOR) / (1 - FLOOR) for one in cosines]


def _text(row: Need) -> str:
    return f"{row.title}. {row.words}"[:MEANT]
