"""What people proposed as evidence: shown to who sent it and to the office, and made ready to be turned into evidence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse

from filiera.common.folding import fold
from filiera.competence.importers.sheet_words import kind_of
from filiera.competence.models import Suggestion

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from filiera.common.visibility import Audience
    from filiera.registry.models import Organisation

SHOWN = 5
TITLE = 120
_DAY = re.compile(r"\b(?:\d{1,2}/\d{1,2}/\d{4}|\d{1,2}/\d{4}|(?:19|20)\d\d)\b")
_SENTENCE = re.compile(r"(?<=[.!?;])\s|\n")


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A proposal on an organisation's page: whether it waits, what was answered, and the evidence that it became."""

    words: str
    proof_url: str
    sent_at: datetime
    waits: bool
    answer: str
    evidence: int | None
    accept_url: str


def proposals_of(organisation: Organisation, *, audience: Audience, user_id: int | None) -> list[ProposalLine]:
    """Give what of an organisation's proposals a person may see: the sender their own, the office those that wait.

    One query, none for whoever has not signed in.
    """
    if user_id is None:
        return []
    rows = Suggestion.objects.filter(organisation=organisation, kind=Suggestion.Kind.OWN)
    rows = rows.filter(handled_at=None) if audience.is_office else rows.filter(sent_by=user_id)
    return [
        ProposalLine(
            words=row.words,
            proof_url=row.proof_url,
            sent_at=row.sent_at,
            waits=row.handled_at is None,
            answer=row.answer,
            evidence=row.became_id,
            accept_url=reverse("proposal", args=[row.pk]) if audience.is_office and row.by_its_people else "",
        )
        for row in rows.order_by("-sent_at", "-pk")[:SHOWN]
    ]


def acceptable_proposals() -> QuerySet[Suggestion]:
    """Give the proposals of organisations' own people."""
    rows = Suggestion.objects.filter(kind=Suggestion.Kind.OWN, by_its_people=True).exclude(organisation=None)
    return rows.select_related("organisation__merged_into", "competence")


def begun_from(row: Suggestion) -> dict[str, str]:
    """Fill in what a proposal says of itself, for a person to correct: its first sentence, a kind and a day it names."""
    title = _SENTENCE.split(row.words.strip(), maxsplit=1)[0].strip().rstrip(".;")
    days = _DAY.findall(row.words)
    return {
        "kind": next((str(kind) for word in fold(row.words).split() if (kind := kind_of(word))), ""),
        "title": title[:TITLE],
        "on": days[0] if days else "",
        "text": row.words.strip(),
        "url": row.proof_url,
    }
