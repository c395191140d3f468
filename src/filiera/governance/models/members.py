"""Members, and the register that says when each became and ceased to be one: entries are added, never changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from filiera.governance.enums import RegisterEvent


class Member(models.Model):
    """An organisation's membership, from its admission until it leaves; whoever comes back is a new member.

    `number` has no gaps and is never used again. The columns say what the register's entries give today; of another day
    the entries are asked.
    """

    number = models.PositiveIntegerField(unique=True)
    organisation = models.ForeignKey("registry.Organisation", on_delete=models.PROTECT, related_name="memberships")
    member_class = models.CharField(max_length=40)
    admitted_on = models.DateField()
    suspended_on = models.DateField(null=True)
    leaves_on = models.DateField(null=True)
    left_on = models.DateField(null=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(left_on__isnull=True), name="member_once_at_a_time"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="member_number_from_one"),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("admitted_on")),
                name="member_leaves_after_it_joins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.organisation}"

    @property
    def audit_about(self) -> str:
        """Give the public id of the organisation whose matter it is."""
        return self.organisation.code


class RegisterEntry(models.Model):
    """One line of the members' register: what happened to a member, with effect from when, by which resolution.

    `number` has no gaps; `digest` is of the line, `chain` of the line and the one before. Lines are only added: a mistake
    is corrected by another line that names it.
    """

    number = models.PositiveIntegerField(unique=True)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="entries")
    event = models.CharField(max_length=20, choices=RegisterEvent)
    effective_on = models.DateField()
    recorded_at = models.DateTimeField()
    member_class = models.CharField(max_length=40, blank=True)
    resolution = models.ForeignKey("governance.Resolution", null=True, on_delete=models.PROTECT, related_name="entries")
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrections")
    note = models.CharField(max_length=400, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    digest = models.CharField(max_length=64)
    chain = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes = [models.Index(fields=["member", "effective_on"], name="register_of_member")]
        constraints = [
            models.CheckConstraint(condition=Q(event__in=sorted(RegisterEvent.values)), name="register_event_known"),
            models.CheckConstraint(condition=Q(number__gte=1), name="register_number_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.event} {self.member_id}"
