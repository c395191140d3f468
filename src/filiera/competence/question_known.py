"""The names of the register within a question: whole ones, and the parts that stand for one. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from filiera.common.folding import fold
from filiera.engine.names_words import CANONICAL, LEGAL_FORMS

MOST_WORDS = 12
"""Words of the longest name that is looked for in a question."""

MOST_MEANT = 4
"""Organisations that a part of a name may mean; a word that more of them have is no name."""

SHORTEST, SHORTEST_SMALL = 3, 5
"""Letters of the shortest word that stands for a name, with a capital and in small letters."""

SHORTEST_WHOLE = 4
"""Letters of the shortest whole name that is met in a sentence; a shorter one is a sign that others use too ("ITS")."""

_WORD = re.compile(r"[^\W_]+")
_SMALL_TEXT = """
di del della dello dei degli delle d l e ed a ad in per con il lo la i gli le un una da dal dalla of the and for to at on by
formerly former gia ex group gruppo
"""
_ASKING_TEXT = """
chi che cosa cos cose sono fa fanno fate si occupa occupano dimmi parlami parlatemi raccontami conosci conoscete azienda
ditta societa impresa scheda profilo informazioni info notizie su sul sulla contatti contatto sito cerco cerca cerchiamo
trova trovare trovo trovami dove sta stanno sapere vorrei voglio mi vi ci qualcosa grazie favore produce producono offre
offrono o oppure quale qual mostrami apri who is are what s does do did company firm about tell me us show find look looking
information page profile contacts contact website know you i want need can could make makes produces offer offers please
where or open an quello quella quelli quelle those that ones one any anyone anybody nessuno
"""
_SMALL = frozenset(_SMALL_TEXT.split())
_ASKING = _SMALL | frozenset(_ASKING_TEXT.split())

Ordinary = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class NameSaid:
    """Characters [start, end) of a text that name organisations: one code, or several where a part stands for any."""

    start: int
    end: int
    codes: tuple[str, ...]
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    folded: str
    is_capital: bool


class KnownNames:
    """The names of the register, ready to be found in a text."""

    def __init__(self, names: Iterable[tuple[str, str]], *, is_ordinary: Ordinary) -> None:
        """Take pairs of a folded name and the code of its organisation; a code may come with several names.

        `is_ordinary` tells of a word whether the field uses it: it then stands for no name by itself.
        """
        self._ordinary: dict[str, bool] = {}
        self._of_the_field = is_ordinary
        self._whole: dict[str, list[str]] = {}
        self._by_word: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for name, code in names:
            for form in dict.fromkeys((name, _bare(name))):
                _put(self._whole, form, code)
            words = tuple(name.split())
            for word in dict.fromkeys(words):
                self._by_word.setdefault(word, []).append((code, words))

    def said(
        self, text: str, *, is_refused: bool = False, is_place: Ordinary = lambda _word: False, is_sure: bool = False
    ) -> list[NameSaid]:
        """Give the whole names in a text, and the parts of names that stand for one, in the order of the text.

        What is ordinary words too is a whole name only with its capitals. A part is met where it has the only word of its
        name that is neither of the field, nor of an institution, nor a place. `is_refused` tells that names are refused: then
        with a capital any word will do that is neither of the field nor a place, and what several organisations have is given
        with all of them; `is_sure` that nothing but names and places can be: then a whole name needs no capitals.
        """
        tokens = _tokens(text)
        whole = self._whole_in(tokens, text, is_refused=is_refused, is_sure=is_sure)
        return _free([*whole, *self._parts_in(tokens, is_refused=is_refused, is_place=is_place)])

    def alone(self, text: str) -> NameSaid | None:
        """Give the whole name that a text is, however short, with or without words that ask for somebody ("chi è CSI?")."""
        tokens = _tokens(text)
        for start in range(len(tokens)):
            for end in range(len(tokens), start, -1):
                window = tokens[start:end]
                codes = self._whole.get(" ".join(token.folded for token in window), [])
                said = NameSaid(window[0].start, _after_form(tokens, end), tuple(codes))
                is_name = not all(self.is_ordinary(token.folded) for token in window) or _is_written_as_name(window)
                if codes and is_name and asks_nothing_else(text, [(said.start, said.end)]):
                    return said
        return None

    def _whole_in(self, tokens: list[_Token], text: str, *, is_refused: bool, is_sure: bool) -> Iterator[NameSaid]:
        for size in range(min(len(tokens), MOST_WORDS), 0, -1):
            for place in range(len(tokens) - size + 1):
                window = tokens[place : place + size]
                name = " ".join(token.folded for token in window)
                if name not in self._whole:
                    continue
                letters = text[window[0].start : window[-1].end]
                if len(name) < SHORTEST_WHOLE and not (is_refused and letters.isupper()):
                    continue
                ordinary = all(self.is_ordinary(token.folded) for token in window)
                if ordinary and not is_sure and not _is_written_as_name(window):
                    continue
                yield NameSaid(window[0].start, _after_form(tokens, place + size), tuple(self._whole[name]))

    def _parts_in(self, tokens: list[_Token], *, is_refused: bool, is_place: Ordinary) -> Iterator[NameSaid]:
        for size in range(min(len(tokens), MOST_WORDS), 0, -1):
            for place in range(len(tokens) - size + 1):
                window = tokens[place : place + size]
                if window[0].folded in _SMALL or window[-1].folded in _SMALL:
                    continue
                telling = [token for token in window if self._tells(token, is_refused=is_refused)]
                if not telling:
                    continue
                codes = self._having([token.folded for token in window], telling, is_refused=is_refused)
                is_known = codes and len(codes) <= (MOST_MEANT if is_refused else 1)
                if is_known and not all(is_place(token.folded) for token in telling):
                    yield NameSaid(window[0].start, _after_form(tokens, place + size), tuple(codes), False)

    def _tells(self, token: _Token, *, is_refused: bool) -> bool:
        """Tell whether a word may stand for a name."""
        if token.folded in _SMALL or token.folded in LEGAL_FORMS or self.is_ordinary(token.folded):
            return False
        if token.is_capital and is_refused:
            return len(token.folded) >= SHORTEST
        return len(token.folded) >= SHORTEST_SMALL and token.folded not in CANONICAL

    def _having(self, run: list[str], telling: list[_Token], *, is_refused: bool) -> list[str]:
        """Give the codes of the organisations in whose name the words stand beside each other."""
        found: list[str] = []
        for code, words in self._by_word.get(telling[0].folded, []):
            if not any(list(words[n : n + len(run)]) == run for n in range(len(words) - len(run) + 1)):
                continue
            free = is_refused and any(token.is_capital for token in telling)
            if code not in found and (free or self._telling_of(words) <= {token.folded for token in telling}):
                found.append(code)
        return found

    def _telling_of(self, words: tuple[str, ...]) -> set[str]:
        return {
            word
            for word in words
            if len(word) > 1
            and not (word in _SMALL or word in LEGAL_FORMS or word in CANONICAL or self.is_ordinary(word))
        }

    def is_ordinary(self, word: str) -> bool:
        """Tell whether the field uses a folded word; looked up once."""
        if word not in self._ordinary:
            self._ordinary[word] = self._of_the_field(word)
        return self._ordinary[word]


def asks_nothing_else(text: str, spans: Iterable[tuple[int, int]]) -> bool:
    """Tell whether a text says nothing outside the spans but words that ask for somebody ("chi è", "tell me about")."""
    taken = list(spans)
    left = [
        token.folded
        for token in _tokens(text)
        if not any(start <= token.start and token.end <= end for start, end in taken)
    ]
    return all(word in _ASKING or word in LEGAL_FORMS for word in left)


def _put(names: dict[str, list[str]], name: str, code: str) -> None:
    if code not in names.setdefault(name, []):
        names[name].append(code)


def _bare(name: str) -> str:
    """Give a folded name without the legal form at its end, its letters apart ("s p a") or together."""
    words = name.split()
    for size in (3, 2, 1, 4):
        if len(words) > size and "".join(words[-size:]) in LEGAL_FORMS:
            return " ".join(words[:-size])
    return name


def _tokens(text: str) -> list[_Token]:
    return [
        _Token(match.start(), match.end(), fold(match.group()).replace(" ", ""), match.group()[:1].isupper())
        for match in _WORD.finditer(text)
    ]


def _is_written_as_name(window: Sequence[_Token]) -> bool:
    """Tell whether the words are written with capitals, as names are."""
    return all(token.is_capital for token in window if token.folded not in _SMALL and not token.folded.isdigit())


def _after_form(tokens: list[_Token], place: int) -> int:
    """Give the character where a name ends that the word before `place` closes: a legal form after it is part of it."""
    for size in (3, 1):
        after = tokens[place : place + size]
        if len(after) == size and "".join(token.folded for token in after) in LEGAL_FORMS:
            return after[-1].end
    return tokens[place - 1].end


def _free(found: Iterable[NameSaid]) -> list[NameSaid]:
    """Keep the names that no longer or surer one covers, in the order of the text."""
    kept: list[NameSaid] = []
    for one in found:
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)
