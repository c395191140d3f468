"""The papers that go with a need: the file as it was sent, and the clean copy that solvers get before they know who asks."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from filiera.exchange.enums import Disclosed


class NeedPaper(models.Model):
    """A file that whoever asks sends with a need. Sizes in bytes, digests SHA-256.

    `number` counts from 1 within the need and is not used again: whoever asks and the office know the paper by it, solvers by
    another that counts what they are given. `stage` is from which stage solvers get it. `clean_digest` is of the copy that
    holds what one sees and nothing else; empty where none can be made: such a paper is for the stage of the names. `text` is
    what a program reads in the file, for whoever looks at it.
    `released_at` is when the office let it out. Taken away (`removed_at`), the row stays without its files.
    """

    STAGES: ClassVar[tuple[Disclosed, ...]] = (Disclosed.PROBLEM, Disclosed.NAMES)

    need = models.ForeignKey("exchange.Need", on_delete=models.CASCADE, related_name="papers")
    number = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=7, choices=Disclosed, default=Disclosed.PROBLEM)
    file_name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64, blank=True)
    clean_digest = models.CharField(max_length=64, blank=True)
    clean_type = models.CharField(max_length=80, blank=True)
    pages = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(blank=True)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    kept_back_why = models.CharField(max_length=400, blank=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["need", "number"], name="need_paper_number_once"),
            models.UniqueConstraint(
                fields=["need", "digest"], condition=Q(removed_at__isnull=True), name="need_paper_once"
            ),
            models.CheckConstraint(
                condition=Q(stage=Disclosed.NAMES)
                | Q(stage=Disclosed.PROBLEM) & ~Q(clean_digest="")
                | Q(removed_at__isnull=False),
                name="need_paper_before_the_names_is_clean",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) & ~Q(digest="")
                | Q(removed_at__isnull=False, digest="", clean_digest="", text="", file_name=""),
                name="need_paper_removed_whole",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | Q(kept_back_why=""), name="need_paper_out_or_kept_back"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.need_id} {self.number}"

    @property
    def audit_about(self) -> str:
        """Give the public id of the organisation whose paper it is."""
        return self.need.audit_about
