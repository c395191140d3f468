"""Calls for applications, the days on which they take some, and every version of what their sources said."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from filiera.common.visibility import Visibility, Visible
from filiera.funding.enums import CallLevel, CallSource, Procedure, SourceStatus
from filiera.funding.models.amounts import never_below_zero


class Call(Visible):
    """A call. (`source`, `ref`) is what its source calls it, `code` its public id here.

    A call is for everybody, or, while the office still looks at it, for the office alone. Moments are UTC; `tz` is the zone
    in which the call says them, and `opens_hour_known` and `closes_hour_known` tell whether it says an hour: a day alone
    opens at its beginning and closes at its end. `hour_assumed`: the hour of closing is the usual one of the source.
    `until_spent`: it may close before. `ends_at` is the last moment at which anything is taken, the closing or the last of
    the rounds; `has_no_end` says that by its own words there is none, `more_rounds` that rounds
    follow of which the source does not say when. `topics_read_as` names what the topics were read of,
    by which reader. `said` is the source's own sentence on its dates. Amounts in euro.
    `called_off_on` marks a call that was withdrawn: it is kept and open to nobody.
    """

    code = models.SlugField(max_length=120, unique=True)
    source = models.CharField(max_length=9, choices=CallSource)
    ref = models.CharField(max_length=160)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="it")
    title_it = models.CharField(max_length=400, blank=True)
    title_en = models.CharField(max_length=400, blank=True)
    summary_it = models.TextField(blank=True)
    summary_en = models.TextField(blank=True)
    programme = models.CharField(max_length=160, blank=True, db_index=True)
    call_identifier = models.CharField(max_length=160, blank=True)
    call_title = models.CharField(max_length=400, blank=True)
    level = models.CharField(max_length=8, choices=CallLevel, default=CallLevel.OTHER)
    procedure = models.CharField(max_length=12, choices=Procedure, blank=True)
    aid = models.CharField(max_length=40, blank=True)
    granted_by = models.CharField(max_length=300, blank=True)
    types_of_action = models.JSONField(default=list)
    keywords = models.JSONField(default=list)
    sectors = models.JSONField(default=list)
    support_forms = models.JSONField(default=list)
    url = models.URLField(max_length=500, blank=True)
    budget_eur = models.DecimalField(max_digits=15, decimal_places=2, null=True)
    grant_min_eur = models.DecimalField(max_digits=15, decimal_places=2, null=True)
    grant_max_eur = models.DecimalField(max_digits=15, decimal_places=2, null=True)
    expected_grants = models.PositiveIntegerField(null=True)
    tz = models.CharField(max_length=40, default="Europe/Rome")
    opens_at = models.DateTimeField(null=True)
    opens_hour_known = models.BooleanField(default=False)
    closes_at = models.DateTimeField(null=True, db_index=True)
    closes_hour_known = models.BooleanField(default=False)
    hour_assumed = models.BooleanField(default=False)
    ends_at = models.DateTimeField(null=True, db_index=True)
    more_rounds = models.BooleanField(default=False)
    has_no_end = models.BooleanField(default=False)
    until_spent = models.BooleanField(default=False)
    said = models.TextField(blank=True)
    source_status = models.CharField(max_length=11, choices=SourceStatus, blank=True)
    called_off_on = models.DateField(null=True)
    also = models.JSONField(default=dict)
    search_text = models.TextField()
    topics_read_as = models.CharField(max_length=64, blank=True)
    is_example = models.BooleanField(default=False)
    retrieved_on = models.DateField(null=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "ref"], name="call_of_its_source_once"),
            models.CheckConstraint(condition=~Q(title_it="") | ~Q(title_en=""), name="call_titled"),
            models.CheckConstraint(
                condition=Q(visibility__in=[Visibility.PUBLIC, Visibility.OFFICE]), name="call_for_all_or_office"
            ),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True) | Q(closes_at__isnull=True) | Q(opens_at__lte=F("closes_at")),
                name="call_opens_before_it_closes",
            ),
            models.CheckConstraint(
                condition=Q(grant_min_eur__isnull=True)
                | Q(grant_max_eur__isnull=True)
                | Q(grant_min_eur__lte=F("grant_max_eur")),
                name="call_grants_in_order",
            ),
            never_below_zero("budget_eur", "grant_min_eur", "grant_max_eur", name="call_amounts_not_below_zero"),
        ]

    def __str__(self) -> str:
        return self.title_it or self.title_en

    @property
    def zone(self) -> ZoneInfo:
        """Give the zone in which the call says its moments."""
        return ZoneInfo(self.tz)

    def here(self, moment: datetime) -> datetime:
        """Give a moment in the zone of the call."""
        return moment.astimezone(self.zone)


class CallCutOff(models.Model):
    """A moment until which a call takes applications for one round; another follows."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="cutoffs")
    at = models.DateTimeField()
    hour_known = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "at"], name="cut_off_once")]

    def __str__(self) -> str:
        return f"{self.call_id} {self.at:%Y-%m-%d}"


class CallVersion(models.Model):
    """What a source said of a call at one time, as it was served, and what was new in it.

    `digest` is of what counts in it (`values`), so that the same record read again is no version. `changes` lists what
    differs from the version before: field, before, after. An amendment (rettifica) is a version whose source changed rules,
    dates or amounts, or that the office calls so; a correction of what we had read wrong is none.
    """

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    is_amendment = models.BooleanField(default=False)
    digest = models.CharField(max_length=64)
    raw = models.TextField(blank=True)
    raw_format = models.CharField(max_length=8, blank=True)
    text = models.TextField(blank=True)
    values = models.JSONField(default=dict)
    changes = models.JSONField(default=list)
    note = models.CharField(max_length=400, blank=True)
    licence = models.CharField(max_length=200, blank=True)
    retrieved_on = models.DateField(null=True)
    source_changed_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "number"], name="call_version_once")]

    def __str__(self) -> str:
        return f"{self.call_id} v{self.number}"
