"""Evidence comes in: many drafts at a time, repeatable, each tied to its organisations or to names not yet known."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction

from filiera.common.visibility import Visibility
from filiera.competence.drafts import EvidenceDraft, Mention, Outcome
from filiera.competence.enums import LinkBand
from filiera.competence.models import Evidence, EvidenceLink
from filiera.competence.operations.withdrawal import withdraw
from filiera.registry.enums import Band
from filiera.registry.finding import Found, Named, OrganisationFinder
from filiera.registry.logic import is_independent
from filiera.registry.models import Source
from filiera.registry.operations.sources import record_source
from filiera.registry.queries.voices import OwnVoices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filiera.registry.models import ImportBatch

CONTENT = (
    "kind",
    "title_it",
    "title_en",
    "text_it",
    "text_en",
    "ended_on",
    "valid_until_on",
    "certainty",
    "visibility",
    "url",
    "is_example",
)


@dataclass
class Recorder:
    """Records drafts against one picture of the register; keep one for a whole file."""

    finder: OrganisationFinder
    voices: OwnVoices
    batch: ImportBatch | None = None
    replaced: list[dict[str, Any]] = field(default_factory=list)
    """What the batch wrote over, for its undo: the caller keeps it and empties the list."""

    _sources: dict[tuple[str, str, str], Source] = field(default_factory=dict)
    _independence: dict[tuple[int, int], bool] = field(default_factory=dict)

    @transaction.atomic
    def record(self, drafts: Sequence[EvidenceDraft]) -> list[Outcome]:
        """Record the drafts in one transaction; give what became of each, in their order.

        The same `uid` updates; an answer that a person gave about a mention is kept. A `uid` twice in one call:
        the last one counts.
        """
        known = Evidence.objects.in_bulk([draft.uid for draft in drafts], field_name="uid")
        outcomes, new, changed = [], {}, {}
        for draft in drafts:
            digest = draft.digest()
            old = known.get(draft.uid)
            if old is None:
                new[draft.uid] = (draft, digest)
                outcomes.append(Outcome.NEW)
            elif old.digest == digest:
                outcomes.append(Outcome.UNCHANGED)
            else:
                changed[draft.uid] = (draft, digest)
                outcomes.append(Outcome.CHANGED)
        rows = [self._fill(Evidence(uid=uid), *pair) for uid, pair in new.items()]
        Evidence.objects.bulk_create(rows, batch_size=500)
        if self.batch is not None and changed:
            self.replaced.extend(snapshots([known[uid] for uid in changed]))
        # What is private, or was, may also have another owner now: nothing of it stays with the one before.
        withdraw(
            known[uid].pk
            for uid, (draft, _digest) in changed.items()
            if {draft.visibility, known[uid].visibility} != {Visibility.PUBLIC}
        )
        updated = [self._fill(known[uid], *pair) for uid, pair in changed.items()]
        names = [*CONTENT, "on", "on_precision", "source", "batch", "line", "digest"]
        Evidence.objects.bulk_update(updated, names, batch_size=200)
        self._link([(row, new[row.uid][0]) for row in rows])
        self._relink([(row, changed[row.uid][0]) for row in updated])
        return outcomes

    def _fill(self, row: Evidence, draft: EvidenceDraft, digest: str) -> Evidence:
        for name in CONTENT:
            setattr(row, name, getattr(draft, name))
        row.on = draft.on.day if draft.on else None
        row.on_precision = draft.on.precision if draft.on else ""
        row.source = self._source(draft)
        row.batch = self.batch
        row.line = draft.line
        row.digest = digest
        return row

    def _source(self, draft: EvidenceDraft) -> Source:
        said = draft.source
        key = (said.name, said.url, str(said.on or ""))
        if key not in self._sources:
            self._sources[key] = record_source(
                name=said.name,
                url=said.url,
                on=said.on,
                kind=said.kind,
                licence=said.licence,
                is_example=draft.is_example,
            )
        return self._sources[key]

    def _link(self, pairs: Sequence[tuple[Evidence, EvidenceDraft]]) -> None:
        links = []
        for row, draft in pairs:
            seen = set()
            for mention in draft.mentions:
                if (mention.key, mention.role) not in seen:
                    seen.add((mention.key, mention.role))
                    links.append(self._tie(row, mention))
        EvidenceLink.objects.bulk_create(links, batch_size=1000)

    def _relink(self, pairs: Sequence[tuple[Evidence, EvidenceDraft]]) -> None:
        if not pairs:
            return
        decided: dict[int, set[tuple[str, str]]] = defaultdict(set)
        by_people = EvidenceLink.objects.filter(evidence__in=[row for row, _ in pairs], band=LinkBand.CONFIRMED)
        for evidence_id, key, role in by_people.values_list("evidence_id", "mention_key", "role"):
            decided[evidence_id].add((key, role))
        EvidenceLink.objects.filter(evidence__in=[row for row, _ in pairs]).exclude(band=LinkBand.CONFIRMED).delete()
        links = []
        for row, draft in pairs:
            seen = set(decided[row.pk])
            for mention in draft.mentions:
                if (mention.key, mention.role) not in seen:
                    seen.add((mention.key, mention.role))
                    links.append(self._tie(row, mention))
        EvidenceLink.objects.bulk_create(links, batch_size=1000)

    def _tie(self, row: Evidence, mention: Mention) -> EvidenceLink:
        found, band = look_for(mention, self.finder)
        return EvidenceLink(
            evidence=row,
            organisation_id=found.organisation_id,
            candidate_id=found.candidate_id,
            role=mention.role,
            band=band,
            mention=(mention.name or mention.code or mention.key)[:300],
            mention_key=mention.key,
            mention_ids=mention.ids,
            town=mention.town[:120],
            country=mention.country[:2].upper(),
            score=found.score or None,
            independent=self._independent(row.source, found.organisation_id),
        )

    def _independent(self, source: Source, organisation_id: int | None) -> bool:
        if organisation_id is None:
            return True
        key = (source.pk, organisation_id)
        if key not in self._independence:
            self._independence[key] = is_independent_of(source, organisation_id, self.voices)
        return self._independence[key]


def look_for(mention: Mention, finder: OrganisationFinder) -> tuple[Found, LinkBand]:
    """Find the organisation that a source names, and how surely."""
    found = finder.find(Named(mention.name, mention.ids, mention.code, mention.town, mention.country))
    bands = {Band.ASK: LinkBand.ASK, Band.NEW: LinkBand.UNKNOWN}
    band = bands.get(found.band, LinkBand.SAME if found.by in ("name", "") else LinkBand.IDENTIFIER)
    if found.by == "person":
        band = LinkBand.CONFIRMED
    if len(mention.ids) > 1 and len(finder.holders(mention.ids)) > 1:
        # The source's identifiers belong to different organisations of ours: a person must say which is meant.
        return Found(Band.ASK, candidate_id=found.organisation_id, score=found.score), LinkBand.ASK
    return found, band


def outcome_of(draft: EvidenceDraft, digest: str | None) -> Outcome:
    """Tell what becomes of a draft beside the evidence of its uid, given by its digest; None where there is none."""
    if digest is None:
        return Outcome.NEW
    return Outcome.UNCHANGED if digest == draft.digest() else Outcome.CHANGED


def is_independent_of(source: Source, organisation_id: int, voices: OwnVoices) -> bool:
    """Tell whether a source is neither an organisation nor its group."""
    if source.publisher_id == organisation_id:
        return False
    voice = voices.of(organisation_id)
    return is_independent(
        source_name=source.name, source_url=source.url, own_names=voice.names, own_domains=voice.domains
    )


def snapshots(rows: Sequence[Evidence]) -> list[dict[str, Any]]:
    """Write down evidence with its links as it stands, so that an undo can put it back: one query."""
    links: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for link in EvidenceLink.objects.filter(evidence__in=rows).order_by("pk").values():
        links[link["evidence_id"]].append(
            {name: value for name, value in link.items() if name not in ("id", "evidence_id")}
        )
    names = [*CONTENT, "uid", "on", "on_precision", "source_id", "batch_id", "line", "digest"]
    return [{**{name: getattr(row, name) for name in names}, "links": links[row.pk]} for row in rows]


def new_recorder(batch: ImportBatch | None = None) -> Recorder:
    """Make a recorder with today's picture of the register."""
    return Recorder(finder=OrganisationFinder(), voices=OwnVoices(), batch=batch)
