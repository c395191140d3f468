"""Workbooks hold what they were given: text as text, days as days, moments in the time of the installation."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

from openpyxl import load_workbook

from filiera.common.workbook import MOST, Sheet, write_workbook


def test_a_sheet_holds_texts_numbers_days_and_moments() -> None:
    at = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
    rows = [["=1+1", 7, date(2026, 11, 25), at, None], [], ["a\x0bb" + "x" * (MOST + 5), 1.5, None, None, "ß"]]
    content = write_workbook(
        Sheet("T" * 40, ["Text", "Number", "Day", "Moment", "-"], rows, (30, 10), above=["For the office alone"]),
        Sheet("About", (), [["Date", date(2026, 11, 25)]]),
    )
    first, about = load_workbook(io.BytesIO(content)).worksheets
    held = [[cell.value for cell in row] for row in first.iter_rows()]

    assert (first.title, first.freeze_panes, first.column_dimensions["A"].width) == ("T" * 31, "A3", 30)
    assert [row[0] for row in held[:2]] == ["For the office alone", "Text"]
    assert [first.cell(row, 1).font.bold for row in (1, 2, 3)] == [True, True, False]
    assert held[2] == ["=1+1", 7, datetime(2026, 11, 25), datetime(2026, 11, 25, 10, 30), None]
    assert (first.cell(3, 1).data_type, first.cell(3, 1).number_format) == ("s", "@")
    assert held[-1] == ["ab" + "x" * (MOST - 2), 1.5, None, None, "ß"]
    assert [[cell.value for cell in row] for row in about.iter_rows()] == [["Date", datetime(2026, 11, 25)]]
