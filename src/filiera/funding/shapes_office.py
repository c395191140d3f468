"""A call as the office keeps it, for programs: whether it is shown, its competences, what waits for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from filiera.common.visibility import Visibility
from filiera.funding.queries.calls import lines_of
from filiera.funding.queries.office import topic_lines
from filiera.funding.queries.proposals import proposal_lines
from filiera.funding.shapes_calls import call_shape

if TYPE_CHECKING:
    from datetime import datetime

    from filiera.funding.models import Call


def call_office_shape(call: Call, *, now: datetime) -> dict[str, Any]:
    """Give a call whole with what the office alone sees of it."""
    return {
        **call_shape(call, lines_of([call], now=now)[0]),
        "shown": call.visibility == Visibility.PUBLIC,
        "topics": [
            {"id": one.code, "label": one.label, "passage": one.passage, "refused": one.is_refused}
            for one in topic_lines(call)
        ],
        "proposals": [
            {
                "id": one.pk,
                "says": one.says,
                "sentence": one.sentence,
                "where": one.where,
                "note": one.note,
                "differs": one.differs,
                "sure": one.is_sure,
            }
            for one in proposal_lines(call)
        ],
    }
