"""What a need becomes besides being asked of solvers: a laboratory's job, training, an idea for a call, a table's topic."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.exchange.enums import ExitKind
from filiera.exchange.models import Need, NeedExit
from filiera.exchange.operations.needs import hold
from filiera.exchange.operations.refusals import ExchangeRefused


@transaction.atomic
def add_exit(*, need: Need, kind: str, note: str, now: datetime, actor: Any = None) -> NeedExit:
    """Write down what else a need becomes, once of each kind; said again the last words stand. Raises ExchangeRefused."""
    row = hold(need)
    if kind not in ExitKind.values:
        raise ExchangeRefused(_("Choose what it becomes."), field="kind")
    values = {"note": note.strip()[:600]}
    made, _new = NeedExit.objects.update_or_create(
        need=row, kind=kind, defaults=values, create_defaults={**values, "made_at": now, "made_by": actor}
    )
    audit.record(actor=actor, verb="add-exit", thing=row, values={"need": row.code, "kind": kind})
    return made


@transaction.atomic
def close_exit(*, exit_: NeedExit, note: str, now: datetime, actor: Any = None) -> NeedExit:
    """Write down what came of it. Raises ExchangeRefused."""
    row = NeedExit.objects.select_for_update(of=("self",)).get(pk=exit_.pk)
    if not note.strip():
        raise ExchangeRefused(_("Say what came of it."), field="note")
    row.done_at, row.done_note = now, note.strip()[:400]
    row.save(update_fields=["done_at", "done_note"])
    audit.record(actor=actor, verb="close-exit", thing=row.need, values={"kind": row.kind}, why=note.strip())
    return row
