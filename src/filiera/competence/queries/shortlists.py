"""The shortlist that a person or a browser is working on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filiera.competence.exports import ShortlistRow
from filiera.competence.models import Shortlist
from filiera.competence.queries.directory import entries_of

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest

    from filiera.common.visibility import Audience

SESSION_KEY = "shortlist"


def shortlist_of(request: HttpRequest) -> Shortlist | None:
    """Give the shortlist in hand: the one whose token this browser's session holds, if it is this person's to see."""
    token = request.session.get(SESSION_KEY)
    found = Shortlist.objects.filter(token=token).first() if token else None
    if found is not None and found.owner_id is not None and found.owner_id != request.user.pk:
        return None
    return found


def shortlist_rows(shortlist: Shortlist, *, audience: Audience, today: date, root: str) -> list[ShortlistRow]:
    """Give what a shortlist holds, as the audience may see it; `root` is the site's address, for links on paper."""
    items = list(
        shortlist.items.select_related("organisation__stage", "organisation__municipality").order_by("kept_at")
    )
    seen = [item for item in items if item.organisation.is_visible_to(audience)]
    entries = {
        entry.id: entry for entry in entries_of([item.organisation for item in seen], audience=audience, today=today)
    }
    return [
        ShortlistRow(entries[item.organisation_id], item.reason, root.rstrip("/") + entries[item.organisation_id].url)
        for item in seen
    ]
