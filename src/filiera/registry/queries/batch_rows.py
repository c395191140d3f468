"""Rows of a batch that no single fate tells: those that wait for an earlier row, those that lack a value that
is wrong, those of which nothing says the kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q, TextField
from django.db.models.functions import Cast

from filiera.registry.models import ImportBatch, ImportRow
from filiera.registry.sheets.fields import SheetField
from filiera.registry.sheets.problems import CELL, UNKNOWN_TOWN

if TYPE_CHECKING:
    from django.db.models import QuerySet


READY = (ImportRow.Fate.SAME, ImportRow.Fate.UPDATE, ImportRow.Fate.NEW)


@dataclass(frozen=True, slots=True)
class Coming:
    """How many rows come in now, by what they are."""

    new: int
    update: int
    identical: int


def rows_ready(batch: ImportBatch) -> QuerySet[ImportRow]:
    """Give the rows that may come in now; one that follows an earlier row waits until that one is in."""
    ready = batch.rows.filter(applied=False, fate__in=READY)
    return ready.filter(Q(twin=None) | Q(twin__organisation__isnull=False) | Q(candidate__isnull=False))


def coming_in(batch: ImportBatch) -> Coming:
    """Count the rows that come in now, those in the register already left out; one behind a row of now comes in too."""
    fates = ImportRow.Fate
    waiting = held_rows(batch).values("pk")
    rows = batch.rows.filter(applied=False, fate__in=READY).exclude(pk__in=waiting)
    found = dict(rows.order_by().values_list("fate").annotate(n=Count("pk")))
    return Coming(found.get(fates.NEW, 0), found.get(fates.UPDATE, 0), found.get(fates.SAME, 0))


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
