"""What was understood of a question, in words: the same on the page, at the command line and in the API."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filiera.competence.filters_places import ABROAD
from filiera.competence.wording import unknown_sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filiera.competence.filters import DirectoryFilter
    from filiera.competence.queries.answer_types import Answer, NameHint, PlaceAsked, Refused, Unapplied


def place_name(one: PlaceAsked) -> str:
    """Give what to call a place that the question names."""
    return _("abroad") if one.place.kind == ABROAD else one.name


def place_sentence(one: PlaceAsked) -> str:
    """Say that a place was understood, that it leaves nobody out, and how many are there."""
    words = {"place": place_name(one), "n": one.organisations}
    if not one.organisations:
        said = (
            _("You wrote %(place)s: no organisation is known to be there, and the answers are from everywhere.") % words
        )
        return " ".join([said, *(unknown_sentences({"place": one.unknown}) if one.unknown else [])])
    everywhere = _("You wrote %(place)s: the answers are from everywhere.") % words
    there = ngettext(
        "%(n)s organisation is known to be there.", "%(n)s organisations are known to be there.", one.organisations
    )
    return f"{everywhere} {there % words}"


def places_sentences(found: Answer) -> list[str]:
    """Say which places were understood, in one sentence where they are several; nothing where a filter says where."""
    if found.placed or len(found.places) < 2:
        return [place_sentence(one) for one in found.places if not found.placed]
    said = [
        ngettext("%(place)s (%(n)s organisation)", "%(place)s (%(n)s organisations)", one.organisations)
        % {"place": place_name(one), "n": one.organisations}
        for one in found.places
    ]
    joined = _("%(first)s and %(last)s") % {"first": ", ".join(said[:-1]), "last": said[-1]}
    return [_("You wrote %(place)s: the answers are from everywhere.") % {"place": joined}]


def place_offer(one: PlaceAsked) -> str:
    """Give the words of the link that keeps the question to a place."""
    place = one.place
    if place.kind == "near":
        return _("Only within %(km)s km of %(place)s") % {"km": place.km, "place": place.value}
    if place.kind == "province":
        return _("Only in the province of %(place)s") % {"place": one.name}
    return _("Only there: %(place)s") % {"place": place_name(one)}


def narrowed(asked: DirectoryFilter, places: Sequence[PlaceAsked]) -> DirectoryFilter:
    """Give the filter that keeps a question to places: a town or a province as people would set it, else any of them."""
    if len(places) == 1 and places[0].place.kind == "near":
        return replace(asked, near=places[0].place.value, km=places[0].place.km)
    if all(one.place.kind == "province" for one in places):
        return replace(asked, province=tuple(one.place.value for one in places))
    return replace(asked, place=tuple(str(one.place) for one in places))


def with_somebody(found: Answer) -> list[PlaceAsked]:
    """Give the places of the question to which it can be kept: where somebody is, and none where a filter says where."""
    return [] if found.placed else [one for one in found.places if one.organisations]


def refused_sentence(one: Refused) -> str:
    """Say what is not sought, or whom a clause of the question leaves out; empty where it could not be applied at all."""
    words = {"words": one.words, "n": one.left_out}
    if one.left_out is None:
        return "" if one.unapplied else _("Not sought, as you wrote: “%(words)s”.") % words
    return (
        ngettext(
            "One organisation left out, as you wrote: “%(words)s”.",
            "%(n)s organisations left out, as you wrote: “%(words)s”.",
            one.left_out,
        )
        % words
    )


def unapplied_opening(one: Unapplied) -> str:
    """Say that a part of a refusal leaves nobody out, and why; the organisations that may be meant follow where there are."""
    words = {"words": one.words}
    if one.may_be:
        return _("Not applied, because several have it in their name: “%(words)s”. Did you mean") % words
    return _("Not applied: “%(words)s”. We know no organisation and no place by that name.") % words


def unapplied_sentence(one: Unapplied) -> str:
    """Say the same in one sentence."""
    may_be = _(" or ").join(meant.name for meant in one.may_be)
    return f"{unapplied_opening(one)} {may_be}?" if may_be else unapplied_opening(one)


def refused_sentences(found: Answer) -> list[str]:
    """Say of all that the question refuses whom it leaves out, and what was not applied."""
    said = [sentence for one in found.refused if (sentence := refused_sentence(one))]
    return said + [unapplied_sentence(part) for one in found.refused for part in one.unapplied]


def hint_opening(one: NameHint) -> str:
    """Begin the sentence that asks whether an organisation was meant; its name and a question mark follow."""
    return _("You wrote “%(words)s”. Did you mean") % {"words": one.words}


def notes(found: Answer) -> list[str]:
    """Say all that was understood of a question besides what it asks for, and what is not known of the answers."""
    return [
        *(f"{hint_opening(one)} {one.meant.name}?" for one in found.hints),
        *places_sentences(found),
        *refused_sentences(found),
        *not_known(found),
    ]


def not_known(found: Answer) -> list[str]:
    """Say what is not known of the answers: it counts against nobody."""
    sentences = unknown_sentences(found.unknown)
    if found.unmet:
        words = ", ".join(_("“%(word)s”") % {"word": word} for word in found.unmet)
        sentences.insert(
            0,
            ngettext("No evidence uses the word %(words)s.", "No evidence uses the words %(words)s.", len(found.unmet))
            % {"words": words},
        )
    if found.unknown_batch:
        sentences.append(
            ngettext(
                "%(n)s of %(all)s never stated a minimum batch. That does not mean it cannot.",
                "%(n)s of %(all)s never stated a minimum batch. That does not mean they cannot.",
                found.unknown_batch,
            )
            % {"n": found.unknown_batch, "all": len(found.lines)}
        )
    return sentences
