"""The organisations that a question names, or nearly names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filiera.common.folding import fold
from filiera.common.kept import Kept
from filiera.competence.adapters import taxonomy
from filiera.competence.filters import current_organisations
from filiera.competence.queries.answer_types import Mentioned, NameHint
from filiera.competence.question_names import NearNames
from filiera.engine.lexical import words as words_of
from filiera.registry.models import Alias, Municipality

if TYPE_CHECKING:
    from collections.abc import Mapping

    from filiera.common.visibility import Audience
    from filiera.competence.queries.state import MapState

LANGUAGES = ("it", "en")

_kept_names: Kept[dict[str, Mentioned]] = Kept(12)
_kept_near: Kept[NearNames] = Kept(4)
_kept_words: Kept[dict[str, frozenset[str]]] = Kept(1)


def names_known(audience: Audience, state: MapState) -> dict[str, Mentioned]:
    """Give code and name of the organisations that the audience may see by folded name, other names too."""
    return _kept_names.get(state.key, lambda: _names_now(audience), keep=state.settled)


def _names_now(audience: Audience) -> dict[str, Mentioned]:
    rows = current_organisations(audience)
    others = Alias.objects.filter(organisation__in=rows.values("pk"))
    said = [
        *others.values_list("search_name", "organisation__code", "organisation__name"),
        *rows.values_list("search_name", "code", "name"),
    ]
    return {folded: Mentioned(code, name) for folded, code, name in said}


def name_hints(text: str, names: Mapping[str, Mentioned], state: MapState) -> tuple[NameHint, ...]:
    """Give the organisations, of `names`, that words of a text are nearly the name of ("Ancorroti").

    `names` are those of the audience of `state`, so that a name that it may not see is never a hint. What is an ordinary
    word the taxonomy and the territory tell, not the evidence: a hint must not depend on texts that are private.
    """
    near = _kept_near.get(
        state.key, lambda: NearNames((name, one.code) for name, one in names.items()), keep=state.settled
    )
    by_code = {one.code: one for one in names.values()}
    field = _kept_words.get(state.shared, _taxonomy_words, keep=state.settled)

    def is_ordinary(word: str) -> bool:
        return any(set(words_of(word, lang)) <= field[lang] for lang in LANGUAGES) or _is_town(word)

    return tuple(NameHint(words, by_code[code]) for words, code in near.meant(text, is_ordinary).items())


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
