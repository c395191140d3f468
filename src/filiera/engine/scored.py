"""What a matcher hands on: the scores of one question over a whole index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from filiera.engine.dense import Scores


@dataclass(frozen=True, slots=True)
class Scored:
    """All scores of one question: `documents` and `owners` in [0, 1], ABSENT where not visible.

    `passages` [passages of the index] says which passage of a document counts, None where the matcher does not know.
    `features` are named parts of the score in [0, 1], per document: an owner's is that of its best document in it.
    """

    documents: Scores
    owners: Scores
    passages: Scores | None = None
    confidence: float = 1.0
    no_evidence: bool = False
    features: Sequence[tuple[str, Scores]] = ()
