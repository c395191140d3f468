"""Verify the audit trail from the command line: whether every entry is as it was written, and follows the one before."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filiera.common.audit import broken_link
from filiera.common.models import AuditEvent


class Command(BaseCommand):
    """Say how many entries the audit trail has, or which is the first that does not verify."""

    help = "Verify the audit trail: every entry as it was written, each after the one before."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take `--json`."""
        parser.add_argument("--json", action="store_true", help=_("print one JSON object"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify; an entry that does not verify ends the command with an error."""
        number, broken = AuditEvent.objects.count(), broken_link()
        if options["json"]:
            self.stdout.write(json.dumps({"entries": number, "first_broken": broken.pk if broken else None}))
        if broken is not None:
            told = {"pk": broken.pk, "verb": broken.verb, "when": broken.at.isoformat()}
            raise CommandError(
                _("Entry %(pk)s (%(verb)s, %(when)s) is not as it was written, or does not follow the one before.")
                % told
            )
        if not options["json"]:
            words = ngettext("%(n)s entry, and it stands.", "%(n)s entries, and all stand.", number)
            self.stdout.write(words % {"n": number})
