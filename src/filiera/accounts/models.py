"""Accounts: a person signs in by e-mail; what the person may see is computed, never copied here."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from filiera.accounts.enums import Channel, Rhythm
from filiera.common.acting import Acting, Hat, Standing, membership_over, standing_with
from filiera.common.visibility import Audience, Role, completed

EXAMPLE_WORDS = ("(esempio)", "(example)")
"""How the name of an invented person ends in the instance's files."""


class UserManager(BaseUserManager["User"]):
    """Makes accounts with a normalised address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create an account; without a password it cannot sign in."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create an administrator, for Django's own command.

        Django's flag of a superuser stays off: it would pass by every rule, those on other people's things too.
        """
        return self.create_user(email, password, role=User.Stored.ADMINISTRATOR, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """An account. `role` says whether the person works for the cluster; being a member is computed from delegations.

    `closings` counts how often it was closed: sessions and tokens from before the last time are void.
    """

    class Stored(models.TextChoices):
        """The roles that an account can be given."""

        PERSON = "PERSON", _("person")
        OFFICE = "OFFICE", _("cluster office")
        ADMINISTRATOR = "ADMINISTRATOR", _("administrator")

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=14, choices=Stored, default=Stored.PERSON)
    language = models.CharField(max_length=2, default="it")
    is_active = models.BooleanField(default=True)
    closings = models.PositiveSmallIntegerField(default=0)
    is_example = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    acting: Acting | None = None
    """As whom the person acts in this request; None outside of one, and for nobody but oneself."""

    _standing: Standing | None = None

    kept_audience: Audience | None = None
    """What the person may see, worked out once for a request."""

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=["PERSON", "OFFICE", "ADMINISTRATOR"]), name="user_role_known"
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """Give the name by which pages greet the person."""
        return str(self)

    @property
    def plain_name(self) -> str:
        """Give the name without the words by which an invented one says so, for pages that put a mark beside it."""
        name = str(self)
        for words in EXAMPLE_WORDS:
            name = name.removesuffix(words)
        return name.rstrip()

    @property
    def is_staff(self) -> bool:
        """Tell Django's own checks whether the person works for the cluster."""
        return self.role != self.Stored.PERSON

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Give what sessions and tokens are tied to: the password, and that the account was not closed since."""
        seal: str = super()._get_session_auth_hash(secret)  # type: ignore[misc]
        # Accounts that were never closed keep the seal that they had before closings were counted.
        return salted_hmac("filiera.closings", f"{seal}{self.closings}").hexdigest() if self.closings else seal

    def hats(self, today: date) -> tuple[Hat, ...]:
        """Give the organisations that this person may act for on a day, by name: one query."""
        delegations: Any = getattr(self, "delegations", None)
        columns = ("organisation_id", "organisation__code", "organisation__name", "role", "used_at")
        rows = delegations.in_force(today).filter(organisation__merged_into=None).order_by("organisation__search_name")
        over = {f"over_{place}": knows(today) for place, knows in enumerate(membership_over)}
        known = rows.annotate(**over).values_list(*columns, "organisation__member_since_on", *over)
        return tuple(
            Hat(pk, code, name, role, bool(since and since <= today) and not any(ended), used_at)
            for pk, code, name, role, used_at, since, *ended in known
        )

    def stand(self, standing: Standing) -> None:
        """Say as whom this person acts from here on; a request does it once, at its door."""
        self._standing, self.acting, self.kept_audience = standing, standing.acting, None

    def standing(self, today: date) -> Standing:
        """Give as whom this person acts: what the request said; outside of one, the only organisation there is."""
        return self._standing or standing_with(self.hats(today), is_office=self.is_staff)

    def audience(self, today: date | None = None) -> Audience:
        """Give what this person may see on a day (today by default): the organisation acted for decides, one at a time.

        Whoever stands for several and has not said for which sees nothing that is an organisation's own.
        """
        today = today or timezone.localdate()
        standing = self.standing(today)
        acting = standing.acting
        ids = frozenset({acting.organisation_id} if acting else ())
        if self.role in (self.Stored.OFFICE, self.Stored.ADMINISTRATOR):
            return completed(Audience(role=Role(self.role), organisation_ids=ids), user=self, today=today)
        is_member = acting.is_member if acting else any(hat.is_member for hat in standing.hats)
        role = Role.MEMBER if is_member else Role.VISITOR
        return completed(Audience(role=role, organisation_ids=ids), user=self, today=today)


class AnswerLink(models.Model):
    """A link in a mail that answers one question, without an account: once, until a moment, and whoever opens it.

    The token stands in the mail alone; here is its digest. `arguments` say what is asked, by the rules of its `kind`;
    `undoes` is the answer that this link may take back.
    """

    kind = models.CharField(max_length=40)
    arguments = models.JSONField(default=dict)
    email = models.EmailField()
    user = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    language = models.CharField(max_length=2, default="it")
    digest = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    choice = models.CharField(max_length=20, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    kept = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    undoes = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="undoings")

    class Meta:
        indexes = [models.Index(fields=["kind", "email"], name="answer_link_asked")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answered_at=None, choice="") | ~models.Q(answered_at=None) & ~models.Q(choice=""),
                name="answer_link_answers_with_a_choice",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("sent_at")), name="answer_link_expires_after_it_is_sent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class LetterWish(models.Model):
    """How whoever has an address wants to be written to, chosen once for every feature, with an account or without.

    `rhythm` is empty until it is chosen. `begun_at` is when it was chosen, or when the address was first written to;
    `looked_at` when it was last looked for something to say in one letter, whether a letter left or not.
    """

    email = models.EmailField(unique=True)
    channel = models.CharField(max_length=4, choices=Channel, default=Channel.MAIL)
    rhythm = models.CharField(max_length=7, choices=Rhythm, blank=True)
    begun_at = models.DateTimeField()
    looked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(channel__in=Channel.values), name="letter_wish_channel_known"),
            models.CheckConstraint(
                condition=models.Q(rhythm__in=["", *Rhythm.values]), name="letter_wish_rhythm_known"
            ),
            models.CheckConstraint(condition=~models.Q(email=""), name="letter_wish_addressed"),
        ]

    def __str__(self) -> str:
        return f"letters {self.pk}"


class HeldLetter(models.Model):
    """Something to be said that waits for the next letter to its address, once: no link, only what it is about.

    `arguments` are read by the rules of its `kind`; what has fallen away by then is not said. `words` stand in place of the
    kind's own where a person changed them, and go with the row.
    """

    wish = models.ForeignKey(LetterWish, on_delete=models.CASCADE, related_name="held")
    kind = models.CharField(max_length=40)
    arguments = models.JSONField(default=dict)
    language = models.CharField(max_length=2, default="it")
    words = models.TextField(blank=True)
    held_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["wish", "kind", "arguments"], name="held_letter_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
