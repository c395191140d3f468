"""What minutes say, computed from what happened: who was there and by whom represented, quorum, votes by name unless secret.

Minutes are acts of an Italian association and are written in Italian, whatever language the reader's pages speak.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from filiera.common.in_words import elided, moment
from filiera.common.instance import current_instance
from filiera.governance.adapters import case_of_roll
from filiera.governance.enums import WITHDRAWN, ItemState, MeetingState, PresenceMode, VoteMode
from filiera.governance.logic.judging import judge
from filiera.governance.logic.proxies import judge_proxies
from filiera.governance.logic.standing import Standing
from filiera.governance.models import Attendance, NoticeDelivery, ReminderAcceptance
from filiera.governance.queries.meetings import standing_conflicts
from filiera.governance.queries.statutes import charter_of
from filiera.governance.queries.votes import open_results, shown_by_hand
from filiera.governance.wording import quorum_sentence
from filiera.governance.wording_meetings import call_words, notice_words, where_words

if TYPE_CHECKING:
    from filiera.governance.models import AgendaItem, Meeting

LANGUAGE = "it"


@dataclass(frozen=True, slots=True)
class Section:
    """One section of minutes, in the order of reading: computed paragraphs, the free text, what was then decided.

    An item has its discussion as free text; of the others there is one where somebody wrote it.
    """

    key: str
    heading: str
    paragraphs: tuple[str, ...]
    discussion: str | None = None
    decision: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Give the section as minutes keep it."""
        kept: dict[str, Any] = {"key": self.key, "heading": self.heading, "paragraphs": list(self.paragraphs)}
        if self.discussion is not None:
            kept["discussion"] = self.discussion
        return kept | {"decision": list(self.decision)} if self.decision else kept


def computed_minutes(meeting: Meeting) -> dict[str, Any]:
    """Compute the content of a meeting's minutes, in Italian."""
    with override(LANGUAGE):
        instance = current_instance()
        sections = [
            _opening(meeting),
            _those_there(meeting),
            *(_of_item(item) for item in _items(meeting)),
            _end(meeting),
        ]
        return {
            "association": instance.identity.official_name.it,
            "body": meeting.body.name_it,
            "title": meeting.title,
            "held_on": timezone.localtime(meeting.opened_at or meeting.held_at).date().isoformat(),
            "call": meeting.call,
            "is_example": meeting.is_example,
            "chair": meeting.chair_name,
            "secretary": meeting.secretary_name,
            "sections": [section.as_dict() for section in sections],
        }


def _items(meeting: Meeting) -> list[AgendaItem]:
    rows = meeting.items.select_related("meeting", "resolution").prefetch_related(
        standing_conflicts(), "objections__seat"
    )
    return list(rows.order_by("position"))


def _opening(meeting: Meeting) -> Section:
    words = {
        "at": moment(meeting.opened_at or meeting.held_at),
        "where": where_words(meeting),
        "call": call_words(meeting.call),
        "chair": meeting.chair_name,
        "secretary": meeting.secretary_name,
    }
    lines = [_("On %(at)s, in %(call)s, %(where)s, the meeting is held.") % words]
    if meeting.chair_name:
        lines.append(_("%(chair)s is in the chair; %(secretary)s is the secretary.") % words)
    if meeting.reminder_read_at is not None:
        lines.append(_("The chair has read to those present the reminder of competition law (art. 101 TFEU)."))
    lines.append(notice_words(meeting, charter_of(meeting.statute)))
    lines.append(_first_call(meeting))
    lines.append(_deliveries(meeting))
    return Section("opening", _("Opening"), tuple(elided(line) for line in lines if line))


def _first_call(meeting: Meeting) -> str:
    """Tell the first call that was deserted; nothing of one that was not held, or of which nothing was kept."""
    kept = meeting.first_call
    if meeting.call != 2 or not kept:
        return ""
    words = {
        "at": moment(meeting.first_at),
        "declared": f"{timezone.localtime(datetime.fromisoformat(kept['declared_at'])):%H:%M}",
        "present": kept["present"],
        "base": kept["base"],
        "needed": kept["needed"],
    }
    said = _(
        "In first call, %(at)s, %(present)s of %(base)s were there or represented and %(needed)s were needed: at "
        "%(declared)s it was declared deserted."
    )
    there = _("There were: %(names)s.") % {"names": ", ".join(kept["names"])} if kept["names"] else ""
    return " ".join(part for part in (said % words, there) if part)


