"""What of minutes and resolutions waits: to be written, checked, signed, filed; what is late to be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filiera.common.in_words import long_date
from filiera.governance.enums import AmendmentState, MeetingState, MinutesState
from filiera.governance.letters_acts import QUIET, follow_up_letter, quiet_until, signature_letter
from filiera.governance.models import Meeting, Minutes
from filiera.governance.queries.acts import late_follow_ups
from filiera.governance.queries.signing import signatories
from filiera.governance.wording_meetings import resolution_words
from filiera.registry.hooks import Chase, Waiting

if TYPE_CHECKING:
    from filiera.governance.models import FollowUp
    from filiera.governance.queries.signing import Signatory

SHOWN = 20
DRAFT_WITHIN = 15
"""Days after a meeting within which its minutes are drafted without being late."""


def waiting_of_acts() -> Sequence[Waiting]:
    """Give what of acts waits for the office, or for somebody whom the office reminds."""
    today = timezone.localdate()
    return [
        *_to_draft(today),
        *_in_the_making(today),
        *(_late(one, today) for one in late_follow_ups(today=today)[:SHOWN]),
    ]


def _to_draft(today: date) -> list[Waiting]:
    rows = Meeting.objects.filter(state__in=[MeetingState.CLOSED, MeetingState.NO_QUORUM], minutes=None)
    found = []
    for row in rows.order_by("first_at")[:SHOWN]:
        days = (today - timezone.localdate(row.closed_at or row.first_at)).days
        text = ngettext("It was %(n)s day ago.", "It was %(n)s days ago.", days) % {"n": days} if days else ""
        tone, word = ("bad", _("late")) if days > DRAFT_WITHIN else ("partial", _("to write"))
        title = _("Minutes of “%(title)s”") % {"title": row.title}
        url = reverse("minutes-draft", args=[row.pk])
        found.append(Waiting(title, text, tone, word, url, _("Draft them"), is_done_there=True))
    return found


def _in_the_making(today: date) -> list[Waiting]:
    asked = Count("amendments", filter=Q(amendments__state=AmendmentState.PROPOSED))
    rows = Minutes.objects.exclude(state=MinutesState.FILED).select_related("meeting__body", "meeting__statute")
    rows = rows.annotate(n_asked=asked).prefetch_related("signatures").order_by("meeting__first_at", "pk")
    shown = list(rows[:SHOWN])
    reached = signatories([row for row in shown if row.state == MinutesState.APPROVED], day=today)
    return [found for row in shown if (found := _of_minutes(row, reached.get(row.pk), today)) is not None]


def _of_minutes(row: Minutes, signatory: Signatory | None, today: date) -> Waiting | None:
    title = _("Minutes of “%(title)s”") % {"title": row.content["title"]}
    url = reverse("minutes", args=[row.pk])
    if row.state == MinutesState.DRAFT:
        return Waiting(
            title, _("A draft: read it, then let those who were there check it."), "partial", _("draft"), url, _("Look")
        )
    if row.state == MinutesState.IN_CHECK:
        if row.n_asked:  # type: ignore[attr-defined]
            said = ngettext("%(n)s change is asked for.", "%(n)s changes are asked for.", row.n_asked)  # type: ignore[attr-defined]
            return Waiting(title, said % {"n": row.n_asked}, "warn", _("asks you"), url, _("Answer it"))  # type: ignore[attr-defined]
        if row.checked_until_at and timezone.now() > row.checked_until_at:
            return Waiting(
                title, _("The days to ask for changes are over."), "partial", _("to approve"), url, _("Approve")
            )
        return None
    if row.state == MinutesState.SIGNED:
        return Waiting(title, _("Both have signed."), "partial", _("to file"), url, _("File it"))
    return _of_approved(row, signatory, title, url, today)


def _of_approved(row: Minutes, signatory: Signatory | None, title: str, url: str, today: date) -> Waiting:
    """Say whose signature is missing; of the president's, offer the reminder."""
    signed = {one.role for one in row.signatures.all()}
    if "SECRETARY" not in signed:
        return Waiting(title, _("It waits for the secretary's signature."), "partial", _("to sign"), url, _("Sign"))
    approved_on = timezone.localdate(row.approved_at) if row.approved_at else today
    days = (today - approved_on).days
    text = _("It waits for the president's signature.")
    if days:
        text += " " + ngettext("%(n)s day by now.", "%(n)s days by now.", days) % {"n": days}
    is_late = days > QUIET.days
    chase = None
    if signatory is not None:
        act = reverse("minutes-act", args=[row.pk])
        chase = _chase(act, "remind", lambda: signature_letter(row, signatory).body, row.reminders, today)
    tone, word = ("bad", _("late")) if is_late else ("partial", _("to sign"))
    return Waiting(title, text, tone, word, url, _("Look"), chase=chase)


def _late(row: FollowUp, today: date) -> Waiting:
    words = {"name": row.owner_name, "day": long_date(row.due_on), "number": resolution_words(row.resolution)}
    text = _("%(name)s, by %(day)s; resolution no. %(number)s.") % words
    url = reverse("resolution", args=[row.resolution_id])
    chase = None
    if row.owner_email:
        act = reverse("resolution-act", args=[row.resolution_id])
        chase = _chase(act, f"remind-{row.pk}", lambda: follow_up_letter(row).body, row.reminders, today)
    return Waiting(row.what, text, "bad", _("late"), url, _("Look"), chase=chase)


def _chase(url: str, act: str, letter: Callable[[], str], reminders: list[str], today: date) -> Chase:
    """Offer a reminder; its letter is drawn when a page shows it."""
    until = quiet_until(reminders, today)
    before = tuple(long_date(date.fromisoformat(one)) for one in reminders)
    return Chase(url, act, lazy(letter, str)(), before, long_date(until) if until else "")
