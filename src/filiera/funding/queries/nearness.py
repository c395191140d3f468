"""How near the words of calls and the words of evidence come: by the one engine, asked from either side.

What a call asks the engine is its title and the beginning of its text, in its own language, whatever the reader's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from django.conf import settings

from filiera.common.kept import Kept
from filiera.competence.adapters import DatabaseVectors, current_embedder, current_index
from filiera.competence.queries.ranking import gone_since, hidden_from
from filiera.competence.queries.state import map_state
from filiera.engine.answerable import nearest_questions
from filiera.engine.embedding import digest
from filiera.engine.matching import matcher
from filiera.engine.text import normalise
from filiera.engine.types import Question

if TYPE_CHECKING:
    from filiera.common.visibility import Audience
    from filiera.engine.embedding import Vectors
    from filiera.engine.index import Index
    from filiera.engine.types import OwnerHit
    from filiera.funding.models import Call
    from filiera.registry.models import Organisation

WORDS_ASKED = 600
"""Characters of title and text that retrieval is asked: the beginning says what is wanted."""

ASKED_IN_FULL = 30
"""Calls that the matcher is asked about for one organisation: those that come nearest by meaning alone."""


@dataclass(frozen=True, slots=True)
class Near:
    """How near a call comes to an organisation's evidence, in [0, 1], and the piece of it that comes nearest."""

    score: float
    evidence_id: int


def asked_text(call: Call) -> str:
    """Give what a call asks the engine."""
    title = call.title_it if call.language == "it" else call.title_en
    summary = call.summary_it if call.language == "it" else call.summary_en
    return normalise(f"{title or call}. {summary or call.summary_it or call.summary_en}"[:WORDS_ASKED])


def meaning_key(call: Call) -> str:
    """Give the key under which the meaning of what a call asks is kept, embedded as a question."""
    return digest(f"{current_embedder().id} question", asked_text(call))


def owners_near(call: Call, *, allowed: frozenset[int], audience: Audience) -> tuple[OwnerHit, ...]:
    """Give the organisations whose visible evidence the engine finds for a call; nobody where there is no index."""
    index = current_index()
    if index is None or not allowed:
        return ()
    owners = {str(pk) for pk in allowed}
    question = Question(asked_text(call), call.language, owners=owners, hidden=_hidden(index, audience))
    answer = matcher(settings.MATCHER).rank(index, question, top=200)
    return () if answer.no_evidence else answer.hits


_kept: Kept[dict[int, Near]] = Kept(64)


def calls_near(organisation: Organisation, *, calls: Sequence[Call], audience: Audience) -> dict[int, Near]:
    """Give, by call, how near those come that come near an organisation's visible evidence at all.

    A call whose meaning was not embedded yet (`operations.topics` does it) is left out; so is one that is about nothing
    of which anybody has evidence.
    """
    index = current_index()
    if index is None or not calls:
        return {}
    keys = {call.pk: meaning_key(call) for call in calls}
    embedded = DatabaseVectors(current_embedder()).known(sorted(set(keys.values())))
    known = [call for call in calls if keys[call.pk] in embedded]
    state = map_state(audience)
    key = (index.root, index.generation, state.key, organisation.pk, tuple((one.pk, keys[one.pk]) for one in known))
    return _kept.get(key, lambda: _found(index, organisation, known, keys, audience), keep=state.settled)


def _found(
    index: Index, organisation: Organisation, known: Sequence[Call], keys: Mapping[int, str], audience: Audience
) -> dict[int, Near]:
    meanings = _meanings({call.pk: keys[call.pk] for call in known})
    hidden, owner = _hidden(index, audience), str(organisation.pk)
    if not meanings:
        return {}
    vectors = np.stack([meanings[call.pk] for call in known])
    languages = [call.language for call in known]
    found = {}
    for place in nearest_questions(index, vectors, languages, owner, hidden=hidden, top=ASKED_IN_FULL):
        call = known[place]
        current_embedder().remember(asked_text(call), meanings[call.pk])
        question = Question(asked_text(call), call.language, owners={owner}, hidden=hidden)
        answer = matcher(settings.MATCHER).rank(index, question, top=1)
        if answer.hits and not answer.no_evidence:
            found[call.pk] = Near(answer.hits[0].score, int(answer.hits[0].hits[0].document_id))
    return found


def _meanings(keys: Mapping[int, str]) -> dict[int, Vectors]:
    """Give the kept meaning of calls, by call."""
    kept = DatabaseVectors(current_embedder()).get_many(sorted(set(keys.values())))
    return {pk: kept[key] for pk, key in keys.items() if key in kept}


def _hidden(index: Index, audience: Audience) -> frozenset[str]:
    return hidden_from(audience) | gone_since(index, map_state(audience))
