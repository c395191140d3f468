"""What of adhesion and fees waits for the office: few queries, however many wait."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from filiera.common.language import current_language
from filiera.governance.enums import ApplicationState, ItemState, MeetingState
from filiera.governance.models import MembershipApplication
from filiera.governance.queries.applications import decide_by
from filiera.governance.queries.statutes import statutes
from filiera.governance.wording_meetings import resolution_words
from filiera.registry.hooks import Waiting

if TYPE_CHECKING:
    from filiera.governance.models import StatuteVersion

MINE = (ApplicationState.SUBMITTED, ApplicationState.UNDER_REVIEW)
"""Where the next step is the office's."""

BACK = Q(state__in=[ApplicationState.BOARD_AGENDA, ApplicationState.TO_RATIFY]) & (
    Q(item__state__in=[ItemState.DECIDED, ItemState.DEFERRED])
    | Q(item__meeting__state__in=[MeetingState.NO_QUORUM, MeetingState.CANCELLED])
)
"""Applications whose item is over while they still stand on it: what was decided has not followed, or nothing was decided."""

LEFT = Q(state=ApplicationState.TO_RATIFY, item=None)
"""Applications that the board accepted and that stand on no agenda of the body that ratifies."""

SHOWN = 5


def waiting_of_members() -> list[Waiting]:
    """Give the applications whose next step is the office's, the oldest first, and that fees are late."""
    today = timezone.localdate()
    rows = list(
        MembershipApplication.objects.filter(Q(state__in=MINE) | BACK | LEFT)
        .select_related("organisation", "item__meeting", "item__resolution__body")
        .order_by("submitted_at")[:SHOWN]
    )
    known = list(statutes()) if rows else []
    return [_of_application(row, known, today) for row in rows] + _late() + _missing(today)


def _of_application(row: MembershipApplication, known: Sequence[StatuteVersion], today: date) -> Waiting:
    by = decide_by(row, known)
    is_late = by is not None and by < today
    text, word, act = str(row.get_state_display()), _("to examine"), _("Examine it")
    if row.state not in MINE:
        text, word, act = _came_back(row)
    return Waiting(
        title=_("Application of %(name)s") % {"name": row.organisation},
        text=text,
        tone="bad" if is_late else "partial",
        word=_("late") if is_late else word,
        url=reverse("application-desk", args=[row.code]),
        act=act,
    )


def _came_back(row: MembershipApplication) -> tuple[str, str, str]:
    """Say what waits of an application whose item is over: that a resolution has not been taken over, or a new agenda."""
    if row.item is None:
        text = _("The board has accepted it; it stands on no agenda of the body that ratifies.")
        return text, _("to be ratified"), _("Put it on an agenda")
    if row.item.state == ItemState.DECIDED:
        words = {"number": resolution_words(row.item.resolution)}
        text = _("Resolution no. %(number)s has decided on it, and nothing has followed yet.") % words
        return text, pgettext("an application", "decided"), _("Take it over")
    return _("Its item was not decided: put it on another agenda."), _("not decided"), _("Look")


def _missing(today: date) -> list[Waiting]:
    """Give the classes whose rate of the year is not set while they have members, and the fees still to be made."""
    from filiera.governance.queries.fees import missing_fees

    rows, found, url = missing_fees(today.year, today, current_language()), [], reverse("fees-desk")
    classes = sorted({row.class_name for row in rows if row.rate is None})
    ready = sum(row.rate is not None for row in rows)
    if classes:
        title = _("The rates of %(year)s are missing") % {"year": today.year}
        n = sum(row.rate is None for row in rows)
        text = ngettext(
            "%(n)s member has no fee until they are set: %(classes)s.",
            "%(n)s members have no fee until they are set: %(classes)s.",
            n,
        )
        words = {"n": n, "classes": ", ".join(classes)}
        found.append(Waiting(title, text % words, "warn", _("to set"), url, _("Set the rates")))
    if ready:
        title = ngettext("%(n)s member has no fee %(year)s", "%(n)s members have no fee %(year)s", ready)
        text = _("The rate is set: make the fees, and each is told of its own.")
        words = {"n": ready, "year": today.year}
        found.append(Waiting(title % words, text, "partial", _("to make"), url, _("Make them")))
    return found


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
