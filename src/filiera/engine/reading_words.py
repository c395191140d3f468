"""Words of a text with their places and their stems, so that terms can be found whatever their inflection.

A word carries every key under which it may meet a term: the Italian and English stems of the Snowball project (the
ones compiled into tantivy) and a lighter Italian one, because Snowball parts some plurals from their singular
("polvere" gives "polv", "polveri" gives "polver").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import tantivy

from filiera.engine.reading_denials import denied_places

# "3D" is one word; elsewhere a digit and a letter part ("50ml").
_WORD = re.compile(r"\d[dD](?![^\W_])|\d+(?:[.,\u2019']\d+)*|[^\W_]+")
_GROUPED = re.compile(r"^\d{1,3}(?:[.,\u2019']\d{3})+$")
_VOWELS = "aeiou"

# Words that say nothing about a competence. "senza", "without", "free" and "no" are kept: they turn a meaning round.
_STOPWORDS = """
a ad al allo alla ai agli alle all da dal dallo dalla dai dagli dalle dall di del dello della dei degli delle dell
in nel nello nella nei negli nelle nell con col coi su sul sullo sulla sui sugli sulle sull per tra fra il lo la i
gli le l un uno una e ed o od che chi cui si mi ci vi ne se ma anche come piu non d c s sono essere ha hanno ho
abbiamo questo questa questi queste quello quella nostro nostra nostri nostre mio mia suo sua loro the an of for to
on with and or by at from into as is are be been it its our your their my we you who which that this these those can
could would should do does has have had some any
"""
STOPWORDS = frozenset(_STOPWORDS.split())
_MULTIPLIERS = {
    "mila": 1_000,
    "thousand": 1_000,
    "milione": 1_000_000,
    "milioni": 1_000_000,
    "million": 1_000_000,
    "millions": 1_000_000,
    "miliardo": 1_000_000_000,
    "miliardi": 1_000_000_000,
    "billion": 1_000_000_000,
}
_DECIMAL = re.compile(r"^\d+[.,]\d{1,2}$")
_MONEY = frozenset(("eur", "euro", "usd"))
_IN_YEAR = frozenset(("in", "nel", "nell", "del", "dell", "dal", "dall", "since"))
# What stands right after a number and says that no pieces are counted.
_MEASURES = """
tonnellata tonnellate tonne tonnes ton tons t quintali kg chili g grammi grams ml l litri litres liters
euro euros eur usd m2 mq anno anni year years mese mesi month months settimana settimane weeks giorno giorni days
ora ore hours minuti minutes addetti dipendenti staff employees
"""
MEASURES = frozenset(_MEASURES.split())
# Marks that end a thought: words on the two sides of one do not form a term.
_BREAK = re.compile(r"[.;:?!\n()]")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: folded form, characters [start, end), position with gaps at breaks, keys to meet terms.

    `denied` is 1 for the word next to a denial ("senza alcol"), 2 for the one after it, else 0.
    """

    folded: str
    start: int
    end: int
    position: int
    keys: frozenset[str]
    number: int | None = None
    denied: int = 0


def fold(text: str) -> str:
    """Lower the case and take the accents away, so that "però" and "PERO'" meet."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    # Once more: letters of mathematics become plain capitals only when decomposed.
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()


@lru_cache(maxsize=2)
def _analyzer(language: str) -> tantivy.TextAnalyzer:
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw()).filter(tantivy.Filter.stemmer(language)).build()


@lru_cache(maxsize=200_000)
def _snowball(folded: str, language: str) -> str:
    stems = _analyzer(language).analyze(folded)
    return stems[0] if stems else folded


@lru_cache(maxsize=200_000)
def _light(folded: str) -> str:
    """Drop the last vowels of an Italian word, and the h that only keeps its sound hard ("marche", "marca")."""
    if len(folded) < 4:
        return folded
    stripped = folded.rstrip(_VOWELS)
    if len(stripped) < 3:
        return folded
    return stripped[:-1] if stripped.endswith(("ch", "gh")) else stripped


def keys_of(folded: str, lang: str) -> frozenset[str]:
    """Give the keys of a folded word in one language ("it" or "en"); the tag keeps the languages apart."""
    if len(folded) < 4 or not folded.isalpha():
        return frozenset({f"={folded}"})
    if lang == "it":
        return frozenset({f"it:{_snowball(folded, 'italian')}", f"li:{_light(folded)}"})
    return frozenset({f"en:{_snowball(folded, 'english')}"})


@lru_cache(maxsize=200_000)
def all_keys_of(folded: str) -> frozenset[str]:
    """Give the keys of a folded word in both languages: a text may mix them ("la back injection")."""
    return keys_of(folded, "it") | keys_of(folded, "en")


def number_of(raw: str) -> int | None:
    """Read a whole number with its thousands grouped or not ("2.000", "2,000", "2000"); None for anything else."""
    if raw.isdecimal():
        return int(raw)
    if _GROUPED.match(raw):
        return int(re.sub(r"[.,\u2019']", "", raw))
    return None


def words_of(text: str, *, is_question: bool = False) -> list[Word]:
    """List the words of a text that carry meaning, in order; a question denies less than a statement."""
    words: list[Word] = []
    position = 0
    found_words = list(_WORD.finditer(text))
    tokens = tokens_of(text, found_words)
    denied = denied_places(tokens, STOPWORDS, is_question=is_question)
    for place, found in enumerate(found_words):
        folded, between = tokens[place]
        if _BREAK.search(between) and words:
            position += 4
        elif "," in between:
            position += 1
        if folded in STOPWORDS:
            continue
        if folded in _MULTIPLIERS and words and not between.strip():
            many = _multiplied(words[-1], _MULTIPLIERS[folded])
            if many is not None:
                words[-1] = replace(words[-1], end=found.end(), number=many)
                continue
        keys, number = all_keys_of(folded), _count(text, found_words, tokens, place)
        words.append(Word(folded, found.start(), found.end(), position, keys, number, denied.get(place, 0)))
        position += 1
    return words


def _multiplied(word: Word, times: int) -> int | None:
    """Give "120 milioni" or "1,2 milioni" as a number; None where the word before is none."""
    if word.number is not None:
        return word.number * times
    return round(float(word.folded.replace(",", ".")) * times) if _DECIMAL.match(word.folded) else None


def _count(text: str, found: Sequence[re.Match[str]], tokens: Sequence[tuple[str, str]], place: int) -> int | None:
    """Give a number that may count pieces: no sum of money, no share, no year."""
    raw, between = found[place].group(), tokens[place][1]
    before = tokens[place - 1][0] if place else ""
    number = number_of(raw)
    if number is None or between.rstrip().endswith(("\u20ac", "$")) or before in _MONEY:
        return None
    if text[found[place].end() :].lstrip(" \u00a0")[:1] in set("%\u20ac$"):
        return None
    return None if before in _IN_YEAR and raw.isdecimal() and 1900 <= number < 2100 else number


def tokens_of(text: str, found: Sequence[re.Match[str]]) -> list[tuple[str, str]]:
    """Give each word that was found folded, with the characters between it and the word before."""
    ends = [0, *(one.end() for one in found)]
    return [(fold(one.group()), text[end : one.start()]) for one, end in zip(found, ends, strict=False)]


def plain_words(text: str) -> list[tuple[str, bool]]:
    """List the folded words of a short text, stopwords taken out, each with whether the text denies it."""
    tokens = tokens_of(text, list(_WORD.finditer(text)))
    denied = denied_places(tokens, STOPWORDS)
    return [(folded, place in denied) for place, (folded, _) in enumerate(tokens) if folded not in STOPWORDS]
