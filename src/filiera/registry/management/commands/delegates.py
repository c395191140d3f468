"""Tell delegates in time that their term ends: for the timer of the machine, as often as one likes."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from filiera.common.terminal import OwnCommand, add_common
from filiera.registry.operations.delegate_reminders import remind_delegates


class Command(OwnCommand):
    """`filiera delegates remind`: each reminder goes once, whatever runs twice."""

    help = gettext_noop("Tell by mail the delegates whose term ends soon; run it every day.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the verb."""
        verbs = parser.add_subparsers(dest="verb", metavar=_("VERB"), required=True)
        add_common(verbs.add_parser("remind", help=_("send the reminders that are due")))

    def handle(self, *args: Any, **options: Any) -> None:
        """Send what is due, and say how many were told."""
        told = remind_delegates(today=timezone.localdate())
        if options["json"]:
            rows = [{"email": row.user.email, "organisation": row.organisation.code} for row in told]
            self.stdout.write(json.dumps({"reminded": rows}))
            return
        words = ngettext("%(n)s delegate was told.", "%(n)s delegates were told.", len(told))
        self.stdout.write(words % {"n": len(told)})
