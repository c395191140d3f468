"""Funded projects: who got what, where and when, and what came of it."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from filiera.common.visibility import PLAIN_LEVELS, Visible
from filiera.funding.enums import CallLevel
from filiera.funding.models.amounts import never_below_zero


class FundedProject(Visible):
    """A project that was funded. Amounts in euro; `source` says who says so. Its partners that are in the register own it.

    `source_ref` is its id there (a CORDIS number), `source_values` the digests of what the source said last, so that what
    people corrected is told apart, `evidence_uid` the piece of evidence that it became on its partners' pages.
    """

    OWNER_LOOKUP: ClassVar[str | None] = "partners__organisation_id"
    MANY_OWNERS: ClassVar[bool] = True

    code = models.SlugField(max_length=100, unique=True)
    acronym = models.CharField(max_length=80, blank=True)
    title_it = models.CharField(max_length=400, blank=True)
    title_en = models.CharField(max_length=400, blank=True)
    summary_it = models.TextField(blank=True)
    summary_en = models.TextField(blank=True)
    call = models.ForeignKey("funding.Call", null=True, on_delete=models.SET_NULL, related_name="projects")
    consortium = models.OneToOneField(
        "funding.Consortium", null=True, on_delete=models.SET_NULL, related_name="project"
    )
    programme = models.CharField(max_length=160, blank=True, db_index=True)
    level = models.CharField(max_length=8, choices=CallLevel, default=CallLevel.OTHER)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    total_cost_eur = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    grant_eur = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    cup = models.CharField(max_length=20, blank=True)
    source = models.ForeignKey("registry.Source", null=True, on_delete=models.PROTECT, related_name="projects")
    source_ref = models.CharField(max_length=60, blank=True)
    source_values = models.JSONField(default=dict)
    evidence_uid = models.CharField(max_length=200, blank=True)
    is_example = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title_it="") | ~Q(title_en=""), name="project_titled"),
            models.CheckConstraint(condition=Q(visibility__in=list(PLAIN_LEVELS)), name="project_level_plain"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(starts_on__lte=F("ends_on")),
                name="project_starts_before_it_ends",
            ),
            never_below_zero("total_cost_eur", "grant_eur", name="project_amounts_not_below_zero"),
            models.UniqueConstraint(
                fields=["source", "source_ref"], condition=~Q(source_ref=""), name="project_of_its_source_once"
            ),
        ]

    def __str__(self) -> str:
        return self.acronym or self.title_it or self.title_en

    def owner_ids(self) -> Collection[int]:
        """Give its partners that are in the register."""
        return tuple(one.organisation_id for one in self.partners.all() if one.organisation_id is not None)


class ProjectPartner(models.Model):
    """Who takes part in a funded project, with what it bears and gets; `province` is where the money goes."""

    project = models.ForeignKey(FundedProject, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        "registry.Organisation", null=True, on_delete=models.PROTECT, related_name="funded_places"
    )
    name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=20, blank=True)
    country = models.CharField(max_length=2, blank=True)
    province = models.ForeignKey("registry.Province", null=True, on_delete=models.PROTECT, related_name="funded_places")
    cost_eur = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    grant_eur = models.DecimalField(max_digits=14, decimal_places=2, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "organisation"],
                condition=Q(organisation__isnull=False),
                name="project_partner_once",
            ),
            models.CheckConstraint(condition=Q(organisation__isnull=False) | ~Q(name=""), name="project_partner_named"),
            never_below_zero("cost_eur", "grant_eur", name="project_partner_amounts_not_below_zero"),
        ]

    def __str__(self) -> str:
        return self.organisation.name if self.organisation else self.name


class ProjectResult(models.Model):
    """What came of a project: a thing with its day and where it is to be seen."""

    project = models.ForeignKey(FundedProject, on_delete=models.CASCADE, related_name="results")
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=60, blank=True)
    on = models.DateField(null=True)
    url = models.URLField(max_length=500, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="result_titled")]

    def __str__(self) -> str:
        return self.title
