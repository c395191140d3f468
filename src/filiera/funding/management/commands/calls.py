"""Calls at the command line: judge one from files alone; bring calls in, list them, say whom they fit."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filiera.common.terminal import NO_FILE, Faulty, OwnCommand, add_common, file_problem, progress_bars

if TYPE_CHECKING:
    from filiera.funding.models import Call
    from filiera.funding.operations.imports import Trial


class Command(OwnCommand):
    """Calls: judge, bring in, list, show, read, rank."""

    help = gettext_noop("Calls: judge a consortium from files, bring calls in, list them, say whom they fit.")
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the verbs."""
        verbs = parser.add_subparsers(dest="verb", required=True, metavar=_("VERB"))
        check = verbs.add_parser("check", help=_("judge a consortium against a call, both on file"))
        check.add_argument("call", type=Path, metavar=_("CALL"), help=_("call in YAML or JSON; “-” reads the input"))
        check.add_argument("consortium", type=Path, metavar=_("CONSORTIUM"), help=_("consortium in YAML or JSON"))
        bring = verbs.add_parser(
            "import", help=_("bring calls in from files: EU portal, incentivi.gov.it, written by hand")
        )
        bring.add_argument("paths", type=Path, nargs="+", metavar=_("FILE"), help=_("file, folder or zip"))
        bring.add_argument("--dry-run", action="store_true", help=_("tell what would change, and change nothing"))
        fetch = verbs.add_parser("fetch", help=_("ask a source for its calls and bring them in"))
        fetch.add_argument("origin", choices=("eu-portal", "incentivi"), help=_("which source"))
        fetch.add_argument("--dry-run", action="store_true", help=_("tell what would change, and change nothing"))
        listed = verbs.add_parser("list", help=_("list the calls that are not over"))
        listed.add_argument(
            "query", nargs="?", default="", metavar=_("WORDS"), help=_("words of the title or programme")
        )
        listed.add_argument("--all", action="store_true", help=_("those that are over too"))
        shown = verbs.add_parser("show", help=_("show a call with its rules and clauses"))
        fits = verbs.add_parser("fits", help=_("rank the members for a call"))
        for one in (shown, fits):
            one.add_argument("code", metavar=_("CALL"), help=_("public id of the call"))
        own = verbs.add_parser("for", help=_("rank the open calls for an organisation"))
        own.add_argument("code", metavar=_("ORGANISATION"), help=_("public id of the organisation"))
        read = verbs.add_parser("read", help=_("read what calls ask for, where that is not done"))
        for one in (check, bring, fetch, listed, shown, fits, own, read):
            add_common(one)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what the verb says."""
        {
            "check": self.check_files,
            "import": self.bring,
            "fetch": self.fetch,
            "list": self.list_calls,
            "show": self.show,
            "fits": self.fits,
            "for": self.own,
            "read": self.read,
        }[options["verb"]](options)

    def check_files(self, options: dict[str, Any]) -> None:
        """Judge and print; a file that cannot be read ends the command with the line and the field of each fault."""
        from filiera.funding.files import UnreadableFile, places, read_call, read_consortium
        from filiera.funding.logic.judging import judge
        from filiera.funding.shapes import judgement_shape
        from filiera.funding.wording_files import fault_shape, fault_words

        path = options["call"]
        try:
            call = read_call(path)
            path = options["consortium"]
            consortium = read_consortium(path)
        except OSError as error:
            raise CommandError(file_problem(error, path), returncode=NO_FILE) from error
        except UnreadableFile as error:
            words = "\n".join(fault_words(fault) for fault in error.faults)
            raise Faulty(words, [fault_shape(fault) for fault in error.faults], returncode=NO_FILE) from error
        shape = judgement_shape(judge(call, consortium, places()))
        if options["json"]:
            self.stdout.write(json.dumps(shape, ensure_ascii=False))
        else:
            self.print_judgement(shape)

    def print_judgement(self, shape: dict[str, Any]) -> None:
        """Print a judgement for people: the verdict in a sentence, then each rule, those that fail first."""
        from filiera.common.in_words import cents
        from filiera.funding.logic.verdicts import Verdict
        from filiera.funding.wording import verdict_words

        self.stdout.write(verdict_words(Verdict(shape["verdict"])))
        marks = {"fail": "✗", "unknown": "?", "pass": "✓"}
        for verdict, mark in marks.items():
            for one in shape["checks"]:
                if one["verdict"] != verdict:
                    continue
                self.stdout.write(f"{mark} {one['rule']} ({one['clause']}): {one['reason']}")
                if one["remedy"]:
                    self.stdout.write(f"    → {one['remedy']}")
        aid = shape["aid"]["max_grant_eur"]
        if aid is not None:
            self.stdout.write(_("Grant at most: %(amount)s") % {"amount": cents(Decimal(str(aid)))})

    def bring(self, options: dict[str, Any]) -> None:
        """Bring files in, all or none; faults are told with file, line and field."""
        from django.utils import timezone

        from filiera.common.refusals import Refused
        from filiera.funding.operations.imports import import_paths

        missing = [path for path in options["paths"] if not path.exists()]
        if missing:
            raise CommandError(_("There is no %(path)s.") % {"path": missing[0]}, returncode=NO_FILE)
        try:
            trial = import_paths(paths=options["paths"], now=timezone.now(), is_trial=options["dry_run"])
        except Refused as error:
            raise CommandError(str(error), returncode=NO_FILE) from error
        self.told(trial, options)

    def fetch(self, options: dict[str, Any]) -> None:
        """Ask a source and bring in what it serves."""
        from django.utils import timezone

        from filiera.common.refusals import Refused
        from filiera.funding.operations.imports import ask_source, discard, take_in, try_import

        now = timezone.now()
        try:
            row = ask_source(origin=options["origin"].replace("-", "_").upper(), now=now)
        except Refused as error:
            raise CommandError(str(error), returncode=NO_FILE) from error
        if options["dry_run"]:
            trial = try_import(row=row, now=now)
            discard(row=row)
        else:
            trial = take_in(row=row, now=now)
        self.told(trial, options)

    def told(self, trial: Trial, options: dict[str, Any]) -> None:
        """Say what came of files of calls. Raises CommandError where none could be read."""
        from filiera.funding.wording_imports import call_fault_words

        faults = [call_fault_words(fault) for fault in trial.read.faults]
        if trial.counts["left_out"] and not trial.recorded:
            raise CommandError("\n".join(faults), returncode=NO_FILE)
        for words in faults:
            self.stderr.write(words)
        if options["json"]:
            self.stdout.write(json.dumps({"format": trial.read.format, **trial.counts}))
            return
        words = _(
            "New: %(new)s. Amended: %(amended)s. Changed: %(changed)s. As they were: %(same)s. Left out: %(left_out)s."
        )
        self.stdout.write(words % trial.counts)
        if options["dry_run"]:
            self.stdout.write(_("Nothing has changed yet: this is what would happen."))

    def list_calls(self, options: dict[str, Any]) -> None:
        """List calls, what closes first on top."""
        from django.utils import timezone

        from filiera.common.visibility import OFFICE_AUDIENCE
        from filiera.funding.filters import CallFilter
        from filiera.funding.logic.standing import Standing
        from filiera.funding.queries.calls import in_order, lines_of
        from filiera.funding.shapes_calls import line_shape

        now = timezone.now()
        standing = tuple(one.value for one in Standing) if options["all"] else ()
        asked = CallFilter(q=options["query"], standing=standing)
        lines = lines_of(list(in_order(asked.calls(audience=OFFICE_AUDIENCE, now=now), now)), now=now)
        if options["json"]:
            self.stdout.write(json.dumps([line_shape(one) for one in lines], ensure_ascii=False))
            return
        for line in lines:
            self.stdout.write(f"{line.standing}  {line.until or '–'}  {line.title}  ({line.code})")

    def show(self, options: dict[str, Any]) -> None:
        """Show a call."""
        from django.utils import timezone

        from filiera.funding.queries.call_page import call_page
        from filiera.funding.queries.calls import lines_of
        from filiera.funding.shapes_calls import call_shape

        call, now = self.call_of(options["code"]), timezone.now()
        if options["json"]:
            self.stdout.write(json.dumps(call_shape(call, lines_of([call], now=now)[0]), ensure_ascii=False))
            return
        page = call_page(call, now=now)
        self.stdout.write(f"{page.title}\n{page.line.standing}  {page.line.until}\n")
        for rule in page.rules:
            self.stdout.write(f"- {rule.asks}" + (f"  [{rule.article or rule.origin}]" if rule.clause else ""))

    def fits(self, options: dict[str, Any]) -> None:
        """Rank the members for a call."""
        from django.utils import timezone

        from filiera.common.visibility import OFFICE_AUDIENCE
        from filiera.funding.queries.fits import call_fits
        from filiera.funding.shapes_calls import fits_shape

        fits = call_fits(self.call_of(options["code"]), audience=OFFICE_AUDIENCE, now=timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps(fits_shape(fits), ensure_ascii=False))
            return
        for fit in fits.lines:
            covers = ", ".join(one.label for one in fit.covers)
            self.stdout.write(f"{fit.verdict:8}{fit.score:.2f}  {fit.entry.name}  {covers}")

    def own(self, options: dict[str, Any]) -> None:
        """Rank the open calls for an organisation."""
        from django.utils import timezone

        from filiera.common.visibility import OFFICE_AUDIENCE
        from filiera.funding.queries.own_calls import organisation_fits
        from filiera.funding.shapes_calls import own_fits_shape
        from filiera.registry.queries.standing import standing_organisation

        organisation = standing_organisation(options["code"])
        if organisation is None:
            raise CommandError(
                _("There is no organisation “%(code)s”.") % {"code": options["code"]}, returncode=NO_FILE
            )
        fits = organisation_fits(organisation, audience=OFFICE_AUDIENCE, now=timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps(own_fits_shape(fits), ensure_ascii=False))
            return
        for fit in fits:
            reason = ", ".join(one.label for one in fit.covers)
            if fit.near and not reason:
                reason = _("Nearest in its evidence: “%(title)s”") % {"title": fit.near}
            self.stdout.write(f"{fit.verdict:8}{fit.score:.2f}  {fit.line.title}  {reason}")

    def read(self, options: dict[str, Any]) -> None:
        """Read what calls ask for."""
        from filiera.funding.operations.topics import read_topics
        from filiera.funding.queries.reading import calls_unread

        with progress_bars({"calls": _("Calls")}) as progress:
            number = read_topics(calls=list(calls_unread()), told=lambda at, of: progress("calls", at, of))
        self.stdout.write(json.dumps({"read": number}) if options["json"] else _("Calls read: %(n)s.") % {"n": number})

    def call_of(self, code: str) -> Call:
        """Find a call. Raises CommandError."""
        from filiera.funding.queries.calls import call_of

        found = call_of(code)
        if found is None:
            raise CommandError(_("There is no call “%(code)s”.") % {"code": code}, returncode=NO_FILE)
        return found
