"""Consortia at the command line: begun, their partners and their work, their steps, what the evaluators decided."""

from __future__ import annotations

import re
from argparse import ArgumentParser, ArgumentTypeError
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filiera.common.terminal import day_said
from filiera.common.verbs import add_common_to, add_verb, begin_verbs
from filiera.funding.terminal import FundingCommand

if TYPE_CHECKING:
    from filiera.common.verbs import Verbs

STEPS = ("DRAFT", "READY", "SUBMITTED", "ABANDONED")
DECISIONS = ("FUNDED", "RESERVE", "REJECTED")


class Command(FundingCommand):
    """What the office does with consortia, from the first partner to the outcome."""

    help = gettext_noop(
        "Consortia: list and show them, begin one, its partners, tasks and papers, its budget, its steps, the outcome."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the verbs."""
        verbs = begin_verbs(parser)
        _declare_whole(verbs)
        _declare_partners(verbs)
        _declare_tasks(verbs)
        _declare_papers(verbs)
        _declare_outcome(verbs)
        add_common_to(verbs)


def _declare_whole(verbs: Verbs) -> None:
    add_verb(verbs, "list", "consortia.do_list", _("list the consortia, the newest first"))
    _of(add_verb(verbs, "show", "consortia.do_show", _("show a consortium with its partners and its verdict")))
    begin = add_verb(verbs, "begin", "consortia.do_begin", _("begin a consortium for a call"))
    begin.add_argument("call", metavar=_("CALL"), help=_("public id of the call"))
    begin.add_argument("--name", required=True, metavar=_("TEXT"), help=_("what it is called"))
    begin.add_argument("--lead", required=True, metavar=_("ORGANISATION"), help=_("public id or name of who leads"))
    begin.add_argument(
        "--partner",
        action="append",
        default=[],
        metavar=_("ORGANISATION"),
        help=_("public id or name of who is proposed; once for each"),
    )
    project = _of(add_verb(verbs, "project", "consortia.do_project", _("write what the project is, or say what is")))
    project.add_argument(
        "values", nargs="*", metavar=_("NAME=VALUE"), help=_("what is written, as duration_months=24; lists with “;”")
    )
    _of(add_verb(verbs, "check", "consortia.do_check", _("judge a consortium anew, and keep the verdict")))
    move = add_verb(verbs, "move", "consortia.do_move", _("move a consortium on"))
    move.add_argument("to", choices=STEPS, metavar=_("STATE"), help=_("DRAFT, READY, SUBMITTED or ABANDONED"))
    _of(move)


def _declare_partners(verbs: Verbs) -> None:
    add = _of(add_verb(verbs, "add", "partners.do_add", _("propose somebody more")))
    add.add_argument("partner", metavar=_("ORGANISATION"), help=_("public id or name of an organisation"))
    add.add_argument("--outside", action="store_true", help=_("it is not in the register: take it by its name"))
    add.add_argument("--country", default="", metavar="XX", help=_("country of who is from outside, in two letters"))
    add.add_argument("--kind", default="", metavar=_("KIND"), help=_("kind of who is from outside, such as company"))
    partner = _with_partner(verbs, "partner", "partners.do_partner", _("write what a partner does and bears"))
    for one in (add, partner):
        one.add_argument("--cost", metavar="EUR", help=_("what it bears, in euro"))
        one.add_argument("--tasks", metavar=_("TEXT"), help=_("what it does"))
    partner.add_argument("--industrial", metavar="EUR", help=_("of it, industrial research, in euro"))
    partner.add_argument("--experimental", metavar="EUR", help=_("of it, experimental development, in euro"))
    partner.add_argument("--lead", action="store_true", help=_("let it lead"))
    _with_partner(verbs, "remove", "partners.do_remove", _("take a partner out"))
    swaps = _with_out(verbs, "swaps", "partners.do_swaps", _("say who could stand in for a partner"))
    swaps.add_argument("--everybody", action="store_true", help=_("look beyond the members"))
    swap = _with_out(verbs, "swap", "partners.do_swap", _("put somebody in the place of a partner"))
    swap.add_argument("into", metavar=_("ORGANISATION"), help=_("public id or name of who comes in"))
    invite = _with_partner(verbs, "invite", "partners.do_invite", _("ask a partner by mail whether it takes part"))
    invite.add_argument(
        "--email", default="", metavar=_("ADDRESS"), help=_("where it is asked; else whoever keeps its page is")
    )
    answer = _with_partner(verbs, "answer", "partners.do_answer", _("write down what a partner said elsewhere"))
    answer.add_argument("answer", choices=("yes", "no"), metavar=_("ANSWER"), help=_("yes or no"))
    answer.add_argument("--words", default="", metavar=_("TEXT"), help=_("a word that it sent with it"))


def _declare_tasks(verbs: Verbs) -> None:
    acts = begin_verbs(verbs.add_parser("task", help=_("tasks: list, add, done, undone, drop")))
    _of(add_verb(acts, "list", "work.do_tasks", _("list the tasks, those to be done first")))
    add = _of(add_verb(acts, "add", "work.do_task_add", _("write a task down")))
    add.add_argument("what", metavar=_("TEXT"), help=_("what is to be done"))
    add.add_argument(
        "--owner", default="", metavar=_("PARTNER"), help=_("public id or name of the partner that does it")
    )
    add.add_argument("--by", type=day_said, metavar=_("DAY"), help=_("by which day, as 2026-11-25"))
    for name, does, words in (
        ("done", "work.do_task_done", _("mark a task as done")),
        ("undone", "work.do_task_undone", _("mark a task as not done")),
        ("drop", "work.do_task_drop", _("take a task away")),
    ):
        act = _of(add_verb(acts, name, does, words))
        act.add_argument("task", type=int, metavar="N", help=_("number of the task"))
    add_common_to(acts)


def _declare_papers(verbs: Verbs) -> None:
    acts = begin_verbs(verbs.add_parser("papers", help=_("papers: list, add, sign, unsign, drop")))
    _of(add_verb(acts, "list", "work.do_papers", _("list the papers with who has signed them")))
    add = _of(add_verb(acts, "add", "work.do_papers_add", _("bring a paper for the partners within")))
    add.add_argument(
        "file", type=Path, metavar=_("FILE"), help=_("the paper: PDF, DOCX, XLSX and others, without macros")
    )
    add.add_argument("--title", default="", metavar=_("TEXT"), help=_("its title; else the name of the file"))
    add.add_argument("--owner", default="", metavar=_("ORGANISATION"), help=_("public id or name of whose paper it is"))
    add.add_argument(
        "--stands-for", default="", metavar=_("NAME"), help=_("the document of the call that it is: it counts as ready")
    )
    add.add_argument("--signed-by-all", action="store_true", help=_("every partner signs it"))
    for name, does, words in (
        ("sign", "work.do_papers_sign", _("write down that a partner has signed a paper")),
        ("unsign", "work.do_papers_unsign", _("take back that a partner has signed a paper")),
        ("drop", "work.do_papers_drop", _("take a paper out")),
    ):
        act = _of(add_verb(acts, name, does, words))
        act.add_argument("paper", type=int, metavar="N", help=_("number of the paper"))
        if name != "drop":
            act.add_argument("partner", metavar=_("PARTNER"), help=_("public id or name of a partner"))
        if name == "sign":
            act.add_argument("--on", type=day_said, metavar=_("DAY"), help=_("when; else today"))
    add_common_to(acts)


def _declare_outcome(verbs: Verbs) -> None:
    budget = _of(add_verb(verbs, "budget", "work.do_budget", _("say who bears and gets what")))
    budget.add_argument("--out", type=Path, metavar=_("FILE"), help=_("write it here, as .csv or .xlsx"))
    outcome = add_verb(
        verbs, "outcome", "outcomes.do_outcome", _("write down what the evaluators decided, or correct it")
    )
    outcome.add_argument("to", choices=DECISIONS, metavar=_("DECISION"), help=_("FUNDED, RESERVE or REJECTED"))
    outcome.add_argument("--on", type=day_said, required=True, metavar=_("DAY"), help=_("when"))
    outcome.add_argument("--points", type=_points, metavar="N", help=_("points in all"))
    outcome.add_argument("--least", type=_points, metavar="N", help=_("points that were needed"))
    outcome.add_argument("--note", metavar=_("TEXT"), help=_("a word about it"))
    outcome.add_argument(
        "--from",
        dest="source",
        type=Path,
        metavar=_("FILE"),
        help=_("criteria with points and comments, in YAML or JSON; “-” reads the input"),
    )
    _of(outcome)


def _of(parser: ArgumentParser) -> ArgumentParser:
    parser.add_argument("code", metavar=_("CONSORTIUM"), help=_("public id of a consortium"))
    return parser


def _with_partner(verbs: Verbs, name: str, does: str, words: str) -> ArgumentParser:
    parser = _of(add_verb(verbs, name, does, words))
    parser.add_argument("partner", metavar=_("PARTNER"), help=_("public id or name of a partner"))
    return parser


def _with_out(verbs: Verbs, name: str, does: str, words: str) -> ArgumentParser:
    parser = _of(add_verb(verbs, name, does, words))
    parser.add_argument("out", metavar=_("PARTNER"), help=_("public id or name of the partner that would go"))
    return parser


def _points(text: str) -> Decimal:
    """Read points as a decision bears them. Raises ArgumentTypeError in the language asked for."""
    found = Decimal(text) if re.fullmatch(r"\d{1,5}(\.\d{1,2})?", text) else None
    if found is None:
        words = _("“%(value)s” is no number of points: from 0 to 99999.99, with two decimals at most")
        raise ArgumentTypeError(words % {"value": text})
    return found
