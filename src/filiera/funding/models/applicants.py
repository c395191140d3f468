"""What rules of calls ask of an organisation and no public page says: figures, who owns whom, de minimis aid, recognitions."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from filiera.common.visibility import Visibility, Visible
from filiera.funding.models.amounts import never_below_zero

PRIVATE = (Visibility.BILATERAL, Visibility.OFFICE)


def private_levels(name: str) -> models.CheckConstraint:
    """Give the rule by which a table holds only what is an organisation's own, or the office's."""
    return models.CheckConstraint(condition=Q(visibility__in=list(PRIVATE)), name=name)


class ApplicantProfile(Visible):
    """What an organisation says of itself for calls, once: null is not known. Amounts in euro a year, of `figures_year`.

    `operating_seats` are NUTS codes, `other_applications` the public ids or names of calls to which it applies elsewhere.

    Its own people and the office see it; a verdict on a consortium tells its partners only what comes of it.
    """

    OWNER_LOOKUP: ClassVar[str | None] = "organisation_id"

    organisation = models.OneToOneField("registry.Organisation", on_delete=models.CASCADE, related_name="applicant")
    headcount = models.DecimalField(max_digits=9, decimal_places=1, null=True)
    turnover_eur = models.DecimalField(max_digits=15, decimal_places=2, null=True)
    balance_sheet_eur = models.DecimalField(max_digits=15, decimal_places=2, null=True)
    figures_year = models.PositiveSmallIntegerField(null=True)
    accounts_filed = models.PositiveSmallIntegerField(null=True)
    women_or_youth = models.BooleanField(null=True)
    legal_personality = models.BooleanField(null=True)
    is_nonprofit = models.BooleanField(null=True)
    is_innovative = models.BooleanField(null=True)
    in_difficulty = models.BooleanField(null=True)
    operating_seats = models.JSONField(null=True)
    other_applications = models.JSONField(null=True)
    shares_known = models.BooleanField(default=False)
    awards_known = models.BooleanField(default=False)
    recognitions_known = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            private_levels("applicant_private"),
            never_below_zero("headcount", "turnover_eur", "balance_sheet_eur", name="applicant_figures_not_below_zero"),
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    @property
    def audit_about(self) -> str:
        """Give the public id by which the audit trail says whose matter it is."""
        return self.organisation.code

    def owner_ids(self) -> tuple[int, ...]:
        """Give the organisation whose profile it is."""
        return (self.organisation_id,)


class Shareholding(Visible):
    """That one holds a share of another, in percent of capital or votes; whoever is not in the register stands by name.

    `shares_known` of the held one's profile says that all that hold 25 % or more are listed.
    """

    OWNER_LOOKUP: ClassVar[str | None] = "held_id"

    holder = models.ForeignKey("registry.Organisation", null=True, on_delete=models.CASCADE, related_name="holdings")
    holder_name = models.CharField(max_length=200, blank=True)
    held = models.ForeignKey("registry.Organisation", on_delete=models.CASCADE, related_name="shareholders")
    share_pct = models.DecimalField(max_digits=6, decimal_places=3)
    as_of = models.DateField(null=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            private_levels("shareholding_private"),
            models.CheckConstraint(condition=Q(share_pct__gt=0, share_pct__lte=100), name="share_in_hundredths"),
            models.CheckConstraint(
                condition=Q(holder__isnull=False, holder_name="") | Q(holder__isnull=True) & ~Q(holder_name=""),
                name="shareholder_named_once",
            ),
            models.CheckConstraint(condition=Q(holder__isnull=True) | ~Q(holder=F("held")), name="holds_another"),
            models.UniqueConstraint(fields=["holder", "held"], condition=Q(holder__isnull=False), name="share_once"),
            models.UniqueConstraint(
                fields=["holder_name", "held"], condition=Q(holder__isnull=True), name="share_once_named"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder_id or self.holder_name} {self.share_pct} % {self.held_id}"

    def owner_ids(self) -> tuple[int, ...]:
        """Give the organisation that is held: it says who holds it."""
        return (self.held_id,)


class DeMinimisAward(Visible):
    """Aid under de minimis that an organisation was granted. Source of the obligation: Regulation (EU) 2023/2831."""

    OWNER_LOOKUP: ClassVar[str | None] = "organisation_id"

    organisation = models.ForeignKey("registry.Organisation", on_delete=models.CASCADE, related_name="de_minimis")
    granted_on = models.DateField()
    amount_eur = models.DecimalField(max_digits=12, decimal_places=2)
    measure = models.CharField(max_length=200, blank=True)
    rna_code = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            private_levels("award_private"),
            models.CheckConstraint(condition=Q(amount_eur__gt=0), name="award_above_zero"),
        ]
        indexes = [models.Index(fields=["organisation", "granted_on"], name="award_of_days")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.granted_on} {self.amount_eur}"

    def owner_ids(self) -> tuple[int, ...]:
        """Give the organisation that was granted the aid."""
        return (self.organisation_id,)


class Recognition(Visible):
    """A recognition that calls ask for (CTL, filiera), and where it stands."""

    class State(models.TextChoices):
        """Where a recognition stands."""

        HELD = "HELD", _("held")
        PENDING = "PENDING", _("asked for")
        ENDED = "ENDED", _("ended")

    OWNER_LOOKUP: ClassVar[str | None] = "organisation_id"

    organisation = models.ForeignKey("registry.Organisation", on_delete=models.CASCADE, related_name="recognitions")
    name = models.CharField(max_length=80)
    state = models.CharField(max_length=7, choices=State)
    since_on = models.DateField(null=True)
    act = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            private_levels("recognition_private"),
            models.UniqueConstraint(fields=["organisation", "name"], name="recognition_once"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.name}"

    def owner_ids(self) -> tuple[int, ...]:
        """Give the organisation that is recognised."""
        return (self.organisation_id,)
