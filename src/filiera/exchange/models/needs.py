"""Needs: what an organisation looks for, what was read in it, its papers, whom it keeps out, and what else it became."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from filiera.common.visibility import Visibility
from filiera.exchange.enums import Channel, ClosedWhy, ExitKind, Help, NeedState, Secrecy
from filiera.exchange.models.owned import Owned
from filiera.exchange.models.topics import Topic


class Need(Owned):
    """What an organisation looks for.

    `title` and `words` are the requester's own: its people and the office read them, and everybody who may see an open
    need. `brief` is what a solver reads. `answers` are those to the questions of its topics, by the question's code.
    `source_text` is the mail or the note that it came from, for the office. `enough` is how many solvers are wanted.
    `published_at` is when it was handed in: the time of the desk counts from it. It stays where the office reads a need again
    (its secrecy was changed, it was renewed): whoever asks has waited since. Given back and handed in again, it is the new
    moment, as long as nobody was asked: what its writer took is not the desk's.
    `warned_at` is when whoever asks was told that it expires soon, empty again once it is renewed.
    `visibility` is MEMBERS for an open need that the office has read, BILATERAL otherwise.
    """

    code = models.SlugField(max_length=20, unique=True)
    organisation = models.ForeignKey("registry.Organisation", on_delete=models.CASCADE, related_name="needs")
    contact_name = models.CharField(max_length=120, blank=True)
    contact_email = models.EmailField(blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    channel = models.CharField(max_length=7, choices=Channel, default=Channel.FORM)
    source_text = models.TextField(blank=True)
    title = models.CharField(max_length=160)
    words = models.TextField()
    brief = models.TextField(blank=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="it")
    answers = models.JSONField(default=dict)
    help = models.CharField(max_length=9, choices=Help, default=Help.SOLVER)
    secrecy = models.CharField(max_length=8, choices=Secrecy, default=Secrecy.RESERVED)
    allows_competitors = models.BooleanField(default=False)
    trl_start = models.PositiveSmallIntegerField(null=True)
    trl_end = models.PositiveSmallIntegerField(null=True)
    place = models.CharField(max_length=120, blank=True)
    deadline_on = models.DateField(null=True)
    enough = models.PositiveSmallIntegerField(default=2)
    state = models.CharField(max_length=9, choices=NeedState, default=NeedState.DRAFT)
    topics_read_as = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    returned_why = models.CharField(max_length=600, blank=True)
    expires_on = models.DateField(null=True)
    warned_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    closed_why = models.CharField(max_length=9, choices=ClosedWhy, blank=True)
    closed_note = models.CharField(max_length=400, blank=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="need_titled"),
            models.CheckConstraint(
                condition=Q(visibility=Visibility.BILATERAL)
                | Q(visibility=Visibility.MEMBERS, secrecy=Secrecy.OPEN, read_at__isnull=False),
                name="need_listed_only_open_and_read",
            ),
            models.CheckConstraint(
                condition=Q(trl_start__isnull=True) | Q(trl_start__gte=1, trl_start__lte=9),
                name="need_trl_start_in_scale",
            ),
            models.CheckConstraint(
                condition=Q(trl_end__isnull=True)
                | Q(trl_end__lte=9, trl_start__isnull=False, trl_end__gte=models.F("trl_start")),
                name="need_trl_end_after_start",
            ),
            models.CheckConstraint(condition=Q(enough__gte=1, enough__lte=9), name="need_wants_some"),
            models.CheckConstraint(
                condition=Q(state=NeedState.DRAFT) | Q(published_at__isnull=False) | Q(state=NeedState.CLOSED),
                name="need_handed_in_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[NeedState.MATCHING, NeedState.IN_TALKS]) | Q(read_at__isnull=False),
                name="need_read_before_anybody_is_asked",
            ),
        ]
        indexes = [models.Index(fields=["state", "published_at"], name="need_state_at")]


class NeedTopic(Topic):
    """A competence that a need asks for."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="topics")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["need", "competence"], name="need_topic_once"),
            models.CheckConstraint(condition=Q(weight__gt=0, weight__lte=1), name="need_topic_weighs"),
        ]


class NeedProposal(models.Model):
    """What was read in the words of a need for one of its fields, with the sentence; taken or refused by a person."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="proposals")
    field = models.CharField(max_length=30)
    value = models.JSONField()
    sentence = models.CharField(max_length=600)
    is_sure = models.BooleanField(default=True)
    taken = models.BooleanField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["need", "field", "sentence"], name="need_proposal_once")]

    def __str__(self) -> str:
        return f"{self.need_id} {self.field}"


class NeedExclusion(models.Model):
    """An organisation that the requester keeps out: it is never suggested, and never learns of it."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="exclusions")
    organisation = models.ForeignKey("registry.Organisation", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["need", "organisation"], name="need_excludes_once")]

    def __str__(self) -> str:
        return f"{self.need_id} {self.organisation_id}"


class NeedExit(models.Model):
    """What a need became besides being asked of solvers: the tie stays, whatever comes of it."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="exits")
    kind = models.CharField(max_length=9, choices=ExitKind)
    note = models.CharField(max_length=600, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_note = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["need", "kind"], name="need_exit_once")]

    def __str__(self) -> str:
        return f"{self.need_id} {self.kind}"
