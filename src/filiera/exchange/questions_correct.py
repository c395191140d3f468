"""The question to whoever refused a need because its organisation does not do this: what of your page is not yours?

Its link stands in the receipt of the refusal. What is said proposes; the organisation's own people, or the office, decide.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from filiera.accounts.operations_links import AnswerLinkError, link_path, make_link
from filiera.accounts.questions import Answered, Asked, Choice, Question, questions
from filiera.common.language import localised
from filiera.common.letters import Letter
from filiera.common.refusals import Refused
from filiera.common.visibility import PUBLIC_AUDIENCE
from filiera.competence.models import Suggestion
from filiera.competence.operations.suggestions import send_suggestion, take_suggestion_back
from filiera.exchange.models import Match
from filiera.exchange.operations.doubts import doubt_competence, withdraw_doubt
from filiera.exchange.operations.links import CORRECT, hold_asked
from filiera.exchange.queries.refusals import may_be_doubted

if TYPE_CHECKING:
    from datetime import datetime

    from filiera.accounts.models import AnswerLink

LASTS = timedelta(days=14)
RIGHT, WORDS = "RIGHT", "WORDS"
"""The answers that name no competence: the page is right; something else of it is out of date, in words."""


def correct_way(match: Match, link: AnswerLink, now: datetime) -> tuple[str, str]:
    """Make the link to the question, for whoever answers `link`; empty where its page has nothing to be asked about."""
    if not may_be_doubted(match):
        return "", ""
    _made, token = make_link(
        kind=CORRECT,
        arguments={"match": match.pk},
        email=link.email,
        language=link.language,
        expires_at=now + LASTS,
        now=now,
    )
    return link_path(token, link.language), _("Say what of your page is not yours")


def _match(link: AnswerLink) -> Match | None:
    rows = Match.objects.select_related("need__organisation", "solver")
    return rows.filter(pk=link.arguments.get("match"), email=link.email).first()


def _describe(link: AnswerLink) -> Asked | None:
    row = _match(link)
    found = may_be_doubted(row) if row is not None else ()
    if row is None or not found:
        return None
    is_public = row.solver.is_visible_to(PUBLIC_AUDIENCE)
    words = _("What is no longer so, and since when?")
    return Asked(
        title=_("What of this does %(name)s not do?") % {"name": row.solver.name},
        text=_(
            "You answered: we do not do this. Its page lists these competences. What you name is proposed: nothing changes "
            "until one of your people, or the office, decides."
        ),
        choices=[
            *(Choice(one.code, _("Not ours: %(what)s") % {"what": localised(one, "label")}) for one in found),
            Choice(WORDS, _("The evidence is old"), asks_why=True, why=words, longest=600),
            Choice(RIGHT, _("The page is right"), is_main=True),
        ],
        url=reverse("organisation", args=[row.solver.code]) if is_public else "",
        url_label=_("Its page"),
        is_example=row.need.is_example,
    )


def _letter(link: AnswerLink) -> Letter:
    row = _match(link)
    name = row.solver.name if row is not None else ""
    return Letter(
        _("What of this does %(name)s not do?") % {"name": name}, [_("Say what of your page is not yours") + ":"]
    )


def _answer(link: AnswerLink, choice: str, note: str, now: datetime) -> Answered:
    row = _match(link)
    if row is None:
        raise AnswerLinkError(_("Nobody is sought for this any more: thank you all the same."))
    if choice == RIGHT:
        return Answered(_("Thank you: the page stays as it is."), is_final=True)
    if choice == WORDS:
        return _told(row, link, note)
    try:
        competence = doubt_competence(match=row, code=choice, now=now)
    except Refused as error:
        raise AnswerLinkError(str(error)) from error
    url, label = correct_way(row, link, now)
    words = _("Proposed: “%(what)s” leaves your page. Your people, or the office, decide.")
    return Answered(words % {"what": localised(competence, "label")}, url, label and _("Something else too"))


def _told(row: Match, link: AnswerLink, note: str) -> Answered:
    """Give the office what is no longer so, in the words of whoever answered."""
    told = send_suggestion(
        kind=Suggestion.Kind.CORRECTION,
        words=note,
        name=link.email[:120],
        email=link.email,
        lang=link.language,
        organisation=row.solver,
    )
    text = _("What is to be changed on the page of %(name)s has gone to the office, which answers you.")
    return Answered(text % {"name": row.solver}, kept={"suggestion": told.pk})


def _undo(link: AnswerLink, now: datetime) -> bool:
    row = _match(link)
    if row is None:
        return False
    if link.choice == WORDS:
        return take_suggestion_back(pk=link.kept["suggestion"])
    return withdraw_doubt(match=row, code=link.choice)


questions[CORRECT] = Question(_describe, _letter, _answer, _undo, hold=hold_asked)
