"""Who stands in a circle, and who opened what was private to others."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from filiera.common.visibility import Visibility


class CircleMemberQuerySet(models.QuerySet["CircleMember"]):
    """People and organisations of circles, by day."""

    def in_force(self, today: date) -> CircleMemberQuerySet:
        """Keep those who stand in a circle on a day, of the circles that are open on it."""
        return self.filter(
            Q(ended_on__isnull=True) | Q(ended_on__gt=today),
            Q(circle__closed_on__isnull=True) | Q(circle__closed_on__gt=today),
            from_on__lte=today,
            circle__opened_on__lte=today,
        )


class CircleMember(models.Model):
    """A person, or an organisation with the people who act for it, in a circle; from `ended_on` it stands there no more.

    Of an agreement a person is a party once it is signed: `signed_digest` is of the terms that were read, `signed_name` the
    name as the person wrote it.
    """

    circle = models.ForeignKey("common.Circle", on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="circles")
    organisation = models.ForeignKey(
        "registry.Organisation", null=True, on_delete=models.CASCADE, related_name="circles"
    )
    from_on = models.DateField()
    ended_on = models.DateField(null=True)
    signed_at = models.DateTimeField(null=True)
    signed_digest = models.CharField(max_length=64, blank=True)
    signed_name = models.CharField(max_length=120, blank=True)

    objects: ClassVar[models.Manager[CircleMember]] = CircleMemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=True, organisation__isnull=False)
                | Q(user__isnull=False, organisation__isnull=True),
                name="circle_member_is_one",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("from_on")), name="circle_member_ends_after"
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signed_digest="", signed_name="")
                | Q(signed_at__isnull=False, user__isnull=False) & ~Q(signed_digest="") & ~Q(signed_name=""),
                name="circle_signed_whole",
            ),
            models.UniqueConstraint(
                fields=["circle", "user"], condition=Q(ended_on__isnull=True), name="circle_person_once"
            ),
            models.UniqueConstraint(
                fields=["circle", "organisation"], condition=Q(ended_on__isnull=True), name="circle_organisation_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.user or self.organisation)

    def has_signed(self, terms_digest: str) -> bool:
        """Tell whether these very terms are signed."""
        return self.signed_at is not None and self.signed_digest == terms_digest


class Opening(models.Model):
    """That somebody opened what is private to others: who, for whom, what, at which level, when. Kept for a year.

    `thing` is the label of the table with the row's key; `title` the words by which the owner knows it.
    """

    class Act(models.TextChoices):
        """What was done with it."""

        READ = "READ", _("read")
        DOWNLOADED = "DOWNLOADED", _("downloaded")

    at = models.DateTimeField(db_index=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    acting_for = models.ForeignKey("registry.Organisation", null=True, on_delete=models.SET_NULL, related_name="+")
    owner = models.ForeignKey("registry.Organisation", null=True, on_delete=models.CASCADE, related_name="openings")
    act = models.CharField(max_length=10, choices=Act)
    level = models.CharField(max_length=12, choices=Visibility)
    thing = models.CharField(max_length=80)
    title = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["owner", "at"], name="opening_owner_at")]

    def __str__(self) -> str:
        return f"{self.user} {self.act} {self.title}"
