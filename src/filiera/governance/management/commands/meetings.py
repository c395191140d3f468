"""Meetings at the command line: judge one from a file alone; needs no database."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filiera.common.terminal import NO_FILE, OwnCommand, add_common, file_problem


class Command(OwnCommand):
    """Judge one item of a meeting by the rules that judge meetings in the platform."""

    help = gettext_noop("Judge one item of a meeting: quorum, majority, result, with the article of each.")
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the verb and its file."""
        verbs = parser.add_subparsers(dest="verb", required=True, metavar=_("VERB"))
        check = verbs.add_parser("check", help=_("judge one item of a meeting on file"))
        check.add_argument("file", type=Path, metavar=_("FILE"), help=_("meeting in JSON or YAML; “-” reads the input"))
        add_common(check)

    def handle(self, *args: Any, **options: Any) -> None:
        """Judge and print; a file that cannot be judged ends the command with each field that is wrong."""
        # Reading shapes takes half a second to load: only commands that use them pay for it.
        from filiera.governance.files import UnreadableMeeting, read_meeting
        from filiera.governance.logic.faults import CaseError
        from filiera.governance.logic.judging import judge
        from filiera.governance.shapes import judgement_shape
        from filiera.governance.wording import explanation, fault_words

        try:
            judgement = judge(read_meeting(options["file"]))
        except OSError as error:
            raise CommandError(file_problem(error, options["file"]), returncode=NO_FILE) from error
        except UnreadableMeeting as error:
            raise CommandError(str(error), returncode=NO_FILE) from error
        except CaseError as error:
            words = "\n".join(fault_words(fault) for fault in error.faults)
            raise CommandError(words, returncode=NO_FILE) from error
        if options["json"]:
            self.stdout.write(json.dumps(judgement_shape(judgement), ensure_ascii=False))
        else:
            self.stdout.write(explanation(judgement))
