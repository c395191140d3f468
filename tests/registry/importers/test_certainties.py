"""How surely something is known, in the words of files: the same word says the same wherever it stands."""

from __future__ import annotations

import pytest

from filiera.registry.importers.certainties import certainty_written
from filiera.registry.operations.actors import certainty_of


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("seen", "SEEN"),
        ("Visto", "SEEN"),
        ("letto nella fonte", "SEEN"),
        ("confirmed", "SEEN"),
        ("low", "DECLARED"),
        ("dichiarato", "DECLARED"),
        ("a memoria", "MEMORY"),
        ("contestato", "DISPUTED"),
        ("high", "FILED"),
        ("atto pubblico", "FILED"),
    ],
)
def test_word_is_read_alike_in_sheets_and_in_the_folder_of_an_instance(word: str, meant: str) -> None:
    assert (certainty_written(word), certainty_of(word)) == (meant, meant)


@pytest.mark.parametrize("word", ["", "forse"])
def test_word_that_is_none_is_said_to_be_none_and_counts_as_memory_in_an_instance(word: str) -> None:
    assert (certainty_written(word), certainty_of(word)) == ("", "MEMORY")
