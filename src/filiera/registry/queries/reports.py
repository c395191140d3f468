"""What a batch did to the register, and what its undo left standing."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from filiera.registry.models import ImportBatch, ImportedValue, Organisation
from filiera.registry.wording import holder_words

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Brought:
    """What came in with a batch: organisations registered, organisations that gained something, values kept."""

    registered: tuple[Organisation, ...]
    more: int
    touched: int
    values: int


@dataclass(frozen=True, slots=True)
class Standing:
    """An organisation that an undo left, and why."""

    name: str
    code: str
    why: str


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo did: organisations removed and left, values that another sheet says too, organisations whose
    values somebody has changed since.
    """

    removed: int
    stays: int
    handed: int
    changed: int

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing of the batch is left."""
        return not (self.stays or self.handed or self.changed)


def undone(batch: ImportBatch) -> Undone:
    """Count what the undo of a batch removed and left."""
    report = batch.report
    handed = report.get("handed", 0)
    return Undone(
        report.get("removed", 0),
        len(report.get("stays", [])),
        handed if isinstance(handed, int) else sum(handed.values()),
        len(report.get("columns", [])),
    )


def brought_in(batch: ImportBatch) -> Brought:
    """Count and list what a batch brought in. Four queries."""
    rows = batch.rows.filter(applied=True)
    new = Organisation.objects.filter(pk__in=rows.filter(fate="NEW").values("organisation")).order_by("search_name")
    count = new.count()
    touched = rows.filter(fate="UPDATE").values("organisation").distinct().count()
    values = ImportedValue.objects.filter(row__batch=batch).count()
    return Brought(tuple(new[:SHOWN]), max(0, count - SHOWN), touched, values)


def left_standing(batch: ImportBatch) -> list[Standing]:
    """List the organisations that an undo did not remove, with what hangs on them."""
    stays = batch.report.get("stays", [])
    codes = dict(Organisation.objects.filter(pk__in=[one["id"] for one in stays]).values_list("pk", "code"))
    return [
        Standing(
            one["name"],
            codes.get(one["id"], ""),
            _(" and ").join(holder_words(label, number) for label, number in one["holds"].items()),
        )
        for one in stays
    ]
