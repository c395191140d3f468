"""The question that the map asks by mail: is this still right of your organisation?"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.accounts.questions import Answered, Asked, Choice, Question, questions
from filiera.common.language import localised
from filiera.common.letters import Letter
from filiera.common.visibility import PUBLIC_AUDIENCE, Visibility
from filiera.competence.models import Claim, Suggestion
from filiera.competence.models.claims import HELD_AT
from filiera.competence.operations.suggestions import send_suggestion, take_suggestion_back
from filiera.registry.models import Organisation
from filiera.registry.operations.confirmations import QUESTION, confirm_profile, take_back_confirmation

if TYPE_CHECKING:
    from datetime import datetime

    from filiera.accounts.models import AnswerLink

TOLD = 6
"""Competences that the question names: the best proved, as everybody sees them."""


def _organisation(link: AnswerLink) -> Organisation | None:
    """Give the organisation asked about, or what it became."""
    rows = Organisation.objects.select_related("merged_into")
    row = rows.filter(pk=link.arguments.get("organisation")).first()
    return row.merged_into or row if row else None


def _describe(link: AnswerLink) -> Asked | None:
    row = _organisation(link)
    if row is None:
        return None
    is_public = row.is_visible_to(PUBLIC_AUDIENCE)
    return Asked(
        title=_("Is this still right of %(name)s?") % {"name": row},
        text=_("This is what everybody reads on its page. Say that it is right, or what is to be changed."),
        choices=[
            Choice("YES", _("Yes, it is right"), is_main=True),
            Choice("NO", _("No: send this to the office"), asks_why=True),
        ],
        lines=_lines(row) if is_public else [],
        url=reverse("organisation", args=[row.code]) if is_public else "",
        url_label=_("The whole page"),
        is_example=row.is_example,
    )


def _lines(row: Organisation) -> list[tuple[str, str]]:
    """Give what everybody may read, in few lines."""
    claims = Claim.objects.filter(organisation=row, seen_by=Visibility.PUBLIC, strength__gte=HELD_AT)
    claims = claims.exclude(verdict="REFUSED").select_related("competence").order_by("-strength", "competence_id")
    can = "; ".join(localised(claim.competence, "label") for claim in claims[:TOLD])
    found = [
        (_("Name"), row.name),
        (_("Seat"), row.town),
        (_("Web site"), row.website),
        (_("In a sentence"), localised(row, "summary")),
        (_("What it can do"), can),
    ]
    return [(label, text) for label, text in found if text]


def _letter(link: AnswerLink) -> Letter:
    words = {"name": _organisation(link)}
    return Letter(
        _("%(name)s on our platform: is it still right?") % words,
        (
            _("Good day,"),
            _("the page of %(name)s was filled from public sources and from what you told us.") % words,
            _("Look at it in half a minute, and tell us whether it is right:"),
        ),
    )


def _answer(link: AnswerLink, choice: str, note: str, now: datetime) -> Answered:
    row = _organisation(link)
    words, today = {"name": row}, timezone.localdate(now)
    if row is not None and choice == "YES":
        before = confirm_profile(organisation=row, today=today)
        kept = {"said": today.isoformat(), "before": before.isoformat() if before else ""}
        return Answered(_("The page of %(name)s is confirmed from today.") % words, kept=kept)
    told = send_suggestion(
        kind=Suggestion.Kind.CORRECTION,
        words=note,
        name=link.email[:120],
        email=link.email,
        lang=link.language,
        organisation=row,
    )
    text = _("What is to be changed on the page of %(name)s has gone to the office, which answers you.") % words
    return Answered(text, kept={"suggestion": told.pk})


def _undo(link: AnswerLink, now: datetime) -> bool:
    row = _organisation(link)
    if row is None:
        return False
    if link.choice == "YES":
        before = date.fromisoformat(link.kept["before"]) if link.kept["before"] else None
        return take_back_confirmation(organisation=row, said=date.fromisoformat(link.kept["said"]), before=before)
    return take_suggestion_back(pk=link.kept["suggestion"])


def _about(link: AnswerLink) -> str:
    row = _organisation(link)
    return row.code if row else ""


questions[QUESTION] = Question(_describe, _letter, _answer, _undo, _about, takes_attention=True)
