"""Documents as an audience may see them: lists, their filters with counts, one with its file or without."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Prefetch, Q, QuerySet

from filiera.common.folding import fold
from filiera.common.models import Circle
from filiera.documents.hooks import naming
from filiera.documents.models import Document, DocumentVersion, LevelProposal
from filiera.registry.models import CircleMember

if TYPE_CHECKING:
    from filiera.common.visibility import Audience

CLUSTER = "cluster"
"""What the filter calls the papers that no organisation owns."""


@dataclass(frozen=True, slots=True)
class OwnerCount:
    """One choice of the filter by owner: its value, the name (empty for the cluster), how many documents."""

    value: str
    name: str
    number: int


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document in a list: `newest` is its last version where the audience may read the file, None where it may not."""

    document: Document
    newest: DocumentVersion | None


def documents_found(*, audience: Audience, text: str = "", owner: str = "") -> QuerySet[Document]:
    """Give the documents that the audience may see, the last changed first.

    Every word must be in the title, the summary or the name of a file; by the name of a file a document is found only by
    whoever may read the file.
    """
    rows = Document.objects.visible_to(audience)
    for word in fold(text).split():
        named = DocumentVersion.objects.filter(search_name__contains=word).values("document")
        sought = {"title": Q(search_text__contains=word), "file_name": Q(pk__in=named)}
        rows = rows.filter(pk__in=Document.objects.matching(audience, sought).values("pk"))
    if owner:
        rows = rows.filter(owner=None) if owner == CLUSTER else rows.filter(owner__code=owner)
    found: QuerySet[Document] = rows.select_related("owner", "circle").order_by("-changed_at", "-pk")
    return found


def owner_counts(rows: QuerySet[Document]) -> list[OwnerCount]:
    """Count documents by whose they are: one query, over what was found for the same audience."""
    counted = rows.order_by().values("owner__code", "owner__name").annotate(number=Count("pk"))
    lines = [OwnerCount(row["owner__code"] or CLUSTER, row["owner__name"] or "", row["number"]) for row in counted]
    return sorted(lines, key=lambda line: (line.value != CLUSTER, fold(line.name)))


def lines_of(documents: Iterable[Document], audience: Audience) -> list[DocumentLine]:
    """Give the lines of a list: one more query for the versions, of which only the readable ones are shown."""
    held = list(documents)
    newest = newest_of(held, audience)
    return [DocumentLine(row, newest.get(row.pk)) for row in held]


def newest_of(documents: Iterable[Document], audience: Audience) -> dict[int, DocumentVersion]:
    """Give the newest file of each document whose file the audience may read."""
    readable = [row.pk for row in documents if row.may_read("file", audience)]
    rows = DocumentVersion.objects.filter(document__in=readable).order_by("number")
    return {version.document_id: version for version in rows}


def document_of(pk: int) -> Document | None:
    """Give a document with all that its page shows; whether it is open is the rule's to say."""
    versions = DocumentVersion.objects.select_related("uploaded_by").order_by("-number")
    rows = Document.objects.select_related("owner", "circle").prefetch_related(Prefetch("versions", versions))
    found: Document | None = rows.filter(pk=pk).first()
    return found


def shared_with(circle: Circle, audience: Audience) -> QuerySet[Document]:
    """Give the documents that are shared with a circle, as far as the audience may see them."""
    rows: QuerySet[Document] = Document.objects.visible_to(audience).filter(circle=circle)
    return rows.order_by("-changed_at", "-pk")


def is_kept_above(circle_id: int | None) -> bool:
    """Tell whether a feature above keeps a circle, as a consortium does: it says who stands there, and no paper's owner.

    Such features are found by their foreign keys to circles: one query for each.
    """
    if circle_id is None:
        return False
    relations = [one for one in Circle._meta.related_objects if one.related_model not in (CircleMember, Document)]
    above = [one for one in relations if one.related_model is not LevelProposal]
    return any(one.related_model._base_manager.filter(**{one.field.name: circle_id}).exists() for one in above)


def named_digests() -> set[str]:
    """Give the digests that some version names, or some row of a feature above."""
    above = (digest for name in naming for digest in name())
    return {*DocumentVersion.objects.values_list("digest", flat=True), *above}
