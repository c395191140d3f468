"""Read the competences that calls ask for; what a person added or refused stays."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from django.db import transaction

from filiera.common import audit
from filiera.common.digests import sha256_of
from filiera.common.instance import current_instance
from filiera.competence.adapters import DatabaseVectors, current_embedder, current_reader
from filiera.engine.embedding import digest
from filiera.engine.reading import EvidenceText
from filiera.funding.enums import CallSource
from filiera.funding.models import Call, CallTopic
from filiera.funding.queries.nearness import asked_text, meaning_key
from filiera.funding.queries.reading import calls_unread, reading_key

if TYPE_CHECKING:
    from filiera.competence.models import Competence
    from filiera.engine.embedding import Vectors
    from filiera.engine.types import AskedCompetence

MOST_READ = 16_000
"""Characters of a text in which terms are looked for."""

MOST_MEANT = 1_200
"""Characters of title and text whose meaning is embedded: the first says what is wanted, the rest how to apply."""

MOST_APART = 4_000
"""Characters whose sentences are looked at one by one: what is financed stands before how to apply."""

KIND = "call"
"""The kind that calls have for the reader, and in the instance's `no_proof`."""

MOST_TOPICS = 12
PASSAGE = 380
AT_ONCE = 32
STEP = 4
"""Calls read between two looks at the clock: about a second of the model."""


def read_topics(*, calls: Sequence[Call], told: Callable[[int, int], None] | None = None) -> int:
    """Read calls that are not read yet, or whose text, taxonomy or reader changed; give how many were."""
    key = reading_key()
    stale = [(call, text) for call in calls if call.topics_read_as != _mark(key, text := _text(call))]
    for start in range(0, len(stale), AT_ONCE):
        part = stale[start : start + AT_ONCE]
        items = [EvidenceText(str(call), text[:MOST_READ], call.language, KIND) for call, text in part]
        readings = current_reader().read_many(items, _vectors(items))
        _keep_meanings([call for call, _text in part])
        for (call, text), item, found in zip(part, items, readings, strict=True):
            _keep(call, item, _asked(call, item, found), _mark(key, text))
        if told is not None:
            told(min(start + AT_ONCE, len(stale)), len(stale))
    return len(stale)


def read_some_topics(*, budget_seconds: float) -> int:
    """Read calls that wait for it, until the time is over or none is left; give how many were read."""
    began, number = time.monotonic(), 0
    while calls := list(calls_unread()[:STEP]):
        number += read_topics(calls=calls)
        if time.monotonic() - began > budget_seconds:
            break
    return number


def _asked(call: Call, item: EvidenceText, found: Sequence[AskedCompetence]) -> list[AskedCompetence]:
    """Give what a call asks for: what its text as a whole was read as, then what sentences of its beginning name.

    The portal's texts are policy for two thirds, and its sentences name what no topic asks for: they are read whole.
    """
    unproved = {code for one in current_instance().no_proof if one.kind == KIND for code in one.competences}
    whole = [one for one in found if one.competence_id not in unproved]
    if call.source == CallSource.EU_PORTAL:
        return whole
    known = {one.competence_id for one in found} | unproved
    return [*whole, *current_reader().read_apart(item.joined[:MOST_APART], known)]


def _text(call: Call) -> str:
    """Give the text of a call: its summary, then what its newest version says."""
    newest = call.versions.order_by("-number").values_list("text", flat=True).first() or ""
    summary = call.summary_en if call.language == "en" else call.summary_it
    return newest if newest.startswith(summary[:200]) else f"{summary}\n{newest}".strip()


def _mark(key: str, text: str) -> str:
    return f"{key}{sha256_of(text[:MOST_READ])[:39]}"


def _vectors(items: Sequence[EvidenceText]) -> Vectors:
    """Give the vector of the beginning of each text; one that was embedded before is not again."""
    model = current_embedder()
    kept = DatabaseVectors(model)
    texts = [f"{item.title}\n{item.text}"[:MOST_MEANT] for item in items]
    keys = [digest(model.id, text) for text in texts]
    known = dict(kept.get_many(keys))
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    if missing:
        made = dict(zip(missing, model.embed_passages(list(missing.values())), strict=True))
        kept.put_many(made)
        known.update(made)
    return np.asarray([known[key] for key in keys], dtype=np.float32)


def _keep_meanings(calls: Sequence[Call]) -> None:
    """Embed what the calls ask the engine, as questions, so that no page has to; what was embedded before is not again."""
    model = current_embedder()
    kept = DatabaseVectors(model)
    texts = {meaning_key(call): asked_text(call) for call in calls}
    missing = sorted(texts.keys() - kept.known(list(texts)))
    if missing:
        vectors = model.embed_questions([texts[key] for key in missing])
        kept.put_many(dict(zip(missing, vectors, strict=True)))


@transaction.atomic
def _keep(call: Call, item: EvidenceText, found: Sequence[AskedCompetence], mark: str) -> None:
    Call.objects.select_for_update().get(pk=call.pk)
    decided = set(call.topics.filter(origin=CallTopic.Origin.OFFICE).values_list("competence_id", flat=True))
    call.topics.exclude(competence__in=decided).delete()
    rows = [
        CallTopic(
            call=call,
            competence_id=one.competence_id,
            weight=max(0.01, min(1.0, one.score)),
            passage=item.joined[one.start : one.end][:PASSAGE].strip(),
        )
        for one in found[:MOST_TOPICS]
        if one.competence_id not in decided
    ]
    CallTopic.objects.bulk_create(rows)
    Call.objects.filter(pk=call.pk).update(topics_read_as=mark)
    call.topics_read_as = mark


@transaction.atomic
def decide_topic(
    *, call: Call, competence: Competence, is_asked: bool, weight: float = 1.0, actor: Any = None
) -> CallTopic:
    """Say that a call asks for a competence, or that it does not: a later reading does not change it."""
    row, _made = CallTopic.objects.update_or_create(
        call=call,
        competence=competence,
        defaults={"is_refused": not is_asked, "decided_by": actor, "origin": CallTopic.Origin.OFFICE},
        create_defaults={
            "is_refused": not is_asked,
            "decided_by": actor,
            "origin": CallTopic.Origin.OFFICE,
            "weight": weight,
        },
    )
    values = {"competence": competence.code, "asked": is_asked}
    audit.record(actor=actor, verb="decide-topic", thing=call, values=values)
    return row
