"""Funded projects at the command line: listed, written, made of a consortium, brought in from CORDIS; what was won."""

from __future__ import annotations

import re
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filiera.common.terminal import day_said
from filiera.common.verbs import add_common_to, add_verb, begin_verbs
from filiera.funding.terminal import FundingCommand

if TYPE_CHECKING:
    from filiera.common.verbs import Verbs


class Command(FundingCommand):
    """What the office does with funded projects."""

    help = gettext_noop(
        "Funded projects: list and show them, write one, what came of it, bring them in from CORDIS, say what was won."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the verbs."""
        verbs = begin_verbs(parser)
        _declare_reading(verbs)
        _declare_writing(verbs)
        _declare_results(verbs)
        _declare_import(verbs)
        add_common_to(verbs)


def _declare_reading(verbs: Verbs) -> None:
    every = add_verb(verbs, "list", "projects.do_list", _("list the funded projects, the last to begin first"))
    every.add_argument("query", nargs="?", default="", metavar=_("WORDS"), help=_("words of the title or acronym"))
    every.add_argument("--programme", default="", metavar=_("NAME"), help=_("of this programme"))
    every.add_argument("--year", type=_year, default=0, metavar=_("YEAR"), help=_("that began in this year"))
    every.add_argument("--province", default="", metavar="XX", help=_("with a partner in this province, as LO"))
    every.add_argument(
        "--organisation", default="", metavar=_("ORGANISATION"), help=_("public id or name of one of its partners")
    )
    show = add_verb(verbs, "show", "projects.do_show", _("show a project with its partners and what came of it"))
    _of(show)


def _declare_writing(verbs: Verbs) -> None:
    write = add_verb(verbs, "write", "projects.do_write", _("write a project from a file, or correct one"))
    write.add_argument("file", type=Path, metavar=_("FILE"), help=_("project in YAML or JSON; “-” reads the input"))
    write.add_argument(
        "--project", default="", metavar=_("PROJECT"), help=_("correct this one: what the file does not say stays")
    )
    made = add_verb(verbs, "from", "projects.do_from", _("make the project of a consortium that was funded"))
    made.add_argument("code", metavar=_("CONSORTIUM"), help=_("public id of a consortium"))
    made.add_argument(
        "file", type=Path, nargs="?", metavar=_("FILE"), help=_("what was granted otherwise than it was worked out")
    )
    back = add_verb(verbs, "take-back", "projects.do_take_back", _("take a project back, with what came of it"))
    _of(back)
    back.add_argument("--why", default="", metavar=_("TEXT"), help=_("why, for the record"))


def _declare_results(verbs: Verbs) -> None:
    acts = begin_verbs(verbs.add_parser("result", help=_("what came of a project: list, add, drop")))
    _of(add_verb(acts, "list", "projects.do_result_list", _("list what came of a project")))
    add = add_verb(acts, "add", "projects.do_result_add", _("write down what came of a project"))
    _of(add)
    add.add_argument("title", metavar=_("TEXT"), help=_("what came of it"))
    add.add_argument("--kind", default="", metavar=_("TEXT"), help=_("its kind, for instance patent"))
    add.add_argument("--on", type=day_said, metavar=_("DAY"), help=_("when"))
    add.add_argument("--url", default="", metavar=_("ADDRESS"), help=_("where it is to be seen"))
    drop = add_verb(acts, "drop", "projects.do_result_drop", _("take a result away"))
    _of(drop)
    drop.add_argument("result", type=int, metavar="N", help=_("number of the result"))
    add_common_to(acts)


def _declare_import(verbs: Verbs) -> None:
    bring = add_verb(
        verbs, "import", "won.do_import", _("bring in the projects in which somebody of the register takes part")
    )
    bring.add_argument("path", type=Path, metavar="PATH", help=_("a file, a folder or a zip of CORDIS"))
    bring.add_argument("--dry-run", action="store_true", help=_("tell what would happen, change nothing"))
    bring.add_argument(
        "--on",
        type=day_said,
        metavar=_("DAY"),
        help=_("the day of the files, where they do not say it (2026-11-25)"),
    )
    bring.add_argument("--no-map", action="store_true", help=_("do not compute the map again"))
    won = add_verb(verbs, "money", "won.do_money", _("what was won by province, programme and year, and before"))
    won.add_argument("--public", action="store_true", help=_("only what everybody may see"))


def _of(parser: ArgumentParser) -> None:
    parser.add_argument("code", metavar=_("PROJECT"), help=_("public id of a project"))


def _year(text: str) -> int:
    """Read a year among arguments. Raises ArgumentTypeError in the language asked for."""
    if not re.fullmatch(r"[1-9]\d{3}", text):
        raise ArgumentTypeError(_("“%(value)s” is no year: write 2027") % {"value": text})
    return int(text)
