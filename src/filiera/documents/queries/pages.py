"""What the page of a document shows: files as far as they may be read, what its owner decides, who opened it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from filiera.common.acting import acting_of
from filiera.common.models import Circle
from filiera.common.visibility import Visibility, audience_of
from filiera.registry.models import CircleMember, Opening, Organisation
from filiera.registry.queries.circles import members_of, open_circles, place_in

if TYPE_CHECKING:
    from filiera.documents.models import Document, DocumentVersion, LevelProposal

OPENINGS = 20


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """One document for one reader: `to_sign` is the agreement that the reader is named in and has not signed.

    `versions` is None where the file is not open to the reader.
    """

    versions: Sequence[DocumentVersion] | None
    to_sign: Circle | None
    may_change: bool
    may_change_level: bool
    may_consent: bool
    may_name: bool
    waiting: LevelProposal | None
    named: Sequence[CircleMember]
    openings: Sequence[Opening] | None

    @property
    def newest(self) -> DocumentVersion | None:
        """Give the newest file, None where none may be read."""
        return self.versions[0] if self.versions else None


def document_page(document: Document, *, user: Any, today: date) -> DocumentPage:
    """Give what a reader sees of a document, its versions being loaded already: at most four queries more."""
    may_read = document.may_read("file", audience_of(user))
    may_change_level = user.has_perm("documents.change_level", document)
    may_consent = user.has_perm("documents.consent_to_level", document)
    is_bilateral = Visibility.BILATERAL in (document.visibility, document.content_visibility)
    may_name = is_bilateral and user.has_perm("documents.name_for_document", document)
    bilateral = document.circle is not None and document.circle.kind == Circle.Kind.BILATERAL
    return DocumentPage(
        versions=list(document.versions.all()) if may_read else None,
        to_sign=_to_sign(document, user, today) if not may_read else None,
        may_change=user.has_perm("documents.change_document", document),
        may_change_level=may_change_level,
        may_consent=may_consent,
        may_name=may_name,
        waiting=document.proposals.filter(agreed=None).first() if may_change_level or may_consent else None,
        named=list(members_of(document.circle, today)) if may_name and bilateral and document.circle else [],
        openings=list(_openings(document)[:OPENINGS]) if user.has_perm("documents.view_openings", document) else None,
    )


def _openings(document: Document) -> QuerySet[Opening]:
    """Give who opened a document, the last first."""
    rows = Opening.objects.filter(thing=f"{document._meta.label}:{document.pk}")
    return rows.select_related("user", "acting_for").order_by("-at", "-pk")


def _to_sign(document: Document, user: Any, today: date) -> Circle | None:
    circle = document.circle
    if circle is None or document.content_visibility != Visibility.NDA or not user.is_authenticated:
        return None
    place = place_in(circle, user, today)
    return circle if place is not None and not place.has_signed(circle.terms_digest) else None


def own_organisation(user: Any) -> Organisation | None:
    """Give the organisation that a person shares papers for: the one acted for, None for the office itself."""
    audience, acting = audience_of(user), acting_of(user)
    if audience.is_office and acting is None:
        return None
    wanted = acting.organisation_id if acting else min(audience.organisation_ids, default=0)
    return Organisation.objects.filter(pk=wanted).first()


def circles_to_choose(user: Any, *, today: date) -> QuerySet[Circle]:
    """Give the tables and agreements that a person may share a paper with: the office all, anybody those they stand in."""
    rows = open_circles(today).exclude(kind=Circle.Kind.BILATERAL)
    audience = audience_of(user)
    if audience.is_office:
        return rows
    named = CircleMember.objects.in_force(today).filter(user=user).values("circle")
    return rows.filter(Q(pk__in=sorted(audience.circle_ids)) | Q(pk__in=named))


def organisations_to_name(document: Document) -> QuerySet[Organisation]:
    """Give the organisations that a paper's owner may name: the members, without itself."""
    rows = Organisation.objects.filter(merged_into=None, member_since_on__isnull=False)
    return rows.exclude(pk=document.owner_id or 0).order_by("search_name")
