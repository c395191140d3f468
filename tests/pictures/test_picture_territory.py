"""The map: projection, circles, names that do not overlap."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiera.pictures.labels import text_box
from filiera.pictures.territory import (
    MAIN_SIZE,
    MINOR_SIZE,
    Around,
    Outline,
    Place,
    Territory,
    draw_ground,
    draw_map,
    fit,
    spot_radius,
)

RING = ((8.0, 44.0), (12.0, 44.0), (12.0, 47.0), (8.0, 47.0), (8.0, 44.0))
SQUARE = Territory((Outline("P", (RING,)),), ((10.0, 45.5),))
GROUND = draw_ground(SQUARE)


def place(name: str, lon: float, lat: float, total: int, in_filter: int, *, research: bool = False) -> Place:
    return Place(name, "XX", lon, lat, total, in_filter, research, f"/{name}")


def test_fit_puts_the_corners_on_the_margins() -> None:
    projection, height = fit([(8, 44), (12, 47)], 690, 8)
    assert projection.point(8, 47) == (8, 8)
    assert projection.point(12, 44) == (682, pytest.approx(height - 8))


def test_fit_is_true_to_shape_at_the_middle_latitude() -> None:
    projection, _ = fit([(8, 44), (12, 47)], 690, 8)
    x0, y0 = projection.point(10, 45.5)
    x1, y1 = projection.point(10 + 1 / math.cos(math.radians(45.5)), 46.5)
    assert x1 - x0 == pytest.approx(y0 - y1, abs=0.2)


def test_length_of_a_degree_is_its_kilometres() -> None:
    projection, _ = fit([(8, 44), (12, 47)], 690, 8)
    assert projection.length(111.195) == pytest.approx(projection.scale, abs=0.05)


@pytest.mark.parametrize(("count", "radius"), [(1, 6.0), (4, 8.6), (27, 16.9)])
def test_spot_radius_grows_with_the_root(count: int, radius: float) -> None:
    assert spot_radius(count) == radius


def test_ground_draws_one_zero_length_stroke_per_grain() -> None:
    assert (GROUND.grain_count, GROUND.grains.count("h0")) == (1, 1)


def test_ring_of_two_points_is_not_drawn() -> None:
    ground = draw_ground(Territory((Outline("P", (((8.0, 44.0), (9.0, 45.0)),)),), ()))
    assert ground.edges == ""


def test_place_partly_in_the_filter_has_an_open_circle_behind_its_filled_one() -> None:
    drawing = draw_map(GROUND, [place("Milano", 9, 45.5, 27, 6)])
    assert [(spot.inside, spot.radius) for spot in drawing.spots] == [(False, 16.9), (True, 9.8)]


def test_place_without_organisations_stays_a_grain() -> None:
    assert draw_map(GROUND, [place("Lodi", 9.5, 45.3, 0, 0)]).spots == ()


def test_research_is_sage_only_inside_the_filter() -> None:
    drawing = draw_map(GROUND, [place("Pavia", 9, 45, 3, 2, research=True)])
    assert [spot.research for spot in drawing.spots] == [False, True]


def test_radius_filter_draws_its_ring() -> None:
    ring = draw_map(GROUND, [], Around(10, 45.5, 20)).ring
    assert ring is not None
    assert ring.radius == GROUND.projection.length(20)


PLACES = st.lists(
    st.builds(
        place,
        st.sampled_from(["Milano", "Crema", "Lodi", "Bergamo", "Cinisello Balsamo", "Monza", "Como"]),
        st.floats(8, 12),
        st.floats(44, 47),
        st.integers(0, 40),
        st.integers(0, 0),
    ),
    max_size=30,
    unique_by=lambda p: p.name,
)


@given(PLACES)
def test_names_never_overlap_and_circles_stay_in_the_box(places: list[Place]) -> None:
    drawing = draw_map(GROUND, places)
    boxes = [text_box(n.text, n.x, n.y, MINOR_SIZE if n.minor else MAIN_SIZE, n.anchor) for n in drawing.names]
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])
    assert all(0 <= s.x <= GROUND.width and 0 <= s.y <= GROUND.height for s in drawing.spots)
