"""Meetings at the command line: judge one from a file alone, without a database; list those of the platform, show one."""

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
    """Judge one item of a meeting by the rules that judge meetings in the platform; list its meetings, show one."""

    help = gettext_noop(
        "Meetings: judge an item of one on file, with the article of each rule; list and show those held here."
    )
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the verb and its file."""
        verbs = parser.add_subparsers(dest="verb", required=True, metavar=_("VERB"))
        check = verbs.add_parser("check", help=_("judge one item of a meeting on file"))
        check.add_argument("file", type=Path, metavar=_("FILE"), help=_("meeting in JSON or YAML; “-” reads the input"))
        add_common(check)
        add_common(verbs.add_parser("list", help=_("list the meetings of the platform, the office's drafts too")))
        show = verbs.add_parser("show", help=_("show one meeting: agenda, quorum with its article"))
        show.add_argument("meeting", type=int, metavar=_("NUMBER"), help=_("the number that “list” gives first"))
        add_common(show)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what the verb says."""
        {"check": self.check_file, "list": self.list_all, "show": self.show_one}[options["verb"]](options)

    def list_all(self, options: dict[str, Any]) -> None:
        """Print the meetings, the newest first."""
        from filiera.common.in_words import moment
        from filiera.governance.models import Meeting
        from filiera.governance.shapes_meetings import meeting_line_shape

        rows = list(Meeting.objects.select_related("body").order_by("-first_at", "-pk"))
        if options["json"]:
            self.stdout.write(json.dumps([meeting_line_shape(row) for row in rows], ensure_ascii=False))
            return
        for row in rows:
            self.stdout.write(f"{row.pk}  {moment(row.first_at)}  {row.title}  {row.get_state_display()}")
        if not rows:
            self.stdout.write(_("No meeting has been planned yet."))

    def show_one(self, options: dict[str, Any]) -> None:
        """Print one meeting as the office sees it, its papers apart: each has a level of its own."""
        from django.contrib.auth.models import AnonymousUser
        from django.utils import timezone

        from filiera.governance.models import Meeting
        from filiera.governance.shapes_meetings import meeting_shape

        row = Meeting.objects.select_related("body", "statute").filter(pk=options["meeting"]).first()
        if row is None:
            raise CommandError(
                _("There is no meeting %(n)s: “filiera meetings list” tells which there are.")
                % {"n": options["meeting"]},
                returncode=NO_FILE,
            )
        shape = meeting_shape(row, user=AnonymousUser(), now=timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps(shape, ensure_ascii=False))
            return
        self.stdout.write(f"{row.title}: {shape['finding']}")
        if shape["quorum"]:
            self.stdout.write(shape["quorum"]["sentence"])
        for item in shape["items"]:
            self.stdout.write(f"{item['position']}. {item['title']}  {item['state_words']}".rstrip())

    def check_file(self, options: dict[str, Any]) -> None:
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
