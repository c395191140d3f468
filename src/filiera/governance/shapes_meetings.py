"""The shape in which meetings are given by the API and printed by the command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from filiera.governance.pages_meetings import item_state_words, meeting_page
from filiera.governance.wording_meetings import body_name

if TYPE_CHECKING:
    from datetime import datetime

    from filiera.governance.models import AgendaItem, Meeting
    from filiera.governance.pages_meetings import ItemLine
    from filiera.governance.quorum import QuorumNow


def _at(moment: datetime | None) -> str | None:
    return timezone.localtime(moment).isoformat() if moment is not None else None


def meeting_line_shape(meeting: Meeting) -> dict[str, Any]:
    """Give a meeting as a line of a list."""
    return {
        "id": meeting.pk,
        "body": meeting.body.code,
        "body_name": body_name(meeting.body),
        "title": meeting.title,
        "state": str(meeting.state),
        "first_at": _at(meeting.first_at),
        "second_at": _at(meeting.second_at),
        "call": meeting.call,
        "place": meeting.place,
        "is_example": meeting.is_example,
    }


def meeting_shape(meeting: Meeting, *, user: Any, now: datetime) -> dict[str, Any]:
    """Give a meeting whole, as a person sees it now: agenda, papers that are open to them, the quorum with its article."""
    page = meeting_page(meeting, user=user, now=now)
    return meeting_line_shape(meeting) | {
        "remote_url": meeting.remote_url,
        "record_on": meeting.record_on.isoformat() if meeting.record_on else None,
        "convened_at": _at(meeting.convened_at),
        "opened_at": _at(meeting.opened_at),
        "closed_at": _at(meeting.closed_at),
        "chair": meeting.chair_name,
        "secretary": meeting.secretary_name,
        "finding": " ".join(page.finding),
        "items": [_item_shape(line) for line in page.lines],
        "papers": [_paper(document.pk, document.title) for document in page.papers],
        "quorum": _quorum_shape(page.quorum) if page.quorum else None,
    }


def _paper(pk: int, title: str) -> dict[str, Any]:
    return {"id": pk, "title": title}


def _item_shape(line: ItemLine) -> dict[str, Any]:
    item: AgendaItem = line.item
    return {
        "position": item.position,
        "title": item.title,
        "kind": item.kind,
        "vote_mode": str(item.vote_mode),
        "body_elected": str(item.fills.code) if item.fills else "",
        "renews_body": item.renews,
        "proposal": item.proposal,
        "state": str(item.state),
        "state_words": item_state_words(item, line.cast),
        "result": item.result,
        "papers": [_paper(document.pk, document.title) for document in line.papers],
    }


def _quorum_shape(quorum: QuorumNow) -> dict[str, Any]:
    return {
        "is_there": quorum.is_there,
        "present": quorum.present,
        "in_person": quorum.in_person,
        "by_proxy": quorum.by_proxy,
        "base": quorum.base,
        "needed": quorum.needed,
        "article": quorum.judgement.article,
        "sentence": quorum.sentence,
        "classes": [
            {
                "name": row.label,
                "with_vote": row.voting,
                "present": row.present,
                "by_proxy": row.by_proxy,
                "without_vote": row.silent,
            }
            for row in quorum.rows
        ],
        "at": _at(quorum.at),
    }
