"""Notices of partners wanted, for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from filiera.funding.queries.interest import notice_lines

if TYPE_CHECKING:
    from collections.abc import Iterable

    from filiera.funding.models import PartnerWanted


def wanted_shapes(rows: Iterable[PartnerWanted]) -> list[dict[str, Any]]:
    """Give notices: who looks, for which call, for which competences."""
    return [
        {
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
        for one in notice_lines(rows)
    ]
