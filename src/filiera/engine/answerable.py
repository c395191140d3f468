"""Which of many questions an owner has evidence for: the nearest by meaning, found without asking each of them.

To ask every one of some hundred questions takes seconds; to compare their meanings with one owner's evidence takes
hundredths of one. What comes nearest is then asked in full, by the matcher that answers users.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from filiera.engine import signals
from filiera.engine.dense import top_places
from filiera.engine.embedding import Vectors
from filiera.engine.index import Index
from filiera.engine.types import Question


def nearest_questions(
    index: Index,
    questions: Vectors,
    languages: Sequence[str | None],
    owner: str,
    *,
    hidden: Collection[str] = (),
    top: int = 30,
) -> list[int]:
    """Return the places of the questions that come nearest to an owner's visible evidence, the nearest first.

    `questions` float32 [questions, dimensions] are embedded as questions, `languages` [questions] what they are written in.
    Nearness is the corrected cosine to the owner's best passage. Nothing comes of an owner without visible evidence.
    """
    seen = signals.visible(index, Question("", hidden=hidden))
    passages = _passages(index, owner, seen.units)
    if not len(passages) or not len(questions):
        return []
    space = index.space(seen.units)
    mine = replace(space, norms=space.norms[passages])
    vectors, spoken = index.vectors[passages], index.passage_languages[passages]
    nearness = [
        float(mine.similarities(vectors, spoken, question, lang).max())
        for question, lang in zip(questions, languages, strict=True)
    ]
    return [int(place) for place in top_places(np.asarray(nearness, dtype=np.float32), top)]


def _passages(index: Index, owner: str, units: NDArray[np.bool_] | None) -> NDArray[np.int64]:
    """Return the passages of an owner's documents that may be seen."""
    if owner not in index.owner_ids:
        return np.zeros(0, dtype=np.int64)
    store = index.store
    documents = store.owner_documents.members(index.owner_ids.index(owner))
    shown = [
        unit
        for document in documents.tolist()
        for unit in store.document_units.members(document).tolist()
        if units is None or units[unit]
    ]
    found = [store.unit_passages.members(unit) for unit in shown]
    return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)
