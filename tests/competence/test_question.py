"""What a question says besides what it asks for."""

from __future__ import annotations

import pytest

from filiera.competence.question import is_about_quantity, is_inside


def test_inside_is_the_whole_of_it() -> None:
    assert is_inside(3, 5, [(0, 6)])
    assert not is_inside(3, 8, [(0, 6)])


@pytest.mark.parametrize(
    ("text", "is_said"),
    [
        ("riempire una crema, lotti da 2.000 pezzi", True),
        ("chi ha un ordine minimo basso?", True),
        ("who fills runs of 500 tubes, low MOQ", True),
        ("challenge test secondo ISO 11930", False),
        ("un laboratorio che lottizza", False),
        ("a course for formulators", False),
    ],
)
def test_quantity_is_heard_where_it_is_said(text: str, is_said: bool) -> None:
    assert is_about_quantity(text) is is_said
