"""Make a bearer token from the command line: whoever can run it could read the database anyway."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
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
        parser.add_argument(
            "--as", dest="code", default="", metavar="ID", help=_("public id of the organisation that it acts for")
        )
        add_common(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the token."""
        user = User.objects.filter(email=options["email"].strip().lower(), is_active=True).first()
        if user is None:
            raise CommandError(
                _("No open account has the address %(email)s: “filiera account list” tells who has one.")
                % {"email": options["email"]}
            )
        token = issue_token(user, code=self.hat(user, options["code"]))
        if options["json"]:
            self.stdout.write(json.dumps({"email": user.email, "token": token, "days": TOKEN_LIFE.days}))
        else:
            self.stdout.write(token)

    def hat(self, user: User, code: str) -> str:
        """Give the organisation that the token acts for: the one asked for, or the only one there is."""
        codes = [hat.code for hat in user.hats(timezone.localdate())]
        if code and code not in codes:
            raise CommandError(_("%(email)s does not act for %(code)s today.") % {"email": user.email, "code": code})
        if user.is_staff:
            return code
        if not code and len(codes) > 1:
            words = {"email": user.email, "codes": ", ".join(codes)}
            raise CommandError(_("%(email)s acts for several: choose one with --as (%(codes)s).") % words)
        return code or next(iter(codes), "")
