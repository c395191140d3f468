"""Meetings: the notice, the agenda, who may take part and who did, what was declared and objected."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import override

from filiera.governance.enums import (
    ITEM_KIND_WORDS,
    ForbiddenTopic,
    ItemState,
    MeetingState,
    PresenceMode,
    VoteMode,
)


class Meeting(models.Model):
    """A meeting of a body. `call` is the one that is being held or was held last, 1 or 2.

    `record_on` is the day whose register decides who takes part; `statute` is the rules by which it is judged, kept from
    the notice on. `sequence` counts the versions of its calendar entry. `first_call` keeps of a deserted first call when it
    was declared so, how many of how many were there and were needed, and who. `reminder_read_at` is when the reminder of
    competition law was read to those present, as whoever opened the meeting said.
    """

    body = models.ForeignKey("governance.Body", on_delete=models.PROTECT, related_name="meetings")
    title = models.CharField(max_length=160)
    state = models.CharField(max_length=10, choices=MeetingState, default=MeetingState.PLANNED)
    first_at = models.DateTimeField()
    second_at = models.DateTimeField(null=True)
    call = models.PositiveSmallIntegerField(default=1)
    record_on = models.DateField(null=True)
    place = models.CharField(max_length=200, blank=True)
    remote_url = models.URLField(max_length=300, blank=True)
    statute = models.ForeignKey(
        "governance.StatuteVersion", null=True, on_delete=models.PROTECT, related_name="meetings"
    )
    uid = models.UUIDField(unique=True)
    sequence = models.PositiveSmallIntegerField(default=0)
    notice_text = models.TextField(blank=True)
    convened_at = models.DateTimeField(null=True)
    convened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    opened_at = models.DateTimeField(null=True)
    reminder_read_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    chaired_by = models.ForeignKey("governance.RollSeat", null=True, on_delete=models.PROTECT, related_name="+")
    chair_name = models.CharField(max_length=120, blank=True)
    secretary_name = models.CharField(max_length=120, blank=True)
    first_call = models.JSONField(null=True)
    cancelled_why = models.CharField(max_length=300, blank=True)
    petition = models.ForeignKey("governance.Petition", null=True, on_delete=models.PROTECT, related_name="meetings")
    is_example = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(call__in=[1, 2]), name="meeting_call_one_or_two"),
            models.CheckConstraint(
                condition=Q(second_at__isnull=True) | Q(second_at__gt=F("first_at")), name="meeting_second_call_later"
            ),
            models.CheckConstraint(
                condition=Q(call=1) | Q(second_at__isnull=False), name="meeting_second_call_has_a_time"
            ),
            models.CheckConstraint(condition=Q(state__in=sorted(MeetingState.values)), name="meeting_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=[MeetingState.PLANNED, MeetingState.CANCELLED])
                | Q(convened_at__isnull=False, record_on__isnull=False, statute__isnull=False),
                name="meeting_convened_by_a_statute",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def held_at(self) -> datetime:
        """Give the moment of the call that is being held, or was held last."""
        return self.second_at if self.call == 2 and self.second_at else self.first_at

    @property
    def last_at(self) -> datetime:
        """Give the moment of the last call that its notice states: after that day it can no longer be held."""
        return self.second_at or self.first_at


class AgendaItem(models.Model):
    """One point of an agenda. `proposal` is the text that is voted, and becomes the resolution.

    `elects` and `seats` are those of an election: the class that elects (empty: everybody), and how many. `fills` is the
    body that it gives its seats to, where it is one of the association's, and `renews` that all who sit in it leave.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    proposal = models.TextField(blank=True)
    kind = models.CharField(max_length=16, choices=ITEM_KIND_WORDS, default="ORDINARY")
    vote_mode = models.CharField(max_length=6, choices=VoteMode, default=VoteMode.OPEN)
    state = models.CharField(max_length=10, choices=ItemState, default=ItemState.PLANNED)
    elects = models.CharField(max_length=40, blank=True)
    seats = models.PositiveSmallIntegerField(null=True)
    fills = models.ForeignKey("governance.Body", null=True, on_delete=models.PROTECT, related_name="+")
    renews = models.BooleanField(default=False)
    discussion = models.TextField(blank=True)
    voting_opened_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=16, blank=True)
    judgement = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "position"], name="item_position_once"),
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(state__in=[ItemState.DISCUSSED, ItemState.VOTING]),
                name="item_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(kind="ELECTION") | Q(seats__gte=1) | Q(state=ItemState.PLANNED), name="item_election_seats"
            ),
            models.CheckConstraint(condition=Q(state__in=sorted(ItemState.values)), name="item_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"


class RollSeat(models.Model):
    """Somebody with the right to take part in a meeting, as the register had it at the record date.

    Exactly one of `member` (an assembly) and `mandate` (a board) is set. What decides about the vote is copied here, so
    that the meeting is judged by that day whatever comes after.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="roll")
    member = models.ForeignKey("governance.Member", null=True, on_delete=models.PROTECT, related_name="seats")
    mandate = models.ForeignKey("governance.Mandate", null=True, on_delete=models.PROTECT, related_name="seats")
    name = models.CharField(max_length=200)
    seat_class = models.CharField(max_length=40)
    is_in_arrears = models.BooleanField(default=False)
    is_suspended = models.BooleanField(default=False)
    is_director = models.BooleanField(default=False)
    member_since_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(member__isnull=True, mandate__isnull=False) | Q(member__isnull=False, mandate__isnull=True),
                name="seat_of_a_member_or_a_mandate",
            ),
            models.UniqueConstraint(fields=["meeting", "member"], name="seat_once_for_a_member"),
            models.UniqueConstraint(fields=["meeting", "mandate"], name="seat_once_for_a_mandate"),
        ]

    def __str__(self) -> str:
        return self.name


class NoticeDelivery(models.Model):
    """One notice of a meeting to one address: when it left, or why it did not; the reading is recorded when it opens it.

    `claimed_at` is when a process took it to send it, until what became of it is written.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="deliveries")
    seat = models.ForeignKey(RollSeat, on_delete=models.CASCADE, related_name="deliveries")
    email = models.EmailField()
    sequence = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField(null=True)
    failed_why = models.CharField(max_length=300, blank=True)
    claimed_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "notice deliveries"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "email", "sequence", "seat"], name="notice_once_to_an_address"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.email}"


