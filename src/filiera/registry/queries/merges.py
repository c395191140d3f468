"""What the pages on merging show: two organisations side by side, what would move, merges made before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from filiera.common.folding import fold
from filiera.common.in_words import moment
from filiera.registry import hooks
from filiera.registry.enums import Scheme
from filiera.registry.models import Identifier, Merge, Organisation
from filiera.registry.queries.dependents import LEFT, held_by, organisation_dependents
from filiera.registry.queries.imports import COMPARED, Compared, compared
from filiera.registry.queries.known import KnownValues
from filiera.registry.sheets.fields import SheetField
from filiera.registry.wording import holder_words, scheme_label

MORE = (SheetField.PROVINCE, SheetField.GROUP, SheetField.STAGE, SheetField.SIZE, SheetField.FOUNDED)
CHOICES = 12
HARD = (Scheme.VAT, Scheme.FISCAL, Scheme.ROR, Scheme.PIC)
"""Registers in which an organisation has one number, so that two numbers are nearly always two organisations."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a merge would do: values side by side, and what would move, in words.

    `clashes` say which identifiers speak against it; `gone_is_fuller`: more is said of the one that would go.
    """

    values: tuple[Compared, ...]
    moves: tuple[str, ...]
    clashes: tuple[str, ...] = ()
    gone_is_fuller: bool = False


@dataclass(frozen=True, slots=True)
class Joined:
    """An organisation that is part of another already, and that other."""

    gone: Organisation
    kept: Organisation


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
    full = fullness([kept.pk, gone.pk])
    return Preview(
        beside(kept.pk, gone.pk, known),
        tuple(moves),
        identifier_clashes(kept, gone),
        gone_is_fuller=full.get(gone.pk, 0) > full.get(kept.pk, 0),
    )


def fullness(organisation_ids: Collection[int]) -> dict[int, int]:
    """Count all that hangs on some organisations; nothing that is computed counts. A query for each foreign key."""
    held = held_by(organisation_ids, but={}, without={*hooks.derived, "registry.Merge"})
    return {pk: counts.total() for pk, counts in held.items()}


def identifier_clashes(kept: Organisation, gone: Organisation) -> tuple[str, ...]:
    """Say which identifiers, of those that one organisation alone may hold, both have and differ in. One query."""
    held: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    rows = Identifier.objects.filter(organisation__in=[kept.pk, gone.pk], scheme__in=HARD)
    for scheme, owner, value in rows.values_list("scheme", "organisation_id", "value"):
        held[scheme][owner].add(value)
    out = []
    for scheme in HARD:
        left, right = held[scheme][kept.pk], held[scheme][gone.pk]
        if left and right and left.isdisjoint(right):
            words = {"scheme": scheme_label(scheme), "left": min(left), "right": min(right)}
            out.append(_("%(scheme)s: %(left)s and %(right)s") % words)
    return tuple(out)


def joined_already(text: str) -> Joined | None:
    """Find the organisation of a public id that has been joined to another, with the one that stands in the end."""
    gone: Organisation | None = Organisation.objects.filter(code=text.strip(), merged_into__isnull=False).first()
    if gone is None:
        return None
    kept = gone
    while kept.merged_into is not None:
        kept = kept.merged_into
    return Joined(gone, kept)


def joined_words(gone: Organisation) -> str:
    """Say to whom an organisation has been joined already, by whom and when: one query."""
    merge = merges_made().filter(gone=gone, undone_at=None).first()
    if merge is None:
        return _("%(name)s has been joined to another already.") % {"name": gone.name}
    words = {"gone": gone.name, "kept": merge.kept.name, "who": str(merge.merged_by), "when": moment(merge.merged_at)}
    if merge.merged_by is None:
        return _("%(gone)s is part of %(kept)s already, since %(when)s.") % words
    return _("%(gone)s is part of %(kept)s already: %(who)s joined them on %(when)s.") % words


def is_named(organisation: Organisation, text: str) -> bool:
    """Tell whether a text is the very public id or name of an organisation, case aside."""
    return text.strip().casefold() in (organisation.code, organisation.name.casefold())


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
