"""Faults of files in plain words, and tables of plain text."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest
from django.utils.translation import override

from filiera.common.terminal import file_problem, table

if TYPE_CHECKING:
    from pathlib import Path

WORDS = {
    errno.ENOENT: (
        "There is no file “x.xlsx”. Check its name and its folder.",
        "Il file «x.xlsx» non c’è. Controlla il nome e la cartella.",
    ),
    errno.EISDIR: (
        "“x.xlsx” is a folder. Name a file in it.",
        "«x.xlsx» è una cartella. Indica un file che sta lì dentro.",
    ),
    errno.ENOTDIR: (
        "“x.xlsx” is not in a folder. Check the path.",
        "«x.xlsx» non sta in una cartella. Controlla il percorso.",
    ),
    errno.EACCES: (
        "“x.xlsx” is closed to whoever runs this command. Change its permissions, or copy it.",
        "Chi dà questo comando non può aprire «x.xlsx». Cambia i permessi del file, o fanne una copia.",
    ),
    errno.ENOSPC: (
        "“x.xlsx” cannot be read or written: no space. Check the disk, then try again.",
        "«x.xlsx» non si legge o non si scrive: no space. Controlla il disco, poi riprova.",
    ),
}


@pytest.mark.parametrize("number", WORDS)
@pytest.mark.parametrize(("place", "lang"), [(0, "en"), (1, "it")])
def test_fault_of_a_file_is_said_with_its_remedy(number: int, place: int, lang: str) -> None:
    with override(lang):
        assert file_problem(OSError(number, "no space", "x.xlsx")) == WORDS[number][place]


def test_fault_that_names_no_file_takes_the_path_given(tmp_path: Path) -> None:
    with override("en"):
        assert file_problem(FileNotFoundError(), tmp_path / "a.csv").startswith(f"There is no file “{tmp_path}/a.csv”")


def test_table_has_its_header_and_columns_as_wide_as_their_values() -> None:
    assert table(("A", "Long head"), [("value", ""), ("b", "c")]) == "A      Long head\nvalue\nb      c"
    assert table(("A", "B"), []) == "A  B"
