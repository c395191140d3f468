"""The questions that the register asks by mail: whether somebody accepts to act for an organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.accounts.questions import Answered, Asked, Choice, Question, questions
from filiera.common.in_words import long_date
from filiera.common.letters import Letter
from filiera.registry.models import Invitation
from filiera.registry.operations.invitations import QUESTION, refuse_invitation, reopen_invitation

if TYPE_CHECKING:
    from datetime import datetime

    from filiera.accounts.models import AnswerLink


def _invitation(link: AnswerLink) -> Invitation | None:
    rows = Invitation.objects.select_related("organisation", "invited_by")
    return rows.filter(pk=link.arguments.get("invitation")).first()


def _describe(link: AnswerLink) -> Asked | None:
    row = _invitation(link)
    if row is None or not row.is_open or row.expires_at <= timezone.now():
        return None
    words = {"name": row.organisation, "who": row.invited_by or row.organisation}
    return Asked(
        title=_("Will you act for %(name)s?") % words,
        text=_(
            "%(who)s asks you to keep its profile, needs and documents up to date on the cluster's platform. "
            "You would not vote for it. Accepting needs an account of your own; refusing needs none."
        )
        % words,
        choices=[Choice("ACCEPT", _("I accept"), is_main=True), Choice("REFUSE", _("No, I do not"))],
        lines=[(_("Until"), long_date(row.until_on)), (_("Naming act"), row.act)],
        is_example=row.organisation.is_example,
    )


def _letter(link: AnswerLink) -> Letter:
    row = Invitation.objects.select_related("organisation", "invited_by").get(pk=link.arguments["invitation"])
    words = {"name": row.name, "who": row.invited_by, "organisation": row.organisation, "day": long_date(row.until_on)}
    return Letter(
        _("Will you act for %(organisation)s?") % words,
        (
            _("Good day %(name)s,") % words,
            _("%(who)s asks you to act for %(organisation)s as its contact person until %(day)s.") % words,
            _("Accept or refuse here:"),
        ),
    )


def _answer(link: AnswerLink, choice: str, note: str, now: datetime) -> Answered:
    row = Invitation.objects.select_related("organisation").get(pk=link.arguments["invitation"])
    words = {"name": row.organisation, "email": row.email}
    if choice == "REFUSE":
        refuse_invitation(invitation=row, now=now, why=_("By the link in the mail"))
        return Answered(_("The invitation to act for %(name)s is refused.") % words)
    text = _("To begin, sign in or sign up with %(email)s: the invitation of %(name)s waits for you there.") % words
    return Answered(text, next_url=reverse("invitations"), next_label=_("Sign in and begin"))


def _undo(link: AnswerLink, now: datetime) -> bool:
    row = _invitation(link)
    if row is None:
        return False
    if link.choice == "REFUSE":
        return reopen_invitation(invitation=row, now=now)
    if not row.is_open:
        return False
    refuse_invitation(invitation=row, now=now, why=_("The acceptance by the link was taken back"))
    return True


def _about(link: AnswerLink) -> str:
    row = _invitation(link)
    return row.organisation.code if row else ""


questions[QUESTION] = Question(_describe, _letter, _answer, _undo, _about)
