"""Take out of organisations' columns what a batch wrote: put them back, then let the facts that stand feed them again.

One rule for sheets and for research organisations. The facts of the batch are gone by now.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from filiera.registry.models import Organisation
from filiera.registry.operations.columns import Change, Snapshot, changed, set_back, set_columns, snapshot
from filiera.registry.operations.other_rows import OtherRows
from filiera.registry.operations.refresh import carry_columns
from filiera.registry.queries.dependents import in_chunks

AT_ONCE = 500
TOUCHED = "updated_at"


@dataclass(slots=True)
class PutBack:
    """What came of it, by organisation: its name, the columns that somebody changed since and that stay, those that other
    sources feed now, and of these the ones that say something else than just before; with their values as text.
    """

    names: dict[int, str] = field(default_factory=dict)
    stayed: dict[int, list[str]] = field(default_factory=dict)
    told: dict[int, Snapshot] = field(default_factory=dict)
    moved: dict[int, Snapshot] = field(default_factory=dict)

    def as_report(self, *, handed: Collection[int]) -> dict[str, list[dict[str, Any]]]:
        """Give it as a batch keeps it. That values of `handed` organisations passed on is told apart: of those only what
        the register says otherwise than just before.
        """
        columns = [{"name": self.names[pk], "columns": names} for pk, names in self.stayed.items()]
        said = {pk: self.moved.get(pk, {}) if pk in handed else values for pk, values in self.told.items()}
        told = [{"id": pk, "name": self.names[pk], "columns": values} for pk, values in said.items() if values]
        return {"columns": columns, "told": told}


def put_back(*, changes: Mapping[int, Sequence[Change]], others: OtherRows) -> PutBack:
    """Put the columns of organisations back and feed them from the facts that stand.

    `changes` gives, by organisation, what the rows of the batch changed, the last row first. What the facts feed is taken
    on by the rows of other batches, which put it back when they are taken back themselves; they are not saved.
    """
    out = PutBack()
    for some in in_chunks(changes, AT_ONCE):
        found = Organisation.objects.filter(pk__in=some).select_related("group", "stage", "province")
        _put_back_some(list(found), changes, others, out)
    return out


def _put_back_some(
    organisations: Sequence[Organisation], changes: Mapping[int, Sequence[Change]], others: OtherRows, out: PutBack
) -> None:
    held = {one.pk: snapshot(one) for one in organisations}
    stayed: dict[int, list[str]] = {}
    for one in organisations:
        for change in changes[one.pk]:
            stayed.setdefault(one.pk, []).extend(set_back(one, change)[1])
            others.relink(one.pk, change)
    before = {one.pk: snapshot(one) for one in organisations}
    carry_columns(organisations=organisations)
    written: list[Organisation] = []
    columns: set[str] = set()
    for one in organisations:
        kept = list(dict.fromkeys(stayed.get(one.pk, ())))
        set_columns(one, {name: before[one.pk][name] for name in kept})
        now = snapshot(one)
        told = {name: now[name] for name in changed(before[one.pk], now)}
        if told:
            now |= _touched(one, now=now, held=held[one.pk])
            others.take_on(one.pk, changed(before[one.pk], now))
            out.told[one.pk] = told
            out.moved[one.pk] = {name: text for name, text in told.items() if text != held[one.pk][name]}
        if kept:
            out.stayed[one.pk] = kept
        out.names[one.pk] = one.name
        differs = changed(held[one.pk], now)
        if differs:
            written.append(one)
            columns |= differs.keys()
    if written:
        Organisation.objects.bulk_update(written, sorted(columns))  # past `auto_now`


def _touched(organisation: Organisation, *, now: Snapshot, held: Snapshot) -> Snapshot:
    """Say when an organisation came to be what it is: now, or where nothing differs from what it was, when that was."""
    if changed(held, now).keys() - {TOUCHED}:
        organisation.updated_at = timezone.now()
    else:
        set_columns(organisation, {TOUCHED: held[TOUCHED]})
    return {TOUCHED: snapshot(organisation)[TOUCHED]}