class Attendance(models.Model):
    """One stay of one seat in a meeting, in the room or remotely; who leaves and comes back has two."""

    seat = models.ForeignKey(RollSeat, on_delete=models.CASCADE, related_name="stays")
    call = models.PositiveSmallIntegerField()
    mode = models.CharField(max_length=6, choices=PresenceMode)
    person_name = models.CharField(max_length=120)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    came_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "attendances"
        constraints = [
            models.UniqueConstraint(
                fields=["seat"], condition=Q(left_at__isnull=True), name="attendance_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("came_at")),
                name="attendance_leaves_after_it_comes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat} {self.mode}"


class Proxy(models.Model):
    """One seat's written order to another to vote for it at one meeting; it never names nobody.

    `paper` is the scan of one that was written on paper.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="proxies")
    giver = models.ForeignKey(RollSeat, on_delete=models.CASCADE, related_name="given")
    holder = models.ForeignKey(RollSeat, on_delete=models.CASCADE, related_name="held")
    dated_on = models.DateField()
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    is_on_paper = models.BooleanField(default=False)
    paper = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="proxies")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name_plural = "proxies"
        constraints = [
            models.UniqueConstraint(fields=["giver"], condition=Q(revoked_at__isnull=True), name="proxy_one_stands"),
            models.CheckConstraint(condition=~Q(giver=F("holder")), name="proxy_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.giver} by {self.holder}"


class ReminderAcceptance(models.Model):
    """A participant's word that the reminder of competition law was read, before the meeting begins for it."""

    seat = models.ForeignKey(RollSeat, on_delete=models.CASCADE, related_name="acceptances")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    accepted_at = models.DateTimeField()
    text_digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seat", "user"], name="reminder_accepted_once")]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.accepted_at}"


class ConflictDeclaration(models.Model):
    """A participant's conflict of interest on one item: it counts for the quorum, and does not vote.

    One that was taken back before the vote stays written, and counts no more.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="conflicts")
    seat = models.ForeignKey(RollSeat, on_delete=models.CASCADE, related_name="conflicts")
    reason = models.CharField(max_length=400)
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "seat"], condition=Q(withdrawn_at__isnull=True), name="conflict_stands_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("declared_at")),
                name="conflict_withdrawn_after_it_was_declared",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} on {self.item_id}"


class Objection(models.Model):
    """A participant's objection that stops an item, as one that touches a forbidden topic; the minutes tell it."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="objections")
    seat = models.ForeignKey(RollSeat, on_delete=models.CASCADE, related_name="objections")
    topic = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=400)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=400, blank=True)

    def __str__(self) -> str:
        return f"{self.seat_id} on {self.item_id}"

    @property
    def about(self) -> str:
        """Say what it is about, in the language in force and without a last full stop: the topic, and what was written."""
        said = self.reason.rstrip()
        said = said if said.endswith("...") else said.removesuffix(".")
        if not self.topic:
            return said
        label, labels = str(ForbiddenTopic(self.topic).label), set()
        for language, _name in settings.LANGUAGES:
            with override(language):
                labels.add(str(ForbiddenTopic(self.topic).label))
        return label if said in labels else f"{label}: {said}"
