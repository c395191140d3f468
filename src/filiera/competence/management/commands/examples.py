"""Take the invented organisations out, with everything that hangs on them."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from filiera.accounts.queries import has_administrator
from filiera.competence.operations.examples import remove_examples
from filiera.competence.operations.map import update_map


class Command(BaseCommand):
    """`filiera examples remove`: nothing invented stays."""

    help = "Remove every invented example: organisations, evidence, people, accounts, sources."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the verb, so that nothing is removed by a bare word."""
        parser.add_argument("verb", choices=("remove",))
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove, then compute the map again."""
        counts = remove_examples()
        update_map(today=timezone.localdate())
        if options["json"]:
            self.stdout.write(json.dumps(counts))
        else:
            self.stdout.write("Removed: " + ", ".join(f"{number} {name}" for name, number in counts.items()))
        if not has_administrator():
            self.stderr.write("No administrator is left: filiera account create EMAIL --role ADMINISTRATOR makes one.")
