"""A filter of calls in words: what a kept search is called where nobody names it, and how its line says what it asks for."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filiera.common.in_words import quoted
from filiera.common.language import localised
from filiera.competence.models import Competence
from filiera.funding.enums import CallLevel
from filiera.funding.filters import CallFilter
from filiera.funding.logic.standing import Standing
from filiera.funding.wording_calls import STANDINGS
from filiera.registry.models import Stage

LONGEST_NAME = 120


def filter_words(asked: CallFilter) -> list[str]:
    """Say each criterion of a filter; of none, that it is every call that is not over."""
    words = [quoted(asked.q)] if asked.q else []
    words += [str(STANDINGS[Standing(one)]) for one in asked.standing]
    words += [str(CallLevel(one).label) for one in asked.level]
    words += list(asked.programme)
    if asked.stage:
        labels = {row.code: localised(row, "short") for row in Stage.objects.filter(code__in=asked.stage)}
        words += [labels.get(one, one) for one in asked.stage]
    if asked.competence:
        row = Competence.objects.filter(code=asked.competence).first()
        words.append(localised(row, "label") if row else asked.competence)
    if asked.within:
        words.append(
            ngettext("closes within %(n)s day", "closes within %(n)s days", asked.within) % {"n": asked.within}
        )
    return words or [_("every call that is not over")]


def offered_name(asked: CallFilter) -> str:
    """Offer a name for a search: its words."""
    name = ", ".join(filter_words(asked))
    cut = name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rpartition(" ")[0] + "…"
    return cut[:1].upper() + cut[1:]
