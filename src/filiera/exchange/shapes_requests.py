"""What a solver was asked, for programs: what it may know at the stage it has reached."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from filiera.common.language import localised
from filiera.exchange.shapes import day_or_none, sector_shape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filiera.competence.models import Competence
    from filiera.exchange.queries.matches import Request


def request_shape(found: Request, *, terms: Sequence[str] = (), doubtable: Sequence[Competence] = ()) -> dict[str, Any]:
    """Give what a solver was asked: what it may know at the stage it has reached, and nothing else."""
    return {
        "id": found.code,
        "solver": found.solver,
        "stage": str(found.stage),
        "state": found.state,
        "open": found.is_open,
        "secrecy": found.secrecy,
        "help": found.help,
        "sector": sector_shape(found.sector),
        "asked_on": found.asked_on.isoformat(),
        "terms": list(terms),
        "brief": found.brief,
        "answers": [{"question": question, "answer": answer} for question, answer in found.answers],
        "deadline_on": day_or_none(found.deadline_on),
        "place": found.place,
        "trl": found.trl,
        "title": found.title,
        "requester": found.requester,
        "contact": found.contact,
        "doubtable": [{"id": one.code, "label": localised(one, "label")} for one in doubtable],
        "papers": [{"number": one.number, "name": one.label, "pages": one.pages} for one in found.papers],
        "passed": found.passed,
        "example": found.is_example,
    }
