"""The steps of an application, what each asks for, and which are still missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

STEPS = ("organisation", "representative", "class", "statements")
"""The steps of the form, in order; each is saved under its name. The last page, where all is read again, saves nothing."""

REVIEW = "review"


def missing_steps(answers: Mapping[str, Any]) -> list[str]:
    """Give the steps that have not been filled in."""
    return [step for step in STEPS if not answers.get(step)]


def _unfinished(step: str) -> str:
    """Give the name under which what was written in a step waits until it is complete and right."""
    return f"unfinished-{step}"


def with_step(answers: Mapping[str, Any], step: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Give the answers with a step that is filled in."""
    rest = {name: value for name, value in answers.items() if name != _unfinished(step)}
    return {**rest, step: dict(values)}


def with_unfinished(answers: Mapping[str, Any], step: str, written: Mapping[str, Any]) -> dict[str, Any]:
    """Give the answers with a step as it was written: it is missing until it is complete, whatever stood there before."""
    rest = {name: value for name, value in answers.items() if name != step}
    return {**rest, _unfinished(step): dict(written)}


def written_in(answers: Mapping[str, Any], step: str) -> dict[str, Any]:
    """Give what was last written in a step, complete or not."""
    return dict(answers.get(_unfinished(step)) or answers.get(step) or {})


def next_step(step: str) -> str:
    """Give the step after one; after the last comes the review."""
    place = STEPS.index(step) + 1
    return STEPS[place] if place < len(STEPS) else REVIEW


def applicant_name(answers: Mapping[str, Any]) -> str:
    """Give the name of the organisation that applies, as it was written."""
    return str(written_in(answers, "organisation").get("name", ""))
