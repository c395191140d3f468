"""Offers: a technology, a research result, a service of a laboratory, each a sheet of one page; and who answers it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from filiera.common.visibility import Visibility
from filiera.exchange.enums import OfferKind, OfferState, ReplyState, Rights
from filiera.exchange.models.owned import Owned
from filiera.exchange.models.topics import Topic


class Offer(Owned):
    """What an organisation offers, in its own words and in one `language`.

    `sought` are codes of what it looks for. `evidence` is a piece of its own that proves it. `for_members` is whom a
    published one is for; `visibility` follows: MEMBERS or PUBLIC while it is published, BILATERAL otherwise, so that drafts
    and what is over are its own people's and the office's. `warned_at` is when its owner was told that it
    expires soon, since it was last published or renewed. `search_text` is the sheet's words, folded.
    """

    code = models.SlugField(max_length=20, unique=True)
    organisation = models.ForeignKey("registry.Organisation", on_delete=models.CASCADE, related_name="offers")
    kind = models.CharField(max_length=10, choices=OfferKind, default=OfferKind.TECHNOLOGY)
    title = models.CharField(max_length=160)
    problem = models.TextField()
    solution = models.TextField()
    proof = models.TextField(blank=True)
    evidence = models.ForeignKey("competence.Evidence", null=True, on_delete=models.SET_NULL, related_name="offers")
    rights = models.CharField(max_length=7, choices=Rights, default=Rights.OTHER)
    rights_note = models.CharField(max_length=300, blank=True)
    trl = models.PositiveSmallIntegerField(null=True)
    sought = models.JSONField(default=list)
    sought_note = models.CharField(max_length=300, blank=True)
    contact_name = models.CharField(max_length=120, blank=True)
    contact_email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="it")
    for_members = models.BooleanField(default=False)
    state = models.CharField(max_length=9, choices=OfferState, default=OfferState.DRAFT)
    search_text = models.TextField(blank=True)
    topics_read_as = models.CharField(max_length=80, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    expires_on = models.DateField(null=True)
    warned_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="offer_titled"),
            models.CheckConstraint(
                condition=Q(state=OfferState.PUBLISHED, for_members=True, visibility=Visibility.MEMBERS)
                | Q(state=OfferState.PUBLISHED, for_members=False, visibility=Visibility.PUBLIC)
                | Q(~Q(state=OfferState.PUBLISHED), visibility=Visibility.BILATERAL),
                name="offer_shown_only_published",
            ),
            models.CheckConstraint(
                condition=~Q(state=OfferState.PUBLISHED) | Q(published_at__isnull=False, expires_on__isnull=False),
                name="offer_published_has_its_days",
            ),
            models.CheckConstraint(
                condition=Q(trl__isnull=True) | Q(trl__gte=1, trl__lte=9), name="offer_trl_in_scale"
            ),
            models.CheckConstraint(
                condition=Q(kind=OfferKind.SERVICE) | ~Q(state=OfferState.PUBLISHED) | Q(trl__isnull=False),
                name="offer_published_says_its_trl",
            ),
        ]
        indexes = [models.Index(fields=["state", "published_at"], name="offer_state_at")]


class OfferTopic(Topic):
    """A competence that an offer brings."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="topics")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["offer", "competence"], name="offer_topic_once"),
            models.CheckConstraint(condition=Q(weight__gt=0, weight__lte=1), name="offer_topic_weighs"),
        ]


class OfferReply(models.Model):
    """That an organisation says of an offer "this is for us": once each. The two and the office see it."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="replies")
    organisation = models.ForeignKey("registry.Organisation", on_delete=models.CASCADE, related_name="offer_replies")
    note = models.CharField(max_length=600)
    state = models.CharField(max_length=8, choices=ReplyState, default=ReplyState.OPEN)
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["offer", "organisation"], name="offer_reply_once"),
            models.CheckConstraint(
                condition=Q(state=ReplyState.OPEN, decided_at__isnull=True)
                | ~Q(state=ReplyState.OPEN) & Q(decided_at__isnull=False),
                name="offer_reply_decided_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.offer_id}"

    @property
    def audit_about(self) -> str:
        """Give the public id of the organisation whose offer was answered."""
        return self.offer.organisation.code
