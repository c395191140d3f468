"""The question to both sides of an introduction, some weeks after it: how content are you?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from filiera.accounts.operations_links import AnswerLinkError
from filiera.accounts.questions import Answered, Asked, Choice, Question, questions
from filiera.common.refusals import Refused
from filiera.exchange.enums import Side
from filiera.exchange.letters import content_letter
from filiera.exchange.models import Match
from filiera.exchange.operations.contents import say_content
from filiera.exchange.operations.links import CONTENT

if TYPE_CHECKING:
    from datetime import datetime

    from filiera.accounts.models import AnswerLink
    from filiera.common.letters import Letter


def _match(link: AnswerLink) -> Match | None:
    rows = Match.objects.select_related("need__organisation", "solver").filter(introduced_at__isnull=False)
    return rows.filter(pk=link.arguments.get("match")).first()


def _words(link: AnswerLink, row: Match) -> dict[str, str]:
    is_solver = link.arguments.get("side") == Side.SOLVER
    other = row.need.organisation.name if is_solver else row.solver.name
    return {"other": other, "title": row.need.title}


def _describe(link: AnswerLink) -> Asked | None:
    row = _match(link)
    if row is None:
        return None
    words = _words(link, row)
    return Asked(
        title=_("How did it go with %(other)s?") % words,
        text=_("We introduced you about “%(title)s”. The office alone reads your answer; only sums are shown.") % words,
        choices=[
            Choice("5", _("Very well"), is_main=True),
            Choice("4", _("Well")),
            Choice("3", _("So so")),
            Choice("2", _("Not well")),
            Choice("1", _("Nothing came of it"), asks_why=True, why=_("What was missing?"), longest=600),
        ],
        is_example=row.need.is_example,
    )


def _letter(link: AnswerLink) -> Letter:
    row = _match(link)
    if row is None:
        raise AnswerLinkError(_("Nobody is sought for this any more: thank you all the same."))
    return content_letter(row, link.arguments["side"])


def _answer(link: AnswerLink, choice: str, note: str, now: datetime) -> Answered:
    row = _match(link)
    if row is None:
        raise AnswerLinkError(_("Nobody is sought for this any more: thank you all the same."))
    side, days = link.arguments["side"], link.arguments["days"]
    try:
        say_content(match=row, side=side, days=days, mark=int(choice), note=note, now=now)
    except Refused as error:
        raise AnswerLinkError(str(error)) from error
    return Answered(_("Thank you: it helps us to introduce the right people."))


questions[CONTENT] = Question(_describe, _letter, _answer, takes_attention=True)
