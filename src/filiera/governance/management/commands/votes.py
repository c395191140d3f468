"""Votes at the command line: count published ballots again, from a file alone; needs no database."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filiera.common.terminal import NO_FILE, OwnCommand, add_common, file_problem


class Command(OwnCommand):
    """Count the ballots of a secret vote again, from the file that its page gives to everybody."""

    help = gettext_noop("Count the published ballots of a secret vote again, from their file alone.")
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the verb and its file."""
        verbs = parser.add_subparsers(dest="verb", required=True, metavar=_("VERB"))
        again = verbs.add_parser("recount", help=_("count the ballots of a file"))
        again.add_argument("file", type=Path, metavar="FILE", help=_("ballots as the page of the result gives them"))
        again.add_argument("--code", default="", metavar=_("CODE"), help=_("look for the ballot with this code"))
        add_common(again)

    def handle(self, *args: Any, **options: Any) -> None:
        """Count and print; a list whose seal is broken ends with 1."""
        from filiera.governance.files import UnreadableMeeting, parsed
        from filiera.governance.logic.ballots import BallotFault, read_code, recount
        from filiera.governance.logic.chain import digest_of

        try:
            raw = parsed(options["file"])
            ballots = raw.get("ballots") if isinstance(raw, dict) else None
            if not isinstance(ballots, list) or not all(isinstance(one, dict) for one in ballots):
                raise BallotFault("no-list")
            count = recount(ballots, seats=raw.get("seats"))
        except OSError as error:
            raise CommandError(file_problem(error, options["file"]), returncode=NO_FILE) from error
        except UnreadableMeeting as error:
            raise CommandError(str(error), returncode=NO_FILE) from error
        except BallotFault as error:
            raise CommandError(_fault_words(error), returncode=NO_FILE) from error
        is_sealed = raw.get("digest") == digest_of(ballots)
        code = read_code(options["code"])
        ballot = next((one for one in ballots if code and one["code"] == code), None)
        if options["json"]:
            shape = {"ballots": count.ballots, "votes": count.votes, "blank": count.blank, "sealed": is_sealed}
            self.stdout.write(json.dumps(shape | ({"ballot": ballot} if options["code"] else {}), ensure_ascii=False))
        else:
            self._say(count.ballots, dict(count.votes), count.blank, is_sealed=is_sealed)
            if options["code"]:
                found = _("This ballot is counted.") if ballot else _("No ballot bears this code.")
                self.stdout.write(found)
        if not is_sealed:
            sys.exit(1)

    def _say(self, ballots: int, votes: dict[str, int], blank: int, *, is_sealed: bool) -> None:
        for name, number in votes.items():
            self.stdout.write(f"{number:>6}  {name}")
        self.stdout.write(_("Ballots: %(n)s, of which blank: %(blank)s.") % {"n": ballots, "blank": blank})
        if not is_sealed:
            self.stdout.write(_("The list is not the one that was sealed when the vote closed."))


def _fault_words(error: Any) -> str:
    """Say which ballot cannot be counted, and why."""
    if error.code == "no-list":
        return _("This file holds no list of ballots.")
    reasons = {
        "no-code": _("it bears no code"),
        "code-twice": _("another ballot bears its code"),
        "no-choice": _("it holds neither a choice nor names"),
        "too-many-names": _("it names more than there are seats, or one twice"),
    }
    return _("Ballot %(n)s cannot be counted: %(why)s.") % {"n": error.place, "why": reasons[error.code]}
