"""Read evidence against the taxonomy: only what is new or changed, in batches, with the vectors the index has already."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from django.db import transaction

from filiera.common.instance import current_instance
from filiera.competence.adapters import current_reader, taxonomy_digest
from filiera.competence.enums import PROVING_ROLES
from filiera.competence.models import Evidence, EvidenceLink, Reading
from filiera.engine.reading import EvidenceText, Reader
from filiera.engine.reading_names import without_names
from filiera.registry.models import Alias, Organisation

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from filiera.engine.embedding import Vectors
    from filiera.engine.index import Index

READER = "terms-and-meaning-v6"
"""Name and version of the reading; a change of its rules changes the version, and everything is read again."""

BATCH = 300
"""Pieces read in one go: some seconds of the model at most, and as much is lost where it is stopped."""

PASSAGE = 380


def read_evidence(*, index: Index | None, organisation_ids: Collection[int] | None = None) -> int:
    """Read what is stale of all evidence, or of some organisations' own; give how many pieces were read."""
    stale = stale_evidence(organisation_ids=organisation_ids)
    for start in range(0, len(stale), BATCH):
        read_pieces(stale[start : start + BATCH], index=index)
    return len(stale)


def read_pieces(evidence_ids: Sequence[int], *, index: Index | None) -> None:
    """Read some pieces of evidence. While the model works nothing is held: only what it found is written in one go.

    Of a piece that changes meanwhile the mark of what was read does not fit any more: it is read again the next time.
    """
    key = _reading_key()
    rows = list(Evidence.objects.filter(pk__in=evidence_ids).order_by("pk"))
    names = _names(EvidenceLink.objects.filter(evidence__in=evidence_ids))
    _keep(rows, _found(rows, names, current_reader(), index), {row.pk: _mark(key, names[row.pk], row) for row in rows})


def stale_evidence(*, organisation_ids: Collection[int] | None = None) -> list[int]:
    """Find the evidence to be read again: its content, the taxonomy, the reader, or a name that it may use changed.

    Of everybody in the register, or of some organisations. What proves something of nobody there is not read: of a large
    import that is nearly all, and it is read when its organisation is entered.
    """
    key = _reading_key()
    own = EvidenceLink.objects.filter(
        role__in=sorted(PROVING_ROLES), organisation__isnull=False, organisation__merged_into=None
    )
    if organisation_ids is not None:
        own = own.filter(organisation_id__in=organisation_ids)
    rows = Evidence.objects.filter(pk__in=own.values("evidence_id")).order_by("pk").only("digest", "read_as")
    names = _names(EvidenceLink.objects.filter(evidence__in=own.values("evidence_id")))
    return [row.pk for row in rows if row.read_as != _mark(key, names[row.pk], row)]


def _reading_key() -> str:
    unproved = sorted(_unproved())
    return hashlib.sha256(f"{READER}|{taxonomy_digest()}|{unproved}".encode()).hexdigest()[:16]


def _unproved() -> frozenset[tuple[str, str]]:
    """Give kinds of evidence with competences that they do not prove, as the instance says."""
    return frozenset((one.kind, code) for one in current_instance().no_proof for code in one.competences)


def _mark(key: str, names: Collection[str], row: Evidence) -> str:
    """Name what a reading depends on; the content stands last, as whoever looks for what is unread expects."""
    called = hashlib.sha256("|".join(sorted(names)).encode()).hexdigest()[:14]
    return f"{key}:{called}:{row.digest[:32]}"


def _found(
    rows: Sequence[Evidence], names: Mapping[int, Collection[str]], reader: Reader, index: Index | None
) -> list[Reading]:
    items: list[EvidenceText] = []
    where: list[tuple[Evidence, str]] = []
    for row in rows:
        for lang, title, text in (("it", row.title_it, row.text_it), ("en", row.title_en, row.text_en)):
            if title or text:
                items.append(EvidenceText(title, text, lang, row.kind.lower()))
                where.append((row, lang))
    vectors, unproved = _vectors(where, index), _unproved()
    nameless = [_nameless(item, names[row.pk]) for item, (row, _lang) in zip(items, where, strict=True)]
    found: dict[tuple[int, str], Reading] = {}
    read = zip(items, where, reader.read_many(nameless, vectors), strict=True)
    for item, (row, lang), readings in read:
        for one in readings:
            if (row.kind.lower(), one.competence_id) in unproved:
                continue
            reading = found.setdefault(
                (row.pk, one.competence_id),
                Reading(evidence=row, competence_id=one.competence_id, relevance=0.0),
            )
            reading.relevance = max(reading.relevance, min(1.0, one.score))
            setattr(reading, f"passage_{lang}", item.joined[one.start : one.end][:PASSAGE])
    return list(found.values())


def _names(links: QuerySet[EvidenceLink]) -> dict[int, set[str]]:
    """Give the names, by evidence, of the organisations that these tie it to: theirs, their aliases, and as it says them.

    Three queries, however many pieces.
    """
    said = list(links.values_list("evidence_id", "organisation_id", "mention"))
    called: dict[int | None, set[str]] = defaultdict(set)
    known = Organisation.objects.filter(evidence_links__in=links).distinct()
    for pk, *names in known.values_list("pk", "name", "legal_name"):
        called[pk].update(filter(None, names))
    for pk, name in Alias.objects.filter(organisation__in=known).values_list("organisation_id", "name"):
        called[pk].add(name)
    found: dict[int, set[str]] = defaultdict(set)
    for piece, organisation_id, mention in said:
        found[piece] |= called.get(organisation_id, set()) | ({mention} if mention else set())
    return found


def _nameless(item: EvidenceText, names: Collection[str]) -> EvidenceText:
    return replace(item, title=without_names(item.title, names), text=without_names(item.text, names))


@transaction.atomic
def _keep(rows: Sequence[Evidence], readings: Sequence[Reading], marks: Mapping[int, str]) -> None:
    """Write what was read of the pieces that are still there."""
    held = Evidence.objects.select_for_update().filter(pk__in=[row.pk for row in rows])
    there = set(held.order_by("pk").values_list("pk", flat=True))
    Reading.objects.filter(evidence__in=there).delete()
    Reading.objects.bulk_create((one for one in readings if one.evidence_id in there), batch_size=1000)
    for row in rows:
        row.read_as = marks[row.pk]
    Evidence.objects.bulk_update([row for row in rows if row.pk in there], ["read_as"], batch_size=500)


def _vectors(where: Sequence[tuple[Evidence, str]], index: Index | None) -> Vectors | None:
    """Give one unit vector a text, the mean of its passages in the index; None where the index lacks one of them."""
    if index is None:
        return None
    store = index.store
    found = []
    for row, lang in where:
        place = index.document_numbers.get(str(row.pk))
        if place is None:
            return None
        units = [u for u in store.document_units.members(place).tolist() if store.unit_language(u) == lang]
        passages = [p for unit in units for p in store.unit_passages.members(unit).tolist()]
        if not passages:
            return None
        mean = np.asarray(index.vectors[passages], dtype=np.float32).mean(axis=0)
        found.append(mean / max(float(np.linalg.norm(mean)), 1e-9))
    return np.asarray(found, dtype=np.float32) if found else None
