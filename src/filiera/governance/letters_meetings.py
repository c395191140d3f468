"""The letters of a meeting: notice, change, cancellation; plain text in the person's language, with the calendar entry."""

from __future__ import annotations

from dataclasses import dataclass
from email.mime.text import MIMEText
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext

from filiera.common.in_words import long_date, moment
from filiera.common.instance import current_instance
from filiera.governance.calendar_files import CANCEL, REQUEST, calendar_of
from filiera.governance.enums import MeetingState, VoteMode
from filiera.governance.queries.meetings import lets_proxies
from filiera.governance.queries.statutes import charter_of
from filiera.governance.wording_articles import in_brackets
from filiera.governance.wording_meetings import body_name, notice_words

if TYPE_CHECKING:
    from datetime import datetime

    from filiera.governance.models import AgendaItem, Meeting
    from filiera.governance.queries.roll import Address


PROPOSAL_LETTERS = 400
"""How much of a proposal a letter bears: the whole stands on the page of the meeting."""


@dataclass(frozen=True, slots=True)
class Sending:
    """A sending of letters about a meeting: the agenda is read once for all of them."""

    meeting: Meeting
    items: tuple[AgendaItem, ...]
    papers: int
    now: datetime

    @property
    def is_cancelled(self) -> bool:
        """Tell whether the letters say that the meeting is not held."""
        return self.meeting.state == MeetingState.CANCELLED


def meeting_url(meeting: Meeting) -> str:
    """Give the whole address of a meeting's page, in the language in force."""
    return f"{settings.SITE_URL.rstrip('/')}{reverse('meeting', args=[meeting.pk])}"


def letter(sending: Sending, address: Address, sender: Any = None) -> EmailMessage:
    """Write one letter in its reader's language; the reply goes to whoever convened."""
    with override(address.language):
        subject, body = _subject(sending), _body(sending, address)
        entry = _entry(sending, address)
        name = pgettext("name of a file", "meeting")
    reply = [sender.email] if getattr(sender, "email", "") else None
    message = EmailMessage(subject, body, to=[address.email], reply_to=reply)
    part = MIMEText(entry.decode(), "calendar", "utf-8")
    part.set_param("method", CANCEL if sending.is_cancelled else REQUEST)
    part.add_header("Content-Disposition", "attachment", filename=f"{name}.ics")
    message.attach(part)
    return message


def _subject(sending: Sending) -> str:
    meeting = sending.meeting
    words = {"title": meeting.title, "day": long_date(timezone.localtime(meeting.held_at).date())}
    if sending.is_cancelled:
        return _("Cancelled: %(title)s of %(day)s") % words
    if meeting.call == 2:
        return _("Second call: %(title)s, %(day)s") % words
    if meeting.sequence:
        return _("Changed: %(title)s, %(day)s") % words
    return _("Notice: %(title)s, %(day)s") % words


def _body(sending: Sending, address: Address) -> str:
    greeting = _("Good day %(name)s,") % {"name": address.name} if address.name else _("Good day,")
    middle = _cancelled(sending) if sending.is_cancelled else _convened(sending, address)
    return "\n\n".join([greeting, *middle, current_instance().name])


def _cancelled(sending: Sending) -> list[str]:
    meeting = sending.meeting
    words = {"title": meeting.title, "when": moment(meeting.held_at), "why": meeting.cancelled_why}
    return [_("“%(title)s” of %(when)s is not held. Reason: %(why)s") % words]


def _convened(sending: Sending, address: Address) -> list[str]:
    meeting, charter = sending.meeting, charter_of(sending.meeting.statute)
    parts = [_opening(sending, address), _when_and_where(meeting), _agenda_whole(sending)]
    if meeting.notice_text.strip():
        parts.append(meeting.notice_text.strip())
    if sending.papers:
        n = sending.papers
        parts.append(
            ngettext(
                "%(n)s paper is on the page of the meeting, open to whom it is for.",
                "%(n)s papers are on the page of the meeting, each open to whom it is for.",
                n,
            )
            % {"n": n}
        )
    parts.append(_where_it_is(sending) + f"\n{meeting_url(meeting)}")
    parts.append(_cannot_come(sending))
    parts.append(notice_words(meeting, charter))
    return [part for part in parts if part]


def _opening(sending: Sending, address: Address) -> str:
    meeting = sending.meeting
    words = {"body": body_name(meeting.body), "title": meeting.title, "whom": address.seat.name}
    if meeting.call == 2:
        return _("in first call the quorum was missing: “%(title)s” is held in second call.") % words
    if meeting.sequence:
        return _("something has changed in “%(title)s”: what follows takes the place of the notice before.") % words
    words["what"] = meeting.title
    if words["body"].lower() not in meeting.title.lower():
        words["what"] = f"{meeting.title} ({words['body']})"
    if address.seat.mandate_id is not None:
        return _("you are convened: %(what)s.") % words
    return _("%(whom)s is convened: %(what)s.") % words


def _when_and_where(meeting: Meeting) -> str:
    lines = []
    if meeting.call == 1:
        lines.append(_("First call: %(when)s") % {"when": moment(meeting.first_at)})
    if meeting.second_at is not None:
        lines.append(_("Second call: %(when)s") % {"when": moment(meeting.second_at)})
    if meeting.place:
        lines.append(_("Place: %(place)s") % {"place": meeting.place})
    if meeting.remote_url:
        lines.append(_("Remotely: %(link)s") % {"link": meeting.remote_url})
    return "\n".join(lines)


def _agenda(sending: Sending) -> str:
    return "\n".join([_("Agenda"), *(f"{item.position}. {item.title}" for item in sending.items)])


def _agenda_whole(sending: Sending) -> str:
    """Give the agenda with what is voted on each item, in short, how, and who stands."""
    return "\n".join([_("Agenda"), *(_item(item) for item in sending.items)])


def _item(item: AgendaItem) -> str:
    mode = f" ({item.get_vote_mode_display()})" if item.vote_mode != VoteMode.NONE else ""
    lines = [f"{item.position}. {item.title}{mode}"]
    if item.proposal.strip():
        proposal = shorten(" ".join(item.proposal.split()), PROPOSAL_LETTERS, placeholder=" …")
        lines.append("   " + _("What is voted: %(proposal)s") % {"proposal": proposal})
    names = ", ".join(one.name for one in item.candidates.all())
    if names:
        lines.append("   " + _("Who stands: %(names)s") % {"names": names})
    return "\n".join(lines)


def _lets_proxies(sending: Sending) -> bool:
    return lets_proxies(sending.meeting, charter_of(sending.meeting.statute))


def _where_it_is(sending: Sending) -> str:
    if _lets_proxies(sending):
        return _("Agenda, papers, proxies and the vote are here (sign in):")
    return _("Agenda, papers and the vote are here (sign in):")


def _cannot_come(sending: Sending) -> str:
    rule = charter_of(sending.meeting.statute).proxy
    if not _lets_proxies(sending):
        return ""
    article = in_brackets(rule.article)
    return _("If you cannot come, give a proxy on that page%(article)s: it can be revoked until the vote.") % {
        "article": article
    }


def _entry(sending: Sending, address: Address) -> bytes:
    meeting = sending.meeting
    return calendar_of(
        meeting,
        method=CANCEL if sending.is_cancelled else REQUEST,
        now=sending.now,
        words="\n\n".join([_when_and_where(meeting), _agenda(sending), meeting_url(meeting)]),
        url=meeting_url(meeting),
        organiser=settings.DEFAULT_FROM_EMAIL,
        attendee=address.email,
    )
