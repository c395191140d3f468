"""Make a bearer token from the command line: whoever can run it could read the database anyway."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from filiera.accounts.models import User
from filiera.api.door import TOKEN_LIFE
from filiera.api.tokens import issue_token


class Command(BaseCommand):
    """`filiera token EMAIL`: the token is printed once and kept nowhere."""

    help = "Make a token that reads the API as a person; it lasts 90 days, or until the password changes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address of the account."""
        parser.add_argument("email", metavar="EMAIL", help="address of the account")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the token."""
        user = User.objects.filter(email=options["email"].lower(), is_active=True).first()
        if user is None:
            raise CommandError(f"No open account has the address {options['email']}.")
        token = issue_token(user)
        if options["json"]:
            self.stdout.write(json.dumps({"email": user.email, "token": token, "days": TOKEN_LIFE.days}))
        else:
            self.stdout.write(token)
