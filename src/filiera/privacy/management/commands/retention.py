"""Let go of what is past its term: for the timer of the machine, as often as one likes."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filiera.common.terminal import OwnCommand, add_common, table
from filiera.privacy import hooks
from filiera.privacy.operations.retention import run_retention


class Command(OwnCommand):
    """`filiera retention run` lets go, `list` says what is kept for how long and why."""

    help = gettext_noop("Delete what is past its term, by written rules; “daily” runs it too.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the verbs."""
        verbs = parser.add_subparsers(dest="verb", metavar=_("VERB"), required=True)
        run = verbs.add_parser("run", help=_("run every rule; ends with 1 where one failed"))
        run.add_argument("--dry-run", action="store_true", help=_("count what would go, and let nothing go"))
        listing = verbs.add_parser("list", help=_("the rules: what, how long, by which basis"))
        for one in (run, listing):
            add_common(one)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what the verb says."""
        if options["verb"] == "list":
            self._list(as_json=options["json"])
            return
        outcomes = run_retention(now=timezone.now(), is_trial=options["dry_run"])
        failed = [one.rule.code for one in outcomes if one.error]
        if options["json"]:
            counts = {one.rule.code: one.count for one in outcomes}
            self.stdout.write(json.dumps({"dry_run": options["dry_run"], "counts": counts, "failed": failed}))
        else:
            head = _("Would go") if options["dry_run"] else _("Gone")
            rows = [[one.rule.code, str(one.rule.title), one.error or str(one.count)] for one in outcomes]
            self.stdout.write(table([_("Rule"), _("What"), head], rows))
        if failed:
            raise SystemExit(1)

    def _list(self, *, as_json: bool) -> None:
        rules = hooks.retention
        if as_json:
            rows = [
                {"rule": rule.code, "what": str(rule.title), "kept": str(rule.kept), "basis": str(rule.basis)}
                for rule in rules
            ]
            self.stdout.write(json.dumps({"rules": rows}, ensure_ascii=False))
            return
        heads = [_("Rule"), _("What"), _("Kept"), _("Basis")]
        self.stdout.write(
            table(heads, [[rule.code, str(rule.title), str(rule.kept), str(rule.basis)] for rule in rules])
        )
