"""Names in capitals as people would write them."""

from __future__ import annotations

import pytest

from filiera.registry.sheets.capitals import proper_name


@pytest.mark.parametrize(
    ("written", "proposed"),
    [
        ("POLITECNICO DI MILANO", "Politecnico di Milano"),
        ("UNIVERSITÀ DEGLI STUDI DELL'INSUBRIA", "Università degli Studi dell'Insubria"),
        ("L'ERBOLARIO SRL", "L'Erbolario SRL"),
        ("S.I.T. SPA", "S.I.T. SPA"),
        ("INTERCOS", "Intercos"),
        ("ENEA", "ENEA"),
        ("CNR DI MILANO", "CNR di Milano"),
        ("Vetreria OGLIO", "Vetreria OGLIO"),
        ("", ""),
    ],
)
def test_name_in_capitals_is_proposed_in_small_letters(written: str, proposed: str) -> None:
    assert proper_name(written) == proposed
