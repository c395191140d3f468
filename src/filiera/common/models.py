"""The audit trail: append-only events in a hash chain, with what is personal beside it, erasable without breaking it.

The circles that things are shared with, the letters that leave, and the table in which Django's cache counts requests.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from filiera.common.visibility import Visibility


class AuditEvent(models.Model):
    """One act: who did what to which object; `digest` is of the detail, `chain` of this event and the one before.

    `as_whom` and `about` are public ids of organisations: the one acted for, and the one whose matter it is. Rows are never
    changed or deleted, and triggers of the database see to it; an account that goes leaves its events without an actor.
    """

    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    verb = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=80)
    as_whom = models.CharField(max_length=80, blank=True, default="")
    on_behalf = models.BooleanField(default=False)
    about = models.CharField(max_length=80, blank=True, default="")
    digest = models.CharField(max_length=64)
    chain = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes = [
            models.Index(fields=["object_type", "object_id"], name="audit_object"),
            models.Index(fields=["as_whom", "at"], name="audit_as_whom"),
            models.Index(fields=["about", "at"], name="audit_about"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_type} {self.object_id}"


class AuditDetail(models.Model):
    """What an event was about: who, why, values, before and after; it may be erased and the chain still verifies.

    `who` is the id of the account that acted: the account may go, and its id with this detail.
    """

    event = models.OneToOneField(AuditEvent, on_delete=models.CASCADE, related_name="detail")
    salt = models.CharField(max_length=32)
    values = models.JSONField(default=dict)
    who = models.CharField(max_length=20, blank=True, default="")
    why = models.CharField(max_length=400, blank=True, default="")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    def __str__(self) -> str:
        return str(self.event_id)


class Circle(models.Model):
    """Whom a thing is for by name: a table, the organisations that an organisation names, the people of one agreement.

    It says what it is and until when; who stands in it is the register's (`CircleMember`). `terms` is what is signed, with
    its digest: whoever has signed other words has not signed these. From `closed_on` it opens nothing any more.
    """

    class Kind(models.TextChoices):
        """What kind of circle it is; its code is that of the level that it serves."""

        TABLE = "TABLE", _("table")
        BILATERAL = "BILATERAL", _("named organisations")
        NDA = "NDA", _("confidentiality agreement")

    kind = models.CharField(max_length=9, choices=Kind)
    title = models.CharField(max_length=160)
    terms = models.TextField(blank=True)
    terms_digest = models.CharField(max_length=64, blank=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="circle_titled"),
            models.CheckConstraint(
                condition=Q(kind="NDA") & ~Q(terms="") & ~Q(terms_digest="") | ~Q(kind="NDA") & Q(terms=""),
                name="circle_terms_are_of_agreements",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="circle_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def level(self) -> Visibility:
        """Give the level that this circle opens."""
        return Visibility(self.kind)


class LimitCount(models.Model):
    """A row of the cache that counts requests, in the shape that Django's database cache wants; nothing else reads it."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.cache_key


class OutgoingMail(models.Model):
    """A letter that is to leave, or has left: whoever works for the office sees that it did, and nobody its text.

    `verb` and the object say what it is about, as the audit trail does. `body` goes once the letter has left, as it may hold
    a link that answers a question; `digest` is of subject and text. `claimed_at` is when somebody began to send it.
    """

    email = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    verb = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=80)
    queued_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    failed_why = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["object_type", "object_id"], name="mail_object"),
            models.Index(fields=["next_at"], condition=Q(sent_at__isnull=True), name="mail_waiting"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(body="", claimed_at__isnull=True, failed_why=""),
                name="mail_sent_without_its_text",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.email}"
