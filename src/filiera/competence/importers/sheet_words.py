"""The words of an evidence sheet for closed lists: our codes, the labels that the pages show, and what people write."""

from __future__ import annotations

from filiera.common.folding import fold
from filiera.common.listed_words import labelled
from filiera.common.visibility import PLAIN_LEVELS, Visibility
from filiera.competence.enums import EvidenceKind

_KINDS = {
    "certificazione": EvidenceKind.CERTIFICATE,
    "strumento": EvidenceKind.EQUIPMENT,
    "partenariato": EvidenceKind.PARTNERSHIP,
    "impianto": EvidenceKind.PLANT,
}
_LEVELS = {
    "pubblico": Visibility.PUBLIC,
    "pubblica": Visibility.PUBLIC,
    "soci": Visibility.MEMBERS,
    "organisation": Visibility.BILATERAL,
    "the organisation and the office": Visibility.BILATERAL,
    "l interessato e l ufficio": Visibility.BILATERAL,
    "interessato": Visibility.BILATERAL,
    "l interessato": Visibility.BILATERAL,
    "organizzazione": Visibility.BILATERAL,
    "ufficio": Visibility.OFFICE,
    "l ufficio": Visibility.OFFICE,
}


def kind_of(text: str) -> str:
    """Give the kind of evidence that is written, or an empty text."""
    return labelled(EvidenceKind).get(fold(text), "") or _KINDS.get(fold(text), "")


def level_of(text: str) -> str:
    """Give the level of visibility that is written, or an empty text; the words of older templates are still read.

    Evidence is at a level without a circle: what is for a table, for whoever signed or for the board is no evidence.
    """
    found = labelled(Visibility).get(fold(text), "") or _LEVELS.get(fold(text), "")
    return found if found in PLAIN_LEVELS else ""
