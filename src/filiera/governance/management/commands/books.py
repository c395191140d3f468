"""The books at the command line: verify one, from the register or from a file alone; export one."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from filiera.common.terminal import NO_FILE, OwnCommand, add_common, file_problem
from filiera.governance.enums import BookKind

if TYPE_CHECKING:
    from filiera.governance.logic.book_files import VerifiedBook

KINDS = [kind.lower() for kind in BookKind.values]
FORMATS = ("json", "xlsx", "pdf")


class Command(OwnCommand):
    """Verify and export the books of the association."""

    help = gettext_noop("Verify or export the books of the association: members, assembly, board, auditors.")
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the verbs."""
        verbs = parser.add_subparsers(dest="verb", required=True, metavar=_("VERB"))
        verify = verbs.add_parser("verify", help=_("recompute every digest and link of a book"))
        which = verify.add_mutually_exclusive_group(required=True)
        which.add_argument("--file", type=Path, metavar="FILE", help=_("a book that was exported as JSON"))
        which.add_argument("--book", choices=KINDS, help=_("a book of this installation"))
        add_common(verify)
        export = verbs.add_parser("export", help=_("write a book to a file"))
        export.add_argument("book", choices=KINDS, help=_("which book"))
        export.add_argument("--format", choices=FORMATS, default="json", help=_("form of the file"))
        export.add_argument("--out", type=Path, metavar="FILE", help=_("write here; without it to the output"))
        add_common(export)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what the verb says."""
        if options["verb"] == "export":
            self._export(options)
        else:
            self._verify(options)

    def _export(self, options: dict[str, Any]) -> None:
        from filiera.governance.exports_books import book_json, book_pdf, book_xlsx

        writers = {"json": book_json, "xlsx": book_xlsx, "pdf": book_pdf}
        data = writers[options["format"]](options["book"].upper())
        if options["out"] is None:
            sys.stdout.buffer.write(data)
            return
        try:
            options["out"].write_bytes(data)
        except OSError as error:
            raise CommandError(file_problem(error, options["out"]), returncode=NO_FILE) from error

    def _verify(self, options: dict[str, Any]) -> None:
        found = _of_file(options["file"]) if options["file"] else _of_book(options["book"])
        if options["json"]:
            broken = {"number": found.broken.number, "why": found.broken.why} if found.broken else None
            shape = {"book": found.book, "acts": found.acts, "last": found.last, "broken": broken}
            self.stdout.write(json.dumps(shape))
        else:
            self.stdout.write(_sentence(found))
        if found.broken is not None:
            sys.exit(1)


def _of_file(path: Path) -> VerifiedBook:
    from filiera.governance.files import UnreadableMeeting, parsed
    from filiera.governance.logic.book_files import BookFault, verified

    try:
        return verified(parsed(path))
    except OSError as error:
        raise CommandError(file_problem(error, path), returncode=NO_FILE) from error
    except UnreadableMeeting as error:
        raise CommandError(str(error), returncode=NO_FILE) from error
    except BookFault as error:
        where = _("act %(n)s") % {"n": error.place} if error.place else _("the file")
        words = _("%(where)s: this is no book as “filiera books export” writes it.") % {"where": where}
        raise CommandError(words, returncode=NO_FILE) from error


def _of_book(book: str) -> VerifiedBook:
    from filiera.governance.exports_books import acts_of
    from filiera.governance.logic.book_files import VerifiedBook
    from filiera.governance.logic.chain import broken_at

    acts = [act.chained for act in acts_of(book.upper())]
    return VerifiedBook(book.upper(), len(acts), acts[-1].chain if acts else "", broken_at(acts))


def _sentence(found: VerifiedBook) -> str:
    if found.broken is None:
        sentence = ngettext(
            "The book stands: %(n)s act, last link %(last)s.",
            "The book stands: %(n)s acts, last link %(last)s.",
            found.acts,
        )
        return sentence % {"n": found.acts, "last": found.last or "–"}
    reasons = {
        "number": _("the numbers have a gap"),
        "digest": _("its content is not what was filed"),
        "chain": _("it does not follow the act before"),
    }
    words = {"n": found.broken.number, "why": reasons[found.broken.why]}
    return _("The book does not stand: at act %(n)s, %(why)s.") % words
