"""The words of an evidence sheet for closed lists: our codes, the labels that the pages show, and what people write."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import override

from filiera.common.folding import fold
from filiera.common.visibility import Visibility
from filiera.competence.enums import EvidenceKind
from filiera.registry.enums import Certainty

_KINDS = {
    "certificazione": EvidenceKind.CERTIFICATE,
    "strumento": EvidenceKind.EQUIPMENT,
    "partenariato": EvidenceKind.PARTNERSHIP,
    "impianto": EvidenceKind.PLANT,
}
_CERTAINTIES = {
    "visto": Certainty.SEEN,
    "vista": Certainty.SEEN,
    "letto": Certainty.SEEN,
    "letta": Certainty.SEEN,
    "confirmed": Certainty.SEEN,
    "confermato": Certainty.SEEN,
    "dichiarato": Certainty.DECLARED,
    "dichiarata": Certainty.DECLARED,
    "low": Certainty.DECLARED,
    "a memoria": Certainty.MEMORY,
    "memoria": Certainty.MEMORY,
    "conoscenza generale": Certainty.MEMORY,
    "general knowledge": Certainty.MEMORY,
    "contestato": Certainty.DISPUTED,
    "contestata": Certainty.DISPUTED,
    "atto pubblico": Certainty.FILED,
    "public act": Certainty.FILED,
    "high": Certainty.FILED,
    "alta": Certainty.FILED,
}
_LEVELS = {
    "pubblico": Visibility.PUBLIC,
    "pubblica": Visibility.PUBLIC,
    "soci": Visibility.MEMBERS,
    "interessato": Visibility.ORGANISATION,
    "l interessato": Visibility.ORGANISATION,
    "organizzazione": Visibility.ORGANISATION,
    "ufficio": Visibility.OFFICE,
    "l ufficio": Visibility.OFFICE,
}


@cache
def _labelled(choices: type[TextChoices]) -> dict[str, str]:
    """Give the values of a closed list by code and by label in every language, folded."""
    words = {fold(value): value for value in choices.values}
    for language, _name in settings.LANGUAGES:
        with override(language):
            words |= {fold(str(one.label)): one.value for one in choices}
    return words


def kind_of(text: str) -> str:
    """Give the kind of evidence that is written, or an empty text."""
    return _labelled(EvidenceKind).get(fold(text), "") or _KINDS.get(fold(text), "")


def certainty_of(text: str) -> str:
    """Give the degree of certainty that is written, or an empty text."""
    return _labelled(Certainty).get(fold(text), "") or _CERTAINTIES.get(fold(text), "")


def level_of(text: str) -> str:
    """Give the level of visibility that is written, or an empty text."""
    return _labelled(Visibility).get(fold(text), "") or _LEVELS.get(fold(text), "")
