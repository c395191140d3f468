"""How well the reader finds competences in questions and in evidence, on the half that nothing was tuned on.

python -m benchmarks.run_reading [--words-only] [--show]

Evidence: the actors' sheet beside the public data, whose column `competences` holds people's judgement (incomplete:
a right reading that nobody wrote down counts as wrong). Questions: tests/engine/fixtures/questions.csv, written by us.
Far texts: abstracts of research projects of all fields, in which little should be read. Rows are halved by a hash of
their id: even ones were tuned on, odd ones are for reporting.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.vectors import FileCache
from benchmarks.writer import PROJECT, data_folder, rows
from filiera.engine.embedding import Vectors, embed_cached, embedder
from filiera.engine.reading import EvidenceText, Reader
from filiera.engine.reading_files import competences_from_csv, terms_from_csv, weights_of, with_terms
from filiera.engine.reading_meaning import embed_leaves
from filiera.engine.types import AskedCompetence

TAXONOMY = PROJECT / "instances" / "lombardia-cosmetica" / "taxonomy"
QUESTIONS = PROJECT / "tests" / "engine" / "fixtures" / "questions.csv"
# Written without sight of the terms, as the next: after reading these, terms were added.
ADDED_FOR = QUESTIONS.with_name("questions_terms.csv")
# Nothing may be tuned on these.
APART = QUESTIONS.with_name("questions_apart.csv")
FAR_TEXTS = 150


@dataclass(frozen=True, slots=True)
class Case:
    """A text with the leaves that must be read, and those that may."""

    text: str
    must: frozenset[str]
    may: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Figures:
    """Precision, recall, F1 over readings, share of texts whose first reading is right, share rightly left empty."""

    precision: float
    recall: float
    f1: float
    first: float
    empty: float | None


class Caching:
    """An embedder whose vectors are kept in a file between runs."""

    def __init__(self) -> None:
        self._model = embedder()
        self._cache = FileCache(PROJECT / "var" / "benchmarks" / "vectors.sqlite")

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Embed passages."""
        return embed_cached(self._model, texts, self._cache)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Embed questions."""
        return self._model.embed_questions(texts)


def half_of(identifier: str) -> int:
    """Tell the half of a row: 0 is tuned on, 1 is reported."""
    return int(hashlib.sha256(identifier.encode()).hexdigest(), 16) % 2


def measure(cases: Sequence[Case], readings: Sequence[Sequence[AskedCompetence]]) -> Figures:
    """Count right and wrong readings of all cases together."""
    right = allowed = given = wanted = first = asked = unrelated = empty = 0
    for case, found in zip(cases, readings, strict=True):
        got = [one.competence_id for one in found]
        if not case.must:
            unrelated += 1
            empty += not got
            continue
        asked += 1
        given += len(got)
        wanted += len(case.must)
        right += len(case.must.intersection(got))
        allowed += len((case.must | case.may).intersection(got))
        first += bool(got) and got[0] in case.must | case.may
    precision, recall = allowed / max(1, given), right / max(1, wanted)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return Figures(precision, recall, f1, first / max(1, asked), empty / unrelated if unrelated else None)


def build_reader(model: Caching | None) -> Reader:
    """Build the reader of the instance; `None` for words alone."""
    terms = terms_from_csv(TAXONOMY / "terms.csv")
    competences = with_terms(competences_from_csv(TAXONOMY / "competences.csv"), terms)
    weights = weights_of(terms)
    if model is None:
        return Reader(competences, None, weights)
    return Reader(competences, model, weights, embed_leaves(Reader(competences, None, weights).leaves, model))


def _leaves(cell: str) -> frozenset[str]:
    return frozenset(filter(None, cell.split("|")))


def questions(reader: Reader, half: int, lang: str) -> Figures:
    """Read the questions of one half and language."""
    found = [row for row in rows(QUESTIONS) if half_of(row["id"]) == half and row["lang"] == lang]
    cases = [Case(row["text"], _leaves(row["expected"]), _leaves(row["also"])) for row in found]
    return measure(cases, [reader.read_question(case.text, lang) for case in cases])


def questions_of(path: Path, reader: Reader, lang: str) -> Figures:
    """Read the questions of a file in one language."""
    kept = [row for row in rows(path) if row["lang"] == lang]
    cases = [Case(row["text"], _leaves(row["expected"]), _leaves(row["also"])) for row in kept]
    return measure(cases, [reader.read_question(case.text, lang) for case in cases])


def evidence(reader: Reader, half: int, lang: str, show: bool) -> Figures:
    """Read the evidence of one half in one language."""
    kept = [row for row in rows(data_folder().parent / "actors" / "evidence.csv") if half_of(row["id"]) == half]
    items = [EvidenceText(row[f"title_{lang}"], row[f"text_{lang}"], lang, row["kind"]) for row in kept]
    cases = [Case(item.joined, _leaves(row["competences"])) for item, row in zip(items, kept, strict=True)]
    readings = reader.read_many(items)
    if show:
        for case, found in zip(cases, readings, strict=True):
            extra = [f"{one.competence_id} {one.score:.2f}" for one in found if one.competence_id not in case.must]
            missed = sorted(case.must - {one.competence_id for one in found})
            print(f"{case.text!r}\n  extra {extra}\n  missed {missed}")
    return measure(cases, readings)


def far_texts(reader: Reader) -> float:
    """Give the mean number of readings in abstracts of research projects of all fields."""
    far = [row for row in rows(data_folder() / "erc-projects-abstracts" / "erc-projects-part1.csv") if row["abstract"]]
    far.sort(key=lambda row: hashlib.sha256(row["project_id"].encode()).hexdigest())
    items = [EvidenceText(row["title"], row["abstract"], "en") for row in far[:FAR_TEXTS]]
    return sum(len(found) for found in reader.read_many(items)) / max(1, len(items))


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--words-only", action="store_true", help="read without an embedding model")
    parser.add_argument("--show", action="store_true", help="print what was read too much and too little in evidence")
    options = parser.parse_args()
    reader = build_reader(None if options.words_only else Caching())
    print("| texts | half | language | precision | recall | F1 | first right | rightly empty |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for half, name in ((0, "tuning"), (1, "reporting")):
        for lang in ("it", "en"):
            _line("questions", name, lang, questions(reader, half, lang))
            _line("evidence", name, lang, evidence(reader, half, lang, options.show and half == 0))
    for lang in ("it", "en"):
        _line("questions that terms were added for", "tuning", lang, questions_of(ADDED_FOR, reader, lang))
        _line("questions written apart", "unseen", lang, questions_of(APART, reader, lang))
    print(f"\nReadings in a research abstract of any field: {far_texts(reader):.2f} on average")
    started = time.perf_counter()
    words = build_reader(None)
    built = time.perf_counter() - started
    texts = [row["text"] for row in rows(QUESTIONS)]
    started = time.perf_counter()
    for text in texts:
        words.read_question(text)
    each = (time.perf_counter() - started) / len(texts)
    print(f"Build {built * 1000:.0f} ms; a question besides its embedding {each * 1000:.2f} ms")


def _line(texts: str, half: str, lang: str, figures: Figures) -> None:
    empty = "" if figures.empty is None else f"{figures.empty:.2f}"
    print(
        f"| {texts} | {half} | {lang} | {figures.precision:.2f} | {figures.recall:.2f} | {figures.f1:.2f} "
        f"| {figures.first:.2f} | {empty} |"
    )


if __name__ == "__main__":
    main()
