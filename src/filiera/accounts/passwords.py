"""What a password must be, in our own words: Django's Italian lacks the sentence on length."""

from __future__ import annotations

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    UserAttributeSimilarityValidator,
)
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class LongEnough(MinimumLengthValidator):
    """Refuses a password with too few characters."""

    def get_error_message(self) -> str:
        """Say how many it needs."""
        sentence = ngettext(
            "This password is too short: it needs %(n)s character or more.",
            "This password is too short: it needs %(n)s characters or more.",
            self.min_length,
        )
        return sentence % {"n": self.min_length}


class UnlikeThePerson(UserAttributeSimilarityValidator):
    """Refuses a password that can be guessed from the person's name or address."""

    def __init__(self) -> None:
        super().__init__(user_attributes=("email", "name"))

    def get_error_message(self) -> str:
        """Say what it is too near to."""
        return _("This password is too near to your name or to your e-mail address: others could guess it.")


class NotCommon(CommonPasswordValidator):
    """Refuses a password that many people use."""

    def get_error_message(self) -> str:
        """Say why it is refused."""
        return _("Many people use this password: choose another, for instance a few words in a row.")
