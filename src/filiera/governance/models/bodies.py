"""Bodies of the association, and who holds which office in them, from when to when."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from filiera.governance.enums import BodyKind, MandateEnd, MandateRole


class Body(models.Model):
    """The assembly, the board, the auditor. Rows are locked while something of theirs is numbered."""

    code = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=10, choices=BodyKind)
    name_it = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)

    class Meta:
        verbose_name_plural = "bodies"

    def __str__(self) -> str:
        return self.name_it


class MandateQuerySet(models.QuerySet["Mandate"]):
    """Mandates, by day."""

    def in_office(self, today: date) -> MandateQuerySet:
        """Keep the mandates that are held on a day: a term that has run out holds no more."""
        return self.filter(
            Q(from_on__lte=today),
            Q(until_on__isnull=True) | Q(until_on__gte=today),
            Q(ended_on__isnull=True) | Q(ended_on__gt=today),
        )


class Mandate(models.Model):
    """One person's office in a body. `until_on` is the last day of the term; `ended_on` the day from which it is over.

    `seat_class` is the class whose seat it is, where the statute gives seats by class. A co-opted director stays until the
    next assembly. `user` is the account that votes; `person_name` is what minutes write.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="mandates")
    role = models.CharField(max_length=14, choices=MandateRole)
    person_name = models.CharField(max_length=120)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="mandates")
    organisation = models.ForeignKey(
        "registry.Organisation", null=True, on_delete=models.PROTECT, related_name="mandates"
    )
    seat_class = models.CharField(max_length=40, blank=True)
    has_vote = models.BooleanField(default=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    ended_how = models.CharField(max_length=12, choices=MandateEnd, blank=True)
    is_coopted = models.BooleanField(default=False)
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    resolution = models.ForeignKey(
        "governance.Resolution", null=True, on_delete=models.PROTECT, related_name="mandates"
    )
    is_example = models.BooleanField(default=False)

    objects: ClassVar[models.Manager[Mandate]] = MandateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body"],
                condition=Q(role=MandateRole.PRESIDENT, ended_on__isnull=True),
                name="mandate_one_president",
            ),
            models.UniqueConstraint(
                fields=["body", "user"], condition=Q(ended_on__isnull=True), name="mandate_once_in_a_body"
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")), name="mandate_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_how="") | Q(ended_on__isnull=False) & ~Q(ended_how=""),
                name="mandate_ends_for_a_reason",
            ),
            models.CheckConstraint(condition=~Q(person_name=""), name="mandate_names_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person_name}, {self.role} of {self.body}"
