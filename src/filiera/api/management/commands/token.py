"""Make a bearer token from the command line: whoever can run it could read the database anyway."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filiera.accounts.models import User
from filiera.api.door import TOKEN_LIFE
from filiera.api.tokens import issue_token
from filiera.common.terminal import OwnCommand, add_common


class Command(OwnCommand):
    """`filiera token EMAIL`: the token is printed once and kept nowhere."""

    help = gettext_noop("Make a token that reads the API as a person; it lasts 90 days, or until the password changes.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address of the account."""
        parser.add_argument("email", metavar="EMAIL", help=_("address of the account"))
        add_common(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the token."""
        user = User.objects.filter(email=options["email"].strip().lower(), is_active=True).first()
        if user is None:
            raise CommandError(
                _("No open account has the address %(email)s: “filiera account list” tells who has one.")
                % {"email": options["email"]}
            )
        token = issue_token(user)
        if options["json"]:
            self.stdout.write(json.dumps({"email": user.email, "token": token, "days": TOKEN_LIFE.days}))
        else:
            self.stdout.write(token)
