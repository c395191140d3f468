"""Take the invented organisations out, with everything that hangs on them."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filiera.accounts.queries import has_administrator
from filiera.common.terminal import OwnCommand, add_common
from filiera.competence.operations.examples import remove_examples
from filiera.competence.operations.map import update_map
from filiera.registry.hooks import ExamplesStay


class Command(OwnCommand):
    """`filiera examples remove`: nothing invented stays."""

    help = gettext_noop("Remove every invented example: organisations, evidence, people, accounts, sources.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the verb, so that nothing is removed by a bare word."""
        parser.add_argument(
            "verb", metavar="remove", choices=("remove",), help=_("takes them all out; what is real stays")
        )
        add_common(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove, then compute the map again."""
        try:
            counts = remove_examples()
        except ExamplesStay as error:
            raise CommandError(str(error)) from error
        update_map(today=timezone.localdate())
        if options["json"]:
            self.stdout.write(json.dumps(counts))
        else:
            said = "\n".join(f"  {label}: {counts[name]}" for name, label in _labels().items() if counts.get(name))
            nothing = _("There is no invented example: nothing was removed.")
            self.stdout.write("\n".join([_("Removed:"), said]) if said else nothing)
        if not has_administrator():
            words = _("No administrator is left: “filiera account create EMAIL --role ADMINISTRATOR” makes one.")
            self.stderr.write(words)


def _labels() -> dict[str, str]:
    return {
        "organisations": _("organisations"),
        "evidence": _("pieces of evidence"),
        "people": _("people"),
        "accounts": _("accounts"),
        "sources": _("sources"),
    }
