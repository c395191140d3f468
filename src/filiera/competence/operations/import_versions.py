"""The earlier versions of evidence, so that an undo puts back only what an import that stands has brought."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import Any

from filiera.registry.models import ImportBatch, ImportRow


class Versions:
    """What batches wrote over, newest first, read when it is first asked for; keep one for a whole undo."""

    def __init__(self, batch: ImportBatch) -> None:
        """Look at the batch that is taken back, and at all of its kind before it."""
        self._batch = batch

    def standing(self, before: dict[str, Any]) -> dict[str, Any] | None:
        """Give the newest of a version and those before it that an import still vouches for; None where there is none.

        A version of evidence that no import brought, or whose import is no more, stands. One whose own import was taken
        back stands by another import that met it again unchanged, and is then that import's.
        """
        found, writer = before, self._batch.pk
        while found["batch_id"] in self._undone:
            uid, undone = found["uid"], found["batch_id"]
            if others := [pk for pk in self._met[uid] if undone < pk < writer]:
                return {**found, "batch_id": max(others)}
            older = [one for one in self._written_over[uid] if one[0] <= undone and one[0] < writer]
            if not older:
                return None
            writer = max(older)[0]
            _line, row_pk = min(row for batch_pk, row in older if batch_pk == writer)
            found = ImportRow.objects.values_list("undo", flat=True).get(pk=row_pk)
        return found

    @cached_property
    def _undone(self) -> set[int]:
        rows = ImportBatch.objects.filter(state=ImportBatch.State.UNDONE)
        return {self._batch.pk, *rows.values_list("pk", flat=True)}

    @cached_property
    def _written_over(self) -> dict[str, list[tuple[int, tuple[int, int]]]]:
        """Give, by uid, the batches that wrote over it, each with line and id of the row that says what was there."""
        rows = ImportRow.objects.filter(
            fate=ImportRow.Fate.UPDATE, batch__kind=self._batch.kind, batch_id__lt=self._batch.pk
        )
        found: dict[str, list[tuple[int, tuple[int, int]]]] = defaultdict(list)
        for uid, batch_pk, line, pk in rows.values_list("undo__uid", "batch_id", "line", "pk").iterator():
            found[uid].append((batch_pk, (line, pk)))
        return found

    @cached_property
    def _met(self) -> dict[str, list[int]]:
        """Give, by uid, the standing batches that met it again unchanged."""
        rows = ImportRow.objects.filter(
            fate=ImportRow.Fate.SAME, batch__kind=self._batch.kind, batch_id__lt=self._batch.pk
        )
        found: dict[str, list[int]] = defaultdict(list)
        for batch_pk, uids in rows.exclude(batch__state=ImportBatch.State.UNDONE).values_list("batch_id", "raw"):
            for uid in uids:
                found[uid].append(batch_pk)
        return found
