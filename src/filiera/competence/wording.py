"""The filter in words: what is active, what each facet is called, what is not known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filiera.common.language import localised
from filiera.common.views import LinkTo
from filiera.competence.filters import DirectoryFilter
from filiera.competence.filters_places import Place, place_of
from filiera.competence.models import Competence
from filiera.registry.enums import Kind, Size
from filiera.registry.models import Province, Stage
from filiera.registry.queries.territories import country_name, region_label

if TYPE_CHECKING:
    from filiera.competence.queries.answer_types import Answer, Asked


def facet_titles() -> dict[str, str]:
    """Give the headings of the facets."""
    return {
        "kind": _("Kind"),
        "stage": _("Stage of the chain"),
        "province": _("Province"),
        "size": _("Size"),
        "proof": _("With proof of"),
    }


def proof_words() -> dict[str, str]:
    """Give the words of the proofs that can be asked for."""
    return {
        "certificate": _("with a certificate in force"),
        "patent": _("with a patent"),
        "project": _("with a project"),
        "equipment": _("with equipment"),
        "recent": _("with proof of the last three years"),
    }


def active_filters(asked: DirectoryFilter, base: str) -> list[LinkTo]:
    """Give each active criterion as a link that takes it away."""
    found: list[LinkTo] = []

    def add(name: str, value: str, word: str) -> None:
        query = asked.without(name, value).query_string()
        found.append(LinkTo(f"{base}?{query}" if query else base, word))

    if asked.q:
        add("q", "", _("“%(words)s”") % {"words": asked.q})
    for value in asked.kind:
        add("kind", value, str(Kind(value).label))
    stages = {row.code: localised(row, "short") for row in Stage.objects.filter(code__in=asked.stage)}
    for value in asked.stage:
        add("stage", value, stages.get(value, value))
    provinces = dict(Province.objects.filter(code__in=asked.province).values_list("code", "name"))
    for value in asked.province:
        add("province", value, provinces.get(value, value))
    for value in asked.size:
        add("size", value, str(Size(value).label))
    for value in asked.proof:
        add("proof", value, proof_words()[value])
    if asked.competence:
        row = Competence.objects.filter(code=asked.competence).first()
        add("competence", "", localised(row, "label") if row else asked.competence)
    if asked.near:
        add("near", "", _("within %(km)s km of %(town)s") % {"km": asked.km, "town": asked.near})
    if asked.members:
        add("members", "", _("members only"))
    for value in asked.place:
        place = place_of(value)
        add("place", value, place_label(place) if place else value)
    return found


def place_label(place: Place) -> str:
    """Give what a place of a filter is called."""
    if place.kind == "near":
        return _("within %(km)s km of %(town)s") % {"km": place.km, "town": place.value}
    if place.kind == "province":
        return str(Province.objects.filter(pk=place.value).values_list("name", flat=True).first() or place.value)
    if place.kind == "region":
        return region_label(place.value)
    return country_name(place.value) if place.kind == "country" else _("abroad")


def unknown_value_sentence(name: str, value: str) -> str:
    """Say that a value of a filter names nothing here, and what to do."""
    words = {"value": value}
    if name == "place":
        return _("We do not know a place called “%(value)s”: correct it, or take the filter away.") % words
    if name == "near":
        return _("We do not know a town called “%(value)s”: correct it, or take the filter away.") % words
    if name == "stage":
        return _("The chain has no stage “%(value)s”: choose one of the list, or take the filter away.") % words
    return _("There is no province “%(value)s”: choose one of the list, or take the filter away.") % words


def unknown_sentences(unknown: dict[str, int]) -> list[str]:
    """Say of how many organisations something asked is not known, one sentence a criterion."""
    sentences = []
    for name, n in unknown.items():
        words = {"n": n}
        if name == "size":
            text = ngettext("Of %(n)s we do not know the size.", "Of %(n)s we do not know the size.", n)
        elif name == "stage":
            text = ngettext("Of %(n)s we do not know the stage.", "Of %(n)s we do not know the stage.", n)
        elif name in ("province", "near", "place"):
            text = ngettext("Of %(n)s we do not know the place.", "Of %(n)s we do not know the place.", n)
        elif name == "certificate":
            text = ngettext(
                "%(n)s has a certificate whose expiry was not stated.",
                "%(n)s have a certificate whose expiry was not stated.",
                n,
            )
        else:
            text = ngettext("Of %(n)s we do not know enough.", "Of %(n)s we do not know enough.", n)
        sentences.append(text % words)
    return sentences


@dataclass(frozen=True, slots=True)
class Gap:
    """A part of a question that nobody covers: the competence, its page, and what is known besides."""

    label: str
    url: str
    text: str


def gaps_in_words(uncovered: Sequence[Asked]) -> list[Gap]:
    """Say of each competence that nobody holds who has a trace of it, and who holds it that the filter leaves out."""
    return [Gap(one.label, one.url, _gap_words(one)) for one in uncovered]


def gaps_heading(found: Answer) -> str:
    """Name what nobody covers: gaps of the filter, mere traces, or gaps of the register."""
    if found.only_traces:
        return _("Only traces, too weak to count")
    return _("Nobody covers, with these filters") if found.is_filtered else _("Nobody covers")


def _gap_words(one: Asked) -> str:
    said = []
    if one.outside:
        said.append(
            ngettext("%(n)s without the filters", "%(n)s without the filters", one.outside) % {"n": one.outside}
        )
    if one.traces:
        said.append(
            ngettext("a trace in %(n)s organisation", "a trace in %(n)s organisations", one.traces) % {"n": one.traces}
        )
    return "; ".join(said)
