"""What a question says, as the register understands it: what is wanted, where, what is refused, who is named."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from filiera.common.folding import fold
from filiera.common.instance import current_instance
from filiera.common.kept import Kept
from filiera.competence.adapters import current_reader
from filiera.competence.filters import NEAR_KM, current_organisations
from filiera.competence.queries.answer_types import Mentioned, PlaceAsked, Refused
from filiera.competence.question import (
    PlaceSaid,
    areas_said,
    blanked,
    is_inside,
    named_in,
    place_avoided,
    places_said,
    refused_spans,
    without,
)
from filiera.engine.types import AskedCompetence
from filiera.registry.models import Alias, Municipality, Organisation, Province
from filiera.registry.queries.places import centre_meant, municipality_meant

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from filiera.common.visibility import Audience
    from filiera.competence.queries.state import MapState

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Read:
    """What a question says: the words that want something, the leaves that they ask for, the place, what is refused."""

    wanted: str
    found: tuple[AskedCompetence, ...]
    place: PlaceAsked | None
    refused: tuple[str, ...]


def read_question(text: str, lang: str, ignored: Collection[str]) -> Read:
    """Read a question in `lang` (`it` or `en`); `ignored` are competences that the person said were not meant."""
    unwanted = refused_spans(text)
    place, where = _place(text, unwanted)
    beside = [*where, *unwanted]
    rest = blanked(text, beside)
    before = len(rest) - len(rest.lstrip())
    read = [
        replace(one, start=one.start + before, end=one.end + before)
        for one in current_reader().read_question(rest.strip(), lang)
    ]
    refused = tuple(text[start:end].strip() for start, end in unwanted)
    return Read(without(text, beside), tuple(one for one in read if one.competence_id not in ignored), place, refused)


def _place(text: str, unwanted: list[Span]) -> tuple[PlaceAsked | None, list[Span]]:
    """Give the first place that a question names and wants, and the characters of the words that say where."""
    areas = [name for area in current_instance().region.areas for name in area.names if not name.isupper()]
    for said in [*places_said(text), *areas_said(text, areas)]:
        if is_inside(said.start, said.end, unwanted):
            continue
        province = _province(said.name) if said.is_province else None
        if province is not None:
            return PlaceAsked(province.name, province=province.code), [(said.start, said.end)]
        centre = centre_meant(said.name)
        if centre is not None:
            name = said.name if fold(said.name) in map(fold, areas) else centre.name
            return PlaceAsked(name, near=centre.name, km=said.km or NEAR_KM), [(said.start, said.end)]
    return None, []


def _province(name: str) -> Province | None:
    """Give the province of a name or of its letters; part of a name of several words is enough."""
    folded = fold(name)
    for row in Province.objects.all():
        words = fold(row.name).split()
        if folded == " ".join(words) or name == row.code or (folded in (words[0], words[-1]) and row.in_region):
            return row
    return None


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
    places = place_avoided(words)
    if codes and not any(said.is_province for said in places):  # a province has a body of its name too
        return rows.filter(code__in=codes)
    for said in places:
        where = _where(said)
        if isinstance(where, Province):
            return rows.filter(province=where)
        if where is not None:
            return rows.filter(municipality=where)
    return None


def _where(said: PlaceSaid) -> Province | Municipality | None:
    """Give the province or the municipality that a name means, of a part of the region the province; None for a mere word."""
    if said.is_province:
        return _province(said.name)
    centre = municipality_meant(said.name)
    if centre is not None:
        return centre if fold(said.name) == centre.search_name or said.name[:1].isupper() else None
    centre = centre_meant(said.name)
    return centre.province if centre is not None else None


_kept_names: Kept[dict[str, Mentioned]] = Kept(12)


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
