"""Consortia: those who would apply to a call together, what each brings, how far they are, and what was computed for them."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from filiera.common.visibility import Visibility, Visible
from filiera.funding.enums import ConsortiumState, PartnerState
from filiera.funding.models.amounts import never_below_zero

WITHIN = (PartnerState.LEADS, PartnerState.ACCEPTED)
"""Partners that see the whole consortium: who leads it, and who has said yes."""


OUT = (PartnerState.DECLINED, PartnerState.LEFT)
"""Partners that do not count: who has said no, and who has left."""


class Consortium(Visible):
    """A consortium for a call. Its lead, the partners that accepted, and the office see it; others what an invitation says.

    `code` is its public id. Amounts in euro, `trl_*` in 1 to 9, null is not known. `documents`, `plan_sections` and
    `outputs` are lists of words as the rules of calls name them, null where nobody has said. `circle` is of those who
    read its papers. `total_points` and `least_points` are the evaluators' sum and threshold. `checked_version` is the
    version of the call against which it was last judged, `verdict` what came of it. `needs`: weights in (0, 1] of the
    competences that it was composed for, by code; empty for what the call asks for.
    """

    OWNER_LOOKUP: ClassVar[str | None] = "partners__organisation_id"
    OWNER_CONDITIONS: ClassVar = {"partners__state": frozenset(WITHIN)}
    MANY_OWNERS: ClassVar[bool] = True

    code = models.SlugField(max_length=80, unique=True)
    call = models.ForeignKey("funding.Call", on_delete=models.PROTECT, related_name="consortia")
    name = models.CharField(max_length=160)
    summary = models.TextField(blank=True)
    needs = models.JSONField(default=dict)
    circle = models.ForeignKey("common.Circle", null=True, on_delete=models.PROTECT, related_name="consortia")
    state = models.CharField(max_length=9, choices=ConsortiumState, default=ConsortiumState.DRAFT)
    duration_months = models.PositiveSmallIntegerField(null=True)
    trl_start = models.PositiveSmallIntegerField(null=True)
    trl_end = models.PositiveSmallIntegerField(null=True)
    s3_priority = models.CharField(max_length=200, blank=True)
    start_on = models.DateField(null=True)
    inkind_pct = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    civil_only = models.BooleanField(null=True)
    research_may_publish = models.BooleanField(null=True)
    wide_dissemination = models.BooleanField(null=True)
    documents = models.JSONField(null=True)
    plan_sections = models.JSONField(null=True)
    outputs = models.JSONField(null=True)
    supplier_name = models.CharField(max_length=200, blank=True)
    supplier_kind = models.CharField(max_length=20, blank=True)
    checked_version = models.PositiveIntegerField(null=True)
    checked_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=7, blank=True)
    submitted_at = models.DateTimeField(null=True)
    decided_on = models.DateField(null=True)
    total_points = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    least_points = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    outcome_note = models.TextField(blank=True)
    is_example = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="consortium_named"),
            models.CheckConstraint(condition=Q(visibility=Visibility.BILATERAL), name="consortium_of_its_partners"),
            # What is not known (null) passes, as SQL has it.
            models.CheckConstraint(
                condition=Q(trl_start__gte=1, trl_start__lte=9, trl_end__gte=1, trl_end__lte=9),
                name="consortium_trl_on_the_scale",
            ),
            models.CheckConstraint(condition=Q(trl_start__lte=F("trl_end")), name="consortium_trl_in_order"),
            models.CheckConstraint(
                condition=Q(inkind_pct__gte=0, inkind_pct__lte=100), name="consortium_inkind_in_hundredths"
            ),
            never_below_zero("total_points", "least_points", name="consortium_points_not_below_zero"),
            models.CheckConstraint(
                condition=Q(state__in=["DRAFT", "INVITING", "READY", "ABANDONED"]) | Q(submitted_at__isnull=False),
                name="consortium_submitted_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def lead(self) -> Partner | None:
        """Give who leads; None of one that nobody leads yet. It asks the database unless its partners were fetched."""
        return next((one for one in self.partners.all() if one.state == PartnerState.LEADS), None)

    @property
    def audit_about(self) -> str:
        """Give the public id of the organisation that leads, whose matter it is."""
        return self.lead.organisation.code if self.lead and self.lead.organisation else ""

    def owner_ids(self) -> Collection[int]:
        """Give the organisations that see all of it."""
        return tuple(
            one.organisation_id
            for one in self.partners.all()
            if one.state in WITHIN and one.organisation_id is not None
        )


class Partner(models.Model):
    """One of a consortium: of the register, or from outside by its name. Amounts in euro.

    What it bears is split by kind of research where that is known. `tasks` is what it would do. An invitation is answered
    from a link; `answered_at` and `answer` say how.
    """

    consortium = models.ForeignKey(Consortium, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        "registry.Organisation", null=True, on_delete=models.PROTECT, related_name="consortium_places"
    )
    name = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=2, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=8, choices=PartnerState, default=PartnerState.PROPOSED)
    tasks = models.CharField(max_length=600, blank=True)
    cost_eur = models.DecimalField(max_digits=13, decimal_places=2, null=True)
    industrial_research_eur = models.DecimalField(max_digits=13, decimal_places=2, null=True)
    experimental_development_eur = models.DecimalField(max_digits=13, decimal_places=2, null=True)
    invited_at = models.DateTimeField(null=True)
    invited_email = models.EmailField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=400, blank=True)
    signed_on = models.DateField(null=True)
    ordinal = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["consortium", "organisation"], condition=Q(organisation__isnull=False), name="partner_once"
            ),
            models.UniqueConstraint(fields=["consortium"], condition=Q(state="LEADS"), name="consortium_led_by_one"),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | ~Q(name=""), name="partner_of_register_or_named"
            ),
            never_below_zero(
                "cost_eur",
                "industrial_research_eur",
                "experimental_development_eur",
                name="partner_costs_not_below_zero",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state"], name="partner_places")]

    def __str__(self) -> str:
        return self.called

    @property
    def called(self) -> str:
        """Give its name."""
        return self.organisation.name if self.organisation else self.name

    @property
    def key(self) -> str:
        """Give how the judge calls it: its public id, or, from outside, its number here."""
        return self.organisation.code if self.organisation else f"x{self.pk}"

    @property
    def is_within(self) -> bool:
        """Tell whether it sees the whole consortium."""
        return self.state in WITHIN


class ComposingRun(models.Model):
    """A composition that was computed: what was asked, with which solver, what came of it; so that it can be explained later.

    `digest` is of the input. `result` is what was said, in each language by its code. `codes` are the public ids of those
    proposed, by which the office sees who always is. `needs`: what was to be covered, weights in (0, 1] by code.
    """

    call = models.ForeignKey("funding.Call", null=True, on_delete=models.CASCADE, related_name="runs")
    lead = models.ForeignKey("registry.Organisation", null=True, on_delete=models.SET_NULL, related_name="+")
    solver = models.CharField(max_length=40)
    asked = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    status = models.CharField(max_length=10)
    is_strict = models.BooleanField(default=True)
    objective = models.FloatField(null=True)
    bound = models.FloatField(null=True)
    seconds = models.FloatField()
    codes = models.JSONField(default=list)
    needs = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    made_at = models.DateTimeField(db_index=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"{self.solver} {self.status} {self.made_at:%Y-%m-%d}"
