"""Rows of a batch that no single fate tells: those that wait for an earlier row, those that lack a value that
is wrong, those of which nothing says the kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from filiera.registry.models import ImportBatch, ImportRow
from filiera.registry.sheets.fields import SheetField
from filiera.registry.sheets.problems import CELL, UNKNOWN_TOWN

if TYPE_CHECKING:
    from django.db.models import QuerySet


def held_rows(batch: ImportBatch) -> QuerySet[ImportRow]:
    """Find the rows that are the same as an earlier one of the file which waits itself; they come in with it."""
    fates = ImportRow.Fate
    follows = batch.rows.filter(applied=False, fate__in=[fates.SAME, fates.UPDATE], candidate=None)
    return follows.filter(twin__fate__in=[fates.ASK, fates.LATER, fates.ERROR, fates.EMPTY])


def rows_without_a_kind(batch: ImportBatch) -> QuerySet[ImportRow]:
    """Find the rows of new organisations of which nothing says the kind."""
    rows = batch.rows.filter(fate=ImportRow.Fate.NEW)
    return rows.annotate(says=Cast("said", TextField())).exclude(says__contains=f'"field": "{SheetField.KIND}"')


def rows_without_a_value(batch: ImportBatch) -> QuerySet[ImportRow]:
    """Find the rows of which a wrong value, or the place of a town that nobody knows, stays out while the rest comes in."""
    rows = batch.rows.exclude(fate__in=[ImportRow.Fate.ERROR, ImportRow.Fate.EMPTY])
    return rows.annotate(wrong=Cast("errors", TextField())).filter(
        Q(wrong__contains=f'"level": "{CELL}"') | Q(wrong__contains=f'"code": "{UNKNOWN_TOWN}')
    )
