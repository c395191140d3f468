"""The words by which files and sheets say how far something may be trusted: one table for all that is brought in."""

from __future__ import annotations

from filiera.common.folding import fold
from filiera.common.listed_words import labelled
from filiera.registry.enums import Certainty

CERTAINTIES = {
    "visto": Certainty.SEEN,
    "vista": Certainty.SEEN,
    "letto": Certainty.SEEN,
    "letta": Certainty.SEEN,
    "confirmed": Certainty.SEEN,
    "confermato": Certainty.SEEN,
    "dichiarato": Certainty.DECLARED,
    "dichiarata": Certainty.DECLARED,
    "low": Certainty.DECLARED,
    "a memoria": Certainty.MEMORY,
    "memoria": Certainty.MEMORY,
    "conoscenza generale": Certainty.MEMORY,
    "general knowledge": Certainty.MEMORY,
    "contestato": Certainty.DISPUTED,
    "contestata": Certainty.DISPUTED,
    "atto pubblico": Certainty.FILED,
    "public act": Certainty.FILED,
    "high": Certainty.FILED,
    "alta": Certainty.FILED,
}
"""Folded words, Italian and English, beside the codes and labels of the list."""


def certainty_written(text: str) -> str:
    """Give the degree of certainty that is written, or an empty text."""
    return labelled(Certainty).get(fold(text), "") or CERTAINTIES.get(fold(text), "")
