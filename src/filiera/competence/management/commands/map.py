"""Compute the competence map again, from the command line."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from filiera.competence.operations.map import update_map


class Command(BaseCommand):
    """Read what is new, weigh the proofs, write the claims; what people decided stands."""

    help = "Bring index, readings and claims up to date with the evidence."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take `--json`."""
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compute, with a bar while texts are embedded."""
        from rich.console import Console
        from rich.progress import Progress

        with Progress(console=Console(stderr=True), transient=True) as bars:
            task = bars.add_task("Embedding", total=None)
            done = update_map(
                today=timezone.localdate(),
                progress=lambda finished, total: bars.update(task, completed=finished, total=total),
            )
        counts = asdict(done)
        if options["json"]:
            self.stdout.write(json.dumps(counts))
        else:
            self.stdout.write(", ".join(f"{number} {name}" for name, number in counts.items()))
