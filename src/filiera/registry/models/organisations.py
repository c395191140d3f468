"""Organisations: the legal person apart from its group, its sites apart from its seat."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from filiera.common.visibility import Visible, plain_levels
from filiera.registry.enums import AliasKind, Kind, Scheme, SiteKind, Size

if TYPE_CHECKING:
    from collections.abc import Collection


class Group(models.Model):
    """A group of enterprises; its members are legal persons of their own."""

    name = models.CharField(max_length=160, unique=True)
    is_example = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Organisation(Visible):
    """A legal person (or a network, a programme) of the register.

    Its columns hold the value that the facts prefer, for filters and lists; the facts hold everything that was said.
    `code` is the public id. `member_since_known` is false where the day is only one on which it was a member already,
    because a source says so without saying since when. `confirmed_on` is the day on which its people last said that the
    page is right. `merged_into` marks a row that a merge has emptied: it is kept for
    undo and for old links.
    """

    OWNER_LOOKUP: ClassVar[str | None] = "id"

    code = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    search_name = models.CharField(max_length=200, db_index=True)
    legal_name = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=14, choices=Kind, default=Kind.OTHER)
    stage = models.ForeignKey("registry.Stage", null=True, on_delete=models.PROTECT, related_name="organisations")
    group = models.ForeignKey(Group, null=True, on_delete=models.SET_NULL, related_name="organisations")
    size = models.CharField(max_length=6, choices=Size, blank=True)
    employees = models.PositiveIntegerField(null=True)
    min_batch = models.PositiveIntegerField(null=True)
    founded_year = models.PositiveSmallIntegerField(null=True)
    municipality = models.ForeignKey(
        "registry.Municipality", null=True, on_delete=models.PROTECT, related_name="organisations"
    )
    town = models.CharField(max_length=120, blank=True)
    province = models.ForeignKey("registry.Province", null=True, on_delete=models.PROTECT, related_name="organisations")
    country = models.CharField(max_length=2, blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    website = models.URLField(max_length=300, blank=True)
    summary_it = models.CharField(max_length=600, blank=True)
    summary_en = models.CharField(max_length=600, blank=True)
    member_since_on = models.DateField(null=True)
    member_since_known = models.BooleanField(default=True)
    confirmed_on = models.DateField(null=True)
    is_example = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged_from")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [
            models.Index(fields=["kind"], name="organisation_kind"),
            models.Index(fields=["stage", "search_name"], name="organisation_stage_name"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="organisation_named"),
            plain_levels("organisation_level_plain"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=models.F("id")), name="not_merged_into_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def audit_about(self) -> str:
        """Give the public id by which the audit trail says whose matter an event is."""
        return self.code

    def owner_ids(self) -> Collection[int]:
        """Give itself: an organisation's own people see it at its level."""
        return (self.pk,)


class Site(models.Model):
    """A place where an organisation stands, apart from its legal seat; coordinates in degrees WGS84."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="sites")
    kind = models.CharField(max_length=14, choices=SiteKind)
    address = models.CharField(max_length=200, blank=True)
    town = models.CharField(max_length=120, blank=True)
    municipality = models.ForeignKey("registry.Municipality", null=True, on_delete=models.PROTECT, related_name="+")
    country = models.CharField(max_length=2, blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    source = models.ForeignKey("registry.Source", on_delete=models.PROTECT, related_name="sites")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "kind", "town", "address"], name="site_once")]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.town}"


class Alias(models.Model):
    """Another name of an organisation, searchable like the first."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=200)
    search_name = models.CharField(max_length=200, db_index=True)
    kind = models.CharField(max_length=8, choices=AliasKind, default=AliasKind.ALIAS)
    source = models.ForeignKey("registry.Source", null=True, on_delete=models.PROTECT, related_name="aliases")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="alias_once")]

    def __str__(self) -> str:
        return self.name


class Identifier(models.Model):
    """An identifier in a public register, normalised; one organisation alone may hold it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=8, choices=Scheme)
    value = models.CharField(max_length=120)
    source = models.ForeignKey("registry.Source", null=True, on_delete=models.PROTECT, related_name="identifiers")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "value"], condition=~Q(scheme="DOMAIN"), name="identifier_of_one_organisation"
            ),
            models.UniqueConstraint(fields=["organisation", "scheme", "value"], name="identifier_once"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.value}"


class AtecoCode(models.Model):
    """An ATECO code with its edition: the same digits mean other trades in another edition (ISTAT)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="ateco_codes")
    edition = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=10)
    source = models.ForeignKey("registry.Source", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "edition", "code"], name="ateco_once"),
            models.CheckConstraint(condition=Q(edition__in=[2002, 2007, 2022, 2025]), name="ateco_edition_known"),
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.edition})"
