"""Show the working product: database, content, accounts and server, in one command; the second time in seconds."""

from __future__ import annotations

import secrets
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from filiera.common.instance import current_instance
from filiera.common.terminal import OwnCommand
from filiera.common.visibility import Role
from filiera.settings.env import served_at
from filiera.settings.kept import kept_secret


class Command(OwnCommand):
    """Prepare the demo's content where it is missing, print the address and the accounts, and serve."""

    help = gettext_noop("Show the working product with the demo's content.")
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the port, and `--no-serve` to prepare only."""
        languages = [code for code, _name in settings.LANGUAGES]
        parser.add_argument("--lang", choices=languages, default="it", help=_("language of messages and errors"))
        parser.add_argument("--port", type=int, default=8000, metavar="N", help=_("the port it listens on"))
        parser.add_argument("--host", default="127.0.0.1", help=_("the address it listens on"))
        parser.add_argument("--no-serve", action="store_true", help=_("prepare the content and stop"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare and serve."""
        if not settings.DEMO:
            raise CommandError(_("The demo runs with its own settings: unset DJANGO_SETTINGS_MODULE."))
        console = Console(width=100)
        address = f"http://{options['host']}:{options['port']}"
        settings.SITE_URL = served_at(address)  # letters and papers made from here on lead to this server
        self.prepare(console)
        self.tell(console, f"{address}/")
        if not options["no_serve"]:
            self.serve(options["host"], options["port"])

    def prepare(self, console: Console) -> None:
        """Bring database, content and map to where the demo needs them."""
        from filiera.competence.adapters import current_index
        from filiera.competence.models import Claim

        call_command("migrate", verbosity=0)
        if Claim.objects.exists() and current_index() is not None:
            return
        console.print(_("Loading the cluster: organisations, evidence, map of competences (about a minute)"))
        call_command("instance", examples=True, lang=get_language(), stdout=self.stdout)

    def tell(self, console: Console, address: str) -> None:
        """Print the address and the accounts."""
        from filiera.documents.operations.examples import make_examples
        from filiera.exchange.operations.examples import make_need_examples
        from filiera.exchange.operations.examples_offers import make_offer_examples
        from filiera.funding.operations.examples import make_applicant_examples, make_call_examples
        from filiera.funding.operations.examples_projects import make_project_examples
        from filiera.governance.operations.examples_acts import make_act_examples, make_representatives
        from filiera.governance.operations.examples_meetings import make_meeting_examples
        from filiera.governance.operations.examples_members import make_member_examples
        from filiera.registry.operations.demo_accounts import make_demo_accounts

        accounts = make_demo_accounts(
            path=current_instance().folder / "examples" / "accounts.yaml",
            password=kept_secret(Path(settings.VAR_DIR) / "demo_password", lambda: secrets.token_urlsafe(9)),
            today=timezone.localdate(),
        )
        make_examples(path=current_instance().folder / "examples" / "documents.yaml", now=timezone.now())
        make_member_examples(path=current_instance().folder / "examples" / "members.yaml", now=timezone.now())
        make_representatives(now=timezone.now())
        make_meeting_examples(path=current_instance().folder / "examples" / "meetings.yaml", now=timezone.now())
        make_act_examples(path=current_instance().folder / "examples" / "acts.yaml", now=timezone.now())
        folder = current_instance().folder
        make_call_examples(
            path=folder / "taxonomy" / "example_calls.yaml",
            texts=folder / "examples" / "calls.yaml",
            now=timezone.now(),
        )
        make_applicant_examples(path=folder / "examples" / "applicants.yaml", now=timezone.now())
        make_need_examples(path=folder / "examples" / "needs.yaml", now=timezone.now())
        make_project_examples(path=folder / "examples" / "projects.yaml", now=timezone.now())
        make_offer_examples(path=folder / "examples" / "offers.yaml", now=timezone.now())
        table = Table(title=_("Demo accounts (invented people)"), box=None, pad_edge=False)
        for column in (_("E-mail"), _("Role"), _("Acts for"), _("Password")):
            table.add_column(column, no_wrap=True)
        for account in accounts:
            table.add_row(
                account.email,
                str(Role[account.role.upper()].label),
                account.organisation,
                account.password or _("as it was set"),
            )
        console.print(table)
        words = _("Filiera is at %(url)s (stop it with Ctrl-C)") % {"url": f"[bold]{address}[/bold]"}
        console.print(words, highlight=False)

    def serve(self, host: str, port: int) -> None:
        """Serve with granian until stopped.

        The worker starts as a process of its own, not as a copy of this one: the examples were typeset here, and the
        compiler's threads, which a copy lacks, would leave every PDF waiting for ever.
        """
        import multiprocessing

        from granian import Granian
        from granian.constants import Interfaces

        multiprocessing.set_start_method("spawn", force=True)
        Granian(
            "filiera.wsgi:application", address=host, port=port, interface=Interfaces.WSGI, blocking_threads=4
        ).serve()
