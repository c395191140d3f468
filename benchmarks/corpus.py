"""A large corpus for timing alone: real words in texts of a realistic length, vectors drawn at random."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from benchmarks.writer import data_folder, rows
from filiera.engine.embedding import Embedder, Vectors
from filiera.engine.types import Document, Version

# One owner in so many pieces of evidence.
_EVIDENCE_OF_AN_OWNER = 20
_WORDS = 45


class SyntheticModel:
    """Random unit vectors for passages, at no cost; questions are embedded by a real model, at theirs."""

    id = "synthetic"

    def __init__(self, real: Embedder) -> None:
        self._real = real
        self.dimensions = real.dimensions
        self._generator = np.random.default_rng(20261125)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Draw float32 [texts, dimensions]."""
        drawn = self._generator.standard_normal((len(texts), self.dimensions)).astype(np.float32)
        drawn /= np.linalg.norm(drawn, axis=1, keepdims=True)
        return drawn

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Embed by the real model."""
        return self._real.embed_questions(texts)


def _vocabulary_stream() -> Iterator[str]:
    folder = data_folder() / "erc-projects-abstracts"
    while True:
        for part in (1, 2, 3):
            for row in rows(folder / f"erc-projects-part{part}.csv"):
                yield from row["abstract"].split()


def documents(count: int) -> list[Document]:
    """Return `count` documents of some 45 words, with titles of real projects; one in 20 is of the same owner."""
    words = _vocabulary_stream()
    folder = data_folder() / "cordis-projects"
    titles = [row["title"] for part in (1, 2) for row in rows(folder / f"h2020-projects-part{part}.csv")]
    found: list[Document] = []
    for place in range(count):
        # A number of its own makes each text distinct when the stream begins again.
        text = " ".join(next(words) for _ in range(_WORDS - 1)) + f" {place}"
        version = Version("en", titles[place % len(titles)], text)
        found.append(Document(f"d{place:07d}", (f"o{place % (count // _EVIDENCE_OF_AN_OWNER + 1):06d}",), (version,)))
    return found


def questions(count: int = 60) -> list[str]:
    """Return questions of every length: subjects of a word or two, titles, and a few sentences."""
    folder = data_folder()
    subjects = [
        row["euroSciVocTitle"] for row in rows(folder / "cordis-horizon-europe-annex" / "project-euroscivoc.csv")
    ]
    topics = [row["topic_title"] for row in rows(folder / "eu-topics-history" / "topics.csv")]
    third = count // 3
    short = sorted(set(subjects))[:: max(1, len(set(subjects)) // third)][:third]
    titles = topics[:: max(1, len(topics) // third)][:third]
    sentences = [". ".join(topics[place : place + 3]) for place in range(0, 3 * third, 3)]
    return [*short, *titles, *sentences]
