"""What has to be done every day: features add their jobs when they start, one command runs them all, each by itself."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.functional import _StrPromise

logger = logging.getLogger(__name__)


class JobFailed(Exception):
    """Raised by a job that did a part and could not do the rest; its text says what."""


@dataclass(frozen=True, slots=True)
class DailyJob:
    """One job: its code, what it does in words, and the act, which gives how many things it did.

    A job may run any number of times a day: what is done is not done again. `is_last` runs after all that are not: it sends
    what they wrote.
    """

    code: str
    title: str | _StrPromise
    run: Callable[[datetime], int]
    is_last: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a job: how many things it did, or why it failed; seconds it took."""

    job: DailyJob
    done: int
    error: str
    seconds: float


jobs: list[DailyJob] = []
"""Every job, in the order in which they run, but for those that are last."""


def add_job(job: DailyJob) -> None:
    """Add a job, once however often an application starts."""
    if job.code not in {one.code for one in jobs}:
        jobs.append(job)


def run_daily(*, now: datetime, only: Sequence[str] = ()) -> list[Outcome]:
    """Run every job, or those named; one that fails is logged and stops no other."""
    outcomes = []
    for job in sorted((one for one in jobs if not only or one.code in only), key=lambda one: one.is_last):
        began = time.monotonic()
        try:
            done, error = job.run(now), ""
        except Exception as fault:
            logger.exception("The daily job %s failed.", job.code)
            done, error = 0, f"{type(fault).__name__}: {fault}"
        outcomes.append(Outcome(job, done, error, time.monotonic() - began))
    return outcomes
