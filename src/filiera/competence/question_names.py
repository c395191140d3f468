"""Which organisation a misspelt word of a question is nearly the name of. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from rapidfuzz import fuzz

from filiera.common.folding import fold
from filiera.engine.names import NameIndex, Party

NEAR, NEAR_IN_SMALL_LETTERS = 0.85, 0.88
"""How near a word must be to one of a name to be a slip of it, in [0, 1]: one letter in seven or eight. Of 7,785 words of
our documents, pages and taxonomy 3 with a capital, and 1 in small letters, are taken for a name of the demo. Of 872 single
words of names with a slip made at random 240 and 167 are met, none as another organisation: a name of several telling words
is met only as a whole."""

SHORTEST = 6
"""Letters of the shortest word that is taken for a slip: shorter ones are near too many others."""

WIDEST = 3
"""Words of the longest name that is compared whole."""

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


class NearNames:
    """The names of the register, ready to be met by words that are nearly one of them."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """Take pairs of a folded name and the code of its organisation; a code may come with several names."""
        self._names: dict[str, list[str]] = {}
        for name, code in names:
            self._names.setdefault(code, []).append(name)
        self._index = NameIndex(Party(code, tuple(known)) for code, known in self._names.items())
        self._words = frozenset(word for known in self._names.values() for name in known for word in name.split())

    def meant(self, text: str, is_ordinary: Callable[[str], bool]) -> Mapping[str, str]:
        """Give the code of the organisation by the words of the text that nearly name it.

        `is_ordinary` tells of a word whether it stands in the texts of the register or is a place: then it is no slip.
        """
        said = _WORD.findall(text)
        found: dict[str, str] = {}
        for place, word in enumerate(said):
            folded = fold(word)
            if len(folded) < SHORTEST or folded in self._words or is_ordinary(word):
                continue
            for words in _windows(said, place):
                code = self._of(words, near=NEAR if word[:1].isupper() else NEAR_IN_SMALL_LETTERS)
                if code and code not in found.values():
                    found[" ".join(words)] = code
                    break
        return found

    def _of(self, words: list[str], near: float) -> str:
        """Give the code of the organisation that words nearly name, empty where they name none."""
        asked = fold(" ".join(words))
        for match in self._index.match(Party("?", (asked,))).matches:
            for name in self._names[match.known_id]:
                telling = [word for word in name.split() if not self._index.is_common(word)]
                whole = len(name.split()) == len(words) and _near(asked, name, near)
                if whole or (len(words) == 1 and len(telling) == 1 and _near(asked, telling[0], near)):
                    return match.known_id
        return ""


def _near(one: str, other: str, near: float) -> bool:
    """Tell whether two are nearly alike; who misspells a name gets its first letter right."""
    return one[:1] == other[:1] and fuzz.ratio(one, other) / 100 >= near


def _windows(said: list[str], place: int) -> Iterator[list[str]]:
    """Give the runs of words that the word at a place is part of, the longest first."""
    for size in range(WIDEST, 0, -1):
        for start in range(max(0, place - size + 1), min(place, len(said) - size) + 1):
            yield said[start : start + size]
