"""Fees at the command line: make those of a year, remind of late ones, list who is late."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from filiera.common.terminal import OwnCommand, add_common


class Command(OwnCommand):
    """`filiera fees issue`, `remind`, `late`."""

    help = gettext_noop("Membership fees: make those of a year, remind of late ones every day, list who is late.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the verbs."""
        verbs = parser.add_subparsers(dest="verb", metavar=_("VERB"), required=True)
        issue = verbs.add_parser("issue", help=_("make the fees of a year for whoever is a member"))
        issue.add_argument("--year", type=int, metavar="N", help=_("the year; without it this one"))
        remind = verbs.add_parser("remind", help=_("send the reminders that are due; run it every day"))
        late = verbs.add_parser("late", help=_("list the fees that are late"))
        for one in (issue, remind, late):
            add_common(one)

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the verb."""
        getattr(self, f"_{options['verb']}")(options)

    def _issue(self, options: dict[str, Any]) -> None:
        from filiera.governance.operations.fees import issue_fees

        today = timezone.localdate()
        year = options["year"] or today.year
        if not today.year - 1 <= year <= today.year + 1:
            raise CommandError(_("Fees are made of this year, the one before and the next."))
        done = issue_fees(year=year, today=today)
        without = [row.organisation.code for row in done.without_rate]
        if options["json"]:
            self.stdout.write(json.dumps({"year": year, "made": len(done.made), "without_rate": without}))
            return
        made = len(done.made)
        self.stdout.write(ngettext("%(n)s fee is made.", "%(n)s fees are made.", made) % {"n": made})
        if without:
            self.stdout.write(_("No rate is set for: %(names)s.") % {"names": ", ".join(without)})

    def _remind(self, options: dict[str, Any]) -> None:
        from filiera.governance.operations.fee_reminders import remind_late

        sent = remind_late(now=timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps({"reminded": [{"fee": one.fee_id, "days": one.days} for one in sent]}))
            return
        words = ngettext("%(n)s reminder has gone.", "%(n)s reminders have gone.", len(sent))
        self.stdout.write(words % {"n": len(sent)})

    def _late(self, options: dict[str, Any]) -> None:
        from filiera.common.in_words import cents
        from filiera.governance.queries.fees import late_fees

        rows = late_fees(timezone.localdate())
        if options["json"]:
            found = [
                {
                    "organisation": row.fee.member.organisation.code,
                    "year": row.fee.year,
                    "open_eur": str(row.open_eur),
                    "days": row.days,
                }
                for row in rows
            ]
            self.stdout.write(json.dumps({"late": found}))
            return
        for row in rows:
            words = ngettext("%(n)s day", "%(n)s days", row.days) % {"n": row.days}
            self.stdout.write(f"{row.fee.member.organisation}  {row.fee.year}  {cents(row.open_eur)}  {words}")
        if not rows:
            self.stdout.write(_("No fee is late."))
