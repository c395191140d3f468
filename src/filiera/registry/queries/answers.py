"""What people answered and chose once, which is not asked again: listed with what it was about, so that it can be forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from filiera.registry.models import (
    DuplicateDecision,
    ImportBatch,
    ImportRow,
    Organisation,
    RememberedColumns,
    TwinDecision,
)
from filiera.registry.sheets.fields import SheetField
from filiera.registry.sheets.headers import signature_of
from filiera.registry.sheets.rows import Stated, first_value
from filiera.registry.wording import field_label

PAIR, ROWS, COLUMNS = "pair", "rows", "columns"
KINDS: dict[str, type[models.Model]] = {PAIR: DuplicateDecision, ROWS: TwinDecision, COLUMNS: RememberedColumns}
"""A name and an organisation, two rows of one file, the columns of a set of headings."""

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing that is remembered: about what it is, what it is set beside, the answer, who gave it and when.

    `key` names it in the command, as `pair-12`; `organisation` is the one of the register that it is about, if any.
    """

    kind: str
    pk: int
    about: str
    place: str
    beside: str
    organisation: Organisation | None
    verdict: str
    by: str
    at: datetime

    @property
    def key(self) -> str:
        """Give its name in the command."""
        return f"{self.kind}-{self.pk}"


def remembered_keys() -> list[Key]:
    """List all that is remembered, the newest first. Three queries."""
    found: list[tuple[datetime, str, int]] = []
    for kind, model in KINDS.items():
        rows = model._default_manager.all()
        shown = rows if kind == COLUMNS else rows.filter(copy_of=None)
        found.extend((at, kind, pk) for at, pk in shown.values_list("decided_at", "pk"))
    return [(kind, pk) for _at, kind, pk in sorted(found, reverse=True)]


def answers(keys: Sequence[Key]) -> list[Answer]:
    """Give some of what is remembered as it is shown, in the order asked. A constant number of queries."""
    rows = {kind: _rows(kind, [pk for one, pk in keys if one == kind]) for kind in KINDS}
    prints = {row.fingerprint for row in rows[PAIR].values() if not row.said.get("name")}
    prints |= {value for row in rows[ROWS].values() for value in (row.first, row.second)}
    places = _places(prints)
    others = {row.said["other"] for row in rows[PAIR].values() if row.said.get("other")}
    names = dict(Organisation.objects.filter(code__in=others).values_list("code", "name"))
    out = []
    for kind, pk in keys:
        row = rows[kind].get(pk)
        if row is not None:
            out.append(
                _pair(row, places, names) if kind == PAIR else _twins(row, places) if kind == ROWS else _columns(row)
            )
    return out


def given_in(batch: ImportBatch) -> dict[str, QuerySet[Any]]:
    """Find what people answered and chose while they brought a batch in, by kind."""
    prints = batch.rows.exclude(fingerprint="").values("fingerprint")
    about = DuplicateDecision.objects.filter(fingerprint__in=prints, said__file=batch.file_name)
    pairs = DuplicateDecision.objects.filter(Q(pk__in=about) | Q(copies__in=about), copy_of=None).distinct()
    between = TwinDecision.objects.filter(first__in=prints, second__in=prints)
    twins = TwinDecision.objects.filter(Q(pk__in=between) | Q(copies__in=between), copy_of=None).distinct()
    columns = RememberedColumns.objects.filter(signature=signature_of(batch.headers))
    return {
        kind: rows.filter(decided_at__gte=batch.created_at)
        for kind, rows in ((PAIR, pairs), (ROWS, twins), (COLUMNS, columns))
    }


def given_count(batch: ImportBatch) -> int:
    """Count what people answered and chose while they brought a batch in. Three queries."""
    return sum(rows.count() for rows in given_in(batch).values())


def _rows(kind: str, ids: Sequence[int]) -> dict[int, Any]:
    rows = KINDS[kind]._default_manager.filter(pk__in=ids).select_related("decided_by")
    if kind == PAIR:
        rows = rows.select_related("organisation", "decided_by")
    return {row.pk: row for row in rows}


@dataclass(frozen=True, slots=True)
class _Place:
    name: str
    where: str


def _places(prints: set[str]) -> dict[str, _Place]:
    """Give, for each key of an answer, the newest row that it is about: its name, its file and line. One query."""
    rows = ImportRow.objects.filter(fingerprint__in=prints).order_by("pk")
    out = {}
    for fingerprint, said, line, file in rows.values_list("fingerprint", "said", "line", "batch__file_name"):
        name = first_value([Stated(**one) for one in said], SheetField.NAME)
        out[fingerprint] = _Place(name, _place(file, line))
    return out


def _place(file: str, line: int) -> str:
    return _("%(file)s, line %(line)s") % {"file": file, "line": line}


def _pair(row: DuplicateDecision, places: dict[str, _Place], names: dict[str, str]) -> Answer:
    said, known = row.said, places.get(row.fingerprint, _Place("", ""))
    where = _place(said["file"], said["line"]) if "file" in said and "line" in said else ""
    other = names.get(said.get("other", ""), said.get("other", ""))
    return _answer(
        PAIR,
        row,
        about=said.get("name") or other or known.name or _("a row that is not kept any more"),
        place=where or ("" if other else known.where),
        beside=row.organisation.name,
        organisation=row.organisation,
        verdict=row.get_verdict_display(),
    )


def _twins(row: TwinDecision, places: dict[str, _Place]) -> Answer:
    lost = _Place(_("a row that is not kept any more"), "")
    first, second = places.get(row.first, lost), places.get(row.second, lost)
    place = "; ".join(one.where for one in (first, second) if one.where)
    return _answer(
        ROWS,
        row,
        about=first.name,
        place=place,
        beside=second.name,
        organisation=None,
        verdict=row.get_verdict_display(),
    )


def _columns(row: RememberedColumns) -> Answer:
    choices = [
        _("%(heading)s: %(field)s")
        % {"heading": heading, "field": field_label(field) if field else _("Do not bring in")}
        for heading, field in sorted(row.choices.items())
    ]
    return _answer(
        COLUMNS,
        row,
        about=_("The columns of a sheet"),
        place="",
        beside="; ".join(choices),
        organisation=None,
        verdict=_("chosen"),
    )


def _answer(
    kind: str, row: Any, *, about: str, place: str, beside: str, organisation: Organisation | None, verdict: str
) -> Answer:
    by = str(row.decided_by) if row.decided_by else ""
    return Answer(kind, row.pk, about, place, beside, organisation, verdict, by, row.decided_at)
