"""People in public roles."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q

from filiera.common.partial_date import Precision, precision_word
from filiera.common.visibility import Visible, plain_levels

if TYPE_CHECKING:
    from filiera.common.visibility import Audience


class Person(Visible):
    """A person with a public role; nothing else of the person is kept."""

    name = models.CharField(max_length=120)
    is_example = models.BooleanField(default=False)

    class Meta:
        constraints = [plain_levels("person_level_plain")]

    def __str__(self) -> str:
        return self.name


class PersonRoleQuerySet(models.QuerySet["PersonRole"]):
    """Roles, by day, and narrowed to the people whom an audience may see."""

    def visible_to(self, audience: Audience) -> Self:
        """Keep the roles of people whom the audience may see; the twin of `PersonRole.is_visible_to`."""
        return self.filter(person__in=Person.objects.visible_to(audience))

    def held_on(self, today: date) -> Self:
        """Keep the roles held on a day as far as is known: an end in "2026" is the last day of 2026."""
        month, year = today.replace(day=1), today.replace(month=1, day=1)
        ends_later = (
            Q(until_on__gte=today)
            | Q(until_precision=Precision.MONTH, until_on__gte=month)
            | Q(until_precision=Precision.YEAR, until_on__gte=year)
        )
        return self.filter(Q(from_on__isnull=True) | Q(from_on__lte=today), Q(until_on__isnull=True) | ends_later)


class PersonRole(models.Model):
    """What a person is in an organisation, from when to when, by which source."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="roles")
    organisation = models.ForeignKey("registry.Organisation", on_delete=models.CASCADE, related_name="people")
    role_it = models.CharField(max_length=160)
    role_en = models.CharField(max_length=160)
    from_on = models.DateField(null=True)
    from_precision = models.CharField(max_length=1, choices=Precision, blank=True)
    until_on = models.DateField(null=True)
    until_precision = models.CharField(max_length=1, choices=Precision, blank=True)
    certainty = models.CharField(max_length=8)
    source = models.ForeignKey("registry.Source", on_delete=models.PROTECT, related_name="roles")

    objects = PersonRoleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "organisation", "role_en"], name="role_once"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(from_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="role_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.role_en}"

    def is_visible_to(self, audience: Audience) -> bool:
        """Tell whether the audience may see whose role it is; the twin of `PersonRoleQuerySet.visible_to`."""
        return self.person.is_visible_to(audience)

    @property
    def from_word(self) -> str:
        """Give the word of the precision with which its beginning is known."""
        return precision_word(self.from_precision)

    @property
    def until_word(self) -> str:
        """Give the word of the precision with which its end is known."""
        return precision_word(self.until_precision)
