"""Calls at the command line: judge one from files alone; bring calls in, list them, say whom they fit, keep them."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filiera.common.verbs import add_common_to, add_verb, begin_verbs
from filiera.funding.terminal import FundingCommand

if TYPE_CHECKING:
    from filiera.common.verbs import Verbs


class Command(FundingCommand):
    """Calls: judge, bring in, list, show, read, rank, keep."""

    help = gettext_noop("Calls: judge a consortium from files, bring calls in, list them, say whom they fit.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the verbs."""
        verbs = begin_verbs(parser)
        _declare_files(verbs)
        _declare_reading(verbs)
        _declare_keeping(verbs)
        _declare_interest(verbs)
        add_common_to(verbs)


def _declare_files(verbs: Verbs) -> None:
    check = add_verb(verbs, "check", "judging.do_check", _("judge a consortium against a call, both on file"))
    check.add_argument("call", type=Path, metavar=_("CALL"), help=_("call in YAML or JSON; “-” reads the input"))
    check.add_argument("consortium", type=Path, metavar=_("CONSORTIUM"), help=_("consortium in YAML or JSON"))
    bring = add_verb(
        verbs,
        "import",
        "bringing.do_import",
        _("bring calls in from files: EU portal, incentivi.gov.it, written by hand"),
    )
    bring.add_argument("paths", type=Path, nargs="+", metavar=_("FILE"), help=_("file, folder or zip"))
    fetch = add_verb(verbs, "fetch", "bringing.do_fetch", _("ask a source for its calls and bring them in"))
    fetch.add_argument("origin", choices=("eu-portal", "incentivi"), help=_("which source"))
    for one in (bring, fetch):
        one.add_argument("--dry-run", action="store_true", help=_("tell what would change, and change nothing"))


def _declare_reading(verbs: Verbs) -> None:
    listed = add_verb(verbs, "list", "calls.do_list", _("list the calls that are not over"))
    listed.add_argument("query", nargs="?", default="", metavar=_("WORDS"), help=_("words of the title or programme"))
    listed.add_argument("--all", action="store_true", help=_("those that are over too"))
    _of(add_verb(verbs, "show", "calls.do_show", _("show a call with its rules and clauses")))
    _of(add_verb(verbs, "fits", "calls.do_fits", _("rank the members for a call")))
    own = add_verb(verbs, "for", "calls.do_for", _("rank the open calls for an organisation"))
    own.add_argument("code", metavar=_("ORGANISATION"), help=_("public id of the organisation"))
    add_verb(verbs, "read", "bringing.do_read", _("read what calls ask for, where that is not done"))
    _of(add_verb(verbs, "changes", "calls.do_changes", _("say what changed from version to version")))


def _declare_keeping(verbs: Verbs) -> None:
    rules = _of(
        add_verb(verbs, "rules", "calls.do_rules", _("say the rules of a call, write them to a file, take them"))
    )
    rules.add_argument("--out", type=Path, metavar=_("FILE"), help=_("write them here, in YAML"))
    rules.add_argument(
        "--in",
        dest="source",
        type=Path,
        metavar=_("FILE"),
        help=_("take those of this file; null drops a rule, what it does not name stays"),
    )
    rules.add_argument(
        "--amends", action="store_true", help=_("the call itself was amended, not only our reading of it")
    )
    rules.add_argument("--note", default="", metavar=_("TEXT"), help=_("a word about the change"))
    _of(add_verb(verbs, "publish", "calls.do_publish", _("show a call to everybody")))
    _of(add_verb(verbs, "hide", "calls.do_hide", _("take a call back to the office")))


def _declare_interest(verbs: Verbs) -> None:
    _of(add_verb(verbs, "interest", "interest.do_interest", _("say who is interested in a call, and what each offers")))
    wanted = add_verb(verbs, "wanted", "interest.do_wanted", _("list who looks for partners, with the answers"))
    wanted.add_argument(
        "code", nargs="?", default="", metavar=_("CALL"), help=_("for this call; else for all not over")
    )
    wanted.add_argument("--all", action="store_true", help=_("those that are closed or of calls that are over too"))
    close = add_verb(verbs, "close-notice", "interest.do_close_notice", _("close a notice: it leaves the lists"))
    close.add_argument("notice", type=int, metavar="N", help=_("number of the notice"))


def _of(parser: ArgumentParser) -> ArgumentParser:
    parser.add_argument("code", metavar=_("CALL"), help=_("public id of the call"))
    return parser