def _bare(text: str) -> str:
    """Give what somebody wrote without the full stop that the sentence around it brings."""
    text = text.rstrip()
    return text if text.endswith("...") else text.removesuffix(".")


def _deliveries(meeting: Meeting) -> str:
    """Say to how many of how many the notice went, and who had no address; of an example that sent no letter nothing."""
    sent = set(NoticeDelivery.objects.filter(meeting=meeting, sent_at__isnull=False).values_list("seat_id", flat=True))
    lost = NoticeDelivery.objects.filter(meeting=meeting, email="").exclude(seat__in=sent)
    names = list(lost.order_by("seat__name").values_list("seat__name", flat=True).distinct())
    if not sent and (meeting.is_example or not names):
        return ""
    words = {"n": len(sent), "all": meeting.roll.count(), "names": ", ".join(names)}
    if names:
        return _("The notice went to %(n)s of the %(all)s convened; without an address: %(names)s.") % words
    return _("The notice went to %(n)s of the %(all)s convened.") % words


def _those_there(meeting: Meeting) -> Section:
    """Say who was there in person, who remotely, who was represented by whom, and whether it was enough at the opening.

    Whether it was enough for a vote is said with the vote.
    """
    at = meeting.opened_at or meeting.held_at
    case = case_of_roll(meeting, at=_end_of(meeting), present=_ever_present(meeting))
    names = {f"s{seat.pk}": seat.name for seat in meeting.roll.all()}
    stays: defaultdict[str, list[str]] = defaultdict(list)
    for stay in (
        Attendance.objects.filter(seat__meeting=meeting, call=meeting.call)
        .select_related("seat")
        .order_by("came_at", "seat__name", "pk")
    ):
        stays[stay.mode].append(_stay_words(stay, at, _end_of(meeting)))
    lines = []
    for mode, label in ((PresenceMode.ROOM, _("In the room")), (PresenceMode.REMOTE, _("Remotely"))):
        if stays[mode]:
            lines.append(f"{label}: {'; '.join(dict.fromkeys(stays[mode]))}.")
    counted = case_of_roll(meeting, at=_counted_at(meeting))
    held = judge_proxies(Standing(case)).holders | judge_proxies(Standing(counted)).holders
    if held:
        pairs = [_("%(giver)s by %(holder)s") % {"giver": names[one], "holder": names[by]} for one, by in held.items()]
        lines.append(_("Represented by proxy: %(pairs)s.") % {"pairs": "; ".join(sorted(pairs))})
    there = _ever_present(meeting) | {int(one.removeprefix("s")) for one in held}
    absent = [seat.name for seat in meeting.roll.exclude(pk__in=there).order_by("name", "pk")]
    if absent:
        lines.append(_("Absent: %(names)s.") % {"names": "; ".join(absent)})
    sentence = quorum_sentence(judge(counted))
    if meeting.state != MeetingState.NO_QUORUM:
        opening = _("At the opening (%(hour)s).") % {"hour": f"{timezone.localtime(at):%H:%M}"}
        sentence = f"{opening} {sentence}"
    lines.append(sentence)
    accepted = ReminderAcceptance.objects.filter(seat__meeting=meeting).values("seat").distinct().count()
    if accepted:
        read = ngettext(
            "The reminder of competition law was read and accepted by %(n)s participant.",
            "The reminder of competition law was read and accepted by %(n)s participants.",
            accepted,
        )
        lines.append(read % {"n": accepted})
    return Section("present", _("Those present"), tuple(lines))


def _counted_at(meeting: Meeting) -> datetime:
    """Give the moment whose quorum the minutes tell: the opening, or the last moment of a meeting that was deserted."""
    if meeting.state == MeetingState.NO_QUORUM and meeting.closed_at is not None:
        return meeting.closed_at - timedelta(microseconds=1)
    return meeting.opened_at or meeting.held_at


