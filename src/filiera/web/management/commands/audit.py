"""Verify the audit trail from the command line: whether every entry is as it was written, and follows the one before."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from filiera.common.audit import broken_link
from filiera.common.models import AuditEvent
from filiera.common.terminal import OwnCommand, add_common


class Command(OwnCommand):
    """Say how many entries the audit trail has, or which is the first that does not verify."""

    help = gettext_noop("Verify the audit trail: every entry as it was written, each after the one before.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take language and form."""
        add_common(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify; an entry that does not verify ends the command with an error."""
        number, broken = AuditEvent.objects.count(), broken_link()
        if broken is not None:
            told = {"pk": broken.pk, "verb": broken.verb, "when": broken.at.isoformat()}
            raise CommandError(
                _("Entry %(pk)s (%(verb)s, %(when)s) is not as it was written, or does not follow the one before.")
                % told
            )
        if options["json"]:
            self.stdout.write(json.dumps({"entries": number, "first_broken": None}))
        else:
            words = ngettext("%(n)s entry, and it stands.", "%(n)s entries, and all stand.", number)
            self.stdout.write(words % {"n": number})
