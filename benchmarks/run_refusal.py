"""How often the engine says "no evidence": to questions of an index's own field, of other fields, and to nonsense.

python -m benchmarks.run_refusal [--part tune|report]
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from benchmarks.vectors import FileCache
from benchmarks.writer import PARTS, PROJECT, share
from filiera.engine.collection import read_collection
from filiera.engine.embedding import embedder
from filiera.engine.index import Index
from filiera.engine.matching import matcher
from filiera.engine.types import Question

# Index, collections whose questions it ought to answer, collections of other fields.
FIELDS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    (
        "actors-labels-it-mixed",
        ("actors-labels-it-mixed", "actors-labels-en-mixed", "actors-titles-it-it", "actors-titles-en-en"),
        ("deliverables-projects", "h2020-italian-partners", "isco-it-en", "calls-long"),
    ),
    ("actors-titles-it-it", ("actors-titles-it-it", "actors-titles-en-it"), ("ateco-it-it", "h2020-italian-partners")),
    ("ateco-it-it", ("ateco-it-it",), ("deliverables-projects", "calls-long", "h2020-italian-partners")),
    ("topics-projects", ("topics-projects", "h2020-italian-partners"), ("ateco-it-it", "isco-it-en")),
)
# Each is about something that no index here holds.
NONSENSE = (
    "chi ripara sottomarini nucleari", "wedding photographer", "ricette di cucina napoletana", "divorce lawyer",
    "lezioni di violino per bambini", "second hand pianos", "noleggio barche a vela", "football referee training",
    "allevamento di cavalli da corsa", "dentist for children", "traduzione giurata dal cinese", "cheap flights",
    "avvocato per divorzio", "hotel booking", "chi organizza matrimoni", "horse riding lessons",
    "pizzeria aperta la domenica", "parrot breeder", "storia romana antica", "guitar tuition at home",
)  # fmt: skip
QUESTIONS = 80


def main() -> None:
    """Print the share of questions refused, for each index and kind of question."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--part", choices=PARTS, default="report")
    options = parser.parse_args()
    root = PROJECT / "var" / "benchmarks"
    model, cache = embedder("e5-onnx"), FileCache(root / "vectors.sqlite3")
    print("| index | questions of | asked | refused |\n|---|---|---|---|")
    for base, own, foreign in FIELDS:
        with tempfile.TemporaryDirectory(prefix="filiera-refusal-") as place:
            documents = read_collection(root / "collections" / f"{base}-{options.part}").documents
            index = Index.build(Path(place), documents, model, cache=cache)
            for kind, names in (("its own field", own), ("other fields", foreign)):
                asked = [question for name in names for question in drawn(root, f"{name}-{options.part}")]
                print(f"| {base} | {kind} | {len(asked)} | {refused(index, asked):.0%} |", flush=True)
            if base.startswith("actors"):
                nonsense = [Question(text) for text in NONSENSE]
                print(f"| {base} | nonsense | {len(nonsense)} | {refused(index, nonsense):.0%} |", flush=True)


def drawn(root: Path, name: str) -> list[Question]:
    """Return some questions of a collection, always the same ones."""
    lines = (root / "collections" / name / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    rows = sorted((json.loads(line) for line in lines), key=lambda row: share(f"drawn {row['id']}"))
    return [Question(row["text"], row["lang"]) for row in rows[:QUESTIONS]]


def refused(index: Index, asked: list[Question]) -> float:
    """Return the share of questions answered with "no evidence"."""
    return sum(matcher().score(index, question).no_evidence for question in asked) / len(asked)


if __name__ == "__main__":
    main()
