"""The need desk at the command line: needs read and written, who could solve one, whom it is sent to, what came of it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filiera.common.terminal import day_said
from filiera.common.verbs import VerbCommand, add_common_to, add_verb, begin_verbs

if TYPE_CHECKING:
    from filiera.common.verbs import Verbs

STATES = ("DRAFT", "PUBLISHED", "MATCHING", "IN_TALKS", "SOLVED", "CLOSED", "EXPIRED")
SECRECIES = ("OPEN", "RESERVED", "SECRET")
CHANNELS = ("MAIL", "PHONE", "MEETING", "TABLE")
REFUSALS = ("NO_COMPETENCE", "NO_CAPACITY", "SIZE", "CONFLICT", "OTHER")
EXITS = ("LAB", "TRAINING", "CALL_IDEA", "TABLE")
STATES_TOGETHER = ("SCOPING", "NDA", "AGREED", "RUNNING", "COMPLETED", "STOPPED")
SIZES = ("MICRO", "SMALL", "MEDIUM", "LARGE")
LIFTED = ("wanted", "unwanted", "sizes", "provinces", "a_month", "paused_until_on")
ENDS = ("SOLVED", "NO_LONGER", "ELSEWHERE", "NOBODY", "NOT_OURS", "OTHER")


class Command(VerbCommand):
    """What the office does with needs, from the mail in which one comes to the introduction."""

    help = gettext_noop(
        "Needs: list, show and write them, read one through, say who could solve it, ask, remind, introduce, the figures."
    )
    package = "filiera.exchange.verbs"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the verbs."""
        verbs = begin_verbs(parser)
        _declare_needs(verbs)
        _declare_write(verbs)
        _declare_solvers(verbs)
        _declare_matches(verbs)
        _declare_moves(verbs)
        _declare_outcome(verbs)
        _declare_papers(verbs)
        _declare_rules(verbs)
        add_verb(verbs, "figures", "needs.do_figures", _("say what became of the last hundred needs"))
        add_common_to(verbs)


def _declare_needs(verbs: Verbs) -> None:
    listed = add_verb(verbs, "list", "needs.do_list", _("list the needs of the desk, those to be read first"))
    listed.add_argument("--state", choices=STATES, default="", metavar=_("STATE"), help=_("only those in this state"))
    _of(add_verb(verbs, "show", "needs.do_show", _("show a need with its topics, its matches and who saw what")))
    read = _of(
        add_verb(verbs, "read", "needs.do_read", _("say that a need was read: from now on solvers may be asked"))
    )
    read.add_argument(
        "--brief-file", type=Path, metavar=_("FILE"), help=_("what solvers read, as text; else what stands there")
    )
    read.add_argument(
        "--looked", action="store_true", help=_("you have looked: nothing in it gives anybody away, no secret is told")
    )
    end = _of(add_verb(verbs, "end", "needs.do_end", _("end a need: nobody is asked any more")))
    end.add_argument("--why", choices=ENDS, required=True, metavar=_("WHY"), help=", ".join(ENDS))
    end.add_argument("--note", default="", metavar=_("TEXT"), help=_("a word about it"))


def _declare_write(verbs: Verbs) -> None:
    write = add_verb(verbs, "write", "writing.do_write", _("write a need down for somebody, and hand it in"))
    write.add_argument(
        "--for",
        dest="organisation",
        default="",
        metavar=_("ORGANISATION"),
        help=_("public id or name of whose need it is; of a mail, else whoever sent it"),
    )
    write.add_argument("--title", default="", metavar=_("TEXT"), help=_("what is looked for, in a line"))
    write.add_argument(
        "--words-file",
        type=Path,
        metavar=_("FILE"),
        help=_("the problem in its own words, as text; “-” reads the input"),
    )
    write.add_argument(
        "--secrecy", choices=SECRECIES, metavar=_("SECRECY"), help=_("OPEN, RESERVED or SECRET; else RESERVED")
    )
    write.add_argument(
        "--by-mail",
        type=Path,
        metavar=_("FILE"),
        help=_("the mail in which it came, as .eml: it says what is not said here"),
    )
    _declare_caller(write)


def _declare_caller(write: ArgumentParser) -> None:
    """Declare who asked, and how it came."""
    write.add_argument("--who", default="", metavar=_("NAME"), help=_("who asked"))
    write.add_argument("--email", default="", metavar=_("ADDRESS"), help=_("mail address of whoever asked"))
    write.add_argument(
        "--channel",
        choices=CHANNELS,
        metavar=_("WAY"),
        help=_("how it came: MAIL, PHONE, MEETING or TABLE; else PHONE"),
    )


