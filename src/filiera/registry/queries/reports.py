"""What a batch did to the register, and what its undo left standing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext as _

from filiera.registry.models import ImportBatch, ImportedValue, Merge, Organisation
from filiera.registry.queries.dependents import GOES_ALONG, held_by, in_chunks
from filiera.registry.wording import holder_words

SHOWN = 100
MERGES = Merge._meta.label


@dataclass(frozen=True, slots=True)
class Brought:
    """What came in with a batch: organisations registered, organisations that gained something, values kept."""

    registered: tuple[Organisation, ...]
    more: int
    touched: int
    values: int


@dataclass(frozen=True, slots=True)
class Standing:
    """An organisation that an undo left, and why; `is_joined` while it is joined with another, and may be parted."""

    name: str
    code: str
    why: str
    is_joined: bool = False


@dataclass(frozen=True, slots=True)
class Undone:
    """What is left after an undo: organisations gone and still there, values that another sheet says too, organisations
    whose values somebody had changed, and organisations of which other sources say now what the file said.
    """

    removed: int
    stays: int
    handed: int
    changed: int
    told: int = 0

    @property
    def is_gone(self) -> bool:
        """Tell whether nothing of the batch is left."""
        return not (self.stays or self.handed or self.changed)

    @property
    def is_whole(self) -> bool:
        """Tell whether the register is as before the batch."""
        return self.is_gone and not self.told


def undone(batch: ImportBatch) -> Undone:
    """Count what the undo of a batch removed, and what of it is left today: other undos may have come since."""
    report = batch.report
    stays = report.get("stays", [])
    there = Organisation.objects.filter(pk__in=[one["id"] for one in stays]).count()
    return Undone(
        removed=report.get("removed", 0) + len(stays) - there,
        stays=there,
        handed=_still_handed(report),
        changed=len(report.get("columns", [])),
        told=_still_told(report.get("told", [])),
    )


def _still_handed(report: Mapping[str, Any]) -> int:
    """Count the values that passed to other sheets and are still there: they go when the last of those sheets goes."""
    handed = report.get("handed", {})
    if isinstance(handed, int):  # the undo kept no more than their number
        return handed
    return sum(_still_there(label, ids) for label, ids in handed.items())


def _still_told(told: Sequence[Mapping[str, Any]]) -> int:
    """Count the organisations of which the register still says something as other sources told it at the undo."""
    wanted = {one["id"]: one["columns"] for one in told}
    number = 0
    for some in in_chunks(wanted):
        for row in Organisation.objects.filter(pk__in=some):
            said = {field.name: field for field in row._meta.concrete_fields if field.name in wanted[row.pk]}
            number += any(field.value_to_string(row) == wanted[row.pk][name] for name, field in said.items())
    return number


def _still_there(label: str, ids: int | list[int]) -> int:
    if isinstance(ids, int):
        return ids
    rows = apps.get_model(label)._base_manager
    return sum(rows.filter(pk__in=some).count() for some in in_chunks(ids))


def brought_in(batch: ImportBatch) -> Brought:
    """Count and list what a batch brought in. Four queries."""
    rows = batch.rows.filter(applied=True)
    entered = rows.filter(fate="NEW", organisation__isnull=False).values("organisation")
    new = Organisation.objects.filter(pk__in=entered).order_by("search_name")
    count = new.count()
    gained = rows.filter(fate="UPDATE", organisation__isnull=False).exclude(organisation__in=entered)
    touched = gained.order_by().values("organisation").distinct().count()
    values = ImportedValue.objects.filter(row__batch=batch).count()
    return Brought(tuple(new[:SHOWN]), max(0, count - SHOWN), touched, values)


def left_standing(batch: ImportBatch) -> list[Standing]:
    """List the organisations that an undo did not remove and that are still there, with what hangs on them now.

    A merge that was undone holds nobody any more.
    """
    stays = batch.report.get("stays", [])
    ids = [one["id"] for one in stays]
    codes = dict(Organisation.objects.filter(pk__in=ids).values_list("pk", "code"))
    parted = Merge.objects.filter(Q(kept__in=codes) | Q(gone__in=codes), undone_at__isnull=False)
    held = held_by(codes, but={MERGES: set(parted.values_list("pk", flat=True))}, without=GOES_ALONG)
    return [
        Standing(one["name"], codes[one["id"]], _holders(held.get(one["id"], {})), MERGES in held.get(one["id"], {}))
        for one in stays
        if one["id"] in codes
    ]


def _holders(held: Mapping[str, int]) -> str:
    said = [holder_words(label, number) for label, number in sorted(held.items())]
    return _(" and ").join(said) or _("nothing any more")
