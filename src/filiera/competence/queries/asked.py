"""What a question says, as the register understands it: what is wanted, where, what is refused, who is named."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from filiera.common.folding import fold
from filiera.competence.adapters import current_reader
from filiera.competence.queries.answer_types import Mentioned, NameHint, PlaceAsked
from filiera.competence.queries.asked_places import is_place, places_wanted
from filiera.competence.question import blanked, without
from filiera.competence.question_known import asks_nothing_else
from filiera.competence.question_refusals import asking_spans, refused_spans, with_names
from filiera.engine.types import AskedCompetence

if TYPE_CHECKING:
    from filiera.competence.queries.asked_names import Naming
    from filiera.competence.question_known import NameSaid

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Read:
    """What a question says: the words that want something, the leaves that they ask for, the places, what is refused.

    `elsewhere` are all its words but those that say where: any may be a name. `named` are the organisations that it names
    and does not refuse; `only_name` tells that it asks for nothing but them.
    """

    wanted: str
    elsewhere: str
    found: tuple[AskedCompetence, ...]
    places: tuple[PlaceAsked, ...]
    refused: tuple[str, ...]
    named: tuple[Mentioned, ...] = ()
    only_name: bool = False


def read_question(text: str, lang: str, ignored: Collection[str], naming: Naming) -> Read:
    """Read a question in `lang` (`it` or `en`); `ignored` are competences that the person said were not meant.

    The names of organisations are taken out before the rest is read against the taxonomy: what somebody is called is not
    what is asked for.
    """
    unwanted = _refused(text, naming)
    said = _names(text, unwanted, naming)
    places = places_wanted(text, [*unwanted, *_long(said)])
    said = [one for one in said if not any(one.start < end and start < one.end for start, end in places.spans)]
    beside = [*places.spans, *unwanted, *asking_spans(text)]
    sure = [(one.start, one.end) for one in said if one.is_whole or text[one.start].isupper()]
    spans = [(one.start, one.end) for one in said]
    is_only = bool(said) and asks_nothing_else(text, [*beside, *spans])
    found = () if is_only and sure else _found(text, [*beside, *sure], lang, ignored)
    if not said and not found:
        said = _called(text, beside, naming)
        is_only = bool(said)
    return Read(
        wanted=without(text, beside),
        elsewhere=without(text, places.spans),
        found=found,
        places=places.places,
        refused=tuple(text[start:end].strip(" ,") for start, end in unwanted),
        named=naming.meant(said),
        only_name=is_only and not found,
    )


def only_hints(read: Read, hints: Sequence[NameHint]) -> bool:
    """Tell whether a question is nothing but words that are nearly names ("chi è Intercoss?"), and of no other sense."""
    words = {word for one in hints for word in fold(one.words).split()}
    rest = " ".join(word for word in fold(read.wanted).split() if word not in words)
    is_name = not read.found or all(one.words[:1].isupper() for one in hints)
    return bool(words) and is_name and asks_nothing_else(rest, ())


def _refused(text: str, naming: Naming) -> list[Span]:
    names = naming.known.said(text, is_refused=True, is_place=is_place)
    return with_names(text, refused_spans(text), [(one.start, one.end) for one in names], is_place)


def _names(text: str, unwanted: Sequence[Span], naming: Naming) -> list[NameSaid]:
    """Give the names that a question says and does not refuse; what names a province is one only where it stands alone."""
    alone = naming.known.alone(text)
    if alone is not None:
        return [alone]
    return [
        one
        for one in naming.known.said(text, is_place=is_place)
        if not any(one.start < end and start < one.end for start, end in unwanted)
        and not fold(text[one.start : one.end]).startswith(("provincia di ", "province of "))
    ]


def _called(text: str, beside: Sequence[Span], naming: Naming) -> list[NameSaid]:
    """Give whom a question of no other sense calls by a part of the name that only one has ("Politecnico")."""
    rest = blanked(text, beside)
    said = naming.known.said(rest, is_refused=True, is_place=is_place)
    is_clear = all(len(one.codes) == 1 for one in said)
    return said if is_clear and asks_nothing_else(rest, [(one.start, one.end) for one in said]) else []


def _long(said: Sequence[NameSaid]) -> list[Span]:
    """Give where the names are that may have a place in them ("Enterprise Europe Network in Lombardia")."""
    return [(one.start, one.end) for one in said if one.is_whole]


def _found(text: str, beside: Sequence[Span], lang: str, ignored: Collection[str]) -> tuple[AskedCompetence, ...]:
    """Give the leaves that the words outside the spans ask for."""
    rest = blanked(text, beside)
    before = len(rest) - len(rest.lstrip())
    return tuple(
        replace(one, start=one.start + before, end=one.end + before)
        for one in current_reader().read_question(rest.strip().rstrip("?! "), lang)
        if one.competence_id not in ignored
    )
