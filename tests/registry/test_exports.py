"""Workbooks that the register writes: whatever a file held, they open again."""

from __future__ import annotations

import io

import openpyxl
import pytest

from factories.sheets import sheet_of, tried
from filiera.registry.exports import bad_rows_workbook

pytestmark = pytest.mark.django_db


def test_rows_to_correct_survive_control_characters_and_formulas() -> None:
    batch = tried(sheet_of(";Cre\x01ma;no", "Beta;Lodi;sì", head="Ragione sociale;Comune;=1+1"))
    book = openpyxl.load_workbook(io.BytesIO(bad_rows_workbook(batch)))
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[1]][:3] == ["Ragione sociale", "Comune", "=1+1"]
    assert {cell.data_type for cell in sheet[1]} == {"s"}
    assert [cell.value for cell in sheet[2]][1] == "Crema"
