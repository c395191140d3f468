"""Who can do X? A question in plain words, organisations with their reasons, what nobody covers, what is not known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext, override

from filiera.common.folding import fold
from filiera.common.language import localised
from filiera.competence.adapters import current_index
from filiera.competence.enums import Verdict
from filiera.competence.filters import DirectoryFilter, Selection, current_organisations
from filiera.competence.logic import answer_reason, lang_of, nobody_can
from filiera.competence.models import Claim, Competence
from filiera.competence.models.claims import HELD_AT
from filiera.competence.queries.answer_proofs import proofs_of, speaking, support_of
from filiera.competence.queries.answer_types import Answer, AnswerLine, Asked, Mentioned, Part
from filiera.competence.queries.asked import Read, only_hints, read_question
from filiera.competence.queries.asked_names import name_hints, names_known
from filiera.competence.queries.asked_places import counted
from filiera.competence.queries.asked_refusals import left_out
from filiera.competence.queries.claims import claim_line
from filiera.competence.queries.directory import entries_of
from filiera.competence.queries.ranking import Hit, claims_on, gone_since, hidden_from, holders_of, joined
from filiera.competence.queries.state import MapState, map_state
from filiera.competence.question import is_about_quantity
from filiera.engine.matching import matcher
from filiera.engine.types import AskedCompetence, OwnerAnswer, Question
from filiera.engine.unmet import unmet_words
from filiera.registry.logic import distance_km
from filiera.registry.models import Organisation
from filiera.registry.queries.places import centre_meant

if TYPE_CHECKING:
    from filiera.common.visibility import Audience
    from filiera.engine.index import Index

NEAREST = 3
"""Organisations that come nearest where nobody has evidence: shown apart, never as answers."""

NEAR_AMONG = 10
"""Answers among which those without proof of what is asked have a place; after them only who has some is listed."""

SHOWN = 60
"""Organisations that are looked at closely before the best are shown; the rest of a ranking nobody reads."""


def answer(
    text: str,
    *,
    audience: Audience,
    today: date,
    asked: DirectoryFilter | None = None,
    lang: str | None = None,
    said_in: str | None = None,
    top: int = 10,
    ignored: Collection[str] = (),
) -> Answer:
    """Rank the organisations of the register for a question, as the audience may know them.

    What the audience may not see is left out before anything is scored. `lang` (`it` or `en`) is the question's, guessed
    where None; reasons are said in `said_in`, by default the question's too.
    An empty question has no answer: `no_evidence` is True and nothing is asked. `ignored` are competences that the
    person said were not meant.
    """
    text = " ".join(text.split())[:1000]
    lang = lang or lang_of(text)
    filters = asked or DirectoryFilter()
    everybody = frozenset(current_organisations(audience).values_list("pk", flat=True))
    index = current_index()
    if not text or index is None:
        return Answer(text, lang, (), (), (), True, settings.MATCHER, 0.0, len(everybody), ignored=tuple(ignored))
    state = map_state(audience, other_names=True)
    naming = names_known(audience, state)
    read = read_question(text, lang, ignored, naming)
    hints = name_hints(read.elsewhere, naming, state)
    selection = Selection(filters, audience=audience, today=today)
    refused = list(left_out(read.refused, naming, audience))
    allowed = everybody if filters.is_empty else frozenset(selection.matching().values_list("pk", flat=True))
    allowed = allowed.difference(*(meant for _said, meant in refused))
    base = Answer(
        query=text,
        lang=lang,
        asked=(),
        lines=(),
        uncovered=(),
        no_evidence=False,
        matcher=settings.MATCHER,
        confidence=1.0,
        everybody=len(everybody),
        within=len(allowed),
        places=counted(read.places, audience),
        placed=filters.has_place,
        named=read.named,
        hints=hints,
        ignored=tuple(ignored),
        refused=tuple(one for one, _meant in refused),
        is_filtered=allowed != everybody,
    )
    said = Said(said_in or lang, filters, audience, today)
    if read.only_name or only_hints(read, hints):
        return replace(base, lines=_called(read.named, said), only_name=True)
    ranked = _ranked(base, read, said, allowed, everybody, index, state, top)
    unknown = selection.unknown_rows().count() if not filters.is_empty else 0
    return replace(ranked, unknown=selection.undecided(), unknown_total=unknown)


def answer_to(
    text: str,
    found: tuple[AskedCompetence, ...],
    *,
    allowed: frozenset[int],
    audience: Audience,
    today: date,
    said_in: str,
    top: int,
    by: str = "",
) -> Answer:
    """Rank the organisations allowed for a text whose competences are known already, as a need's are.

    What the audience may not see is left out before anything is scored; reasons are said in `said_in`. `by` names another
    matcher than the one in use. Raises UnknownMatcher.
    """
    text, index = " ".join(text.split())[:1000], current_index()
    everybody = frozenset(current_organisations(audience).values_list("pk", flat=True))
    base = Answer(
        text, lang_of(text), (), (), (), True, by or settings.MATCHER, 0.0, len(everybody), within=len(allowed)
    )
    if not text or index is None or not allowed:
        return base
    said = Said(said_in, DirectoryFilter(), audience, today)
    return _ranked(base, Read(text, text, found, (), ()), said, allowed, everybody, index, map_state(audience), top)


@dataclass(frozen=True, slots=True)
class Said:
    """How lines are dressed: the language of their reasons, the filter, for whom, on which day."""

    lang: str
    filters: DirectoryFilter
    audience: Audience
    today: date


def _ranked(
    base: Answer,
    read: Read,
    said: Said,
    allowed: frozenset[int],
    everybody: frozenset[int],
    index: Index,
    state: MapState,
    top: int,
) -> Answer:
    """Complete an answer with who can do what is asked, best first, or with who comes nearest."""
    hidden = hidden_from(said.audience) | gone_since(index, state)
    question = Question(read.wanted, base.lang, owners={str(pk) for pk in allowed}, hidden=hidden)
    ranked = matcher(base.matcher).rank(index, question, top=max(SHOWN, top))
    claims, outside = claims_on(read.found, allowed, everybody, said.audience)
    asked_for = _asked(base.query, read.found, claims, outside)
    hits, nobody = _best(ranked, claims, read, asked_for, top)
    lines = _lines(hits, asked_for, claims, said)
    return replace(
        base,
        asked=asked_for,
        lines=() if nobody else lines,
        nearest=lines if nobody else (),
        uncovered=tuple(one for one in asked_for if one.uncovered),
        no_evidence=nobody or not lines,
        matcher=ranked.matcher,
        confidence=ranked.confidence,
        unmet=_unmet(base, read, index, question),
        unknown_batch=_batches_unknown(lines) if not nobody and is_about_quantity(read.wanted) else 0,
    )


def _unmet(base: Answer, read: Read, index: Index, question: Question) -> tuple[str, ...]:
    """Give the words that are asked and that no evidence uses; of what was read as a competence the map tells."""
    spans = [(one.start, one.end) for one in read.found]
    wanted = set(fold(read.wanted).split())
    words = unmet_words(index, replace(question, text=base.query), spans)
    return tuple(word for word in words if fold(word) in wanted)


def _called(named: Sequence[Mentioned], said: Said) -> tuple[AnswerLine, ...]:
    """Give the organisations that a question is nothing but the names of, as its answers."""
    ids = dict(Organisation.objects.filter(code__in=[one.code for one in named]).values_list("code", "pk"))
    lines = _lines([Hit(ids[one.code], 1.0, None) for one in named if one.code in ids], (), {}, said)
    with override(said.lang):
        return tuple(replace(line, reason=gettext("You wrote its name.")) for line in lines)


def _best(
    ranked: OwnerAnswer, claims: dict[str, dict[int, Claim]], read: Read, asked_for: tuple[Asked, ...], top: int
) -> tuple[list[Hit], bool]:
    """Join what the engine ranked with the map; give the best, and whether they are only who comes nearest."""
    hits = joined(ranked.hits if not ranked.no_evidence else (), claims, read.found)
    holders = holders_of(claims)
    declined = _declined(read.found) - holders
    hits = [one for one in hits if one.organisation_id not in declined]
    if holders:
        hits = hits[:NEAR_AMONG] + [one for one in hits[NEAR_AMONG:] if one.organisation_id in holders]
    uncovered = [one for one in asked_for if one.uncovered]
    nobody = nobody_can(
        retrieval_found_none=ranked.no_evidence,
        confidence=ranked.confidence,
        asked=len(asked_for),
        uncovered=len(uncovered),
        surest_covered=max((one.score for one in asked_for if not one.uncovered), default=0.0),
        filtered_out=any(one.outside for one in uncovered),
    )
    if len(uncovered) == len(asked_for):
        hits = _traces_first(hits, claims)
    return hits[: NEAREST if nobody else top], nobody


def _declined(found: tuple[AskedCompetence, ...]) -> frozenset[int]:
    """Give the organisations of which people said that they do not do something that is asked."""
    rows = Claim.objects.filter(competence__in=[one.competence_id for one in found], verdict=Verdict.REFUSED)
    return frozenset(rows.values_list("organisation_id", flat=True))


def _traces_first(hits: list[Hit], claims: dict[str, dict[int, Claim]]) -> list[Hit]:
    """Put those with a trace of what is asked before those with none, each part in its order."""
    traced = {owner for by_owner in claims.values() for owner in by_owner}
    return sorted(hits, key=lambda one: one.organisation_id not in traced)


def _asked(
    text: str, found: tuple[AskedCompetence, ...], claims: dict[str, dict[int, Claim]], outside: Counter[str]
) -> tuple[Asked, ...]:
    rows = Competence.objects.in_bulk([one.competence_id for one in found])
    of_any = len(holders_of({one.competence_id: claims.get(one.competence_id, {}) for one in found if one.group}))
    holders = {code: sum(claim.strength >= HELD_AT for claim in by_owner.values()) for code, by_owner in claims.items()}
    return tuple(
        Asked(
            code=one.competence_id,
            label=localised(rows[one.competence_id], "label"),
            url=reverse("competence", args=[one.competence_id]),
            score=one.score,
            start=one.start,
            end=one.end,
            words=text[one.start : one.end],
            holders=holders.get(one.competence_id, 0),
            traces=len(claims.get(one.competence_id, {})) - holders.get(one.competence_id, 0),
            outside=outside[one.competence_id],
            group=one.group,
            holders_of_any=of_any if one.group else 0,
        )
        for one in found
        if one.competence_id in rows
    )


def _lines(
    hits: list[Hit],
    asked_for: tuple[Asked, ...],
    claims: dict[str, dict[int, Claim]],
    said: Said,
) -> tuple[AnswerLine, ...]:
    rows = Organisation.objects.select_related("stage", "municipality").in_bulk([hit.organisation_id for hit in hits])
    entries = {entry.id: entry for entry in entries_of(list(rows.values()), audience=said.audience, today=said.today)}
    support = support_of(entries, claims)
    pieces = {hit.organisation_id: hit.hit.hits if hit.hit else () for hit in hits}
    proofs = proofs_of(pieces, entries, support)
    centre = centre_meant(said.filters.near) if said.filters.near else None
    lines = []
    for rank, hit in enumerate(hits, start=1):
        row, entry = rows[hit.organisation_id], entries[hit.organisation_id]
        own_claims = {one.code: claims.get(one.code, {}).get(row.pk) for one in asked_for}
        parts = tuple(
            Part(one, claim_line(claim) if (claim := own_claims[one.code]) else None)
            for one in asked_for
            if one.group is None or own_claims[one.code]  # of a group any will do: nobody lacks the others
        )
        own = proofs.get(row.pk, ())
        held = [part.asked.code for part in parts if part.is_held]
        with override(said.lang):
            covered = [localised(claims[code][row.pk].competence, "label") for code in held]
            speak = speaking(entry, support.get(row.pk, ()), held) if held else own
            reason = answer_reason(covered, [one.kind for one in speak], [one.independent for one in speak])
        far = None
        if centre and centre.lat is not None and centre.lon is not None and row.lat is not None and row.lon is not None:
            far = distance_km(centre.lat, centre.lon, row.lat, row.lon)
        lines.append(AnswerLine(rank, hit.score, entry, reason, parts, own, far))
    return tuple(lines)


def _batches_unknown(lines: tuple[AnswerLine, ...]) -> int:
    ids = [line.entry.id for line in lines]
    counted: int = Organisation.objects.filter(pk__in=ids, min_batch=None, kind="COMPANY").aggregate(n=Count("pk"))["n"]
    return counted
