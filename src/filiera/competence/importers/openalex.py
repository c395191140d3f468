"""OpenAlex works: abstracts put together again, institutions as mentions, retracted works marked and proving nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from filiera.common.partial_date import PartialDate
from filiera.competence.drafts import EvidenceDraft, Mention, SourceDraft
from filiera.competence.enums import EvidenceKind, LinkRole
from filiera.competence.importers.base import Built, ReadFile, Unit
from filiera.competence.importers.cordis import Place
from filiera.competence.importers.stage import Fault, Stage, StagedRow
from filiera.registry.enums import Certainty, Scheme, SourceKind
from filiera.registry.importers.cells import country_of, identifier_of, plain_text, read_date
from filiera.registry.importers.files import Member
from filiera.registry.importers.json_stream import json_records
from filiera.registry.importers.ror import is_institution

SOURCE = SourceDraft("OpenAlex, works", kind=SourceKind.DATASET, licence="CC0 1.0")
NO_WORK = frozenset(
    {"paratext", "peer-review", "erratum", "retraction", "supplementary-materials", "grant", "libguides"}
)
"""Types of record that are about a publication, or beside it."""

WORDS_LIMIT = 20_000
"""Longest abstract, in words; a position beyond is a fault of the record."""

AUTHORS_LIMIT = 200
"""Authorships read of one work: papers of collaborations name thousands, and prove little for each."""

KEPT = (
    "id",
    "doi",
    "title",
    "display_name",
    "publication_date",
    "publication_year",
    "type",
    "language",
    "is_retracted",
    "authorships",
    "abstract_inverted_index",
    "primary_topic",
    "keywords",
    "updated_date",
)


class OpenAlexImporter:
    """Reads works: an answer of the API, JSON lines, or files and folders of the snapshot, plain or gz."""

    def __init__(self, place: Place) -> None:
        """Limit the works to those with an institution of a place, where one is given."""
        self.place = place

    def read(self, member: Member) -> ReadFile | None:
        """Take any JSON file; what its records are is told one by one."""
        if member.suffix not in (".json", ".jsonl", ".ndjson", ".txt", ""):
            return None
        if member.name.rsplit("/", 1)[-1].lower().removesuffix(".gz") == "manifest":
            return None
        return ReadFile("work", _rows(member))

    def key(self, row: StagedRow) -> str:
        """Give the work's id."""
        return str(row.values["id"])

    def build(self, units: Sequence[Unit], stage: Stage) -> list[Built]:
        """Turn works into drafts; of two records of one work the later one in the files counts."""
        return [build_work(key, rows[-1], self.place) for key, rows in units]


def _rows(member: Member) -> Iterator[StagedRow | Fault]:
    with member.opened() as stream:
        for record in json_records(stream):
            if record.value is None:
                yield Fault(record.fault, member.name, record.number, value=record.raw[:120], raw=record.raw)
                continue
            identity = str(record.value.get("id") or "").rsplit("/", 1)[-1]
            if is_institution(record.value):
                yield Fault("institution-here", member.name, record.number, "id", identity)
            elif not identity.startswith("W"):
                yield Fault("no-id", member.name, record.number, "id", identity[:120])
            else:
                kept = {name: record.value[name] for name in KEPT if record.value.get(name)}
                yield StagedRow("work", member.name, record.number, {**kept, "id": identity})


def build_work(key: str, row: StagedRow, place: Place) -> Built:
    """Turn one work into its draft, or into the reason why it is none."""
    built, work = Built(), row.values
    if str(work.get("type", "")).lower() in NO_WORK:
        built.reject("not-a-publication", row, "type", str(work["type"]))
        return built
    title = plain_text(str(work.get("title") or work.get("display_name") or ""))
    if not title:
        built.reject("untitled-publication", row, "title")
        return built
    mentions = _mentions(work.get("authorships") or [])
    if (place.country or place.nuts) and not any(
        place.holds(one.country, "", "") or one.country == place.country for one in mentions
    ):
        built.outside = True
        return built
    try:
        text = abstract_of(work.get("abstract_inverted_index") or {})
    except ValueError:
        built.reject("too-long", row, "abstract_inverted_index")
        return built
    retracted = bool(work.get("is_retracted"))
    if retracted:
        built.remark("retracted", row, "is_retracted", title)
        mentions = [Mention(one.name, LinkRole.PARTNER, one.ids, country=one.country) for one in mentions]
    if not mentions:
        built.remark("no-institution", row, "authorships", title)
    built.newest = (SOURCE.name, updated) if len(updated := str(work.get("updated_date", ""))[:10]) == 10 else None
    shown = f"[Retracted] {title}" if retracted else title
    text = "\n\n".join(part for part in (text, _subjects(work)) if part)
    draft = EvidenceDraft(
        uid=f"openalex:{key}",
        kind=EvidenceKind.PUBLICATION,
        source=SOURCE,
        mentions=tuple(mentions),
        on=_date(work, built, row),
        certainty=Certainty.DISPUTED if retracted else Certainty.SEEN,
        url=str(work.get("doi") or f"https://openalex.org/{key}")[:600],
        line=row.line,
    )
    draft = (
        replace(draft, title_it=shown[:500], text_it=text)
        if work.get("language") == "it"
        else replace(draft, title_en=shown[:500], text_en=text)
    )
    built.drafts.append(draft)
    return built


def abstract_of(index: Mapping[str, Sequence[int]]) -> str:
    """Put an abstract together from its inverted index. Raises ValueError where a position cannot be."""
    placed: dict[int, str] = {}
    for word, positions in index.items():
        for position in positions:
            if not isinstance(position, int) or not 0 <= position < WORDS_LIMIT:
                raise ValueError(f"position {position!r}")
            placed[position] = word
    return plain_text(" ".join(placed[position] for position in sorted(placed)))


def _subjects(work: Mapping[str, Any]) -> str:
    named = [(work.get("primary_topic") or {}).get("display_name", "")]
    named += [one.get("display_name") or one.get("keyword") or "" for one in work.get("keywords") or []]
    subjects = list(dict.fromkeys(name for name in named if name))
    return f"Keywords: {'; '.join(subjects)}." if subjects else ""


def _date(work: Mapping[str, Any], built: Built, row: StagedRow) -> PartialDate | None:
    text = str(work.get("publication_date") or work.get("publication_year") or "")
    try:
        return read_date(text)
    except ValueError:
        built.remark("bad-date", row, "publication_date", text)
        return None


def _mentions(authorships: Sequence[Mapping[str, Any]]) -> list[Mention]:
    """Give the institutions once each; an author of none known has the affiliation as it was printed."""
    found: dict[str, Mention] = {}
    for authorship in authorships[:AUTHORS_LIMIT]:
        institutions = authorship.get("institutions") or []
        for one in institutions:
            name = str(one.get("display_name") or "").strip()
            openalex = str(one.get("id") or "").rsplit("/", 1)[-1]
            ids = {"ROR": identifier_of(Scheme.ROR, str(one.get("ror") or "")), "OPENALEX": openalex}
            ids = {scheme: value for scheme, value in ids.items() if value}
            if name or ids:
                mention = Mention(name, LinkRole.PARTICIPANT, ids, country=country_of(one.get("country_code") or ""))
                found.setdefault(mention.key, mention)
        if not institutions:
            country = country_of(next(iter(authorship.get("countries") or []), ""))
            for raw in authorship.get("raw_affiliation_strings") or []:
                mention = Mention(str(raw).strip()[:300], LinkRole.PARTICIPANT, country=country)
                if mention.name:
                    found.setdefault(mention.key, mention)
    return list(found.values())
