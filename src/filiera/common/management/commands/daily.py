"""Run what has to be done every day: for the timer of the machine, as often as one likes."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filiera.common.daily import jobs, run_daily
from filiera.common.terminal import OwnCommand, add_common, table


class Command(OwnCommand):
    """`filiera daily`: each job by itself; ends with 1 where one failed, and says which."""

    help = gettext_noop(
        "Do what has to be done every day: reminders, retention, the register; for the machine's timer."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the names of jobs, and whether only to list them."""
        parser.add_argument(
            "only", nargs="*", metavar=_("JOB"), help=_("names of the jobs to run; without any, all of them")
        )
        parser.add_argument("--list", action="store_true", help=_("list the jobs and run none"))
        add_common(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Run and report."""
        known = {job.code for job in jobs}
        unknown = [name for name in options["only"] if name not in known]
        if unknown:
            told = {"names": ", ".join(unknown), "known": ", ".join(sorted(known))}
            raise CommandError(_("There is no job %(names)s. Jobs: %(known)s.") % told)
        if options["list"]:
            self._list(as_json=options["json"])
            return
        outcomes = run_daily(now=timezone.now(), only=options["only"])
        failed = [one for one in outcomes if one.error]
        if options["json"]:
            rows = [
                {"job": one.job.code, "done": one.done, "error": one.error, "seconds": round(one.seconds, 3)}
                for one in outcomes
            ]
            self.stdout.write(json.dumps({"jobs": rows, "failed": [one.job.code for one in failed]}))
        else:
            rows_of_words = [[one.job.code, str(one.job.title), one.error or str(one.done)] for one in outcomes]
            self.stdout.write(table([_("Job"), _("What it does"), _("Done")], rows_of_words))
        if failed:
            raise SystemExit(1)

    def _list(self, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps({"jobs": [job.code for job in jobs]}))
        else:
            self.stdout.write(table([_("Job"), _("What it does")], [[job.code, str(job.title)] for job in jobs]))
