"""The question to one side of a completed collaboration, once the other agrees: may it be evidence on both pages?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from filiera.accounts.operations_links import AnswerLinkError
from filiera.accounts.questions import Answered, Asked, Choice, Question, questions
from filiera.common.refusals import Refused
from filiera.exchange.enums import Side
from filiera.exchange.letters import evidence_letter
from filiera.exchange.models import Collaboration
from filiera.exchange.operations.collaborations import agree_to_evidence, reopen_agreement
from filiera.exchange.operations.links import EVIDENCE
from filiera.exchange.queries.collaborations import is_to_agree

if TYPE_CHECKING:
    from datetime import datetime

    from filiera.accounts.models import AnswerLink
    from filiera.common.letters import Letter


def _row(link: AnswerLink) -> Collaboration | None:
    rows = Collaboration.objects.select_related("match__need__organisation", "match__solver")
    return rows.filter(match=link.arguments.get("match")).first()


def _found(link: AnswerLink) -> Collaboration:
    row = _row(link)
    if row is None:
        raise AnswerLinkError(_("There is nothing to agree to any more: thank you all the same."))
    return row


def _describe(link: AnswerLink) -> Asked | None:
    row = _row(link)
    if row is None or not is_to_agree(row, link.arguments["side"]):
        return None
    solver, requester = row.match.solver.name, row.match.need.organisation.name
    other = requester if link.arguments["side"] == Side.SOLVER else solver
    return Asked(
        title=_("May what you did with %(other)s be evidence on both your pages?") % {"other": other},
        text=_(
            "%(other)s agrees. If you agree too, everybody reads there what stands below: nothing of the request, nothing "
            "of its value. Each of you can take it back."
        )
        % {"other": other},
        choices=[
            Choice("YES", _("Yes, on both our pages"), is_main=True),
            Choice("NO", _("No, thank you")),
        ],
        lines=[
            (_("What everybody would read"), row.public_title),
            (_("On the pages of"), _("%(first)s and %(second)s") % {"first": solver, "second": requester}),
        ],
        is_example=row.match.need.is_example,
    )


def _letter(link: AnswerLink) -> Letter:
    return evidence_letter(_found(link), link.arguments["side"])


def _answer(link: AnswerLink, choice: str, note: str, now: datetime) -> Answered:
    row, agrees = _found(link), choice == "YES"
    try:
        agree_to_evidence(collaboration=row, side=link.arguments["side"], agrees=agrees, now=now)
    except Refused as error:
        raise AnswerLinkError(str(error)) from error
    if agrees:
        return Answered(_("Thank you: it stands on both pages as “%(title)s”.") % {"title": row.public_title})
    return Answered(_("Thank you: nothing of it stands on any page."))


def _undo(link: AnswerLink, now: datetime) -> bool:
    row, said = _row(link), link.choice == "YES"
    return row is not None and reopen_agreement(collaboration=row, side=link.arguments["side"], was=said, now=now)


questions[EVIDENCE] = Question(_describe, _letter, _answer, _undo)
