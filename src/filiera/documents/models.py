"""Documents, their versions, and the levels that wait for consent."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from filiera.common.visibility import CIRCLE_LEVELS, Visibility, Visible, VisibleQuerySet

if TYPE_CHECKING:
    from filiera.common.visibility import Audience


class DocumentQuerySet(VisibleQuerySet):
    """Documents, narrowed to those that were handed in."""

    def _narrowed(self, audience: Audience, condition: Q) -> Self:
        return super()._narrowed(audience, condition).filter(is_draft=False)


class Document(Visible):
    """A shared paper. `visibility` is of title and summary, `content_visibility` of the file and of its name.

    `owner` is the organisation whose paper it is; without one it is the cluster's own. `circle` is whom both levels share
    it with where they name somebody. `search_text` is title and summary, folded. `is_draft`: it goes with something that
    was not handed in yet, as an application; whoever fills that in sees it there, and nobody sees it elsewhere.
    """

    OWNER_LOOKUP: ClassVar[str | None] = "owner_id"
    CIRCLE_LOOKUP: ClassVar[str | None] = "circle_id"
    FIELD_LEVELS: ClassVar[Mapping[str, str]] = {"file": "content_visibility", "file_name": "content_visibility"}

    title = models.CharField(max_length=200)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="it")
    summary = models.CharField(max_length=1000, blank=True)
    search_text = models.CharField(max_length=1300)
    owner = models.ForeignKey("registry.Organisation", null=True, on_delete=models.PROTECT, related_name="documents")
    circle = models.ForeignKey("common.Circle", null=True, on_delete=models.PROTECT, related_name="documents")
    content_visibility = models.CharField(max_length=12, choices=Visibility, default=Visibility.MEMBERS)
    is_draft = models.BooleanField(default=False)
    is_example = models.BooleanField(default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField(db_index=True)

    objects = DocumentQuerySet.as_manager()  # type: ignore[misc]  # the stubs hold the manager of a base for a class variable

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="document_titled"),
            models.CheckConstraint(
                condition=Q(circle__isnull=False)
                | ~Q(visibility__in=sorted(CIRCLE_LEVELS)) & ~Q(content_visibility__in=sorted(CIRCLE_LEVELS)),
                name="document_level_names_its_circle",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def audit_about(self) -> str:
        """Give the public id of the organisation whose matter it is, for the audit trail."""
        return self.owner.code if self.owner else ""

    def owner_ids(self) -> Collection[int]:
        """Give the organisation whose paper it is."""
        return (self.owner_id,) if self.owner_id else ()

    def is_visible_to(self, audience: Audience) -> bool:
        """Tell whether the audience may see this document; the twin of `DocumentQuerySet.visible_to`."""
        return not self.is_draft and super().is_visible_to(audience)


class DocumentVersion(models.Model):
    """One file of a document, kept on disk once under its digest (SHA-256); `number` counts from 1. Size in bytes."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    file_name = models.CharField(max_length=200)
    search_name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64, db_index=True)
    note = models.CharField(max_length=300, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="version_once")]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.number})"


class LevelProposal(models.Model):
    """That the office would show a document of others to more people; it holds only once its owner has agreed."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="proposals")
    visibility = models.CharField(max_length=12, choices=Visibility)
    content_visibility = models.CharField(max_length=12, choices=Visibility)
    circle = models.ForeignKey("common.Circle", null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    proposed_at = models.DateTimeField()
    agreed = models.BooleanField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document"], condition=Q(agreed__isnull=True), name="proposal_waits_once"),
            models.CheckConstraint(
                condition=Q(agreed__isnull=True, decided_at__isnull=True)
                | Q(agreed__isnull=False, decided_at__isnull=False),
                name="proposal_decided_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document}: {self.visibility}, {self.content_visibility}"
