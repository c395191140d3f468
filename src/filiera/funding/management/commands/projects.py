"""Funded projects at the command line: bring them in from the files of CORDIS, and say what was won."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from filiera.common.terminal import NO_FILE, OwnCommand, add_common, progress_bars, table


class Command(OwnCommand):
    """Bring funded projects in; sum what organisations of the register won."""

    help = gettext_noop("Bring funded projects in from the files of CORDIS; say what was won, where and when.")
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the two verbs."""
        verbs = parser.add_subparsers(dest="verb", metavar=_("VERB"), required=True)
        bring = verbs.add_parser("import", help=_("bring in the projects in which somebody of the register takes part"))
        bring.add_argument("path", type=Path, metavar="PATH", help=_("a file, a folder or a zip of CORDIS"))
        bring.add_argument("--dry-run", action="store_true", help=_("tell what would happen, change nothing"))
        bring.add_argument(
            "--on", type=_day, metavar=_("DAY"), help=_("the day of the files, where they do not say it (2026-11-25)")
        )
        bring.add_argument("--no-map", action="store_true", help=_("do not compute the map again"))
        won = verbs.add_parser("money", help=_("what was won by province, programme and year, and before"))
        won.add_argument("--public", action="store_true", help=_("only what everybody may see"))
        for verb in (bring, won):
            add_common(verb)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what the verb says."""
        getattr(self, f"do_{options['verb']}")(options)

    def do_import(self, options: dict[str, Any]) -> None:
        """Bring projects in, or only try."""
        from django.utils import timezone

        from filiera.common.refusals import Refused
        from filiera.competence.operations.map import update_map
        from filiera.funding.operations.project_imports import import_projects
        from filiera.funding.shapes_projects import imported_shape
        from filiera.funding.wording_projects import fault_words

        is_trial = options["dry_run"]
        try:
            done = import_projects(path=options["path"], now=timezone.now(), on=options["on"], is_trial=is_trial)
        except Refused as error:
            raise CommandError(str(error), returncode=NO_FILE) from error
        if not is_trial and not options["no_map"] and done.touched:
            with progress_bars({"embedding": _("Map")}) as progress:
                update_map(today=timezone.localdate(), progress=lambda at, total: progress("embedding", at, total))
        if options["json"]:
            self.stdout.write(json.dumps(imported_shape(done, is_trial=is_trial), ensure_ascii=False))
            return
        new, changed, same = done.counts.values()
        self.stdout.write(
            _("Projects: %(new)s new, %(changed)s changed, %(same)s as they were.")
            % {"new": new, "changed": changed, "same": same}
        )
        if done.unknown_amounts:
            words = ngettext(
                "Of %(n)s grant the amount is not known.",
                "Of %(n)s grants the amount is not known.",
                done.unknown_amounts,
            )
            self.stdout.write(words % {"n": done.unknown_amounts})
        for name, like in list(done.in_doubt.items())[:20]:
            self.stdout.write(_("In doubt: “%(name)s” is like %(like)s.") % {"name": name, "like": like})
        for fault in done.faults[:20]:
            self.stdout.write(fault_words(fault))
        if done.fault_count > 20:
            self.stdout.write(_("Faults in all: %(n)s.") % {"n": done.fault_count})
        if is_trial:
            self.stdout.write(_("Nothing has been kept: without --dry-run it comes in."))

    def do_money(self, options: dict[str, Any]) -> None:
        """Say what was won."""
        from django.utils import timezone

        from filiera.common.visibility import OFFICE_AUDIENCE, PUBLIC_AUDIENCE
        from filiera.funding.pages_money import PARTS, comparison, perimeter_words, table_of
        from filiera.funding.queries.money import money_won
        from filiera.funding.shapes_projects import money_shape

        audience = PUBLIC_AUDIENCE if options["public"] else OFFICE_AUDIENCE
        won = money_won(audience=audience, today=timezone.localdate())
        if options["json"]:
            self.stdout.write(json.dumps(money_shape(won), ensure_ascii=False))
            return
        self.stdout.write(comparison(won))
        for part in PARTS:
            heads, rows = table_of(won, part)
            self.stdout.write("")
            self.stdout.write(table(heads, [["" if one is None else str(one) for one in row] for row in rows]))
        self.stdout.write("")
        for words in perimeter_words(won.perimeter):
            self.stdout.write(words)


def _day(text: str) -> date:
    """Read a day as it is written at the command line."""
    return date.fromisoformat(text)
