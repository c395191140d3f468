# ruff: noqa: N999 - the file is named as the command is typed
"""Take a whole batch of organisations back from the command line."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from filiera.registry.models import ImportBatch
from filiera.registry.operations.import_undo import undo_batch
from filiera.registry.operations.imports import ImportRefused
from filiera.registry.queries.reports import left_standing
from filiera.registry.terminal import add_common


class Command(BaseCommand):
    """Take a batch out of the register, and say what stays and why."""

    help = "Take a batch that `sheet` brought in out of the register again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the batch."""
        parser.add_argument("batch", type=int, metavar="BATCH", help="the number of the batch")
        add_common(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Undo and report."""
        with translation.override(options["lang"]):
            batch = ImportBatch.objects.filter(pk=options["batch"], kind=ImportBatch.Kind.ORGANISATIONS).first()
            if batch is None:
                raise CommandError(_("There is no batch %(n)s.") % {"n": options["batch"]})
            try:
                batch = undo_batch(batch=batch)
            except ImportRefused as error:
                raise CommandError(str(error)) from error
            left = left_standing(batch)
            if options["json"]:
                result = {"batch": batch.pk, "removed": batch.report["removed"], "stays": [asdict(one) for one in left]}
                self.stdout.write(json.dumps(result, ensure_ascii=False))
                return
            self.stdout.write(_("Taken back; %(n)s organisations removed.") % {"n": batch.report["removed"]})
            for one in left:
                self.stdout.write(_("  %(name)s stays: %(why)s") % {"name": one.name, "why": one.why})
