"""Members at the command line: the register of any day, its proof, what is to be done every day."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import get_language, gettext_noop, ngettext
from django.utils.translation import gettext as _

from filiera.common.in_words import long_date
from filiera.common.terminal import OwnCommand, add_common

KINDS = ("json", "xlsx", "pdf")


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise CommandError(_("Write the day as year-month-day, such as 2026-06-30.")) from error


class Command(OwnCommand):
    """`filiera members list`, `export`, `verify`, `update`, `certificate`."""

    help = gettext_noop("The members' register of any day: list, export, verify; withdrawals and seniority, every day.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the verbs."""
        verbs = parser.add_subparsers(dest="verb", metavar=_("VERB"), required=True)
        listing = verbs.add_parser("list", help=_("who is a member on a day"))
        export = verbs.add_parser("export", help=_("write the register of a day to a file"))
        export.add_argument("--format", choices=KINDS, default="json", help=_("form of the file"))
        export.add_argument("--out", type=Path, metavar=_("FILE"), required=True, help=_("write here"))
        for one in (listing, export):
            one.add_argument(
                "--on", default="", metavar=_("DAY"), help=_("the day, such as 2026-06-30; without it today")
            )
        verify = verbs.add_parser("verify", help=_("recompute every digest and link of the register"))
        update = verbs.add_parser(
            "update", help=_("write the withdrawals whose day has come and tell who reached a year; run it every day")
        )
        certificate = verbs.add_parser(
            "certificate", help=_("check a certificate by its code, as the public page does")
        )
        certificate.add_argument("code", metavar=_("CODE"), help=_("the code that stands on it"))
        for one in (listing, export, verify, update, certificate):
            add_common(one)

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the verb."""
        getattr(self, f"_{options['verb']}")(options)

    def _list(self, options: dict[str, Any]) -> None:
        from filiera.governance.exports_members import register_cells, register_shape
        from filiera.governance.queries.members import members_on

        day = _day(options["on"]) if options["on"] else timezone.localdate()
        rows = members_on(day, (get_language() or "it")[:2])
        if options["json"]:
            self.stdout.write(json.dumps(register_shape(rows, day), ensure_ascii=False))
            return
        for row in rows:
            number, *cells = register_cells(row)
            self.stdout.write(f"{number:>4}  {' · '.join(cells)}")
        words = ngettext("%(n)s member on %(day)s.", "%(n)s members on %(day)s.", len(rows))
        self.stdout.write(words % {"n": len(rows), "day": long_date(day)})

    def _export(self, options: dict[str, Any]) -> None:
        from filiera.governance.exports_members import register_pdf, register_shape, register_xlsx
        from filiera.governance.queries.members import members_on
        from filiera.governance.queries.register import last_link

        day = _day(options["on"]) if options["on"] else timezone.localdate()
        rows = members_on(day, (get_language() or "it")[:2])
        if options["format"] == "pdf":
            content = register_pdf(rows, day, last_link())
        elif options["format"] == "xlsx":
            content = register_xlsx(rows, day)
        else:
            content = json.dumps(register_shape(rows, day), ensure_ascii=False, indent=1).encode()
        try:
            options["out"].write_bytes(content)
        except OSError as error:
            raise CommandError(_("%(path)s cannot be written.") % {"path": options["out"]}) from error
        if options["json"]:
            self.stdout.write(json.dumps({"file": str(options["out"]), "members": len(rows)}))
        else:
            self.stdout.write(str(options["out"]))

    def _verify(self, options: dict[str, Any]) -> None:
        from filiera.governance.models import RegisterEntry
        from filiera.governance.queries.register import last_link, register_broken_at

        fault, lines = register_broken_at(), RegisterEntry.objects.count()
        result = {"lines": lines, "last": last_link(), "broken_at": fault.number if fault else None}
        if options["json"]:
            self.stdout.write(json.dumps(result))
        elif fault is None:
            self.stdout.write(
                _("The register stands: %(n)s lines, last link %(link)s.") % {"n": lines, "link": last_link()}
            )
        if fault is not None:
            raise CommandError(_("Line %(n)s does not verify (%(why)s).") % {"n": fault.number, "why": fault.why})

    def _update(self, options: dict[str, Any]) -> None:
        from filiera.governance.operations.certificates import tell_seniority
        from filiera.governance.operations.forgetting import forget_applications
        from filiera.governance.operations.register import withdraw_members

        now = timezone.now()
        gone = withdraw_members(today=timezone.localdate(), now=now)
        told = tell_seniority(now=now)
        forgotten = forget_applications(now=now)
        if options["json"]:
            done = {"withdrawn": [row.number for row in gone], "told": [row.number for row in told]}
            self.stdout.write(json.dumps(done | {"forgotten": forgotten}))
            return
        self.stdout.write(ngettext("%(n)s member has left.", "%(n)s members have left.", len(gone)) % {"n": len(gone)})
        words = ngettext("%(n)s was told of its seniority.", "%(n)s were told of their seniority.", len(told))
        self.stdout.write(words % {"n": len(told)})

    def _certificate(self, options: dict[str, Any]) -> None:
        from filiera.governance.exports_members import certificate_shape
        from filiera.governance.queries.certificates import check_certificate
        from filiera.governance.wording_members import certificate_sentence

        found = check_certificate(options["code"])
        if found is None:
            raise CommandError(_("No certificate has this code: we use no O, I, L, zero and one."))
        if options["json"]:
            self.stdout.write(json.dumps(certificate_shape(found), ensure_ascii=False))
        elif found.is_valid:
            self.stdout.write(f"{found.name} {certificate_sentence(found)}")
        else:
            self.stdout.write(_("This certificate was revoked."))
