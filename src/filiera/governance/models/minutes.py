"""Minutes from draft to book, and the books: numbered without gaps, chained, never changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from filiera.governance.enums import AmendmentState, BookKind, MinutesState


class Minutes(models.Model):
    """The minutes of a meeting. `content` is what was computed and written, in order; a correction is minutes of its own.

    `reminders` are the days on which the president was asked to sign.
    """

    meeting = models.ForeignKey("governance.Meeting", on_delete=models.PROTECT, related_name="minutes")
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrections")
    state = models.CharField(max_length=8, choices=MinutesState, default=MinutesState.DRAFT)
    content = models.JSONField(default=dict)
    checked_until_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)
    approved_how = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    reminders = models.JSONField(default=list)

    class Meta:
        verbose_name_plural = "minutes"
        constraints = [
            models.UniqueConstraint(fields=["meeting"], condition=Q(corrects__isnull=True), name="minutes_once"),
            models.CheckConstraint(condition=Q(state__in=sorted(MinutesState.values)), name="minutes_state_known"),
        ]

    def __str__(self) -> str:
        return f"minutes of {self.meeting}"


class MinutesAmendment(models.Model):
    """A change that somebody who was there asks for, and the answer; `written_at` is when an accepted one reached the text."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="amendments")
    seat = models.ForeignKey("governance.RollSeat", on_delete=models.PROTECT, related_name="amendments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    about = models.CharField(max_length=200)
    text = models.TextField()
    proposed_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=AmendmentState, default=AmendmentState.PROPOSED)
    answer = models.CharField(max_length=400, blank=True)
    answered_at = models.DateTimeField(null=True)
    written_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(written_at__isnull=True) | Q(state=AmendmentState.ACCEPTED),
                name="amendment_written_if_accepted",
            ),
        ]

    def __str__(self) -> str:
        return self.about


class MinutesSignature(models.Model):
    """A signature under approved minutes: who, as what, when, under which digest."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="signatures")
    role = models.CharField(max_length=9)
    name = models.CharField(max_length=120)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    signed_at = models.DateTimeField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["minutes", "role"], name="minutes_signed_once_as"),
            models.CheckConstraint(condition=Q(role__in=["PRESIDENT", "SECRETARY"]), name="minutes_signed_as_known"),
        ]

    def __str__(self) -> str:
        return f"{self.name} under {self.minutes_id}"


class Book(models.Model):
    """One book of the association; its row is locked while an entry is added."""

    kind = models.CharField(max_length=8, choices=BookKind, unique=True)

    def __str__(self) -> str:
        return self.kind


class BookEntry(models.Model):
    """One act in a book. `content` is the act in canonical form; `digest` is of it, `chain` of it and the entry before."""

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    acted_on = models.DateField()
    filed_at = models.DateTimeField()
    minutes = models.OneToOneField(Minutes, null=True, on_delete=models.PROTECT, related_name="entry")
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    chain = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name_plural = "book entries"
        constraints = [
            models.UniqueConstraint(fields=["book", "number"], name="book_entry_numbered_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="book_entry_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.book} {self.number}"
