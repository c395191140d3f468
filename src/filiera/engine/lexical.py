"""The words of an index: one postings list per language, scored by BM25 or TF-IDF over exactly what may be seen.

Words are cut, folded and stemmed by tantivy's analysers. The postings are arrays of our own rather than a tantivy
index, for one reason: the counts that weigh a word (in how many texts it stands, how long texts are) must be taken
after the privacy filter, so that a hidden text cannot move an answer even by a count; and they must come out the same
after an update as after a rebuild. A question of five words over 100,000 texts costs well under a millisecond.

A unit is one language version of a document, numbered by its place in the index.
"""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from filiera.engine import cognates

# Where the language of a text is not known its words are only folded.
OTHER = "xx"
STEMMED = {"it": "italian", "en": "english"}

# BM25 as Robertson and Zaragoza (2009) give it, with Lucene's usual constants.
K1 = 1.2
B = 0.75

Scores = NDArray[np.float32]
Mask = NDArray[np.bool_]

# What people say around a question, not what they ask for: they never count as words of it.
_FRAME = {
    "it": "chi cosa dove quale quali cerco cerca cerchiamo cercasi trovare trovo fa fare fanno sa sanno può possono "
    "puo potrebbe aiutare aiuto aiutarci serve servono bisogno vorrei vogliamo voglio azienda aziende impresa imprese "
    "ditta ditte fornitore fornitori partner qualcuno grado capace esperto esperti",
    "en": "who what where which find finding look looking need needs want wants can could able help make makes made do "
    "does company companies firm firms supplier suppliers partner partners someone anyone somebody expert experts",
}


@cache
def _analyser(lang: str) -> Any:
    import tantivy

    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    builder = builder.filter(tantivy.Filter.remove_long(40)).filter(tantivy.Filter.lowercase())
    if lang in STEMMED:
        # Folded before it is stemmed: "qualita" typed without its accent must meet "qualità".
        builder = builder.filter(tantivy.Filter.stopword(STEMMED[lang])).filter(tantivy.Filter.ascii_fold())
        return builder.filter(tantivy.Filter.stemmer(STEMMED[lang])).build()
    return builder.filter(tantivy.Filter.ascii_fold()).build()


def words(text: str, lang: str) -> list[str]:
    """Return the words of a text as the index of this language holds them, in order, function words left out."""
    return [word for word in _analyser(lang).analyze(text) if len(word) > 1 or word.isdigit()]


@cache
def _frame(lang: str) -> frozenset[str]:
    return frozenset(_analyser(OTHER).analyze(_FRAME.get(lang, "")))


def question_words(text: str, lang: str, *, spoken: str | None = None) -> dict[str, float]:
    """Return the words of a question as the index of `lang` holds them, each with its weight.

    `spoken` is the language of the question itself, whose frame ("chi fa", "looking for") is left out unless nothing
    else remains. A word said twice weighs 1 + ln 2.
    """
    frame = _frame(spoken or lang)
    plain = _analyser(OTHER).analyze(text)
    kept = [word for word in plain if word not in frame] or plain
    counts = Counter(words(" ".join(kept), lang))
    return {word: 1.0 + float(np.log(count)) for word, count in counts.items()}


@dataclass(frozen=True, slots=True)
class WordScores:
    """Scores of all units for one question: float32 [units of the index], 0 where no word is shared.

    `coverage` in [0, 1] is the share of the question's weight (by rarity) whose words the unit holds.
    """

    score: Scores
    coverage: Scores


