"""The question that a consortium asks by mail: whether an organisation takes part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from filiera.accounts.questions import Answered, Asked, Choice, Question, questions
from filiera.common.in_words import euro
from filiera.common.language import localised
from filiera.common.letters import Letter
from filiera.funding.enums import PartnerState
from filiera.funding.logic.steps import OPEN_STATES
from filiera.funding.models import Partner
from filiera.funding.operations.invitations import LONGEST, QUESTION, answer_invitation, ask_back, reopen_answer

if TYPE_CHECKING:
    from datetime import datetime

    from filiera.accounts.models import AnswerLink


def _partner(link: AnswerLink) -> Partner | None:
    rows = Partner.objects.select_related("organisation", "consortium__call")
    return rows.filter(pk=link.arguments.get("partner")).first()


def _words(row: Partner) -> dict[str, object]:
    lead = row.consortium.lead
    return {
        "lead": lead.called if lead else "",
        "name": row.called,
        "consortium": row.consortium.name,
        "call": localised(row.consortium.call, "title"),
    }


def _describe(link: AnswerLink) -> Asked | None:
    row = _partner(link)
    if row is None or row.state != PartnerState.INVITED or row.consortium.state not in OPEN_STATES:
        return None
    lines = [(_("Call"), localised(row.consortium.call, "title"))]
    if row.tasks:
        lines.append((_("What it would do"), row.tasks))
    if row.cost_eur is not None:
        lines.append((_("What it would bear"), euro(row.cost_eur)))
    return Asked(
        title=_("Does %(name)s take part in “%(consortium)s”?") % _words(row),
        text=_(
            "%(lead)s prepares an application to this call and asks you in. Who takes part sees the whole draft; what the "
            "call asks of you is looked at with what you told the office, and nobody else sees your figures. Yes binds "
            "nobody: it says that you are interested."
        )
        % _words(row),
        choices=[
            Choice("YES", _("Yes, we take part"), is_main=True),
            Choice("NO", _("No, thank you")),
            Choice("MORE", _("Ask it"), asks_why=True, why=_("Perhaps: what do you need to know?"), longest=LONGEST),
        ],
        lines=lines,
        url=reverse("call", args=[row.consortium.call.code]),
        url_label=_("Read the call"),
        is_example=row.consortium.is_example,
    )


def _letter(link: AnswerLink) -> Letter:
    row = Partner.objects.select_related("organisation", "consortium__call").get(pk=link.arguments["partner"])
    lines = [
        _("%(lead)s prepares an application to “%(call)s”, and would like %(name)s in it.") % _words(row),
    ]
    if row.tasks:
        lines.append(_("What you would do: %(tasks)s") % {"tasks": row.tasks})
    lines.append(_("Say yes or no here; it takes a minute and needs no account:"))
    return Letter(_("Does %(name)s take part in “%(consortium)s”?") % _words(row), lines)


def _answer(link: AnswerLink, choice: str, note: str, now: datetime) -> Answered:
    row = Partner.objects.select_related("organisation", "consortium").get(pk=link.arguments["partner"])
    if choice == "MORE":
        if ask_back(partner=row, words=note, now=now):
            return Answered(_("%(lead)s and the office read your question in the draft.") % _words(row))
        return Answered(_("It went on without an answer: write to the office if you are still interested."))
    taken = answer_invitation(partner=row, accepts=choice == "YES", words=note, now=now)
    if taken is None:
        return Answered(_("It went on without an answer: write to the office if you are still interested."))
    if choice == "YES":
        return Answered(_("%(name)s takes part in “%(consortium)s”. %(lead)s sees it in the draft.") % _words(row))
    return Answered(_("%(name)s does not take part. Thank you for the answer.") % _words(row))


def _undo(link: AnswerLink, now: datetime) -> bool:
    row = _partner(link)
    return row is not None and link.choice in ("YES", "NO") and reopen_answer(partner=row, now=now)


def _about(link: AnswerLink) -> str:
    row = _partner(link)
    return row.organisation.code if row is not None and row.organisation is not None else ""


questions[QUESTION] = Question(_describe, _letter, _answer, _undo, _about, takes_attention=True)
