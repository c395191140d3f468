"""What the pages on merging show: two organisations side by side, what would move, merges made before."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from filiera.common.folding import fold
from filiera.registry import hooks
from filiera.registry.models import Merge, Organisation
from filiera.registry.queries.dependents import LEFT, organisation_dependents
from filiera.registry.queries.imports import COMPARED, Compared, compared
from filiera.registry.queries.known import KnownValues
from filiera.registry.sheets.fields import SheetField
from filiera.registry.wording import holder_words

MORE = (SheetField.PROVINCE, SheetField.GROUP, SheetField.STAGE, SheetField.SIZE, SheetField.FOUNDED)
CHOICES = 12


@dataclass(frozen=True, slots=True)
class Preview:
    """What a merge would do: values side by side, and what would move, in words."""

    values: tuple[Compared, ...]
    moves: tuple[str, ...]


def beside(first: int, second: int, known: KnownValues) -> tuple[Compared, ...]:
    """Set the values of two organisations side by side, where either says something."""
    rows = []
    for field in (*COMPARED, *MORE):
        left, right = known.of(first, field), known.of(second, field)
        if left or right:
            rows.append(compared(field, left[:4], right[:4]))
    return tuple(rows)


def merge_preview(kept: Organisation, gone: Organisation) -> Preview:
    """Show what joining two organisations would do."""
    known = KnownValues([kept.pk, gone.pk])
    moves = []
    for dependent in organisation_dependents():
        label = dependent.model._meta.label
        if dependent.label in LEFT or label in hooks.derived:
            continue
        number = dependent.rows([gone.pk]).count()
        if number:
            moves.append(holder_words(label, number))
    return Preview(beside(kept.pk, gone.pk, known), tuple(moves))


def organisations_meant(text: str) -> list[Organisation]:
    """Find who is meant by a public id or a name: that very one, else those whose names hold the words; at most CHOICES."""
    rows = Organisation.objects.filter(merged_into=None)
    exact = list(rows.filter(Q(code=text.strip()) | Q(name__iexact=text.strip()))[:2])
    if len(exact) == 1:
        return exact
    folded = fold(text)
    if not folded:
        return []
    named = rows.filter(Q(search_name__contains=folded) | Q(aliases__search_name__contains=folded)).distinct()
    return list(named.order_by("search_name", "pk")[:CHOICES])


def merges_made() -> QuerySet[Merge]:
    """Find the merges, the newest first."""
    return Merge.objects.select_related("kept", "gone", "merged_by").defer("moved").order_by("-merged_at", "-pk")