def _ever_present(meeting: Meeting) -> set[int]:
    stays = Attendance.objects.filter(seat__meeting=meeting, call=meeting.call)
    return set(stays.values_list("seat_id", flat=True))


def _end_of(meeting: Meeting) -> datetime:
    return meeting.closed_at or meeting.opened_at or meeting.held_at


def _stay_words(stay: Attendance, opened_at: datetime, closed_at: datetime) -> str:
    """Write who it was; the hours only of whoever came after the opening or left before the end."""
    said = stay.seat.name if stay.person_name in ("", stay.seat.name) else f"{stay.seat.name} ({stay.person_name})"
    hours = []
    if stay.came_at > opened_at:
        hours.append(_("from %(hour)s") % {"hour": f"{timezone.localtime(stay.came_at):%H:%M}"})
    if stay.left_at is not None and stay.left_at < closed_at:
        hours.append(_("until %(hour)s") % {"hour": f"{timezone.localtime(stay.left_at):%H:%M}"})
    return f"{said}, {' '.join(hours)}" if hours else said


def _of_item(item: AgendaItem) -> Section:
    lines = [item.text] if item.text else []
    lines += [
        _("%(name)s declares a conflict of interest: %(reason)s.")
        % {"name": one.seat.name, "reason": _bare(one.reason)}
        for one in item.conflicts.all()
    ]
    for objection in item.objections.all():
        words = {"name": objection.seat.name, "reason": _bare(objection.about), "answer": _bare(objection.answer)}
        lines.append(_("%(name)s objects, and the item stops: %(reason)s.") % words)
        if objection.answer:
            lines.append(_("The chair answers: %(answer)s.") % words)
    decided = _of_vote(item)
    if item.state == ItemState.DEFERRED:
        is_withdrawn = item.result == WITHDRAWN
        decided.append(_("The item is withdrawn.") if is_withdrawn else _("The item is deferred."))
    key, heading = f"item-{item.position}", f"{item.position}. {item.title}"
    return Section(key, heading, tuple(lines), item.discussion, tuple(decided))


def _of_vote(item: AgendaItem) -> list[str]:
    if item.judgement is None:
        return []
    how = _("by secret vote") if item.vote_mode == VoteMode.SECRET else _("by open vote")
    lines = [_("Put to the vote, %(how)s: “%(proposal)s”") % {"how": how, "proposal": item.proposal or item.title}]
    lines.append(item.judgement["explanation"][LANGUAGE])
    for line in open_results(item):
        lines.append(f"{line.label}: {', '.join(line.names)}.")
    by_hand = shown_by_hand(item) if item.vote_mode == VoteMode.OPEN else []
    if by_hand:
        lines.append(
            _("By show of hands, written down by who led the meeting: %(names)s.") % {"names": ", ".join(by_hand)}
        )
    lines += _silent(item)
    resolution = getattr(item, "resolution", None)
    if resolution is not None:
        lines.append(_("It is resolution no. %(number)s.") % {"number": resolution})
    return lines


def _silent(item: AgendaItem) -> list[str]:
    """Say who of those present did not vote: by name, of a secret vote how many."""
    silent = (item.judgement or {}).get("silent") or {"count": 0, "names": []}
    if silent["names"]:
        return [_("Present or represented, they did not vote: %(names)s.") % {"names": ", ".join(silent["names"])}]
    if not silent["count"]:
        return []
    said = ngettext(
        "%(n)s of those present or represented did not vote.",
        "%(n)s of those present or represented did not vote.",
        silent["count"],
    )
    return [said % {"n": silent["count"]}]


def _end(meeting: Meeting) -> Section:
    if meeting.state == MeetingState.NO_QUORUM:
        return Section("closing", _("End"), (_("There being no quorum, the meeting is declared deserted."),))
    said = _("There being nothing else to decide, the meeting ends on %(at)s.") % {"at": moment(meeting.closed_at)}
    return Section("closing", _("End"), (elided(said),))
