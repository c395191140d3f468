"""Which notice people saw, what they consented to, what they asked of us, and what went wrong with data."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from filiera.privacy.enums import How, Purpose, Right

if TYPE_CHECKING:
    from datetime import date


class NoticeSeen(models.Model):
    """That a person was shown a version of the privacy notice: where, when, in which language; `digest` is of its text."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices_seen")
    version = models.CharField(max_length=20)
    language = models.CharField(max_length=2)
    digest = models.CharField(max_length=64)
    occasion = models.CharField(max_length=40)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "version", "occasion"], name="notice_seen_once_on_an_occasion")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.version}"


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Consents, open or of the past."""

    def standing(self) -> Self:
        """Keep those that nobody has withdrawn."""
        return self.filter(withdrawn_at=None)


class Consent(models.Model):
    """A person's consent to one purpose, with its proof: the very text, in which language, when, how, entered by whom.

    Rows are never deleted while the account stands: a consent that is withdrawn, and given again, is two rows.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=12, choices=Purpose)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    language = models.CharField(max_length=2)
    notice_version = models.CharField(max_length=20)
    given_at = models.DateTimeField()
    given_how = models.CharField(max_length=10, choices=How)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_how = models.CharField(max_length=10, choices=How, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar[models.Manager[Consent]] = ConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "purpose"], condition=Q(withdrawn_at=None), name="consent_stands_once"
            ),
            models.CheckConstraint(condition=Q(purpose__in=sorted(Purpose.values)), name="consent_purpose_known"),
            models.CheckConstraint(condition=~Q(text="") & ~Q(digest=""), name="consent_has_its_text"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_how="")
                | Q(withdrawn_at__gte=F("given_at")) & ~Q(withdrawn_how=""),
                name="consent_withdrawn_after_it_was_given",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.purpose}"


class RightsRequest(models.Model):
    """What a person asked of us by a right: answered within a month, or two later with the reason told within that month.

    Who asks without an account is named in `name` and `email`, which go when the request is old. `outcome` counts what an
    erasure did, by section, and holds nothing of the person.
    """

    right = models.CharField(max_length=13, choices=Right)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="rights_requests"
    )
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    words = models.TextField(max_length=2000, blank=True)
    received_at = models.DateTimeField()
    due_on = models.DateField()
    extended_why = models.CharField(max_length=400, blank=True)
    extended_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    refused = models.BooleanField(default=False)
    answer = models.CharField(max_length=1000, blank=True)
    handled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    outcome = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "right"], condition=Q(done_at=None, user__isnull=False), name="request_open_once"
            ),
            models.CheckConstraint(condition=Q(right__in=sorted(Right.values)), name="request_right_known"),
            models.CheckConstraint(
                condition=Q(extended_at=None, extended_why="") | Q(extended_at__isnull=False) & ~Q(extended_why=""),
                name="request_extended_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(refused=False) | Q(done_at__isnull=False) & ~Q(answer=""), name="request_refused_in_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.right} {self.pk}"

    @property
    def who(self) -> str:
        """Give by what the office knows who asks."""
        return str(self.user) if self.user else self.name or self.email

    def is_late(self, today: date) -> bool:
        """Tell whether its term has run out without an answer."""
        return self.done_at is None and today > self.due_on


class Breach(models.Model):
    """Something that happened to personal data: the Garante is told within 72 hours unless no risk, and why is written.

    Source: GDPR, art. 33.
    """

    known_at = models.DateTimeField()
    title = models.CharField(max_length=200)
    nature = models.TextField(max_length=4000)
    people_touched = models.PositiveIntegerField(null=True)
    measures = models.TextField(max_length=4000, blank=True)
    is_risky = models.BooleanField(null=True)
    risk_why = models.CharField(max_length=600, blank=True)
    authority_told_at = models.DateTimeField(null=True)
    people_told_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "breaches"
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(nature=""), name="breach_described"),
            models.CheckConstraint(
                condition=Q(is_risky__isnull=True) | ~Q(risk_why=""), name="breach_risk_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RetentionRun(models.Model):
    """One run of the retention rules: how many rows each let go, and which rules failed."""

    began_at = models.DateTimeField(db_index=True)
    counts = models.JSONField(default=dict)
    failed = models.JSONField(default=list)

    def __str__(self) -> str:
        return str(self.began_at)
