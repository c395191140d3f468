"""Shortlists: the one in hand, those that a person keeps, and their rows as an audience may see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from filiera.accounts.models import User
from filiera.common.language import localised
from filiera.common.visibility import PUBLIC_AUDIENCE
from filiera.competence.models import Shortlist
from filiera.competence.queries.directory import Entry, entries_of

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from filiera.common.visibility import Audience

SAVED_SHOWN = 20


@dataclass(frozen=True, slots=True)
class ShortlistRow:
    """One kept organisation, as a page, an export or a message shows it."""

    entry: Entry
    reason: str
    address: str


def shortlist_in_hand(*, token: str, user_id: int | None) -> Shortlist | None:
    """Give the shortlist that a browser's token names, if it is nobody's or this person's."""
    found = Shortlist.objects.filter(token=token).first() if token else None
    if found is not None and found.owner_id is not None and found.owner_id != user_id:
        return None
    return found


def shortlists_of(*, user_id: int | None) -> QuerySet[Shortlist]:
    """Give the newest shortlists of an account; none for whoever has not signed in."""
    return Shortlist.objects.filter(owner_id=user_id, owner__isnull=False).order_by("-updated_at")[:SAVED_SHOWN]


def shortlist_rows(
    shortlist: Shortlist, *, audience: Audience, today: date, root: str, reasons_for: Audience | None = None
) -> list[ShortlistRow]:
    """Give what a shortlist holds, as the audience may see it; `root` is the site's address, for links on paper.

    A reason was worked out for `reasons_for`, who keeps the list (the audience itself by default). Whoever sees less gets
    what its own competences say, because the reason may speak of evidence that is not open to them.
    """
    items = list(
        shortlist.items.select_related("organisation__stage", "organisation__municipality").order_by("kept_at")
    )
    seen = [item for item in items if item.organisation.is_visible_to(audience)]
    entries = {
        entry.id: entry for entry in entries_of([item.organisation for item in seen], audience=audience, today=today)
    }
    own = reasons_for is None or reasons_for == audience
    return [
        ShortlistRow(
            entries[item.organisation_id],
            item.reason if own else _open_reason(entries[item.organisation_id]),
            root.rstrip("/") + entries[item.organisation_id].url,
        )
        for item in seen
    ]


def _open_reason(entry: Entry) -> str:
    """Give the reason of its best competence, as the audience that the entry was read for may see it."""
    return localised(entry.row, "reason") if entry.row else ""


def recipient_audience(address: str, *, today: date) -> Audience:
    """Give what the person behind an address of mail may see: an open account's audience, else a visitor's."""
    user = User.objects.filter(email=address.strip().lower(), is_active=True).first()
    return user.audience(today) if user is not None else PUBLIC_AUDIENCE
