"""The rows of other batches in the register that speak of some organisations: read once, changed in memory, saved once."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from filiera.registry.models import ImportBatch, ImportRow
from filiera.registry.operations.columns import linked
from filiera.registry.queries.dependents import in_chunks

if TYPE_CHECKING:
    from collections.abc import Collection

    from filiera.registry.operations.columns import Change

AT_ONCE = 300


class OtherRows:
    """What stands beside a batch that is taken back; `batches` gives, by id, those that the rows belong to."""

    def __init__(self, organisations: Collection[int], *, but: ImportBatch) -> None:
        self.by_organisation: dict[int, list[ImportRow]] = defaultdict(list)
        self._written: dict[int, ImportRow] = {}
        for some in in_chunks(organisations):
            rows = ImportRow.objects.filter(applied=True, organisation__in=some).exclude(batch=but)
            for row in rows.defer("raw", "reasons", "errors").order_by("pk"):
                self.by_organisation[row.organisation_id or 0].append(row)
        ids = {row.batch_id for rows in self.by_organisation.values() for row in rows}
        self.batches: dict[int, ImportBatch] = ImportBatch.objects.defer("guesses", "report", "counts").in_bulk(ids)

    def write(self, row: ImportRow, **undo: Any) -> None:
        """Change what an undo of a row's own batch does."""
        row.undo = {**row.undo, **undo}
        self._written[row.pk] = row

    def relink(self, organisation: int, change: Change) -> None:
        """Let the rows that changed the same columns after a change put back what was there before it."""
        for row in self.by_organisation.get(organisation, ()):
            theirs: Change = row.undo.get("changed", {})
            links = {
                name: [change[name][0], now]
                for name, (was, now) in theirs.items()
                if name in change and change[name][1] == was
            }
            if links:
                self.write(row, changed=theirs | links)

    def take_on(self, organisation: int, change: Change) -> None:
        """Let other rows put back what an undo changed: the one that a column's value was of, else the first of them."""
        rows = self.by_organisation.get(organisation, [])
        for name, (was, _now) in change.items():
            theirs = [(row, row.undo.get("changed", {})) for row in rows]
            before = [row for row, changed in theirs if name in changed and changed[name][1] == was]
            without = [row for row, changed in theirs if name not in changed]
            for row in [*before[-1:], *without[:1], *rows[:1]][:1]:
                self.write(row, changed=linked(row.undo.get("changed", {}), {name: change[name]}))

    def save(self) -> None:
        """Save the rows that were changed: one query for many."""
        ImportRow.objects.bulk_update(self._written.values(), ["undo"], batch_size=AT_ONCE)
        self._written = {}
