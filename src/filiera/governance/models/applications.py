"""Applications to join: open to everybody at every time, checked, decided by a resolution."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from filiera.governance.enums import ApplicationState, CheckVerdict


class MembershipApplication(models.Model):
    """An organisation's application to join. `answers` is the form as it was filled in, saved at every step.

    `item` is the point of the board's agenda on which it stands, `resolution` the one that took the decision, `ratification`
    the assembly's where the statute asks for it.
    """

    code = models.SlugField(max_length=16, unique=True)
    state = models.CharField(max_length=14, choices=ApplicationState, default=ApplicationState.DRAFT)
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="applications"
    )
    organisation = models.ForeignKey(
        "registry.Organisation", null=True, on_delete=models.PROTECT, related_name="applications"
    )
    answers = models.JSONField(default=dict)
    language = models.CharField(max_length=2, default="it")
    member_class = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    asked = models.TextField(blank=True)
    reasons = models.TextField(blank=True)
    item = models.ForeignKey("governance.AgendaItem", null=True, on_delete=models.PROTECT, related_name="applications")
    resolution = models.ForeignKey(
        "governance.Resolution", null=True, on_delete=models.PROTECT, related_name="applications"
    )
    ratification = models.ForeignKey(
        "governance.Resolution", null=True, on_delete=models.PROTECT, related_name="ratified_applications"
    )
    member = models.OneToOneField("governance.Member", null=True, on_delete=models.PROTECT, related_name="application")
    is_example = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=~Q(state__in=["ACCEPTED", "REJECTED", "WITHDRAWN", "DRAFT"]),
                name="application_one_pending",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(ApplicationState.values)), name="application_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["ACCEPTED", "REJECTED"]) | Q(resolution__isnull=False),
                name="application_decided_by_a_resolution",
            ),
            models.CheckConstraint(
                condition=~Q(state="REJECTED") | ~Q(reasons=""), name="application_rejected_with_reasons"
            ),
            models.CheckConstraint(
                condition=~Q(state="ACCEPTED") | Q(member__isnull=False), name="application_makes_a_member"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class ApplicationCheck(models.Model):
    """One thing that the office checks of an application, by a published criterion."""

    application = models.ForeignKey(MembershipApplication, on_delete=models.CASCADE, related_name="checks")
    criterion = models.CharField(max_length=40)
    verdict = models.CharField(max_length=7, choices=CheckVerdict, default=CheckVerdict.UNKNOWN)
    note = models.CharField(max_length=400, blank=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    checked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "criterion"], name="check_once")]

    def __str__(self) -> str:
        return f"{self.criterion} {self.verdict}"


class SeniorityCertificate(models.Model):
    """A certificate of how long an organisation has been a member. `code` is random and is all that a stranger needs.

    `days` are those that count by the statute, up to `as_of_on`; `content` is what the certificate said, for its check.
    """

    code = models.CharField(max_length=20, unique=True)
    member = models.ForeignKey("governance.Member", on_delete=models.PROTECT, related_name="certificates")
    as_of_on = models.DateField()
    days = models.PositiveIntegerField()
    content = models.JSONField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_why = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.code
