"""Read which competences a need asks for or an offer brings; what a person added or took away stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from filiera.common import audit
from filiera.common.digests import sha256_of
from filiera.common.reading.sentences import sentences
from filiera.common.visibility import OFFICE_AUDIENCE
from filiera.competence.adapters import taxonomy_digest
from filiera.competence.models import Competence
from filiera.competence.queries.asked import read_question
from filiera.competence.queries.asked_names import names_known
from filiera.competence.queries.state import map_state
from filiera.exchange.enums import TopicOrigin
from filiera.exchange.models import Need, Offer

if TYPE_CHECKING:
    from filiera.engine.types import AskedCompetence
    from filiera.exchange.models import NeedTopic, OfferTopic

MOST_READ = 4_000
"""Signs of a text in which competences are looked for: what is wanted stands at the beginning."""

MOST_TOPICS = 8
PASSAGE = 380


def read_topics(*, need: Need) -> int:
    """Read what a need asks for, unless these words were read already; give how many competences were found."""
    return _read(need, asked_text(need))


def read_offer_topics(*, offer: Offer) -> int:
    """Read what an offer brings, unless these words were read already; give how many competences were found."""
    return _read(offer, offered_text(offer))


def asked_text(need: Need) -> str:
    """Give what a need asks, as one text: its title, then its words."""
    return f"{need.title}.\n{need.words}"[:MOST_READ]


def offered_text(offer: Offer) -> str:
    """Give what an offer brings, as one text: its title, the solution, then the problem that it is for."""
    return f"{offer.title}.\n{offer.solution}\n{offer.problem}"[:MOST_READ]


def _read(row: Need | Offer, text: str) -> int:
    mark = sha256_of(f"{taxonomy_digest()}{text}")[:40]
    if row.topics_read_as == mark:
        return 0
    naming = names_known(OFFICE_AUDIENCE, map_state(OFFICE_AUDIENCE, other_names=True))
    found = read_question(text, row.language, (), naming).found
    return _keep(row, text, found, mark)


@transaction.atomic
def _keep(row: Need | Offer, text: str, found: tuple[AskedCompetence, ...], mark: str) -> int:
    kept: Any = row.topics
    type(row)._default_manager.select_for_update().get(pk=row.pk)
    decided = set(kept.filter(origin=TopicOrigin.PERSON).values_list("competence_id", flat=True))
    kept.exclude(competence__in=decided).delete()
    best = sorted(found, key=lambda one: (-one.score, one.competence_id))[:MOST_TOPICS]
    rows = [
        kept.model(
            competence_id=one.competence_id,
            weight=max(0.01, min(1.0, one.score)),
            passage=_sentence(text, one.start, one.end),
            **{kept.field.name: row},
        )
        for one in best
        if one.competence_id not in decided
    ]
    kept.bulk_create(rows)
    type(row)._default_manager.filter(pk=row.pk).update(topics_read_as=mark)
    row.topics_read_as = mark
    return len(rows)


def _sentence(text: str, start: int, end: int) -> str:
    """Give the sentence in which a span stands."""
    found = next(((a, b) for a, b in sentences(text) if a <= start < b), (start, end))
    return text[found[0] : max(end, found[1])].strip()[:PASSAGE]


@transaction.atomic
def decide_topic(*, need: Need, competence: Competence, is_asked: bool, actor: Any = None) -> NeedTopic:
    """Say that a need asks for a competence, or that it does not: a later reading does not change it."""
    row: NeedTopic = _decide(need, competence, is_asked)
    values = {"need": need.code, "competence": competence.code, "asked": is_asked}
    audit.record(actor=actor, verb="decide-need-topic", thing=need, values=values)
    return row


@transaction.atomic
def decide_offer_topic(*, offer: Offer, competence: Competence, is_brought: bool, actor: Any = None) -> OfferTopic:
    """Say that an offer brings a competence, or that it does not: a later reading does not change it."""
    row: OfferTopic = _decide(offer, competence, is_brought)
    values = {"offer": offer.code, "competence": competence.code, "asked": is_brought}
    audit.record(actor=actor, verb="decide-offer-topic", thing=offer, values=values)
    return row


def _decide(thing: Need | Offer, competence: Competence, is_meant: bool) -> Any:
    said = {"is_refused": not is_meant, "origin": TopicOrigin.PERSON}
    type(thing)._default_manager.select_for_update().get(pk=thing.pk)
    kept: Any = thing.topics
    row, _made = kept.update_or_create(competence=competence, defaults=said, create_defaults={**said, "weight": 1.0})
    return row
