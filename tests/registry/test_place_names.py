"""Places by the names that people use for them."""

from __future__ import annotations

import pytest

from filiera.registry.queries.places import centre_meant, municipality_meant

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("said", "town"),
    [("Brianza", "Monza"), ("brianza", "Monza"), ("MB", "Monza"), ("Cremasco", "Crema"), ("Crema", "Crema")],
)
def test_part_of_the_region_is_looked_for_around_its_town(said: str, town: str) -> None:
    centre = centre_meant(said)
    assert centre is not None
    assert centre.name == town


@pytest.mark.parametrize("said", ["co", "so", "Nessun Luogo", ""])
def test_small_word_is_no_place(said: str) -> None:
    assert centre_meant(said) is None


def test_part_of_the_region_is_no_town_of_a_sheet() -> None:
    assert municipality_meant("Brianza") is None
