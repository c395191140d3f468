"""Retention runs by itself: each rule lets go of what is past its term, in bounded batches, and the run is written down."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models, transaction

from filiera.common import audit
from filiera.privacy import hooks
from filiera.privacy.models import RetentionRun

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from filiera.privacy.hooks import RetentionRule

logger = logging.getLogger(__name__)

BATCH = 500
MOST_BATCHES = 200


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """What one rule let go of, or would; `error` where it failed."""

    rule: RetentionRule
    count: int
    error: str = ""


def let_go(rows: models.QuerySet[Any], most: int, is_trial: bool) -> int:
    """Delete at most so many rows, the oldest first; in a trial count them all. Gives how many."""
    if is_trial:
        return rows.count()
    pks = list(rows.order_by("pk").values_list("pk", flat=True)[:most])
    rows.model._default_manager.filter(pk__in=pks).delete()
    return len(pks)


def run_retention(
    *, now: datetime, is_trial: bool = False, actor: Any = None, batch: int = BATCH
) -> Sequence[RuleOutcome]:
    """Run every rule, each by itself; run again, it finds nothing more. A run is written down with its counts."""
    outcomes = [_run_rule(rule, now, is_trial, batch) for rule in hooks.retention]
    if not is_trial:
        counts = {one.rule.code: one.count for one in outcomes}
        with transaction.atomic():
            failed = [one.rule.code for one in outcomes if one.error]
            row = RetentionRun.objects.create(began_at=now, counts=counts, failed=failed)
            audit.record(actor=actor, verb="run-retention", thing=row, values={"counts": counts, "failed": failed})
    return outcomes


def _run_rule(rule: RetentionRule, now: datetime, is_trial: bool, batch: int) -> RuleOutcome:
    count = 0
    try:
        if is_trial:
            return RuleOutcome(rule, rule.run(now, batch, True))
        for _number in range(MOST_BATCHES):
            with transaction.atomic():
                done = rule.run(now, batch, False)
            count += done
            if done < batch:
                break
    except Exception as fault:
        logger.exception("The retention rule %s failed.", rule.code)
        return RuleOutcome(rule, count, f"{type(fault).__name__}: {fault}")
    return RuleOutcome(rule, count)
