"""The link by which a person sets a password: it works once, for three days, and for an open account alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse
from django.utils.translation import override

if TYPE_CHECKING:
    from filiera.accounts.models import User


def password_path(user: User) -> str:
    """Give the path of the page where a person sets a password, in the person's language."""
    with override(user.language):
        code, key = user_pk_to_url_str(user), default_token_generator.make_token(user)
        return reverse("account_reset_password_from_key", kwargs={"uidb36": code, "key": key})
