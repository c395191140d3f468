"""Offers at the command line: listed and shown, written, published, withdrawn; the answers to them decided."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filiera.common.verbs import VerbCommand, add_common_to, add_verb, begin_verbs

if TYPE_CHECKING:
    from filiera.common.verbs import Verbs

KINDS = ("TECHNOLOGY", "RESULT", "SERVICE")
RIGHTS = ("FILED", "GRANTED", "SECRET", "OPEN", "JOINT", "OTHER")
SOUGHT = ("LICENCE", "JOINT", "PILOT", "FUNDING", "SPIN_OFF", "OTHER")


class Command(VerbCommand):
    """What the office does with offers, from the draft to its end."""

    help = gettext_noop("Offers: list, show and write them, publish, renew and withdraw one, decide on an answer.")
    package = "filiera.exchange.verbs"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the verbs."""
        verbs = begin_verbs(parser)
        _declare_list(verbs)
        _of(add_verb(verbs, "show", "offers.do_show", _("show an offer with what it brings and who answered it")))
        _declare_write(verbs)
        _of(add_verb(verbs, "publish", "offers.do_publish", _("publish an offer")))
        _of(add_verb(verbs, "renew", "offers.do_renew", _("let a published offer stand for another while")))
        _of(add_verb(verbs, "withdraw", "offers.do_withdraw", _("take an offer back")))
        decide = add_verb(verbs, "decide", "offers.do_decide", _("take an answer to an offer up, or decline it"))
        decide.add_argument("number", type=int, metavar=_("NUMBER"), help=_("its number, as “show” gives it"))
        decide.add_argument(
            "answer", choices=("take", "decline"), metavar=_("ANSWER"), help=_("take or decline; who answered is told")
        )
        add_common_to(verbs)


def _declare_list(verbs: Verbs) -> None:
    listed = add_verb(verbs, "list", "offers.do_list", _("list the published offers, the newest first"))
    listed.add_argument("--q", default="", metavar=_("TEXT"), help=_("words of the sheet"))
    listed.add_argument("--kind", action="append", choices=KINDS, default=[], metavar=_("KIND"), help=", ".join(KINDS))
    listed.add_argument("--competence", default="", metavar=_("COMPETENCE"), help=_("a competence that it brings"))
    listed.add_argument(
        "--trl", type=int, choices=range(1, 10), default=0, metavar="TRL", help=_("the least maturity, from 1 to 9")
    )
    listed.add_argument(
        "--kept", action="store_true", help=_("those that stand in no list instead: drafts, withdrawn and expired ones")
    )


def _declare_write(verbs: Verbs) -> None:
    write = add_verb(verbs, "write", "offers.do_write", _("write an offer of an organisation, as a draft"))
    write.add_argument(
        "--of", dest="organisation", required=True, metavar=_("ORGANISATION"), help=_("public id or name of who offers")
    )
    write.add_argument("--title", required=True, metavar=_("TEXT"), help=_("the offer in a line"))
    for name, words in (
        ("problem", _("what does not work today, as text")),
        ("solution", _("what it does, as text")),
        ("proof", _("tests, users, publications, as text")),
    ):
        write.add_argument(f"--{name}-file", type=Path, metavar=_("FILE"), required=name != "proof", help=words)
    write.add_argument("--kind", choices=KINDS, default="TECHNOLOGY", metavar=_("KIND"), help=", ".join(KINDS))
    write.add_argument("--trl", type=int, metavar="TRL", help=_("its maturity, from 1 to 9; a service needs none"))
    write.add_argument("--rights", choices=RIGHTS, default="OTHER", metavar=_("RIGHTS"), help=", ".join(RIGHTS))
    write.add_argument(
        "--sought", action="append", choices=SOUGHT, default=[], metavar=_("WHAT"), help=", ".join(SOUGHT)
    )
    write.add_argument("--sought-note", default="", metavar=_("TEXT"), help=_("a word on what is looked for"))
    write.add_argument("--contact-name", default="", metavar=_("NAME"), help=_("who answers"))
    write.add_argument("--contact-email", default="", metavar=_("ADDRESS"), help=_("the mail address on the sheet"))
    write.add_argument("--for-members", action="store_true", help=_("for members of the cluster, not for everybody"))


def _of(parser: ArgumentParser) -> ArgumentParser:
    parser.add_argument("code", metavar=_("OFFER"), help=_("public id of an offer"))
    return parser
