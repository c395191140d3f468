"""The delegates through whom an organisation acts: each by an act, in a role, until a day; and who is invited to be one."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from filiera.registry.enums import SPEAKING_ROLES, DelegateRole


class DelegateQuerySet(models.QuerySet["Delegate"]):
    """Delegations, by day."""

    def in_force(self, today: date) -> DelegateQuerySet:
        """Keep the delegations that are in force on a day."""
        standing = Q(ended_on__isnull=True) | Q(ended_on__gt=today)
        return self.filter(standing, Q(from_on__lte=today), Q(until_on__isnull=True) | Q(until_on__gte=today))


class Delegate(models.Model):
    """An account that acts for an organisation, by an act and until a day; passwords are never shared.

    `act` is the deed in words, with its day `act_on`. `until_on` is the last day of its term. `ended_on` is the day from
    which it no longer stands, whatever the term, and `ended_why` says why. `reminded_days` is the last reminder of the
    expiry, in days before it; `used_at` is when its person last chose to act as this organisation. `phone` is for the office
    and the organisation's own people; it goes when the delegation ends.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="delegations")
    organisation = models.ForeignKey("registry.Organisation", on_delete=models.CASCADE, related_name="delegates")
    role = models.CharField(max_length=14, choices=DelegateRole, default=DelegateRole.CONTACT)
    act = models.CharField(max_length=200)
    act_on = models.DateField(null=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    ended_why = models.CharField(max_length=300, blank=True)
    reminded_days = models.PositiveSmallIntegerField(null=True)
    used_at = models.DateTimeField(null=True)
    phone = models.CharField(max_length=40, blank=True)

    objects: ClassVar[models.Manager[Delegate]] = DelegateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"], condition=Q(ended_on__isnull=True), name="delegation_stands_once"
            ),
            models.UniqueConstraint(
                fields=["organisation", "role"],
                condition=Q(ended_on__isnull=True, role__in=sorted(SPEAKING_ROLES)),
                name="delegation_speaks_alone",
            ),
            models.CheckConstraint(condition=~Q(act=""), name="delegation_has_an_act"),
            models.CheckConstraint(condition=Q(role__in=sorted(DelegateRole.values)), name="delegation_role_known"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="delegation_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | ~Q(ended_why=""), name="delegation_ends_for_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(phone=""), name="delegation_over_has_no_phone"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} for {self.organisation}"

    @property
    def audit_about(self) -> str:
        """Give the public id of the organisation whose matter it is."""
        return self.organisation.code

    def is_in_force(self, today: date) -> bool:
        """Tell whether the delegation is in force on a day, of one that has been read already."""
        if self.ended_on is not None and self.ended_on <= today:
            return False
        return self.from_on <= today and (self.until_on is None or self.until_on >= today)


class Invitation(models.Model):
    """A colleague invited to keep an organisation's profile; accepted by whoever signs in with the address, or refused.

    At most one of `accepted_at`, `refused_at` and `withdrawn_at` is set: while none is, it is open until `expires_at`.
    """

    organisation = models.ForeignKey("registry.Organisation", on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=2, default="it")
    until_on = models.DateField(null=True)
    act = models.CharField(max_length=200)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    delegate = models.ForeignKey(Delegate, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=Q(accepted_at=None, refused_at=None, withdrawn_at=None),
                name="invitation_open_once",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, refused_at=None)
                | Q(accepted_at=None, withdrawn_at=None)
                | Q(refused_at=None, withdrawn_at=None),
                name="invitation_one_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} for {self.organisation}"

    @property
    def audit_about(self) -> str:
        """Give the public id of the organisation whose matter it is."""
        return self.organisation.code

    @property
    def is_open(self) -> bool:
        """Tell whether nobody has answered it, nor taken it back."""
        return self.accepted_at is None and self.refused_at is None and self.withdrawn_at is None
