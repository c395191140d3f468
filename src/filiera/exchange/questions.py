"""The questions that the need desk asks by mail: of solvers, in two stages where a need is not open; of whoever asks."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.accounts.operations_links import AnswerLinkError, link_path, make_link
from filiera.accounts.questions import Answered, Asked, Choice, Question, questions
from filiera.common.in_words import long_date
from filiera.common.refusals import Refused
from filiera.exchange.enums import MatchState, Refusal, Secrecy
from filiera.exchange.letters import asking_letter, problem_letter, solver_letter
from filiera.exchange.logic.steps import ASKING_STATES, WAITING_STATES
from filiera.exchange.models import Match
from filiera.exchange.operations.answers import (
    LINK,
    accept_again,
    answer_later,
    pass_on,
    refuse,
    reopen_answer,
    say_yes,
    terms_of,
)
from filiera.exchange.operations.links import AGAIN, ASK, PROBLEM, SOLVER, hold_asked
from filiera.exchange.operations.papers import give_paper
from filiera.exchange.operations.requesters import meet_solver
from filiera.exchange.queries.contacts import passed_in_words
from filiera.exchange.queries.matches import request_of
from filiera.exchange.queries.sector import sector_of
from filiera.exchange.questions_correct import correct_way

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from filiera.accounts.models import AnswerLink
    from filiera.common.given import Copy
    from filiera.exchange.queries.matches import Request

READ_LASTS = timedelta(hours=48)
"""How long the page of the problem stays open to whoever has just accepted its conditions."""

LATER_DAYS = 14
"""Days after which somebody who answers "later" is asked again."""

REFUSALS = {
    "NO_COMPETENCE": Refusal.NO_COMPETENCE,
    "NO_CAPACITY": Refusal.NO_CAPACITY,
    "SIZE": Refusal.SIZE,
    "CONFLICT": Refusal.CONFLICT,
    "NO": Refusal.OTHER,
}


def _match(link: AnswerLink) -> Match | None:
    rows = Match.objects.select_related("need__organisation", "solver")
    return rows.filter(pk=link.arguments.get("match")).first()


def _found(link: AnswerLink) -> Match:
    row = _match(link)
    if row is None:
        raise AnswerLinkError(_("Nobody is sought for this any more: thank you all the same."))
    return row


def _can_answer(row: Match | None, link: AnswerLink) -> bool:
    """Tell whether a solver is still asked, and at this very address: passed on, it is another's to answer."""
    is_open = row is not None and row.need.state in ASKING_STATES and row.state in WAITING_STATES
    return is_open and row is not None and row.email == link.email


def _answers() -> list[Choice]:
    """Give the answers of whoever has read what there is to read."""
    return [
        Choice("YES", _("Yes, it is for us"), is_main=True),
        Choice("LATER", _("Ask me again in two weeks")),
        *_noes(),
    ]


def _noes() -> list[Choice]:
    return [
        Choice("NO_COMPETENCE", _("Not for us: we do not do this")),
        Choice("NO_CAPACITY", _("Not now: no room for it")),
        Choice("SIZE", _("Too small or too large for us")),
        Choice("CONFLICT", _("We would be in a conflict")),
        Choice("NO", _("No, for another reason"), asks_why=True, why=_("Why is it not for you?"), longest=600),
        Choice("OTHER", _("Somebody else of ours answers"), asks_why=True, why=_("Who? Name and address"), longest=200),
    ]


def facts_of(shown: Request) -> list[tuple[str, str]]:
    """Give what a solver at the stage of the problem reads besides the text."""
    found = [(_("What is sought"), shown.help), (_("Sector"), shown.sector.words)]
    if shown.deadline_on is not None:
        found.append((_("Answer needed by"), long_date(shown.deadline_on)))
    found += [(_("Where"), shown.place)] if shown.place else []
    found += [(_("Maturity (TRL)"), shown.trl)] if shown.trl else []
    return [*found, *shown.answers]


