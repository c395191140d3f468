"""Files of calls: what is waiting, what came of them, in lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from filiera.common.language import localised
from filiera.funding.models import CallImport
from filiera.funding.wording_changes import change_in_words
from filiera.funding.wording_imports import call_fault_words

if TYPE_CHECKING:
    from filiera.funding.operations.imports import Trial

SHOWN = 200


@dataclass(frozen=True, slots=True)
class TrialLine:
    """A call that is new or that would change: what, in sentences."""

    title: str
    ref: str
    came: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FaultLine:
    """A fault of a file in a sentence; a fatal one leaves its record out."""

    said: str
    is_fatal: bool


def call_imports(most: int = 30) -> QuerySet[CallImport]:
    """Give the files that were brought, newest first, but for those thrown away."""
    return CallImport.objects.exclude(state=CallImport.State.DISCARDED).order_by("-brought_at")[:most]


def trial_lines(trial: Trial) -> tuple[TrialLine, ...]:
    """Say what would come of each call that is new or changed, changed ones first."""
    order = {"amended": 0, "changed": 1, "new": 2}
    found = sorted((one for one in trial.recorded if one.came in order), key=lambda one: order[one.came])
    return tuple(
        TrialLine(
            title=localised(one.call, "title"),
            ref=one.call.ref,
            came=str(one.came),
            changes=tuple(said for change in one.changes if (said := change_in_words(change))),
        )
        for one in found[:SHOWN]
    )


def fault_lines(trial: Trial) -> tuple[FaultLine, ...]:
    """Say every fault, those that leave a record out first."""
    faults = sorted(trial.read.faults, key=lambda one: not one.is_fatal)
    return tuple(FaultLine(call_fault_words(one), one.is_fatal) for one in faults[:SHOWN])
