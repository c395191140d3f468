"""The question at the end of a digest of calls: whether these letters stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from filiera.accounts.questions import Answered, Asked, Choice, Question, questions
from filiera.common.letters import Letter
from filiera.funding.models import CallDigest
from filiera.funding.operations.digests import QUESTION, tell_calls

if TYPE_CHECKING:
    from datetime import datetime

    from filiera.accounts.models import AnswerLink


def _describe(link: AnswerLink) -> Asked | None:
    digest = CallDigest.objects.filter(user=link.arguments.get("user"), user__is_active=True).first()
    if digest is None or not digest.is_told:
        return None
    return Asked(
        title=_("Stop the letters about calls?"),
        text=_("Your searches and the calls that you follow stay: no letter tells you of them any more."),
        choices=[Choice("STOP", _("Yes, stop them"), is_main=True)],
        url=reverse("own-letters"),
        url_label=_("Change how often instead"),
    )


def _letter(link: AnswerLink) -> Letter:
    return Letter(_("Stop the letters about calls?"), [_("With this link the letters about calls stop:")])


def _answer(link: AnswerLink, choice: str, note: str, now: datetime) -> Answered:
    before = tell_calls(user_id=link.arguments["user"], is_told=False)
    words = _("No letter about calls leaves for this address any more.")
    return Answered(words, reverse("call-searches"), _("What we tell you of calls"), {"told": bool(before)})


def _undo(link: AnswerLink, now: datetime) -> bool:
    if not link.kept.get("told"):
        return False
    return tell_calls(user_id=link.arguments["user"], is_told=True) is not None


questions[QUESTION] = Question(_describe, _letter, _answer, _undo, takes_attention=True)
