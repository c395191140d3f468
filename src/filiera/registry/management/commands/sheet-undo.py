# ruff: noqa: N999 - the file is named as the command is typed
"""Take a whole batch of organisations back from the command line."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from filiera.common.terminal import OwnCommand, add_common
from filiera.registry.models import ImportBatch
from filiera.registry.operations.forgetting import forget_answers_of
from filiera.registry.operations.import_undo import undo_batch
from filiera.registry.operations.imports import ImportRefused
from filiera.registry.queries.reports import Undone, left_standing, undone


class Command(OwnCommand):
    """Take a batch out of the register, and say what stays and why."""

    help = gettext_noop("Take a batch that `sheet` brought in out of the register again.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the batch."""
        parser.add_argument("batch", type=int, metavar=_("BATCH"), help=_("the number of the batch"))
        parser.add_argument(
            "--forget-answers", action="store_true", help=_("also forget the answers given in this import")
        )
        add_common(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Undo and report."""
        batch = ImportBatch.objects.filter(pk=options["batch"], kind=ImportBatch.Kind.ORGANISATIONS).first()
        if batch is None:
            raise CommandError(_("There is no batch %(n)s.") % {"n": options["batch"]})
        try:
            batch = undo_batch(batch=batch)
        except ImportRefused as error:
            raise CommandError(str(error)) from error
        forgotten = forget_answers_of(batch=batch) if options["forget_answers"] else 0
        left = left_standing(batch)
        if options["json"]:
            result = {"batch": batch.pk, "removed": batch.report["removed"], "stays": [asdict(one) for one in left]}
            done = undone(batch)
            result |= {"handed": done.handed, "told": done.told}
            result |= {"forgotten": forgotten} if options["forget_answers"] else {}
            self.stdout.write(json.dumps(result, ensure_ascii=False))
            return
        self.stdout.write(_("Taken back. Organisations removed: %(n)s.") % {"n": batch.report["removed"]})
        for words in _kept(undone(batch)):
            self.stdout.write(words)
        if options["forget_answers"]:
            words = ngettext("%(n)s answer is forgotten.", "%(n)s answers are forgotten.", forgotten)
            self.stdout.write(words % {"n": forgotten})
        for one in left:
            self.stdout.write(_("  %(name)s stays: %(why)s") % {"name": one.name, "why": one.why})


def _kept(done: Undone) -> list[str]:
    """Say what an undo left and why, a sentence for each reason."""
    stays = ngettext(
        "%(n)s stays, because something else hangs on it.",
        "%(n)s stay, because something else hangs on them.",
        done.stays,
    )
    handed = ngettext(
        "%(n)s value stays, because another sheet in the register says it too: that sheet is its source now.",
        "%(n)s values stay, because other sheets in the register say them too: those are their sources now.",
        done.handed,
    )
    changed = ngettext(
        "%(n)s organisation was changed since: those values were left as they are.",
        "%(n)s organisations were changed since: those values were left as they are.",
        done.changed,
    )
    told = ngettext(
        "Of %(n)s organisation the register says now what other sources say of it.",
        "Of %(n)s organisations the register says now what other sources say of them.",
        done.told,
    )
    said = ((stays, done.stays), (handed, done.handed), (told, done.told), (changed, done.changed))
    return [words % {"n": number} for words, number in said if number]
