"""What people want of calls: interest in one, partners wanted, searches that are kept, what was told to whom."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from filiera.common.visibility import Visibility, Visible


class ExpressionOfInterest(Visible):
    """That an organisation is interested in a call. Its own people and the office see it, or all members where it says so."""

    OWNER_LOOKUP: ClassVar[str | None] = "organisation_id"

    call = models.ForeignKey("funding.Call", on_delete=models.CASCADE, related_name="interests")
    organisation = models.ForeignKey("registry.Organisation", on_delete=models.CASCADE, related_name="call_interests")
    note = models.CharField(max_length=600, blank=True)
    offers = models.CharField(max_length=600, blank=True)
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["call", "organisation"], condition=Q(withdrawn_at__isnull=True), name="interest_once"
            ),
            models.CheckConstraint(
                condition=Q(visibility__in=[Visibility.BILATERAL, Visibility.MEMBERS]), name="interest_own_or_members"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.call_id}"

    @property
    def audit_about(self) -> str:
        """Give the public id of the organisation whose interest it is."""
        return self.organisation.code

    def owner_ids(self) -> Collection[int]:
        """Give the organisation whose interest it is."""
        return (self.organisation_id,)


class PartnerWanted(Visible):
    """A notice: an organisation looks for partners for a call. `competences` are codes of the taxonomy.

    It is for members, or for everybody. `consortium` is the draft for which they are wanted, where there is one: it is not
    shown with the notice.
    """

    OWNER_LOOKUP: ClassVar[str | None] = "organisation_id"

    call = models.ForeignKey("funding.Call", on_delete=models.CASCADE, related_name="wanted")
    organisation = models.ForeignKey("registry.Organisation", on_delete=models.CASCADE, related_name="partners_wanted")
    consortium = models.ForeignKey("funding.Consortium", null=True, on_delete=models.SET_NULL, related_name="notices")
    title = models.CharField(max_length=160)
    text = models.TextField()
    competences = models.JSONField(default=list)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    closed_at = models.DateTimeField(null=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="notice_titled"),
            models.CheckConstraint(
                condition=Q(visibility__in=[Visibility.PUBLIC, Visibility.MEMBERS]), name="notice_for_all_or_members"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def audit_about(self) -> str:
        """Give the public id of the organisation that looks for partners."""
        return self.organisation.code

    def owner_ids(self) -> Collection[int]:
        """Give the organisation that looks for partners."""
        return (self.organisation_id,)


class WantedReply(models.Model):
    """That an organisation offers itself to a notice: once each. The two and the office see it."""

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "OPEN", _("waits")
        TAKEN = "TAKEN", _("taken up")
        DECLINED = "DECLINED", _("declined")

    notice = models.ForeignKey(PartnerWanted, on_delete=models.CASCADE, related_name="replies")
    organisation = models.ForeignKey("registry.Organisation", on_delete=models.CASCADE, related_name="wanted_replies")
    note = models.CharField(max_length=600)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "organisation"], name="reply_once"),
            models.CheckConstraint(
                condition=Q(state="OPEN", decided_at__isnull=True) | ~Q(state="OPEN") & Q(decided_at__isnull=False),
                name="reply_decided_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.notice_id}"


class CallDigest(models.Model):
    """What one person wants to be told of calls: whether letters say it at all, and how long before a call closes.

    How often they leave is one choice for all letters of an address (`accounts.LetterWish`).
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="call_digest")
    is_told = models.BooleanField(default=True)
    closing_days = models.PositiveSmallIntegerField(default=14)

    def __str__(self) -> str:
        return f"{self.user_id} {self.is_told}"


class CallSearch(models.Model):
    """A search that a person keeps: `query` is the query string of the filter. Its own person alone sees it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="call_searches")
    name = models.CharField(max_length=120)
    query = models.CharField(max_length=1000, blank=True)
    is_told = models.BooleanField(default=True)
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "query"], name="search_kept_once"),
            models.CheckConstraint(condition=~Q(name=""), name="search_named"),
        ]

    def __str__(self) -> str:
        return self.name


class CallWatch(models.Model):
    """A call that a person follows: its changes and its closing are told."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="call_watches")
    call = models.ForeignKey("funding.Call", on_delete=models.CASCADE, related_name="watches")
    since_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "call"], name="watch_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.call_id}"


class CallTold(models.Model):
    """That a person was told something of a call, once: it is new, version `number` amended it, it closes."""

    class What(models.TextChoices):
        """What was told."""

        NEW = "NEW", _("new")
        AMENDED = "AMENDED", _("amended")
        CLOSING = "CLOSING", _("closes soon")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calls_told")
    call = models.ForeignKey("funding.Call", on_delete=models.CASCADE, related_name="told")
    what = models.CharField(max_length=7, choices=What)
    number = models.PositiveIntegerField(default=0)
    told_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "call", "what", "number"], name="told_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.call_id} {self.what}"


class CallFeed(models.Model):
    """A private calendar feed of a person, by a token that can be revoked: only its digest is kept (SHA-256)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="call_feeds")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_read_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.user_id} {self.made_at:%Y-%m-%d}"