def _declare_solvers(verbs: Verbs) -> None:
    _of(add_verb(verbs, "solvers", "matches.do_solvers", _("say who could solve a need, why, and whom to ask now")))
    ask = _of(add_verb(verbs, "ask", "matches.do_ask", _("ask solvers whether a need is one for them")))
    ask.add_argument(
        "solvers",
        nargs="+",
        metavar=_("ORGANISATION"),
        help=_("public id or name of whom to ask; three at most at once"),
    )
    ask.add_argument("--email", default="", metavar=_("ADDRESS"), help=_("where it is asked; one solver alone"))
    ask.add_argument(
        "--looked", action="store_true", help=_("you have looked: a doubt, as whether it is a competitor, is none")
    )


def _declare_papers(verbs: Verbs) -> None:
    paper = _of(
        add_verb(verbs, "paper", "papers.do_add", _("add a paper to a need: solvers get it once you let it out"))
    )
    paper.add_argument("file", type=Path, metavar=_("FILE"), help=_("PDF, PNG, JPG, TXT, CSV; others with --names"))
    paper.add_argument("--names", action="store_true", help=_("solvers get it only with the names, as it is"))
    release = _of(add_verb(verbs, "release", "papers.do_release", _("let a paper out that you have looked at")))
    back = _of(add_verb(verbs, "keep-back", "papers.do_keep_back", _("keep a paper back")))
    for one in (release, back):
        one.add_argument("number", type=int, metavar=_("NUMBER"), help=_("which paper, by its number"))
    back.add_argument("--why", required=True, metavar=_("TEXT"), help=_("why: whoever sent it reads that"))


def _declare_rules(verbs: Verbs) -> None:
    rules = add_verb(verbs, "rules", "rules.do_rules", _("say which requests a solver wants, or write it down"))
    rules.add_argument("organisation", metavar=_("ORGANISATION"), help=_("public id or name of the solver"))
    for name, to, words in (
        ("--want", "wanted", _("only about this competence; may be said again")),
        ("--never", "unwanted", _("never about this competence; may be said again")),
        ("--province", "provinces", _("only from this province, by its code; may be said again")),
    ):
        rules.add_argument(name, dest=to, action="append", default=[], metavar=_("CODE"), help=words)
    words = _("only from enterprises of this size: %(sizes)s; may be said again") % {"sizes": ", ".join(SIZES)}
    rules.add_argument(
        "--size", dest="sizes", action="append", default=[], choices=SIZES, metavar=_("SIZE"), help=words
    )
    rules.add_argument("--a-month", type=int, metavar=_("NUMBER"), help=_("at most so many requests a month"))
    words = _("no requests until this day, as 2026-11-25")
    rules.add_argument("--pause-until", dest="paused_until_on", type=day_said, metavar=_("DAY"), help=words)
    words = _("let a rule fall away: %(names)s; may be said again") % {"names": ", ".join(LIFTED)}
    rules.add_argument("--lift", action="append", default=[], choices=LIFTED, metavar=_("RULE"), help=words)


def _declare_matches(verbs: Verbs) -> None:
    _match(add_verb(verbs, "remind", "matches.do_remind", _("write once more to a solver that has not answered")))
    answer = _match(add_verb(verbs, "answer", "matches.do_answer", _("write down what a solver told the office")))
    answer.add_argument(
        "answer", choices=("yes", "no", "later", "other"), metavar=_("ANSWER"), help=_("yes, no, later or other")
    )
    answer.add_argument("--why", choices=REFUSALS, default="", metavar=_("WHY"), help=", ".join(REFUSALS))
    answer.add_argument("--on", type=day_said, metavar=_("DAY"), help=_("on which day it answers, as 2026-11-25"))
    answer.add_argument("--who", default="", metavar=_("NAME"), help=_("who answers instead: name and mail address"))
    answer.add_argument("--note", default="", metavar=_("TEXT"), help=_("a word with it"))
    introduce = _match(
        add_verb(verbs, "introduce", "matches.do_introduce", _("introduce the two to each other by mail"))
    )
    introduce.add_argument("--note", default="", metavar=_("TEXT"), help=_("a word in the letter"))


