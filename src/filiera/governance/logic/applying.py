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


def next_step(step: str) -> str:
    """Give the step after one; after the last comes the review."""
    place = STEPS.index(step) + 1
    return STEPS[place] if place < len(STEPS) else REVIEW


def applicant_name(answers: Mapping[str, Any]) -> str:
    """Give the name of the organisation that applies, as it was written."""
    return str(answers.get("organisation", {}).get("name", ""))
