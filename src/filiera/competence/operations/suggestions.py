"""Suggestions come in from public pages and are handled once by the office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.competence.models import Competence, Suggestion

if TYPE_CHECKING:
    from filiera.accounts.models import User
    from filiera.registry.models import Organisation


class SuggestionError(Exception):
    """What cannot be done with a suggestion; its text is for the reader."""


@transaction.atomic
def send_suggestion(
    *,
    kind: str,
    words: str,
    name: str,
    email: str,
    lang: str,
    proof_url: str = "",
    organisation: Organisation | None = None,
    competence: Competence | None = None,
) -> Suggestion:
    """Keep a message for the office."""
    suggestion = Suggestion.objects.create(
        kind=kind,
        words=words.strip()[:2000],
        name=name[:120],
        email=email,
        lang=lang,
        proof_url=proof_url[:600],
        organisation=organisation,
        competence=competence,
    )
    audit.record(actor=None, verb="suggest", thing=suggestion, values={"kind": kind})
    return suggestion


@transaction.atomic
def handle_suggestion(*, suggestion: Suggestion, actor: User, answer: str) -> Suggestion:
    """Close a message with what was done. Raises SuggestionError where somebody closed it already."""
    row = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if row.handled_at is not None:
        raise SuggestionError(_("Somebody has handled it already."))
    row.handled_at, row.handled_by, row.answer = timezone.now(), actor, answer.strip()[:600]
    row.save()
    audit.record(actor=actor, verb="handle-suggestion", thing=row, values={"answer": row.answer})
    return row
