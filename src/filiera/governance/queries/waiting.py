"""What of adhesion and fees waits for the office: three queries."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filiera.governance.enums import ApplicationState
from filiera.governance.models import MembershipApplication
from filiera.governance.queries.applications import decide_by
from filiera.governance.queries.statutes import statutes
from filiera.registry.hooks import Waiting

MINE = (ApplicationState.SUBMITTED, ApplicationState.UNDER_REVIEW)
"""Where the next step is the office's."""

SHOWN = 5


def waiting_of_members() -> list[Waiting]:
    """Give the applications whose next step is the office's, the oldest first, and that fees are late."""
    today = timezone.localdate()
    rows = list(
        MembershipApplication.objects.filter(state__in=MINE)
        .select_related("organisation")
        .order_by("submitted_at")[:SHOWN]
    )
    known = list(statutes()) if rows else []
    found = []
    for row in rows:
        by = decide_by(row, known)
        is_late = by is not None and by < today
        found.append(
            Waiting(
                title=_("Application of %(name)s") % {"name": row.organisation},
                text=str(row.get_state_display()),
                tone="bad" if is_late else "partial",
                word=_("late") if is_late else _("to examine"),
                url=reverse("application-desk", args=[row.code]),
                act=_("Examine it"),
            )
        )
    return found + _late()


def _late() -> list[Waiting]:
    from filiera.governance.queries.fees import late_count

    late = late_count(timezone.localdate())
    if not late:
        return []
    return [
        Waiting(
            title=ngettext("%(n)s fee is late", "%(n)s fees are late", late) % {"n": late},
            text=_("The text of each reminder is read before it leaves."),
            tone="bad",
            word=_("late"),
            url=reverse("fees-desk"),
            act=_("Remind"),
        )
    ]
