"""Forms that hold rows of boxes, as many as are asked for: rows are added without a script, by a button that sends the form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

MORE = 3
"""Empty rows that stand ready, and that come with each press of the button."""

MOST = 60


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row as it is drawn: its number from 1, and its boxes."""

    number: int
    fields: tuple[BoundField, ...]


class RowsForm(forms.Form):
    """A form with rows of boxes: `row_fields` gives those of a row; the box of the third row is `points-2`."""

    def __init__(self, *args: Any, rows: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.count = min(MOST, max(MORE, rows))
        self.row = tuple(self.row_fields())
        for place in range(self.count):
            boxes = self.row_fields()
            for box in boxes.values():
                box.unmarked = True  # type: ignore[attr-defined] # of a row that may stay empty each box may
            self.fields |= {f"{name}-{place}": box for name, box in boxes.items()}

    def row_fields(self) -> dict[str, forms.Field]:
        """Make the boxes of one row by their names: none, where a form has only what stands above."""
        return {}

    def heads(self) -> list[BoundField]:
        """Give the boxes that stand above the rows."""
        return [field for field in self if "-" not in field.name]

    def row_lines(self) -> list[ShownRow]:
        """Give the rows to be drawn."""
        return [ShownRow(place + 1, tuple(self[f"{name}-{place}"] for name in self.row)) for place in range(self.count)]

    def rows_said(self) -> list[tuple[int, dict[str, Any]]]:
        """Give the rows in which something was written, by their place, in their order."""
        found = [
            (place, {name: self.cleaned_data.get(f"{name}-{place}") for name in self.row})
            for place in range(self.count)
        ]
        return [(place, row) for place, row in found if any(value not in (None, "", False) for value in row.values())]


def rows_sent(data: Mapping[str, Any]) -> int:
    """Give how many rows a form was sent with."""
    sent = str(data.get("rows", ""))
    return min(MOST, int(sent)) if sent.isdecimal() and len(sent) < 4 else 0


def initial_rows(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Give what stands in rows, as the form's boxes are called."""
    return {f"{name}-{place}": value for place, row in enumerate(rows) for name, value in row.items()}
