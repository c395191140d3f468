"""The lanes: one per kind present, names only where they have room."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from filiera.pictures.labels import text_box
from filiera.pictures.lanes import NARROW, WIDE, draw_lanes
from filiera.pictures.marks import Kind, Piece

TODAY = date(2026, 11, 25)


def test_lanes_show_only_the_kinds_present_in_the_order_of_the_legend() -> None:
    pieces = [Piece("award", date(2025, 1, 1)), Piece("project", date(2020, 1, 1)), Piece("patent", None)]
    drawing = draw_lanes(pieces, TODAY)
    assert [(lane.kind, lane.bottom) for lane in drawing.lanes] == [(Kind.PROJECT, 40), (Kind.AWARD, 80)]
    assert (drawing.height, drawing.undated) == (80, 1)


def test_lane_grows_where_marks_clash() -> None:
    pieces = [Piece("product", date(2020, 1, 1)), Piece("product", date(2020, 1, 20))]
    assert draw_lanes(pieces, TODAY).height == 55


def test_bar_runs_past_today_to_the_expiry() -> None:
    lane = draw_lanes([Piece("certificate", date(2017, 1, 1), valid_until=date(2029, 1, 1))], TODAY).lanes[0]
    assert lane.bars == "M130 20H1080.8"


def test_name_of_a_lasting_piece_stands_above_its_bar() -> None:
    lane = draw_lanes([Piece("project", date(2019, 1, 1), date(2023, 1, 1), title="Airless pilota")], TODAY).lanes[0]
    assert [(note.x, note.y, note.anchor) for note in lane.notes] == [(315.7, 13, "start")]


def test_narrow_lanes_carry_no_name() -> None:
    lane = draw_lanes([Piece("project", date(2019, 1, 1), title="Airless")], TODAY, NARROW).lanes[0]
    assert lane.notes == ()


DAYS = st.dates(min_value=date(2014, 1, 1), max_value=date(2026, 11, 1))
PIECES = st.lists(
    st.builds(
        Piece,
        kind=st.sampled_from(list(Kind)),
        start=DAYS,
        end=st.none() | DAYS,
        title=st.sampled_from(["FRESCA", "ISO 22716", "con Laboratorio Colloidi"]),
    ),
    max_size=40,
)


@given(PIECES)
def test_names_never_overlap_and_stay_in_the_box(pieces: list[Piece]) -> None:
    drawing = draw_lanes(pieces, TODAY, WIDE)
    boxes = [text_box(note.text, note.x, note.y, 15, note.anchor) for lane in drawing.lanes for note in lane.notes]
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])
    assert all(box.left >= 0 and box.right <= 1180.1 and box.bottom <= drawing.height for box in boxes)
