"""Accounts from the command line: the first administrator, the office's people, whoever acts for a member."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filiera.accounts import operations
from filiera.accounts.models import User
from filiera.accounts.operations import AccountError
from filiera.accounts.queries import account_lines, accounts
from filiera.common.in_words import moment
from filiera.common.terminal import OwnCommand, table
from filiera.registry.enums import DelegateRole
from filiera.registry.models import Organisation
from filiera.registry.operations.delegates import Act, DelegateRefused, default_until, register_delegate
from filiera.web.sign_in.links import password_path


class Command(OwnCommand):
    """`filiera account VERB`: what the administrator's page does, for the first administrator and for scripts."""

    help = gettext_noop("Make, list, change and close accounts; a new one gets a link to set its password.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the verbs."""
        verbs = parser.add_subparsers(dest="verb", metavar=_("VERB"), required=True)
        make = verbs.add_parser("create", help=_("open an account, and print the link to set its password"))
        make.add_argument("--name", default="", metavar=_("NAME"), help=_("the person's name"))
        make.add_argument(
            "--role", choices=User.Stored.values, default=User.Stored.PERSON.value, help=_("what it may do")
        )
        make.add_argument(
            "--organisation", metavar="ID", default="", help=_("public id of the organisation it acts for")
        )
        make.add_argument(
            "--as",
            dest="as_role",
            choices=DelegateRole.values,
            default=DelegateRole.CONTACT.value,
            help=_("in which role"),
        )
        make.add_argument("--act", default="", metavar=_("ACT"), help=_("the act that names it, in words"))
        listing = verbs.add_parser("list", help=_("list the accounts"))
        role = verbs.add_parser("role", help=_("give an account another role"))
        link = verbs.add_parser("link", help=_("print another link to set the password"))
        close = verbs.add_parser("close", help=_("close an account; what it did stays"))
        reopen = verbs.add_parser("reopen", help=_("open a closed account again"))
        for verb in (make, role, link, close, reopen):
            verb.add_argument("email", metavar="EMAIL", help=_("address of the account"))
        role.add_argument("role", metavar=_("ROLE"), choices=User.Stored.values, help=" | ".join(User.Stored.values))
        for verb in (make, link):
            verb.add_argument(
                "--site", metavar="URL", default="", help=_("address of the site in the link; else SITE_URL")
            )
        for verb in (make, listing, role, link, close, reopen):
            verb.add_argument(
                "--lang", choices=("it", "en"), default="it", help=_("language of messages and of the person")
            )
            verb.add_argument("--json", action="store_true", help=_("print one JSON object"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what the verb says."""
        try:
            done = getattr(self, f"do_{options['verb']}")(options)
        except AccountError as error:
            raise CommandError(str(error)) from error
        self.tell(done, as_json=options["json"])

    def tell(self, done: dict[str, Any] | list[dict[str, Any]], *, as_json: bool) -> None:
        """Print one account line by line, several as a table; for programs as JSON."""
        if as_json:
            self.stdout.write(json.dumps({"accounts": done} if isinstance(done, list) else done, ensure_ascii=False))
        elif isinstance(done, list):
            self.stdout.write(table(list(_heads().values()), [list(_words(row).values()) for row in done]))
        else:
            heads = {**_heads(), "link": _("Link")}
            said = {heads[name]: value for name, value in _words(done).items() if value}
            self.stdout.write("\n".join(f"{head}: {value}" for head, value in said.items()))

    def do_create(self, options: dict[str, Any]) -> dict[str, Any]:
        """Open an account."""
        _check_site(options["site"])
        code = options["organisation"]
        organisation = Organisation.objects.filter(code=code, merged_into=None).first()
        if code and organisation is None:
            raise CommandError(_("No organisation has the id %(code)s.") % {"code": code})
        with transaction.atomic():
            user = operations.create_account(
                email=options["email"], name=options["name"], role=options["role"], language=options["lang"]
            )
            if organisation is not None:
                _register(user, organisation, options)
        return self.row(user) | {"link": self.link(user, options["site"])}

    def do_list(self, options: dict[str, Any]) -> list[dict[str, Any]]:
        """List all."""
        return [self.row(user) for user in accounts()]

    def do_role(self, options: dict[str, Any]) -> dict[str, Any]:
        """Change the role."""
        return self.row(operations.change_role(user=self.user(options), role=options["role"]))

    def do_link(self, options: dict[str, Any]) -> dict[str, Any]:
        """Make another link; the account's password stands until the link is used."""
        user = self.user(options)
        if not user.is_active:
            raise CommandError(_("The account %(email)s is closed: open it again first.") % {"email": user.email})
        return self.row(user) | {"link": self.link(user, options["site"])}

    def do_close(self, options: dict[str, Any]) -> dict[str, Any]:
        """Close."""
        return self.row(operations.close_account(user=self.user(options)))

    def do_reopen(self, options: dict[str, Any]) -> dict[str, Any]:
        """Open again."""
        return self.row(operations.reopen_account(user=self.user(options)))

    def user(self, options: dict[str, Any]) -> User:
        """Find the account of an address."""
        user = User.objects.filter(email=options["email"].strip().lower()).first()
        if user is None:
            raise CommandError(_("No account has the address %(email)s.") % {"email": options["email"]})
        return user

    def link(self, user: User, site: str) -> str:
        """Give the whole address of the link, on the site named or on the one of the settings."""
        _check_site(site)
        address = site or str(settings.SITE_URL)
        words = _("The link works once, for three days, at %(url)s.")
        if not site:
            words = _("The link works once, for three days, under SITE_URL (%(url)s); --site names another address.")
        print(words % {"url": address}, file=sys.stderr)
        return address.rstrip("/") + password_path(user)

    def row(self, user: User) -> dict[str, Any]:
        """Give what is told of an account."""
        (line,) = account_lines([user], today=timezone.localdate())
        held = [one.code for one in line.organisations]
        return {
            "email": user.email,
            "name": user.name,
            "role": user.role,
            "organisations": ", ".join(held),
            "active": user.is_active,
            "last_sign_in": user.last_login.isoformat() if user.last_login else None,
        }


def _register(user: User, organisation: Organisation, options: dict[str, Any]) -> None:
    """Let an account act for an organisation by an act, for the usual term."""
    today = timezone.localdate()
    act = Act(options["act"], until_on=default_until(today))
    try:
        register_delegate(user=user, organisation=organisation, role=options["as_role"], act=act, today=today)
    except DelegateRefused as error:
        raise CommandError(str(error)) from error


def _check_site(site: str) -> None:
    if site and not site.startswith(("http://", "https://")):
        raise CommandError(_("“%(site)s” is not the address of a site: write it with https://.") % {"site": site})


def _heads() -> dict[str, str]:
    """Give the headings of what is told of an account."""
    return {
        "email": _("E-mail"),
        "name": _("Name"),
        "role": _("Role"),
        "organisations": _("Acts for"),
        "active": _("State"),
        "last_sign_in": _("Last sign-in"),
    }


def _words(row: dict[str, Any]) -> dict[str, str]:
    """Say in words what is told of an account: the role by its name, the moment in the time of the installation."""
    last = row["last_sign_in"]
    return row | {
        "role": str(User.Stored(row["role"]).label),
        "active": _("open") if row["active"] else _("closed"),
        "last_sign_in": moment(datetime.fromisoformat(last)) if last else _("never"),
    }
