"""Forget what people answered or chose once, so that it is asked again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.common.refusals import Refused
from filiera.registry.queries.answers import KINDS, given_in

if TYPE_CHECKING:
    from django.db import models

    from filiera.registry.models import ImportBatch


class NotRemembered(Refused):
    """Raised where there is no such answer any more; the message is for people."""


@transaction.atomic
def forget_answer(*, kind: str, pk: int, actor: Any = None) -> None:
    """Forget one answer, or one choice of columns. What it settled stays settled. Raises NotRemembered."""
    model = KINDS.get(kind)
    row = model._default_manager.select_for_update().filter(pk=pk).first() if model else None
    if row is None:
        raise NotRemembered(_("No such answer is remembered: it was forgotten already, or never given."))
    _forget(row, actor)


@transaction.atomic
def forget_answers_of(*, batch: ImportBatch, actor: Any = None) -> int:
    """Forget all that was answered and chosen while a batch was brought in; give how many."""
    rows = [row for found in given_in(batch).values() for row in found]
    for row in rows:
        _forget(row, actor)
    return len(rows)


def _forget(row: models.Model, actor: Any) -> None:
    names = ("fingerprint", "organisation_id", "first", "second", "signature", "choices", "verdict")
    values = {name: getattr(row, name) for name in names if hasattr(row, name)}
    audit.record(actor=actor, verb="forget-answer", thing=row, values=values)
    row.delete()
