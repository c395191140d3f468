"""Matches: the one row of a need and a solver, what a solver was shown, and the runs that suggested it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from filiera.exchange.enums import Disclosed, MatchState, Refusal


class RoutingRun(models.Model):
    """One ranking of solvers for a need: by which matcher, router and parameters, over which input; and what it gave.

    `lines` keeps, for each candidate as it stood then, its score, features, gates and whether it was proposed, so that an
    old suggestion can be explained and another matcher be tried on the same day's knowledge.
    """

    need = models.ForeignKey("exchange.Need", on_delete=models.CASCADE, related_name="runs")
    matcher = models.CharField(max_length=60)
    router = models.CharField(max_length=60)
    parameters = models.JSONField(default=dict)
    input_digest = models.CharField(max_length=64)
    lines = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["need", "made_at"], name="routing_run_need")]

    def __str__(self) -> str:
        return f"{self.need_id} {self.made_at:%Y-%m-%d %H:%M}"


class Match(models.Model):
    """A need and a solver, once, with the moment of each step.

    `code` is drawn at random and says nothing of the need. `score` in [0, 1], `rank` from 1, `features` and `reason` are
    those of the moment in which it was suggested; `routed_as` says why it was in a batch: the engine's reason, or
    BY_HAND. `email` is whom the request went to, `told_at` when it last was put before them: in a letter, or on the site for
    who reads there alone. Silence counts from then. `terms_digest` is of the terms that were accepted, `terms_name` who
    accepted them as written. `note` is the solver's word; `aside_note` is why whoever asks, or the office, set it aside: the
    office alone reads that, for it may tell who asks.
    """

    code = models.SlugField(max_length=24, unique=True)
    need = models.ForeignKey("exchange.Need", on_delete=models.CASCADE, related_name="matches")
    solver = models.ForeignKey("registry.Organisation", on_delete=models.CASCADE, related_name="matches")
    run = models.ForeignKey(RoutingRun, null=True, on_delete=models.SET_NULL, related_name="matches")
    state = models.CharField(max_length=11, choices=MatchState, default=MatchState.SUGGESTED)
    rank = models.PositiveSmallIntegerField(null=True)
    score = models.FloatField(null=True)
    features = models.JSONField(default=dict)
    routed_as = models.CharField(max_length=12, blank=True)
    reason_it = models.CharField(max_length=600, blank=True)
    reason_en = models.CharField(max_length=600, blank=True)
    email = models.EmailField(blank=True)
    contact_name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="it")
    suggested_at = models.DateTimeField()
    shortlisted_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    told_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    later_on = models.DateField(null=True)
    terms_at = models.DateTimeField(null=True)
    terms_digest = models.CharField(max_length=64, blank=True)
    terms_name = models.CharField(max_length=120, blank=True)
    first_answer_at = models.DateTimeField(null=True)
    solver_yes_at = models.DateTimeField(null=True)
    requester_yes_at = models.DateTimeField(null=True)
    mutual_at = models.DateTimeField(null=True)
    introduced_at = models.DateTimeField(null=True)
    met_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=13, choices=Refusal, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    aside_note = models.CharField(max_length=1000, blank=True)
    passed_to = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["need", "solver"], name="match_once"),
            models.CheckConstraint(
                condition=Q(asked_at__isnull=False)
                | Q(state__in=[MatchState.SUGGESTED, MatchState.SHORTLISTED, MatchState.DISMISSED]),
                name="match_answered_only_when_asked",
            ),
            models.CheckConstraint(
                condition=Q(told_at__isnull=True) | Q(told_at__gte=F("asked_at")), name="match_told_once_asked"
            ),
            models.CheckConstraint(
                condition=Q(mutual_at__isnull=True) | Q(solver_yes_at__isnull=False, requester_yes_at__isnull=False),
                name="match_mutual_when_both_say_yes",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[MatchState.MUTUAL, MatchState.INTRODUCED]) | Q(mutual_at__isnull=False),
                name="match_named_when_mutual",
            ),
            models.CheckConstraint(
                condition=Q(introduced_at__isnull=True) | Q(introduced_at__gte=F("mutual_at")),
                name="match_introduced_after_both",
            ),
            models.CheckConstraint(
                condition=Q(terms_at__isnull=True, terms_digest="") | Q(terms_at__isnull=False) & ~Q(terms_digest=""),
                name="match_terms_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state=MatchState.REFUSED) | ~Q(refusal=""), name="match_refused_with_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["state", "asked_at"], name="match_state_at")]

    def __str__(self) -> str:
        return self.code


class Disclosure(models.Model):
    """That somebody was shown a stage of a need: by mail, by a link or on a page. The requester reads it.

    `what` names a paper by its number, where it was one. `user` is who was signed in, `email` the address asked.
    """

    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="disclosures")
    stage = models.CharField(max_length=7, choices=Disclosed)
    at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=120, blank=True)
    what = models.CharField(max_length=40, blank=True)
    terms_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(fields=["match", "at"], name="disclosure_match_at")]

    def __str__(self) -> str:
        return f"{self.match_id} {self.stage}"
