"""Boxes of words: when they overlap, when they are free, how long names are cut."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from filiera.pictures.labels import Box, is_free, shorten, text_box


def test_boxes_that_share_an_edge_do_not_overlap() -> None:
    assert not Box(0, 0, 10, 10).overlaps(Box(10, 0, 20, 10))


def test_boxes_that_share_an_area_overlap() -> None:
    assert Box(0, 0, 10, 10).overlaps(Box(9, 9, 20, 20))


def test_text_box_ends_at_its_anchor() -> None:
    assert text_box("ooo", 100, 50, 10, "end") == Box(100 - 3 * 5.8, 50 - 8.2, 100, 50 + 2.6)


def test_is_free_refuses_a_box_outside_the_frame() -> None:
    assert not is_free(Box(-1, 0, 5, 5), [], Box(0, 0, 10, 10))


def test_shorten_cuts_in_the_middle() -> None:
    assert shorten("Università degli Studi di Milano-Bicocca", 30) == "Università … Milano-Bicocca"


def test_shorten_keeps_a_name_that_fits() -> None:
    assert shorten("Alba Cosmetici", 30) == "Alba Cosmetici"


@given(st.text(min_size=1, max_size=80), st.integers(min_value=4, max_value=40))
def test_shorten_never_exceeds_its_length(text: str, at_most: int) -> None:
    assert len(shorten(text, at_most)) <= at_most


def test_shorten_drops_brackets_before_it_cuts() -> None:
    assert shorten("Polo della Cosmesi (Polo Tecnologico)", 30) == "Polo della Cosmesi"
