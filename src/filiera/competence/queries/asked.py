"""What a question says, as the register understands it: what is wanted, where, what is refused, who is named."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from filiera.competence.adapters import current_reader
from filiera.competence.filters import current_organisations
from filiera.competence.queries.answer_types import Mentioned, PlaceAsked, Refused
from filiera.competence.queries.asked_places import names_a_province, places_wanted, who_is_avoided
from filiera.competence.question import blanked, named_in, without
from filiera.competence.question_refusals import asking_spans, refused_spans
from filiera.engine.types import AskedCompetence
from filiera.registry.models import Organisation

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from filiera.common.visibility import Audience


@dataclass(frozen=True, slots=True)
class Read:
    """What a question says: the words that want something, the leaves that they ask for, the places, what is refused.

    `elsewhere` are all its words but those that say where: any may be a name.
    """

    wanted: str
    elsewhere: str
    found: tuple[AskedCompetence, ...]
    places: tuple[PlaceAsked, ...]
    refused: tuple[str, ...]


def read_question(text: str, lang: str, ignored: Collection[str]) -> Read:
    """Read a question in `lang` (`it` or `en`); `ignored` are competences that the person said were not meant."""
    unwanted = refused_spans(text)
    places = places_wanted(text, unwanted)
    beside = [*places.spans, *unwanted, *asking_spans(text)]
    rest = blanked(text, beside)
    before = len(rest) - len(rest.lstrip())
    read = [
        replace(one, start=one.start + before, end=one.end + before)
        for one in current_reader().read_question(rest.strip().rstrip("?! "), lang)
    ]
    refused = tuple(text[start:end].strip() for start, end in unwanted)
    found = tuple(one for one in read if one.competence_id not in ignored)
    return Read(without(text, beside), without(text, places.spans), found, places.places, refused)


def left_out(
    refused: Collection[str], names: Mapping[str, Mentioned], audience: Audience
) -> Iterator[tuple[Refused, set[int]]]:
    """Give, of each clause that refuses something, whom it leaves out: organisations by name, else those of a place."""
    for words in refused:
        named = named_in(words, names)
        rows = _who(words, [one.code for one in named], audience)
        found = set() if rows is None else set(rows.values_list("pk", flat=True))
        yield Refused(words, None if rows is None else len(found)), found


def _who(words: str, codes: list[str], audience: Audience) -> QuerySet[Organisation] | None:
    """Give the organisations that a refusing clause means; None where it means neither an organisation nor a place."""
    rows: QuerySet[Organisation] = current_organisations(audience)
    if codes and not names_a_province(words):
        return rows.filter(code__in=codes)
    there = who_is_avoided(words, audience)
    return None if there is None else rows.filter(there)
