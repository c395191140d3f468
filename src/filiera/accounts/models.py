"""Accounts: a person signs in by e-mail; what the person may see is computed, never copied here."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

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
    """An account. `role` says whether the person works for the cluster; being a member is computed from delegations."""

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
    is_example = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

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

    def audience(self, today: date | None = None) -> Audience:
        """Give what this person may see on a day (today by default): the delegations in force decide."""
        today = today or timezone.localdate()
        delegations: Any = getattr(self, "delegations", None)
        in_force = list(delegations.in_force(today).values_list("organisation_id", "organisation__member_since_on"))
        ids = frozenset(organisation_id for organisation_id, _since in in_force)
        if self.role in (self.Stored.OFFICE, self.Stored.ADMINISTRATOR):
            return completed(Audience(role=Role(self.role), organisation_ids=ids), user=self, today=today)
        is_member = any(since and since <= today for _id, since in in_force)
        role = Role.MEMBER if is_member else Role.VISITOR
        return completed(Audience(role=role, organisation_ids=ids), user=self, today=today)
