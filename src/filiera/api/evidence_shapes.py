"""The JSON of a piece of evidence, and of a page of them."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, Literal

from ninja import Field, Schema

from filiera.api.cursors import Order, PageQuery, cut
from filiera.api.queries import with_ties
from filiera.api.shapes import CompetenceRef, SourceShape, page_of, source_shape
from filiera.common.language import language_of, localised
from filiera.common.partial_date import precision_word

if TYPE_CHECKING:
    from django.http import HttpRequest

    from filiera.common.visibility import Audience
    from filiera.competence.models import Evidence

NEWEST = Order("evidence")
TIES = "Of an organisation: what proves something of it, or all, also what only names it as a partner or a funder."
Ties = Literal["proving", "all"]


class TiedOrganisation(Schema):
    """Who has to do with it; `id` and `page` are null for a name that nobody in the register answers to yet."""

    id: str | None
    name: str
    is_example: bool = Field(description="True for what is invented: an example of the platform.")
    role: str
    independent: bool = Field(description="Whether the source is neither the organisation nor its group.")
    page: str | None


class ReadCompetence(CompetenceRef):
    """A competence that the engine read in it: `relevance` in [0, 1], and the words that say so."""

    relevance: float
    passage: str


class EvidenceShape(Schema):
    """A piece of evidence; `kind` in lower case, `title_lang` and `text_lang` the languages in which it is given."""

    id: str
    kind: str
    title: str
    title_lang: str
    text: str
    text_lang: str
    date: datetime.date | None
    precision: str
    ended_on: datetime.date | None
    valid_until: datetime.date | None
    certainty: str
    visibility: str
    is_example: bool
    url: str
    source: SourceShape
    organisations: list[TiedOrganisation]
    competences: list[ReadCompetence]


class EvidencePage(Schema):
    """A page of evidence, last recorded first."""

    items: list[EvidenceShape]
    total: int
    next: str | None


def evidence_page(rows: Any, *, page: PageQuery, audience: Audience, request: HttpRequest) -> dict[str, object]:
    """Cut a page of evidence: four queries however long it is."""
    found, following = cut(with_ties(rows, audience=audience), order=NEWEST, page=page)
    return {"items": [evidence_shape(row, request) for row in found], "total": rows.count(), "next": following}


def evidence_shape(row: Evidence, request: HttpRequest) -> dict[str, object]:
    """Give a piece of evidence that came with its ties and readings."""
    return {
        "id": row.uid,
        "kind": row.kind.lower(),
        "title": localised(row, "title"),
        "title_lang": language_of(row, "title"),
        "text": localised(row, "text"),
        "text_lang": language_of(row, "text"),
        "date": row.on,
        "precision": precision_word(row.on_precision),
        "ended_on": row.ended_on,
        "valid_until": row.valid_until_on,
        "certainty": row.certainty,
        "visibility": row.visibility,
        "is_example": row.is_example,
        "url": row.url,
        "source": source_shape(row.source),
        "organisations": [_tied(link, request) for link in getattr(row, "open_links", ())],
        "competences": [_read(reading) for reading in getattr(row, "read", ())],
    }


def _tied(link: Any, request: HttpRequest) -> dict[str, object]:
    known = link.organisation
    return {
        "id": known.code if known else None,
        "name": known.name if known else link.mention,
        "is_example": bool(known and known.is_example),
        "role": link.role.lower(),
        "independent": link.independent,
        "page": page_of(request, "organisation", known.code) if known else None,
    }


def _read(reading: Any) -> dict[str, object]:
    return {
        "id": reading.competence_id,
        "label": localised(reading.competence, "label"),
        "relevance": round(reading.relevance, 4),
        "passage": localised(reading, "passage"),
    }
