"""Names of organisations are blanked before a text is read."""

from __future__ import annotations

import pytest

from filiera.engine.reading_names import without_names


@pytest.mark.parametrize(
    ("text", "names", "left"),
    [
        ("Con Lotto Piccolo: gocce", ["Lotto Piccolo srl"], "Con (           ): gocce"),
        ("Con un lotto piccolo", ["Lotto Piccolo srl"], "Con un lotto piccolo"),
        ("corsi ITS a Crema", ["ITS"], "corsi ITS a Crema"),
        (
            "Socia del Polo della Cosmesi",
            ["Polo della Cosmesi (Polo Tecnologico della Cosmesi)"],
            "Socia del (                )",
        ),
        ("3V Sigma produce filtri solari", ["3V Sigma S.p.A."], "(      ) produce filtri solari"),
        ("Con e-Novia: sensori", ["e-Novia"], "Con (     ): sensori"),
        ("Pigmenti Addamo", ["Pigmenti Adda"], "Pigmenti Addamo"),
    ],
)
def test_names_are_blanked_and_the_length_stays(text: str, names: list[str], left: str) -> None:
    assert without_names(text, names) == left
    assert len(left) == len(text)
