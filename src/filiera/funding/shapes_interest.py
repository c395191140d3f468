"""What people want of calls, for programs: who is interested, notices of partners wanted with their answers, searches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from filiera.common.visibility import Visibility
from filiera.funding.queries.interest import notice_lines
from filiera.funding.shapes_calls import line_shape

if TYPE_CHECKING:
    from collections.abc import Iterable

    from filiera.funding.models import CallDigest, ExpressionOfInterest, PartnerWanted, WantedReply
    from filiera.funding.queries.interest import CallInterest, NoticeLine, ReplyLine
    from filiera.funding.queries.searches import OwnCalls

Shape = dict[str, Any]


def own_interest_shape(row: ExpressionOfInterest) -> Shape:
    """Give an organisation's own interest in a call."""
    return {
        "call": row.call.code,
        "organisation": row.organisation.code,
        "interested": row.withdrawn_at is None,
        "note": row.note,
        "offers": row.offers,
        "for_members": row.visibility == Visibility.MEMBERS,
    }


def call_interest_shape(code: str, found: CallInterest) -> Shape:
    """Give who is interested in a call, as far as the reader may know it, and what the reader's own organisation says."""
    own = own_interest_shape(found.own) if found.own is not None else None
    return {"call": code, "own": own, **interest_shape(found)}


def interest_shape(found: CallInterest) -> Shape:
    """Give who is interested in a call, with what each offers, and how many in all."""
    return {
        "total": found.total,
        "organisations": [
            {
                "id": one.code,
                "name": one.name,
                "note": one.note,
                "offers": one.offers,
                "on": one.on.isoformat(),
                "for_members": one.for_members,
                "example": one.is_example,
            }
            for one in found.lines
        ],
    }


def wanted_shapes(rows: Iterable[PartnerWanted]) -> list[Shape]:
    """Give notices: who looks, for which call, for which competences."""
    return [_wanted_shape(one) for one in notice_lines(rows)]


def _wanted_shape(one: NoticeLine) -> Shape:
    return {
        "id": one.notice.pk,
        "title": one.notice.title,
        "text": one.notice.text,
        "call": one.notice.call.code,
        "call_title": one.call,
        "organisation": one.notice.organisation.code,
        "organisation_name": one.organisation,
        "competences": list(one.notice.competences),
        "opened_on": one.opened_on.isoformat(),
        "example": one.is_example,
        "url": one.url,
    }


def replies_shape(replies: Iterable[ReplyLine]) -> list[Shape]:
    """Give the answers to a notice."""
    return [
        {
            "organisation": one.reply.organisation.code,
            "name": one.name,
            "note": one.reply.note,
            "on": one.on.isoformat(),
            "state": one.reply.state,
        }
        for one in replies
    ]


def notice_shape(row: PartnerWanted, replies: Iterable[ReplyLine], *, tells_draft: bool) -> Shape:
    """Give a notice whole, with the answers that the reader may know, and its draft to whoever keeps it."""
    draft = row.consortium if tells_draft else None
    return {
        **wanted_shapes([row])[0],
        "for_everybody": row.visibility == Visibility.PUBLIC,
        "closed_on": timezone.localdate(row.closed_at).isoformat() if row.closed_at else None,
        "consortium": draft.code if draft is not None else None,
        "replies": [reply_shape(one.reply) for one in replies],
    }


def reply_shape(row: WantedReply) -> Shape:
    """Give an answer to a notice."""
    return {
        "id": row.pk,
        "notice": row.notice_id,
        "organisation": row.organisation.code,
        "organisation_name": row.organisation.name,
        "note": row.note,
        "on": timezone.localdate(row.said_at).isoformat(),
        "state": row.state,
    }


def own_calls_shape(own: OwnCalls) -> Shape:
    """Give what a person is told of calls."""
    return {
        "searches": [
            {
                "id": one.search.pk,
                "name": one.search.name,
                "asks": list(one.words),
                "told": one.search.is_told,
                "found": one.found,
                "url": one.url,
            }
            for one in own.searches
        ],
        "followed": [line_shape(one) for one in own.watched],
        "digest": digest_shape(own.digest) if own.digest is not None else None,
    }


def digest_shape(row: CallDigest) -> Shape:
    """Give whether letters tell a person of calls."""
    return {"told": row.is_told, "closing_days": row.closing_days}
