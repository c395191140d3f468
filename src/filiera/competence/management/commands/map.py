"""Compute the competence map again, from the command line."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filiera.common.terminal import OwnCommand, add_common, progress_bars
from filiera.competence.operations.map import update_map


class Command(OwnCommand):
    """Read what is new, weigh the proofs, write the claims; what people decided stands."""

    help = gettext_noop("Bring index, readings and claims up to date with the evidence.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take language and form."""
        add_common(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Compute, with a bar while texts are embedded."""
        with progress_bars({"embedding": _("Embedding evidence")}) as progress:
            done = update_map(today=timezone.localdate(), progress=lambda at, total: progress("embedding", at, total))
        if options["json"]:
            self.stdout.write(json.dumps(asdict(done)))
            return
        said = (
            (_("pieces of evidence read now"), done.read),
            (_("organisations with evidence"), done.organisations),
            (_("competences held"), done.claims),
            (_("competences that changed"), done.changed),
        )
        self.stdout.write("\n".join([_("The map is up to date."), *(f"  {label}: {n}" for label, n in said)]))