def _declare_moves(verbs: Verbs) -> None:
    _of(add_verb(verbs, "hand-in", "moving.do_hand_in", _("hand a draft in: the office reads it next")))
    back = _of(add_verb(verbs, "return", "moving.do_return", _("give a need back to its writer")))
    back.add_argument("--why", required=True, metavar=_("TEXT"), help=_("what is missing: its writer reads it"))
    _of(add_verb(verbs, "renew", "moving.do_renew", _("let a need stand for another while")))
    topics = _of(add_verb(verbs, "topics", "moving.do_topics", _("say what a need asks for, or put it right")))
    for name, words in (("--add", _("a competence that it asks for")), ("--drop", _("one that it does not ask for"))):
        topics.add_argument(name, action="append", default=[], metavar=_("COMPETENCE"), help=words)
    _of(add_verb(verbs, "similar", "moving.do_similar", _("list the needs like one, open or past")))
    aside = _of(add_verb(verbs, "dismiss", "matches.do_dismiss", _("set a solver aside for a need")))
    aside.add_argument("solver", metavar=_("ORGANISATION"), help=_("public id or name of the solver"))
    aside.add_argument("--why", required=True, metavar=_("TEXT"), help=_("why: the office alone reads it"))
    _match(add_verb(verbs, "take-up", "matches.do_take_up", _("take up a solver that was set aside")))
    meet = _match(add_verb(verbs, "meet", "matches.do_meet", _("write down whether whoever asks would meet a solver")))
    meet.add_argument("answer", choices=("yes", "no"), metavar=_("ANSWER"), help=_("yes or no"))
    meet.add_argument("--note", default="", metavar=_("TEXT"), help=_("why: the office alone reads it"))
    _match(add_verb(verbs, "met", "matches.do_met", _("write down that the two have met")))


def _declare_outcome(verbs: Verbs) -> None:
    _maybe_of(add_verb(verbs, "exits", "moving.do_exits", _("list what needs became besides being asked of solvers")))
    leave = _of(add_verb(verbs, "exit", "moving.do_exit", _("write down what else a need becomes")))
    leave.add_argument("kind", choices=EXITS, metavar=_("KIND"), help=", ".join(EXITS))
    leave.add_argument("--note", default="", metavar=_("TEXT"), help=_("what is to be done"))
    came = add_verb(verbs, "came", "moving.do_came", _("write down what came of what a need became"))
    came.add_argument("number", type=int, metavar=_("NUMBER"), help=_("its number, as “exits” gives it"))
    came.add_argument("--note", required=True, metavar=_("TEXT"), help=_("what came of it"))
    add_verb(verbs, "corrections", "moving.do_corrections", _("say what refusals propose for profiles"))
    _maybe_of(add_verb(verbs, "collaborations", "together.do_collaborations", _("list what comes of introductions")))
    _match(add_verb(verbs, "collaboration", "together.do_collaboration", _("show what came of an introduction")))
    _match(add_verb(verbs, "begin", "together.do_begin", _("say that the two work together")))
    moved = _match(add_verb(verbs, "move", "together.do_move", _("move a collaboration on")))
    moved.add_argument("state", choices=STATES_TOGETHER, metavar=_("STATE"), help=", ".join(STATES_TOGETHER))
    moved.add_argument("--why", default="", metavar=_("TEXT"), help=_("stopped: why"))
    _result(moved)
    _result(_match(add_verb(verbs, "result", "together.do_result", _("correct what came of a collaboration"))))


def _result(parser: ArgumentParser) -> None:
    parser.add_argument("--result", default="", metavar=_("TEXT"), help=_("completed: what came of it"))
    parser.add_argument("--value", dest="value_eur", default="", metavar="EUR", help=_("what it was worth, in euro"))
    parser.add_argument(
        "--title", dest="public_title", default="", metavar=_("TEXT"), help=_("a title that everybody may read")
    )


def _maybe_of(parser: ArgumentParser) -> None:
    parser.add_argument("code", nargs="?", default="", metavar=_("NEED"), help=_("only those of this need"))


def _of(parser: ArgumentParser) -> ArgumentParser:
    parser.add_argument("code", metavar=_("NEED"), help=_("public id of a need"))
    return parser


def _match(parser: ArgumentParser) -> ArgumentParser:
    parser.add_argument("match", metavar=_("MATCH"), help=_("public id of a match, as “show” gives it"))
    return parser
