"""The link of an introduction: a solver without an account reads the request and its papers again, until they have worked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from filiera.accounts.operations_links import AnswerLinkError
from filiera.accounts.questions import Answered, Asked, Choice, Question, questions
from filiera.exchange.enums import MatchState
from filiera.exchange.letters import introduction_letter
from filiera.exchange.logic.steps import OVER_STATES
from filiera.exchange.models import Collaboration, Match
from filiera.exchange.operations.links import NAMED
from filiera.exchange.operations.papers import give_paper
from filiera.exchange.queries.matches import request_of
from filiera.exchange.questions import facts_of

if TYPE_CHECKING:
    from datetime import datetime

    from filiera.accounts.models import AnswerLink
    from filiera.common.given import Copy
    from filiera.common.letters import Letter


def _match(link: AnswerLink) -> Match | None:
    """Give the match of a link, at its address, as long as the two were introduced and have not ended working together."""
    rows = Match.objects.select_related("need__organisation", "solver").filter(email=link.email)
    row = rows.filter(pk=link.arguments.get("match"), state=MatchState.INTRODUCED).first()
    if row is None or Collaboration.objects.filter(match=row, state__in=OVER_STATES).exists():
        return None
    return row


def _describe(link: AnswerLink) -> Asked | None:
    row = _match(link)
    shown = request_of(row) if row is not None else None
    if row is None or shown is None:
        return None
    return Asked(
        title=shown.title,
        text=_("You both said yes: this is what you were asked, with what goes with it. Do not pass it on."),
        body=shown.brief,
        choices=[Choice("DONE", _("I have what I need: close this link"), is_main=True)],
        lines=[(_("Who asks"), shown.requester), *facts_of(shown)],
        files=[(one.number, one.label) for one in shown.papers],
        is_example=shown.is_example,
    )


def _letter(link: AnswerLink) -> Letter:
    row = _match(link)
    if row is None:
        raise AnswerLinkError(_("Nobody is sought for this any more: thank you all the same."))
    return introduction_letter(row, requester=row.need.contact_email, note="", until=link.expires_at.date())


def _answer(link: AnswerLink, choice: str, note: str, now: datetime) -> Answered:
    return Answered(_("Thank you: this link opens nothing any more."), is_final=True)


def _file(link: AnswerLink, number: int, now: datetime) -> Copy | None:
    """Give a paper out as it was sent, for names are given; written down for whoever asks."""
    row = _match(link)
    return give_paper(match=row, number=number, now=now) if row is not None else None


questions[NAMED] = Question(_describe, _letter, _answer, file=_file)
