"""Terms of a taxonomy, and the places where a text uses them.

A term is a label, a part of a label or a synonym. It is found in any inflection, in any order within a small window,
with a typing error where the word is long enough. A term that several leaves share counts less for each: which of them
is meant is decided by the words of their branches nearby ("riempire mascara" against "formulare un mascara").
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from rapidfuzz import process
from rapidfuzz.distance import OSA

from filiera.engine.reading_denials import denied_places
from filiera.engine.reading_words import MEASURES, STOPWORDS, Word, keys_of, tokens_of
from filiera.engine.types import Competence

_SEPARATORS = re.compile(r",|;|\(|\)|/|\be\b|\band\b|\bed\b")
_PIECE = re.compile(r"#\d*|\d[dD](?![^\W_])|\d+(?:[.,]\d+)*|[^\W_]+")

# Chosen on the tuning halves of benchmarks/run_reading.py (grids of 0.05; F1 moves less than 0.01 around them).
LENGTH_FACTORS = {1: 0.72, 2: 0.95}  # one word alone is weaker proof than a phrase; three words and more count in full
LABEL_PART_WEIGHT = 0.8  # "Conservanti" of "Conservanti e ingredienti multifunzionali" is not the whole label
LABEL_LEAST = 0.8  # the whole label names its leaf, even where it is a word that others use ("Emulsionanti")
GAP_PENALTY = 0.12  # for each foreign word within a term
ORDER_PENALTY = 0.08  # for a term whose words come in another order
TYPO_PENALTY = 0.15  # for a word read with a typing error
SHARED_EXPONENT = 0.5  # a term of n leaves counts n ** -0.5 for each; a leaf that it only hints at is less than one
# For each word more than a plural away from the term's form: "ricicla" proves "si ricicla" before "riciclato".
OTHER_FORM = 0.97
NUMBER_REACH = 2  # positions between a number and the word of the term that it counts: "500 piccoli pezzi", no more
# A single word that many leaves use somewhere in their terms ("prodotto") says little: below COMMON it counts LEAST,
# from RARE on in full. Rarity is log(leaves / leaves that use the word) / log(leaves).
COMMON, RARE, LEAST = 0.2, 0.45, 0.3
# A longer word that one or two leaves alone use ("microencapsulation") is nearly as good as a phrase.
VERY_RARE, VERY_RARE_GAIN = 0.85, 1.15
DISTANT_FORM = 0.75  # a single word met by its stem alone, far from the form of the term ("stabilimento", "stabilità")
OTHER_BELOW = 0.8
DISTANT_BELOW = 0.62  # share of the longer form that the two begin with


@dataclass(frozen=True, slots=True)
class TermWord:
    """One word of a term: the keys it answers to, or a number not above `most` (0: any number).

    `denied` says that a term of the competence denies the word itself ("senza conservanti").
    """

    keys: frozenset[str]
    folded: str
    most: int | None = None
    denied: bool = False

    def meets(self, word: Word) -> bool:
        """Tell whether a word of a text is this word of the term."""
        if self.most is not None:
            return word.number is not None and (self.most == 0 or word.number <= self.most)
        return not self.keys.isdisjoint(word.keys) and (self.denied or not word.denied)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A term ready to be found: `strength` in (0, 1] joins its weight, its length and how many leaves share it."""

    competence_id: str
    words: tuple[TermWord, ...]
    strength: float


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A term found in a text: indices of the words it uses, and `value` in [0, 1]."""

    competence_id: str
    indices: tuple[int, ...]
    value: float


@dataclass(frozen=True, slots=True)
class _Raw:
    competence_id: str
    words: tuple[TermWord, ...]
    weight: float
    label: bool = False


def _term_words(text: str, lang: str) -> tuple[TermWord, ...]:
    words: list[TermWord] = []
    tokens = tokens_of(text, list(_PIECE.finditer(text)))
    denied = denied_places(tokens, STOPWORDS)
    for place, (folded, _between) in enumerate(tokens):
        if folded.startswith("#"):
            words.append(TermWord(frozenset(), folded, int(folded[1:] or 0)))
        elif folded not in STOPWORDS or len(text) <= 3:
            words.append(TermWord(keys_of(folded, lang), folded, denied=place in denied))
    return tuple(words)


def _raw_terms(competence: Competence, weights: Mapping[tuple[str, str], float]) -> Iterable[_Raw]:
    for lang, label in competence.labels.items():
        yield _Raw(competence.id, _term_words(label, lang), 1.0, label=True)
        for part in _SEPARATORS.split(label):
            if part.strip() and part.strip() != label:
                yield _Raw(competence.id, _term_words(part, lang), LABEL_PART_WEIGHT)
    for lang, synonyms in competence.synonyms.items():
        for synonym in synonyms:
            yield _Raw(competence.id, _term_words(synonym, lang), weights.get((competence.id, synonym), 1.0))


def _signature(words: Sequence[TermWord]) -> frozenset[str]:
    return frozenset(word.folded if word.most is not None else min(word.keys) for word in words)


def _deniers(patterns: Iterable[Pattern]) -> dict[str, set[str]]:
    """Give, by key, the competences with a term that denies the word: the denial says nothing against them."""
    found: dict[str, set[str]] = defaultdict(set)
    for pattern in patterns:
        for word in pattern.words:
            for key in word.keys if word.denied else ():
                found[key].add(pattern.competence_id)
    return found


def build_patterns(competences: Sequence[Competence], weights: Mapping[tuple[str, str], float]) -> list[Pattern]:
    """Turn the terms of all competences into patterns; of equal terms of one competence the explicit weight stays."""
    best: dict[tuple[str, frozenset[str]], _Raw] = {}
    for competence in competences:
        for raw in _raw_terms(competence, weights):
            if not raw.words:
                continue
            key = (raw.competence_id, _signature(raw.words))
            known = best.get(key)
            if known is None or (raw.label, raw.weight) > (known.label, known.weight):
                best[key] = raw
    _apply_explicit(best, competences, weights)
    parents = {competence.parent_id for competence in competences}
    leaves = {competence.id for competence in competences if competence.id not in parents}
    owners: dict[frozenset[str], float] = defaultdict(float)
    for (identifier, signature), raw in best.items():
        owners[signature] += raw.weight if identifier in leaves else 0.0
    rarity = _rarities([raw for raw in best.values() if raw.competence_id in leaves], max(2, len(leaves)))
    patterns = [
        Pattern(raw.competence_id, raw.words, _strength(raw, max(1.0, owners[signature] / raw.weight), rarity))
        for (_, signature), raw in best.items()
    ]
    deniers = _deniers(patterns)
    return [_tolerant(pattern, deniers) for pattern in patterns]


def _tolerant(pattern: Pattern, deniers: Mapping[str, set[str]]) -> Pattern:
    """Let the words that another term of the competence denies be met denied too."""
    words = tuple(
        replace(word, denied=word.denied or any(pattern.competence_id in deniers.get(key, ()) for key in word.keys))
        for word in pattern.words
    )
    return replace(pattern, words=words)


def _rarities(raws: Iterable[_Raw], total: int) -> dict[str, float]:
    users: dict[str, set[str]] = defaultdict(set)
    for raw in raws:
        for word in raw.words:
            for key in word.keys:
                users[key].add(raw.competence_id)
    return {key: math.log(total / len(who)) / math.log(total) for key, who in users.items()}


def _apply_explicit(
    best: dict[tuple[str, frozenset[str]], _Raw],
    competences: Sequence[Competence],
    weights: Mapping[tuple[str, str], float],
) -> None:
    for competence in competences:
        for lang, synonyms in competence.synonyms.items():
            for synonym in synonyms:
                weight = weights.get((competence.id, synonym))
                if weight is not None and (words := _term_words(synonym, lang)):
                    key = (competence.id, _signature(words))
                    best[key] = replace(best[key], weight=weight)


def _strength(raw: _Raw, sharing: float, rarity: Mapping[str, float]) -> float:
    strength: float = raw.weight * LENGTH_FACTORS.get(len(raw.words), 1.0) / sharing**SHARED_EXPONENT
    if len(raw.words) == 1:
        rare = min((rarity.get(key, 1.0) for key in raw.words[0].keys), default=1.0)
        strength *= min(1.0, max(LEAST, (rare - COMMON) / (RARE - COMMON)))
        if rare >= VERY_RARE and len(raw.words[0].folded) > 4:
            strength *= VERY_RARE_GAIN
    return max(strength, LABEL_LEAST) if raw.label else strength


class TermIndex:
    """All patterns of a taxonomy, kept under the rarest word of each, so that a text meets only those it may hold."""

    def __init__(self, competences: Sequence[Competence], weights: Mapping[tuple[str, str], float]) -> None:
        """Build the patterns; `weights` maps (competence id, term) to a weight in (0, 1] where it is not 1."""
        self.patterns = build_patterns(competences, weights)
        frequency = Counter(key for pattern in self.patterns for word in pattern.words for key in word.keys)
        self._anchored: dict[str, list[tuple[Pattern, int]]] = defaultdict(list)
        for pattern in self.patterns:
            place = min(
                (place for place, word in enumerate(pattern.words) if word.most is None),
                key=lambda place: max(frequency[key] for key in pattern.words[place].keys),
                default=None,
            )
            if place is not None:
                for key in pattern.words[place].keys:
                    self._anchored[key].append((pattern, place))
        self._keys = frozenset(frequency)
        self._spelled = sorted(
            {word.folded for pattern in self.patterns for word in pattern.words if len(word.folded) > 4}
        )

    def corrected(self, words: Sequence[Word]) -> tuple[list[Word], frozenset[int]]:
        """Give unknown long words the keys of the nearest known spelling; also the indices of those words."""
        result, touched = list(words), set()
        for index, word in enumerate(words):
            if len(word.folded) < 6 or not word.folded.isalpha() or not word.keys.isdisjoint(self._keys):
                continue
            allowed = 1 if len(word.folded) < 9 else 2
            near = process.extractOne(word.folded, self._spelled, scorer=OSA.distance, score_cutoff=allowed)
            if near is not None and near[0][0] == word.folded[0]:
                result[index] = replace(word, keys=word.keys | keys_of(near[0], "it") | keys_of(near[0], "en"))
                touched.add(index)
        return result, frozenset(touched)

    def settled(self, words: Sequence[Word], misspelt: frozenset[int] = frozenset()) -> Sequence[Word]:
        """Free the second word after a denial where a term takes up the first ("senza conservanti, flacone airless")."""
        second = [index for index, word in enumerate(words) if word.denied > 1]
        if not second:
            return words
        taken = {index for one in self.occurrences(words, misspelt) for index in one.indices if words[index].denied}
        freed = {index for index in second if index - 1 in taken}
        return [replace(word, denied=0) if index in freed else word for index, word in enumerate(words)]

    def occurrences(self, words: Sequence[Word], misspelt: frozenset[int] = frozenset()) -> list[Occurrence]:
        """Find the terms that the words hold, of leaves and branches alike; of equal places the best value stays."""
        found: dict[tuple[str, tuple[int, ...]], float] = {}
        for index, word in enumerate(words):
            for key in word.keys:
                for pattern, place in self._anchored.get(key, ()):
                    if word.denied and not pattern.words[place].denied:
                        continue
                    indices = _placed(pattern.words, place, index, words)
                    if indices is None or not _counted(pattern.words, indices, words):
                        continue
                    used = tuple(sorted(indices))
                    value = pattern.strength * _quality(indices, words, misspelt)
                    value *= OTHER_FORM ** _other_forms(pattern.words, indices, words)
                    if (
                        len(used) == 1
                        and not misspelt.intersection(used)
                        and _alike(pattern.words[0], word) < DISTANT_BELOW
                    ):
                        value *= DISTANT_FORM
                    if value > found.get((pattern.competence_id, used), 0.0):
                        found[pattern.competence_id, used] = value
        return [Occurrence(identifier, indices, value) for (identifier, indices), value in found.items()]


def _placed(pattern: tuple[TermWord, ...], place: int, index: int, words: Sequence[Word]) -> list[int] | None:
    """Find the word of the text nearest to the anchor for each word of the term, or None where one is missing."""
    if len(pattern) == 1:
        return [index]
    reach = len(pattern) + 1
    low, high = index, index
    while low > 0 and words[index].position - words[low - 1].position <= reach:
        low -= 1
    while high + 1 < len(words) and words[high + 1].position - words[index].position <= reach:
        high += 1
    taken = {index}
    indices: list[int] = []
    for number, wanted in enumerate(pattern):
        if number == place:
            indices.append(index)
            continue
        target = index + number - place
        candidates = [other for other in range(low, high + 1) if other not in taken and wanted.meets(words[other])]
        if not candidates:
            return None
        nearest = min(candidates, key=lambda other: abs(other - target))
        taken.add(nearest)
        indices.append(nearest)
    return indices


def _counted(pattern: Sequence[TermWord], indices: Sequence[int], words: Sequence[Word]) -> bool:
    """Tell whether the numbers of a term count its own words, in its order: "4 tonnellate" are no "lotti da #5000"."""
    for place, term in enumerate(pattern):
        if term.most is None:
            continue
        at = indices[place]
        near = [(indices[place - 1], at)] if place else []
        near += [(at, indices[place + 1])] if place + 1 < len(pattern) else []
        for first, second in near:
            between = words[first + 1 : second]
            if first > second or words[second].position - words[first].position > NUMBER_REACH:
                return False
            if any(word.number is not None for word in between):
                return False
        if at + 1 not in indices and _is_measured(words, at):
            return False
    return True


def _is_measured(words: Sequence[Word], at: int) -> bool:
    """Tell whether the number at a place is of tonnes, euros or days: a measure follows it at once."""
    following = words[at + 1] if at + 1 < len(words) else None
    return following is not None and following.folded in MEASURES and following.position == words[at].position + 1


def _other_forms(pattern: Sequence[TermWord], indices: Sequence[int], words: Sequence[Word]) -> int:
    return sum(
        term.most is None and _alike(term, words[index]) < OTHER_BELOW
        for term, index in zip(pattern, indices, strict=True)
    )


def _alike(term: TermWord, word: Word) -> float:
    """Give the share of the longer form that the two begin with: 1 for one form, 0.88 for a plural."""
    same = takewhile(lambda pair: pair[0] == pair[1], zip(term.folded, word.folded, strict=False))
    return sum(1 for _ in same) / max(len(term.folded), len(word.folded))


def _quality(indices: Sequence[int], words: Sequence[Word], misspelt: frozenset[int]) -> float:
    extent = max(words[index].position for index in indices) - min(words[index].position for index in indices)
    gaps = extent + 1 - len(indices)
    disorder = any(later < earlier for earlier, later in pairwise(indices))
    typos = sum(1 for index in indices if index in misspelt)
    return max(0.1, 1 - GAP_PENALTY * gaps - ORDER_PENALTY * disorder - TYPO_PENALTY * typos)