def _describe_ask(link: AnswerLink) -> Asked | None:
    row = _match(link)
    if row is None or not _can_answer(row, link):
        return None
    shown = request_of(row)
    is_open = row.need.secrecy == Secrecy.OPEN
    return _whole(shown) if shown is not None and shown.knows_problem and is_open else _sector(row)


def _sector(row: Match) -> Asked:
    """Ask at the stage of the sector: what is sought in general words, and the conditions for reading on.

    So it stays by the links of letters once the conditions are accepted: a letter that is passed on opens the problem to
    nobody who has not accepted them too. Whoever has read it before answers yes here without reading it again.
    """
    need, sector = row.need, sector_of(row.need)
    yes = [Choice("YES", _("I have read it: yes, it is for us"))] if row.terms_at is not None else []
    if need.secrecy == Secrecy.SECRET:
        sign = _("Your name and family name: they stand for your signature under the agreement above")
        read_on = Choice("READ", _("I sign, and read the problem"), True, is_main=True, why=sign, longest=120)
    else:
        read_on = Choice("READ", _("I accept the conditions, and read the problem"), is_main=True)
    lines = [(_("Sector"), sector.words), (_("Stage of the chain"), ", ".join(sector.stages))]
    return Asked(
        title=_("Somebody of the chain looks for %(sector)s: is it for %(name)s?")
        % {"sector": sector.words, "name": row.solver.name},
        text=_(
            "The request is confidential. If it may be one for you, accept what follows and read the problem; who asks, you "
            "learn when both of you say yes."
        ),
        choices=[read_on, *yes, Choice("LATER", _("Ask me again in two weeks")), *_noes()],
        lines=[(label, text) for label, text in lines if text],
        terms=terms_of(need),
        is_example=need.is_example,
    )


def _whole(shown: Request) -> Asked:
    """Ask with the problem before the eyes; who asks is said where it is known, of an open need."""
    return Asked(
        title=shown.title or _("Is this problem one for %(name)s?") % {"name": shown.solver},
        text=_("Read it, then say whether it is one for you."),
        body=shown.brief,
        choices=_answers(),
        lines=[*([(_("Who asks"), shown.requester)] if shown.requester else []), *facts_of(shown)],
        files=[(one.number, one.label) for one in shown.papers],
        is_example=shown.is_example,
    )


def _file(link: AnswerLink, number: int, now: datetime) -> Copy | None:
    """Give a paper out by the link of a question, as long as it can be answered; written down for whoever asks."""
    row = _match(link)
    if row is None or not _can_answer(row, link):
        return None
    return give_paper(match=row, number=number, now=now)


def _file_of_open(link: AnswerLink, number: int, now: datetime) -> Copy | None:
    """Give a paper out by the link of a letter: of an open need alone, as the problem itself."""
    row = _match(link)
    return _file(link, number, now) if row is not None and row.need.secrecy == Secrecy.OPEN else None


def _describe_problem(link: AnswerLink) -> Asked | None:
    row = _match(link)
    if row is None or not _can_answer(row, link) or row.terms_at is None:
        return None
    shown = request_of(row)
    return _whole(shown) if shown is not None and shown.knows_problem else None


def _answer(link: AnswerLink, choice: str, note: str, now: datetime) -> Answered:
    """Take a solver's answer; what the desk refuses is said at the page."""
    row = _found(link)
    try:
        return _taken(row, link, choice, note, now)
    except Refused as error:
        raise AnswerLinkError(str(error)) from error


