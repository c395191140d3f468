"""What a question says, as the register understands it: what is wanted, where, what is refused, who is named."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from filiera.common.kept import Kept
from filiera.competence.adapters import current_reader
from filiera.competence.filters import NEAR_KM, current_organisations
from filiera.competence.queries.answer_types import Mentioned
from filiera.competence.question import blanked, is_inside, places_said, refused_spans, without
from filiera.engine.types import AskedCompetence
from filiera.registry.models import Alias
from filiera.registry.queries.places import centre_meant

if TYPE_CHECKING:
    from filiera.common.visibility import Audience
    from filiera.competence.queries.state import MapState


@dataclass(frozen=True, slots=True)
class Read:
    """What a question says: the words that want something, the leaves that they ask for, the place, what is refused."""

    wanted: str
    found: tuple[AskedCompetence, ...]
    place: str
    km: int
    refused: tuple[str, ...]


def read_question(text: str, lang: str, ignored: Collection[str]) -> Read:
    """Read a question in `lang` (`it` or `en`); `ignored` are competences that the person said were not meant."""
    unwanted = refused_spans(text)
    place, km, where = _place(text, unwanted)
    found = tuple(
        one
        for one in current_reader().read_question(blanked(text, where), lang)
        if one.competence_id not in ignored and not is_inside(one.start, one.end, unwanted)
    )
    refused = tuple(text[start:end].strip() for start, end in unwanted)
    return Read(without(text, [*where, *unwanted]), found, place, km, refused)


def _place(text: str, unwanted: list[tuple[int, int]]) -> tuple[str, int, list[tuple[int, int]]]:
    """Give the town that a question names and wants, the radius around it, and the characters of the words that say where."""
    for said in places_said(text):
        meant = None if is_inside(said.start, said.end, unwanted) else centre_meant(said.name)
        if meant is not None:
            return meant.name, said.km or NEAR_KM, [(said.start, said.end)]
    return "", NEAR_KM, []


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
