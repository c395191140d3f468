"""Bring public data in from the command line: import, look at batches, go on with one, take one back."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filiera.common.terminal import NO_FILE, OwnCommand, add_common, progress_bars
from filiera.competence.operations.import_formats import KINDS
from filiera.competence.operations.import_trial import accept_trial, try_out
from filiera.competence.operations.import_undo import undo_batch
from filiera.competence.operations.imports import ImportRefused, advance_batch, open_batch
from filiera.competence.operations.map import update_map
from filiera.competence.queries.imports import BatchReport, batch_report, emptied_by, evidence_batches
from filiera.competence.wording_imports import undone_words
from filiera.registry.models import ImportBatch


class Command(OwnCommand):
    """Import CORDIS, OpenAlex, ROR or an evidence sheet; list, resume and undo batches."""

    help = gettext_noop("Import evidence from public files (CORDIS, OpenAlex, ROR) or from an evidence sheet.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the four verbs."""
        verbs = parser.add_subparsers(dest="verb", metavar=_("VERB"), required=True)
        bring = verbs.add_parser("import", help=_("bring a file, folder or zip in"))
        bring.add_argument("kind", metavar=_("SOURCE"), choices=sorted(KINDS), help=", ".join(sorted(KINDS)))
        bring.add_argument("path", type=Path, metavar="FILE", help=_("a file, a folder or a zip archive"))
        bring.add_argument(
            "--country", default="", metavar=_("COUNTRY"), help=_("only what has to do with this country (IT)")
        )
        bring.add_argument(
            "--region",
            default="",
            metavar=_("REGION"),
            help=_("only this region: a NUTS code (ITC4) or a name (Lombardia)"),
        )
        bring.add_argument("--dry-run", action="store_true", help=_("tell what would happen, change nothing"))
        listing = verbs.add_parser("batches", help=_("list the imports"))
        resume = verbs.add_parser("resume", help=_("go on with an import that was stopped"))
        undo = verbs.add_parser("undo", help=_("take out what only this import brought"))
        for verb in (resume, undo):
            verb.add_argument(
                "batch", type=int, metavar="N", help=_("number of the import, as “filiera evidence batches” lists it")
            )
        for verb in (bring, listing, resume, undo):
            add_common(verb)
        for verb in (bring, resume, undo):
            verb.add_argument("--no-map", action="store_true", help=_("do not compute the map again"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what the verb says, in the language asked for."""
        try:
            getattr(self, f"do_{options['verb']}")(options)
        except ImportRefused as error:
            code = NO_FILE if error.code == "missing-file" else 1
            raise CommandError(f"{error.value}: {error}", returncode=code) from error

    def do_import(self, options: dict[str, Any]) -> None:
        """Bring a file in, or only try."""
        kind, place, now = KINDS[options["kind"]], (options["country"], options["region"]), timezone.now()
        with progress_bars(_phases()) as progress:
            if options["dry_run"]:
                batch = try_out(kind=kind, path=options["path"], place=place, progress=progress)
            else:
                batch = open_batch(kind=kind, path=options["path"], place=place)
                batch = advance_batch(batch=batch, now=now, progress=progress)
        self.tell(batch_report(batch), options)
        self.renew_map(options, wanted=not options["dry_run"])

    def do_resume(self, options: dict[str, Any]) -> None:
        """Go on with a batch from where it stood."""
        with progress_bars(_phases()) as progress:
            batch = accept_trial(batch=self.batch(options))
            batch = advance_batch(batch=batch, now=timezone.now(), progress=progress)
        self.tell(batch_report(batch), options)
        self.renew_map(options)

    def do_undo(self, options: dict[str, Any]) -> None:
        """Take a batch back."""
        batch = self.batch(options)
        if batch.state == ImportBatch.State.UNDONE:
            raise CommandError(_("Import number %(number)s was taken back already.") % {"number": batch.pk})
        done = undo_batch(batch=batch, now=timezone.now(), renew=False)
        if not options["no_map"]:
            done["stale"] = 0  # the whole map is computed below
        if options["json"]:
            left = [one.code for one in emptied_by(batch)]
            self.stdout.write(json.dumps(done | ({"left_with_nothing": left} if left else {})))
        else:
            self.stdout.write(undone_words(done, gone=batch.report.get("gone", [])))
            for one in emptied_by(batch):
                words = _("Nothing is left of %(name)s: `filiera remove-empty %(code)s` takes it out of the register.")
                self.stdout.write(words % {"name": one.name, "code": one.code})
        self.renew_map(options)

    def do_batches(self, options: dict[str, Any]) -> None:
        """List the batches, newest first."""
        reports = [batch_report(batch) for batch in evidence_batches()[:200]]
        if options["json"]:
            self.stdout.write(json.dumps([report.as_dict() for report in reports], ensure_ascii=False))
            return
        for one in reports:
            self.stdout.write(f"{one.id:>5}  {one.kind:<9} {one.state:<15} {one.share:>4.0%}  {one.file_name}")

    def batch(self, options: dict[str, Any]) -> ImportBatch:
        """Find the batch that the command names."""
        found = evidence_batches().filter(pk=options["batch"]).first()
        if found is None:
            raise CommandError(_("There is no import number %(number)s.") % {"number": options["batch"]})
        return found

    def tell(self, report: BatchReport, options: dict[str, Any]) -> None:
        """Print what an import did."""
        if options["json"]:
            self.stdout.write(json.dumps(report.as_dict(), ensure_ascii=False))
            return
        place = f" (#{report.id})" if report.id else ""
        self.stdout.write(f"{report.file_name}{place}: {report.state}")
        for label, number in report.figures:
            self.stdout.write(f"  {number:>8}  {label}")
        for one in (*report.reasons, *report.remarks):
            self.stdout.write(f"  {one.number:>8}  {one.message} {one.remedy}")
            for example in one.examples[:3]:
                self.stdout.write(f"            {example}")
        if not report.id:
            self.stdout.write(_("Nothing has been kept: without --dry-run it comes in."))

    def renew_map(self, options: dict[str, Any], *, wanted: bool = True) -> None:
        """Compute the map again, unless told not to."""
        if not wanted or options["no_map"]:
            return
        with progress_bars(_phases()) as progress:
            done = update_map(today=timezone.localdate(), progress=lambda at, total: progress("embedding", at, total))
        if not options["json"]:
            told = {"read": done.read, "claims": done.claims}
            self.stdout.write(_("Map: pieces of evidence read %(read)s, competences held %(claims)s.") % told)


def _phases() -> dict[str, str]:
    return {
        "reading": _("Reading the files"),
        "trying": _("Trial"),
        "recording": _("Recording"),
        "embedding": _("Embedding evidence"),
    }
