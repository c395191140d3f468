"""Calls at the command line: judge a consortium against one, from files alone, without a database."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filiera.common.terminal import NO_FILE, OwnCommand, add_common, file_problem


class Command(OwnCommand):
    """Judge whether those who would apply together may, rule by rule, with the clause, the remedy and the aid."""

    help = gettext_noop("Calls: judge a consortium against the rules of a call, both on file, with clause and remedy.")
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the verb and its files."""
        verbs = parser.add_subparsers(dest="verb", required=True, metavar=_("VERB"))
        check = verbs.add_parser("check", help=_("judge a consortium against a call"))
        check.add_argument("call", type=Path, metavar=_("CALL"), help=_("call in YAML or JSON; “-” reads the input"))
        check.add_argument("consortium", type=Path, metavar=_("CONSORTIUM"), help=_("consortium in YAML or JSON"))
        add_common(check)

    def handle(self, *args: Any, **options: Any) -> None:
        """Judge and print; a file that cannot be read ends the command with the line and the field of each fault."""
        from filiera.funding.files import UnreadableFile, places, read_call, read_consortium
        from filiera.funding.logic.judging import judge
        from filiera.funding.shapes import judgement_shape
        from filiera.funding.wording_files import fault_words

        path = options["call"]
        try:
            call = read_call(path)
            path = options["consortium"]
            consortium = read_consortium(path)
        except OSError as error:
            raise CommandError(file_problem(error, path), returncode=NO_FILE) from error
        except UnreadableFile as error:
            raise CommandError("\n".join(fault_words(fault) for fault in error.faults), returncode=NO_FILE) from error
        shape = judgement_shape(judge(call, consortium, places()))
        if options["json"]:
            self.stdout.write(json.dumps(shape, ensure_ascii=False))
        else:
            self.print(shape)

    def print(self, shape: dict[str, Any]) -> None:
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
