"""The evidence that an answer shows: first what the map counts for the competences asked, then what the words found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from filiera.common.folding import fold
from filiera.common.language import current_language, localised
from filiera.common.partial_date import precision_word
from filiera.competence.models import Claim, ClaimProof, Evidence, Reading

if TYPE_CHECKING:
    from filiera.competence.queries.directory import Entry
    from filiera.competence.queries.evidence import StripPoint
    from filiera.engine.types import EvidenceHit

MOST = 3
"""Pieces of evidence shown with an answer."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A piece of evidence with the passage that counts; `lang` is the passage's language."""

    id: int
    uid: str
    title: str
    kind: str
    on: date | None
    precision: str
    source_name: str
    source_url: str
    passage: str
    lang: str
    independent: bool

    @property
    def quoted(self) -> str:
        """Give the passage as pages quote it: nothing where it is the title again, or a part of it."""
        return "" if f" {fold(self.passage)} " in f" {fold(self.title)} " else self.passage


@dataclass(frozen=True, slots=True)
class Support:
    """A piece of evidence that counts for a competence asked, with its share of the strength."""

    evidence_id: int
    competence: str
    weight: float


def support_of(
    organisation_ids: Mapping[int, object], claims: Mapping[str, Mapping[int, Claim]]
) -> dict[int, tuple[Support, ...]]:
    """Give, by organisation, what counts for the competences asked, heaviest first: one query."""
    by_claim = {
        claim.pk: (owner, code)
        for code, by_owner in claims.items()
        for owner, claim in by_owner.items()
        if owner in organisation_ids
    }
    found: dict[int, list[Support]] = defaultdict(list)
    rows = ClaimProof.objects.filter(claim_id__in=list(by_claim)).order_by("-weight", "pk")
    for claim_id, evidence_id, weight in rows.values_list("claim_id", "evidence_id", "weight"):
        owner, code = by_claim[claim_id]
        found[owner].append(Support(evidence_id, code, weight))
    return {owner: tuple(pieces) for owner, pieces in found.items()}


def speaking(entry: Entry, support: Sequence[Support], held: Sequence[str]) -> list[StripPoint]:
    """Give the evidence of an organisation that counts for the competences it holds, each piece once."""
    ids = {one.evidence_id for one in support if one.competence in held}
    return [point for point in entry.evidence if point.id in ids]


def proofs_of(
    hits: Mapping[int, Sequence[EvidenceHit]],
    entries: Mapping[int, Entry],
    support: Mapping[int, Sequence[Support]],
) -> dict[int, tuple[Proof, ...]]:
    """Give each answer's two or three pieces of evidence with the passage that counts: two queries.

    Evidence that counts for what is asked stands first, in the order in which the words found it; what only the words
    found is shown where nothing counts.
    """
    wanted: dict[int, list[tuple[int, EvidenceHit | None]]] = {}
    for owner, entry in entries.items():
        shown = {point.id for point in entry.evidence}
        by_words = {int(hit.document_id): hit for hit in hits.get(owner, ()) if int(hit.document_id) in shown}
        counting = dict.fromkeys(one.evidence_id for one in support.get(owner, ()) if one.evidence_id in shown)
        first = [pk for pk in by_words if pk in counting]
        chosen = [*first, *(pk for pk in counting if pk not in by_words)] or list(by_words)
        wanted[owner] = [(pk, by_words.get(pk)) for pk in chosen[:MOST]]
    ids = {pk for pieces in wanted.values() for pk, _hit in pieces}
    rows = Evidence.objects.select_related("source").in_bulk(ids)
    passages = _passages(wanted, support)
    return {
        owner: tuple(
            _proof(rows[pk], hit, passages.get((owner, pk), ("", "")), entries[owner])
            for pk, hit in pieces
            if pk in rows
        )
        for owner, pieces in wanted.items()
    }


def _passages(
    wanted: Mapping[int, Sequence[tuple[int, EvidenceHit | None]]], support: Mapping[int, Sequence[Support]]
) -> dict[tuple[int, int], tuple[str, str]]:
    """Give the passage (Italian, English) in which a piece was read for a competence asked, where the words found none here."""
    without = {(owner, pk) for owner, pieces in wanted.items() for pk, hit in pieces if not _is_here(hit)}
    codes = {
        (owner, one.evidence_id): one.competence
        for owner, pieces in support.items()
        for one in reversed(pieces)
        if (owner, one.evidence_id) in without
    }
    rows = Reading.objects.filter(evidence_id__in={pk for _owner, pk in codes}, competence_id__in=set(codes.values()))
    read = {
        (pk, code): (it, en)
        for pk, code, it, en in rows.values_list("evidence_id", "competence_id", "passage_it", "passage_en")
    }
    return {key: read.get((key[1], code), ("", "")) for key, code in codes.items()}


def _proof(row: Evidence, hit: EvidenceHit | None, read: tuple[str, str], entry: Entry) -> Proof:
    passage, lang = _passage(row, hit, read)
    point = next(one for one in entry.evidence if one.id == row.pk)
    return Proof(
        id=row.pk,
        uid=row.uid,
        title=localised(row, "title"),
        kind=row.kind,
        on=row.on,
        precision=precision_word(row.on_precision),
        source_name=row.source.title,
        source_url=row.source.url or row.url,
        passage=passage,
        lang=lang,
        independent=point.independent,
    )


def _is_here(hit: EvidenceHit | None) -> bool:
    """Tell whether the words found a passage in the language of the reader."""
    return hit is not None and hit.lang in (None, current_language())


def _passage(row: Evidence, hit: EvidenceHit | None, read: tuple[str, str]) -> tuple[str, str]:
    """Give the passage that counts, and its language: the reader's wherever the evidence has it."""
    here = current_language()
    if hit is not None and _is_here(hit):
        return hit.passage, hit.lang or here
    said = {"it": read[0] or row.text_it or row.title_it, "en": read[1] or row.text_en or row.title_en}
    if said.get(here):
        return said[here], here
    if hit is not None:
        return hit.passage, hit.lang or here
    return (said["it"], "it") if said["it"] else (said["en"], "en")
