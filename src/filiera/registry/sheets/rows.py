"""Read one row of a sheet as a statement about one organisation, with everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from filiera.registry.sheets.dividers import EMPTY, Shape, divides, name_in
from filiera.registry.sheets.fields import SheetField
from filiera.registry.sheets.kinds import kind_in_name
from filiera.registry.sheets.problems import CELL, ERROR, Problem
from filiera.registry.sheets.values import read_value
from filiera.registry.sheets.vocabulary import Vocabulary

Columns = Mapping[int, SheetField]
"""Which column (index from 0) becomes what."""

ITALY = "IT"


@dataclass(frozen=True, slots=True)
class Stated:
    """One value that a row states: its field, column (index and heading), the text as written, the value it comes to.

    One that `is_derived` is read from the value of another field, and gives way to any that is stated.
    """

    field: str
    column: int
    header: str
    text: str
    value: str
    is_derived: bool = False

    def as_json(self) -> dict[str, Any]:
        """Give it as it is stored with its row."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class RowRead:
    """A row as read. `nothing` says why it is no organisation: `empty`, `total`, `section`, `note`; else nothing."""

    stated: tuple[Stated, ...] = ()
    problems: tuple[Problem, ...] = ()
    nothing: str = ""

    @property
    def has_error(self) -> bool:
        """Tell whether the row must stay out until it is mended."""
        return any(problem.level == ERROR for problem in self.problems)

    def first(self, field: SheetField) -> str:
        """Give the first value stated of a field, or an empty text."""
        return first_value(self.stated, field)


def first_value(stated: Sequence[Stated], field: str) -> str:
    """Give the first value stated of a field, or an empty text."""
    return next((one.value for one in stated if one.field == field and one.value), "")


def read_row(
    cells: Sequence[str],
    headers: Sequence[str],
    mapping: Columns,
    vocabulary: Vocabulary,
    shape: Shape | None = None,
) -> RowRead:
    """Read the cells of a row by the columns chosen for them; without a `shape` it is an organisation in any case.

    A wrong value keeps its own cell out; only the name, or too many cells, keep the whole row out.
    """
    if not any(cells):
        return RowRead(nothing=EMPTY)
    nothing = divides(cells, mapping, shape, vocabulary) if shape else ""
    if nothing:
        return RowRead(nothing=nothing)
    by_field = {field: index for index, field in mapping.items()}
    name = name_in(cells, mapping)
    stated: list[Stated] = []
    problems: list[Problem] = []
    for index, field in sorted(mapping.items()):
        text = cells[index] if index < len(cells) else ""
        read = read_value(field, text, vocabulary)
        if read.problem:
            level = CELL if read.problem.level == ERROR and field != SheetField.NAME else read.problem.level
            problems.append(replace(read.problem, column=index, level=level))
        if read.value:
            stated.append(Stated(field, index, headers[index], text, read.value))
    if not name:
        problems.insert(0, Problem("no-name", column=by_field.get(SheetField.NAME)))
    if len(cells) > len(headers):
        problems.append(Problem("too-many-cells", value=" | ".join(cells[len(headers) :])[:200]))
    stated += _kind_by_name(stated)
    stated, early = without_early_membership(stated, [first_value(stated, SheetField.FOUNDED)])
    problems += early
    return _settle_place(RowRead(tuple(stated), tuple(problems)), cells, headers, by_field, vocabulary)


def without_early_membership(stated: Sequence[Stated], founded: Iterable[str]) -> tuple[list[Stated], list[Problem]]:
    """Leave out a membership that would be older than its organisation; give what stays, and what is wrong.

    `founded` are the years in which the organisation was founded, as known; the earliest counts, texts aside.
    """
    years = [int(year[:4]) for year in founded if year[:4].isdecimal()]
    early = [
        one for one in stated if one.field == SheetField.MEMBER_SINCE and years and int(one.value[:4]) < min(years)
    ]
    told = {"year": str(min(years, default=0))}
    wrong = [Problem("member-before-founded", CELL, one.column, one.text, params=told) for one in early]
    return [one for one in stated if one not in early], wrong


def _kind_by_name(stated: Sequence[Stated]) -> list[Stated]:
    """Read the kind from the name, or the legal name, where no column says it."""
    if any(one.field == SheetField.KIND for one in stated):
        return []
    for one in sorted(stated, key=lambda one: one.field != SheetField.NAME):
        kind = kind_in_name(one.value) if one.field in (SheetField.NAME, SheetField.LEGAL_NAME) else ""
        if kind:
            return [replace(one, field=SheetField.KIND, value=kind, is_derived=True)]
    return []


def _settle_place(
    row: RowRead,
    cells: Sequence[str],
    headers: Sequence[str],
    by_field: Mapping[SheetField, int],
    vocabulary: Vocabulary,
) -> RowRead:
    """Let the province settle which town is meant, and the town say its province and country; foreign towns stay text."""
    at = by_field.get(SheetField.TOWN)
    text = cells[at] if at is not None and at < len(cells) else ""
    if not text or at is None:
        return row
    country = row.first(SheetField.COUNTRY)
    others = tuple(p for p in row.problems if p.column != at)
    rest = tuple(one for one in row.stated if one.field != SheetField.TOWN)
    if country and country != ITALY:
        return RowRead((*rest, Stated(SheetField.TOWN, at, headers[at], text, text[:120])), others)
    town, tail = vocabulary.split_town(text)
    province = row.first(SheetField.PROVINCE) or tail
    found = vocabulary.towns_meant(town, province)
    if len(found) != 1:
        elsewhere = vocabulary.towns_meant(town) if province and not found else ()
        if elsewhere:
            wrong = Problem("other-province", CELL, at, value=text, choices=tuple(
                f"{place.name} ({place.province})" for place in elsewhere[:4]
            ))  # fmt: skip
            return RowRead(rest, (*others, wrong))
        return row
    added = [Stated(SheetField.TOWN, at, headers[at], text, found[0].name)]
    if tail and not row.first(SheetField.PROVINCE):
        added.append(Stated(SheetField.PROVINCE, at, headers[at], text, tail))
    return RowRead((*rest, *added), others)
