"""The picture of a quorum: every seat once, 36 a line, the tick where the number needed falls."""

from __future__ import annotations

from collections import Counter

from filiera.pictures.seats import WIDTH, SeatRow, draw_seats


def test_every_seat_is_drawn_once_in_its_kind() -> None:
    rows = (SeatRow("Fondatori", 6, 1, 1), SeatRow("PMI", 23, 9, 39), SeatRow("Associati", 0, 0, 0, 5, 8))
    drawing = draw_seats(rows, needed=40)
    kinds = [Counter(seat.kind for seat in one.seats) for one in drawing.classes]
    assert kinds == [{"in": 6, "proxy": 1, "out": 1}, {"in": 23, "proxy": 9, "out": 39}, {"none-in": 5, "none": 8}]
    places = [(seat.x, seat.y) for one in drawing.classes for seat in one.seats]
    assert len(set(places)) == len(places) == 92
    assert max(x for x, _y in places) <= WIDTH


def test_the_bar_is_in_proportion_with_its_tick() -> None:
    drawing = draw_seats((SeatRow("Soci", 41, 15, 49),), needed=53)
    assert (drawing.person_width, drawing.proxy_width) == (218.7, 80.0)
    assert drawing.need_x == 282.7
    assert drawing.need_anchor == "middle"


def test_the_words_of_the_tick_stay_within_the_picture() -> None:
    rows = (SeatRow("Soci", 1, 0, 0),)
    assert (draw_seats(rows, needed=1).need_anchor, draw_seats(rows, needed=1).need_x) == ("end", WIDTH - 1)
    assert draw_seats((), needed=1).height > 0


def test_a_class_without_vote_counts_who_came() -> None:
    row = SeatRow("Associati", 0, 0, 0, 5, 8)
    assert (row.counted, row.total, row.voting) == (5, 13, 0)
