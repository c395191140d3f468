"""Who consents to what today, and one person's consents with their history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language

from filiera.accounts.models import User
from filiera.privacy.enums import Purpose
from filiera.privacy.models import Consent
from filiera.privacy.notice import notice_on

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.db.models import QuerySet


def consenting(purpose: str) -> QuerySet[Consent]:
    """Give what stands for a purpose now, of people with an open account: mail and pages that need it ask this."""
    return Consent.objects.standing().filter(purpose=purpose, user__is_active=True).select_related("user")


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """One purpose as a person's page shows it: the text that is asked today, what stands, and what was before."""

    purpose: str
    title: str
    text: str
    standing: Consent | None
    before: Sequence[Consent]


def consent_lines(user: User, *, today: date) -> list[ConsentLine]:
    """Give every purpose with its text in the language of the request: one query."""
    notice = notice_on(today)
    if notice is None:
        return []
    rows = list(Consent.objects.filter(user=user).order_by("-given_at", "-pk"))
    lines = []
    for purpose, words in notice.consents.items():
        own = [row for row in rows if row.purpose == purpose]
        standing = next((row for row in own if row.withdrawn_at is None), None)
        before = [row for row in own if row.withdrawn_at is not None]
        text = words.en if (get_language() or "it").startswith("en") else words.it
        lines.append(ConsentLine(purpose.value, str(Purpose(purpose).label), text, standing, before))
    return lines