def _taken(row: Match, link: AnswerLink, choice: str, note: str, now: datetime) -> Answered:
    if choice == "READ":
        accept_again(match=row, name=note, now=now)
        return _read_on(row, link, now)
    if choice == "YES":
        say_yes(match=row, note=note, now=now, way=LINK)
        said = _("Thank you. Whoever asks learns that %(name)s would talk; as soon as both say yes, we introduce you.")
        return Answered(said % {"name": row.solver.name})
    if choice == "LATER":
        day = timezone.localdate(now) + timedelta(days=LATER_DAYS)
        answer_later(match=row, on=day, now=now, way=LINK)
        return Answered(_("We ask you again on %(day)s.") % {"day": long_date(day)})
    if choice == "OTHER":
        held = pass_on(match=row, who=note, now=now, way=LINK)
        return Answered(passed_in_words(held), is_final=True)
    refused = refuse(match=row, why=REFUSALS[choice], note=note, now=now, way=LINK)
    return Answered(_("Thank you: it helps us to ask you the right things."), *correct_way(refused, link, now))


def _read_on(row: Match, link: AnswerLink, now: datetime) -> Answered:
    """Lead whoever accepted the conditions to the problem, by a link of its own that stands on no letter."""
    until = {PROBLEM: now + READ_LASTS, AGAIN: max(link.expires_at, now + timedelta(days=7))}
    read, again = (
        make_link(
            kind=kind,
            arguments={"match": row.pk},
            email=link.email,
            language=link.language,
            expires_at=until[kind],
            now=now,
        )
        for kind in (PROBLEM, AGAIN)
    )
    return Answered(
        _("Your acceptance is written down. The problem is one step further."),
        link_path(read[1], link.language),
        _("Read the problem"),
        is_final=True,
        mailed_url=link_path(again[1], link.language),
        mailed_label=_("Read it again, accepting anew, or answer"),
    )


def _undo(link: AnswerLink, now: datetime) -> bool:
    row = _match(link)
    return row is not None and reopen_answer(match=row, now=now)


def _describe_solver(link: AnswerLink) -> Asked | None:
    row = _match(link)
    if row is None or row.state != MatchState.INTERESTED or row.need.state not in ASKING_STATES:
        return None
    names = {"solver": row.solver.name, "title": row.need.title}
    lines = [(_("Your request"), row.need.title)]
    if row.note:
        lines.append((_("What it says"), row.note))
    reason = row.reason_en if link.language == "en" else row.reason_it
    if reason:
        lines.append((_("Why it was asked"), reason))
    return Asked(
        title=_("Would you meet %(solver)s?") % names,
        text=_("It has read your request and would talk with you.")
        if row.need.secrecy == Secrecy.OPEN
        else _(
            "It has read your request and would talk with you. If you say yes, each of you learns the other’s name and "
            "address."
        ),
        choices=[
            Choice("YES", _("Yes, introduce us"), is_main=True),
            Choice("NO", _("No, thank you"), asks_why=True, why=_("Why not? The office alone reads it"), longest=600),
        ],
        lines=lines,
        url=reverse("organisation", args=[row.solver.code]),
        url_label=_("Its page"),
        is_example=row.need.is_example,
    )


def _answer_solver(link: AnswerLink, choice: str, note: str, now: datetime) -> Answered:
    row = _found(link)
    try:
        meet_solver(match=row, meets=choice == "YES", note=note, now=now, by_link=True)
    except Refused as error:
        raise AnswerLinkError(str(error)) from error
    if choice == "YES":
        return Answered(_("The office introduces you to %(solver)s.") % {"solver": row.solver.name})
    return Answered(_("%(solver)s is not told who you are.") % {"solver": row.solver.name})


def _letter(write: Callable[[Any], Any]) -> Callable[[AnswerLink], Any]:
    def letter(link: AnswerLink) -> Any:
        return write(_found(link))

    return letter


questions[ASK] = Question(
    _describe_ask, _letter(asking_letter), _answer, _undo, takes_attention=True, file=_file_of_open, hold=hold_asked
)
questions[AGAIN] = Question(_describe_ask, _letter(problem_letter), _answer, _undo, file=_file_of_open, hold=hold_asked)
questions[PROBLEM] = Question(_describe_problem, _letter(problem_letter), _answer, _undo, file=_file, hold=hold_asked)
questions[SOLVER] = Question(_describe_solver, _letter(solver_letter), _answer_solver, hold=hold_asked)
