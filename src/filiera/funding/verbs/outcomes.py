"""What the evaluators decided, written down or corrected: from options, and criterion by criterion from a file."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from filiera.common.verbs import Options, Told, on_disk
from filiera.funding.files import read_file
from filiera.funding.logic.decision import Decision
from filiera.funding.models import Consortium
from filiera.funding.operations.outcomes import CriterionSaid, OutcomeSaid, write_outcome
from filiera.funding.queries.workspace import criteria_of
from filiera.funding.shapes_workspace import outcome_shape
from filiera.funding.verbs.consortia import told_consortium
from filiera.funding.verbs.finding import consortium_named

SUMS = {"points": "total_points", "least": "least_points", "note": "note"}
"""What an option says of a decision."""


def do_outcome(options: Options) -> Told:
    """Write a decision down, or correct it: what neither an option nor the file says stays as it was written."""
    found = consortium_named(options["code"])
    values = _standing(found)
    if options["source"] is not None:
        values |= _in_file(options)
    values |= {name: options[option] for option, name in SUMS.items() if options[option] is not None}
    write_outcome(
        consortium=found, outcome=OutcomeSaid(to=options["to"], on=options["on"], **values), now=timezone.now()
    )
    written = consortium_named(options["code"])
    told, outcome = told_consortium(written), outcome_shape(written, criteria_of(written))
    lines = [f"{_of(one['points'])}/{_of(one['most_points'])}  {one['name']}" for one in outcome["criteria"]]
    return Told({**told.shape, "outcome": outcome}, [*told.lines, *lines])


def _of(points: object) -> str:
    return "?" if points is None else str(points)


def _standing(found: Consortium) -> dict[str, Any]:
    criteria = [CriterionSaid(one.name, one.points, one.most_points, one.comment) for one in criteria_of(found)]
    return {
        "total_points": found.total_points,
        "least_points": found.least_points,
        "note": found.outcome_note,
        "criteria": tuple(criteria),
    }


def _in_file(options: Options) -> dict[str, Any]:
    """Give what a file says of a decision."""
    with on_disk(options["source"]):
        written = read_file(options["source"], Decision, under="outcome").written
    values: dict[str, Any] = {name: getattr(written, name) for name in written.model_fields_set}
    if "criteria" in values:
        values["criteria"] = tuple(
            CriterionSaid(one.name, one.points, one.most_points, one.comment) for one in written.criteria
        )
    return values