class Postings:
    """In which units each word of one language stands, and how often. Arrays are read from disk as they are needed."""

    def __init__(
        self,
        terms: Sequence[str],
        starts: NDArray[np.int64],
        units: NDArray[np.int32],
        counts: NDArray[np.uint16],
        lengths: NDArray[np.int32],
    ) -> None:
        self.terms = terms
        self.starts = starts
        self.units = units
        self.counts = counts
        # Words in each unit of the whole index; 0 where the unit is not of this language.
        self.lengths = lengths
        self._numbers = {term: number for number, term in enumerate(terms)}
        self._member = np.asarray(lengths) > 0
        self._norms: Scores | None = None

    @classmethod
    def build(cls, texts: Iterable[tuple[int, str]], lang: str, size: int) -> Postings:
        """Return the postings of these (unit, text) pairs, units ascending, in an index of `size` units."""
        numbers: dict[str, int] = {}
        lengths = np.zeros(size, dtype=np.int32)
        said = array("i")
        for unit, text in texts:
            found = words(text, lang)
            lengths[unit] = len(found)
            said.extend([numbers.setdefault(word, len(numbers)) for word in found])
        terms = sorted(numbers)
        place = np.empty(len(numbers), dtype=np.int64)
        for new, term in enumerate(terms):
            place[numbers[term]] = new
        # One number for each (term, unit), sorted: equal neighbours are repetitions of a word in a unit.
        pairs = np.sort(place[np.frombuffer(said, dtype=np.int32)] * size + np.repeat(np.arange(size), lengths))
        first = np.flatnonzero(np.diff(pairs, prepend=-1))
        return cls._assembled(terms, pairs[first], np.diff(first, append=len(pairs)), lengths)

    def merged(self, moved: NDArray[np.int64], texts: Iterable[tuple[int, str]], lang: str, size: int) -> Postings:
        """Return the postings of an index of `size` units in which old units have `moved` to new numbers, -1 for gone.

        `texts` are the (unit, text) pairs, ascending, of units that were not there. Equals a fresh build of all.
        """
        fresh = Postings.build(texts, lang, size)
        kept = moved[self.units] >= 0
        term_of = np.repeat(np.arange(len(self.terms)), np.diff(self.starts))[kept]
        living = {self.terms[number] for number in np.unique(term_of).tolist()}
        terms = sorted(living.union(fresh.terms))
        place = {term: number for number, term in enumerate(terms)}
        old_place = np.array([place.get(term, -1) for term in self.terms], dtype=np.int64)
        new_place = np.array([place[term] for term in fresh.terms], dtype=np.int64)
        old_pairs = old_place[term_of] * size + moved[self.units[kept]]
        new_pairs = new_place[np.repeat(np.arange(len(fresh.terms)), np.diff(fresh.starts))] * size + fresh.units
        pairs = np.concatenate([old_pairs, new_pairs])
        order = np.argsort(pairs, kind="stable")
        lengths = fresh.lengths.copy()
        lengths[moved[moved >= 0]] += self.lengths[moved >= 0]
        return Postings._assembled(
            terms, pairs[order], np.concatenate([self.counts[kept], fresh.counts])[order], lengths
        )

    @classmethod
    def _assembled(
        cls, terms: Sequence[str], pairs: NDArray[np.int64], counts: NDArray[Any], lengths: NDArray[np.int32]
    ) -> Postings:
        """Return postings from sorted pairs, each a term's number times the units of the index plus a unit."""
        size = max(len(lengths), 1)
        starts = np.zeros(len(terms) + 1, dtype=np.int64)
        np.cumsum(np.bincount(pairs // size, minlength=len(terms)), out=starts[1:])
        often = np.minimum(counts, np.iinfo(np.uint16).max).astype(np.uint16)
        return cls(terms, starts, (pairs % size).astype(np.int32), often, lengths)

    def save(self, folder: Path) -> None:
        """Write the postings into a folder, which is made."""
        folder.mkdir(parents=True)
        (folder / "terms.json").write_text(json.dumps(list(self.terms), ensure_ascii=False), encoding="utf-8")
        for name in ("starts", "units", "counts", "lengths"):
            np.save(folder / f"{name}.npy", getattr(self, name))

    @classmethod
    def open(cls, folder: Path) -> Postings:
        """Open what `save` wrote."""
        terms = json.loads((folder / "terms.json").read_text(encoding="utf-8"))
        names = ("starts", "units", "counts", "lengths")
        starts, units, counts, lengths = (np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r")) for name in names)
        return cls(terms, starts, units, counts, lengths)

    def bm25(self, question: Mapping[str, float], visible: Mask | None = None) -> WordScores:
        """Score every visible unit by BM25 for the weighted words; all counts are taken over visible units only."""
        size = len(self.lengths)
        total, mean_length = self._whole if visible is None else self._size_of(self._member & visible)
        score = np.zeros(size, dtype=np.float32)
        mass = np.zeros(size, dtype=np.float32)
        if not total:
            return WordScores(score, mass)
        whole = 0.0
        for word, weight in question.items():
            units, counts = self._visible_postings(word, visible)
            rarity = weight * float(np.log1p((total - len(units) + 0.5) / (len(units) + 0.5)))
            whole += rarity
            if not len(units):
                continue
            often = counts.astype(np.float32)
            longer = K1 * (1 - B + B / mean_length * self.lengths[units])
            # A word stands once in the postings of a unit, so plain indexing adds correctly.
            score[units] += rarity * often * (K1 + 1) / (often + longer)
            mass[units] += rarity
        return WordScores(score, mass / np.float32(whole or 1.0))

    def tfidf(self, question: Mapping[str, float], visible: Mask | None = None) -> Scores:
        """Score every visible unit by the cosine of its TF-IDF vector (1 + ln tf, smoothed idf) with the question's."""
        member = self._member if visible is None else self._member & visible
        score = np.zeros(len(self.lengths), dtype=np.float32)
        total = int(member.sum())
        length = 0.0
        for word, weight in question.items():
            units, counts = self._visible_postings(word, visible)
            rarity = 1.0 + float(np.log((1 + total) / (1 + len(units))))
            length += (weight * rarity) ** 2
            score[units] += weight * rarity * rarity * (1.0 + np.log(counts.astype(np.float32)))
        norms = self._tfidf_norms(visible, total) * np.float32(np.sqrt(length) or 1.0)
        result: Scores = np.divide(score, norms, out=np.zeros_like(score), where=norms > 0)
        return result

    def translated(self, question: Mapping[str, float]) -> dict[str, float]:
        """Return the words of this language that stand for the weighted words of a question in another.

        A word gives its weight to its cognates here, shared among them; one that is too short to have any (an
        acronym, a number) stands for itself. One without a counterpart stays, so that it counts as not covered.
        """
        found: dict[str, float] = {}
        for word, weight in question.items():
            key = cognates.key(word)
            others = [word] if key is None else self._skeletons.get(key, [word])
            for other in others:
                found[other] = max(found.get(other, 0.0), weight / len(others) ** 0.5)
        return found

    @cached_property
    def _skeletons(self) -> Mapping[str, list[str]]:
        return cognates.by_skeleton(self.terms)

    def frequency(self, word: str) -> int:
        """Return in how many units a word stands."""
        number = self._numbers.get(word)
        return 0 if number is None else int(self.starts[number + 1] - self.starts[number])

    def is_met(self, word: str, visible: Mask | None = None) -> bool:
        """Tell whether a word stands in any visible unit."""
        return len(self._visible_postings(word, visible)[0]) > 0

    @cached_property
    def _whole(self) -> tuple[int, float]:
        return self._size_of(self._member)

    def _size_of(self, member: Mask) -> tuple[int, float]:
        """Return how many units these are and how many words they have on average."""
        total = int(member.sum())
        return total, float(self.lengths[member].sum()) / max(total, 1)

    def _visible_postings(self, word: str, visible: Mask | None) -> tuple[NDArray[np.int32], NDArray[np.uint16]]:
        number = self._numbers.get(word)
        if number is None:
            return np.empty(0, dtype=np.int32), np.empty(0, dtype=np.uint16)
        units = self.units[self.starts[number] : self.starts[number + 1]]
        counts = self.counts[self.starts[number] : self.starts[number + 1]]
        if visible is None:
            return units, counts
        seen = visible[units]
        return units[seen], counts[seen]

    def _tfidf_norms(self, visible: Mask | None, total: int) -> Scores:
        """Return the length of every unit's TF-IDF vector; kept for the unfiltered index, since it reads everything."""
        if visible is None and self._norms is not None:
            return self._norms
        shown = np.ones(len(self.units), dtype=np.bool_) if visible is None else visible[self.units]
        term_of = np.repeat(np.arange(len(self.terms)), np.diff(self.starts))
        frequency = np.bincount(term_of[shown], minlength=len(self.terms))
        rarity = 1.0 + np.log((1 + total) / (1 + frequency))
        value = (1.0 + np.log(self.counts.astype(np.float64))) * rarity[term_of]
        squares = np.bincount(self.units[shown], weights=value[shown] ** 2, minlength=len(self.lengths))
        norms: Scores = np.sqrt(squares).astype(np.float32)
        if visible is None:
            self._norms = norms
        return norms
