"""The organisations that a question names, or nearly names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from filiera.common.folding import fold
from filiera.common.kept import Kept
from filiera.competence.adapters import taxonomy
from filiera.competence.filters import current_organisations
from filiera.competence.queries.answer_types import Mentioned, NameHint
from filiera.competence.question_known import KnownNames, NameSaid
from filiera.competence.question_names import NearNames
from filiera.engine.lexical import words as words_of
from filiera.registry.models import Alias, Municipality

if TYPE_CHECKING:
    from filiera.common.visibility import Audience
    from filiera.competence.queries.state import MapState

LANGUAGES = ("it", "en")


@dataclass(frozen=True, slots=True)
class Naming:
    """The names of the organisations that an audience may see: by folded name, by code, and ready to be found in a text."""

    by_name: dict[str, Mentioned]
    by_code: dict[str, Mentioned]
    known: KnownNames

    def meant(self, said: Iterable[NameSaid]) -> tuple[Mentioned, ...]:
        """Give the organisations that names said in a text mean, each once."""
        return tuple(self.by_code[code] for code in dict.fromkeys(code for one in said for code in one.codes))


_kept_names: Kept[Naming] = Kept(12)
_kept_near: Kept[NearNames] = Kept(4)
_kept_words: Kept[dict[str, frozenset[str]]] = Kept(1)


def names_known(audience: Audience, state: MapState) -> Naming:
    """Give the names of the organisations that the audience may see, other names too.

    What is an ordinary word the taxonomy tells, not the evidence: what is read must not depend on texts that are private.
    """
    return _kept_names.get(state.key, lambda: _names_now(audience, state), keep=state.settled)


def _names_now(audience: Audience, state: MapState) -> Naming:
    rows = current_organisations(audience)
    others = Alias.objects.filter(organisation__in=rows.values("pk"))
    said = [
        *others.values_list("search_name", "organisation__code", "organisation__name"),
        *rows.values_list("search_name", "code", "name"),
    ]
    field = _field(state)
    return Naming(
        {folded: Mentioned(code, name) for folded, code, name in said},
        {code: Mentioned(code, name) for _folded, code, name in said},
        KnownNames(((folded, code) for folded, code, _name in said), is_ordinary=lambda word: _is_of(field, word)),
    )


def _field(state: MapState) -> dict[str, frozenset[str]]:
    return _kept_words.get(state.shared, _taxonomy_words, keep=state.settled)


def _is_of(field: dict[str, frozenset[str]], word: str) -> bool:
    """Tell whether a word is one of the taxonomy's, or so small that an index passes it over."""
    return any(set(words_of(word, lang)) <= field[lang] for lang in LANGUAGES)


def name_hints(text: str, naming: Naming, state: MapState) -> tuple[NameHint, ...]:
    """Give the organisations, of `naming`, that words of a text are nearly the name of ("Ancorroti").

    `naming` is that of the audience of `state`, so that a name that it may not see is never a hint. What is an ordinary
    word the taxonomy and the territory tell, not the evidence: a hint must not depend on texts that are private.
    """
    near = _kept_near.get(
        state.key, lambda: NearNames((name, one.code) for name, one in naming.by_name.items()), keep=state.settled
    )
    field = _field(state)

    def is_ordinary(word: str) -> bool:
        return _is_of(field, word) or _is_town(word)

    return tuple(NameHint(words, naming.by_code[code]) for words, code in near.meant(text, is_ordinary).items())


def _is_town(word: str) -> bool:
    """Tell whether a word is the name of a town."""
    return Municipality.objects.filter(search_name=fold(word)).exists()


def _taxonomy_words() -> dict[str, frozenset[str]]:
    """Give the words of labels, definitions and terms, by language, as an index holds them."""
    competences, _weights = taxonomy()
    return {
        lang: frozenset(
            word
            for one in competences
            for text in (one.labels[lang], one.definitions[lang], *one.synonyms[lang])
            for word in words_of(text, lang)
        )
        for lang in LANGUAGES
    }
