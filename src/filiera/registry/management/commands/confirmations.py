"""Ask organisations by mail whether their page is still right: those with a contact, that nobody asked lately."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from filiera.common.terminal import OwnCommand, add_common
from filiera.registry.operations.confirmations import ask_confirmations


class Command(OwnCommand):
    """`filiera confirmations ask`: nobody is asked twice in a quarter, nor within a year of an answer."""

    help = gettext_noop("Ask organisations by mail whether their page is still right, by a link without an account.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the verb."""
        verbs = parser.add_subparsers(dest="verb", metavar=_("VERB"), required=True)
        ask = verbs.add_parser("ask", help=_("send the questions"))
        ask.add_argument("--most", type=int, default=50, metavar="N", help=_("how many mails leave at most"))
        add_common(ask)

    def handle(self, *args: Any, **options: Any) -> None:
        """Send, and say how many left and how many did not."""
        sent, failed = ask_confirmations(now=timezone.now(), most=options["most"])
        if options["json"]:
            self.stdout.write(json.dumps({"sent": len(sent), "failed": failed}))
            return
        words = ngettext("%(n)s question sent", "%(n)s questions sent", len(sent)) % {"n": len(sent)}
        missed = ngettext("%(n)s did not leave.", "%(n)s did not leave.", failed) % {"n": failed}
        self.stdout.write(f"{words}. {missed}" if failed else f"{words}.")
