"""The evidence strip, against figures solved by hand."""

from __future__ import annotations

from datetime import date

from filiera.pictures.marks import Piece
from filiera.pictures.strip import draw_strip

TODAY = date(2026, 11, 25)


def test_strip_of_nothing_is_an_axis_with_today() -> None:
    strip = draw_strip([], TODAY)
    assert (strip.top, strip.height, strip.marks, strip.bars) == (0, 72, (), "")
    assert strip.today_x == 254.9


def test_project_has_its_bar_above_the_axis() -> None:
    strip = draw_strip([Piece("project", date(2019, 1, 1), date(2022, 1, 1), weight=0)], TODAY)
    assert (strip.bars, strip.certificate_bars) == ("M62.7 46.5H135.7", "")
    assert strip.marks[0].d == "M56.7 39.8l6 -10.8l6 10.8z"


def test_certificate_has_its_bar_below_the_axis_until_its_expiry() -> None:
    strip = draw_strip([Piece("certificate", date(2021, 1, 1), valid_until=date(2028, 1, 1))], TODAY)
    assert (strip.bars, strip.certificate_bars) == ("", "M111.3 53.5H281.7")


def test_patent_has_its_bar_on_the_axis() -> None:
    strip = draw_strip([Piece("patent", date(2021, 1, 1), valid_until=date(2028, 1, 1))], TODAY)
    assert strip.bars == "M111.3 50H281.7"


def test_undated_pieces_are_counted_and_not_drawn() -> None:
    strip = draw_strip([Piece("product", None), Piece("product", None)], TODAY)
    assert (strip.undated, strip.marks) == (2, ())


def test_plain_marks_of_one_look_share_a_path() -> None:
    pieces = [
        Piece("product", date(2018, 1, 1)),
        Piece("award", date(2022, 1, 1)),
        Piece("product", date(2024, 1, 1), independent=False),
    ]
    assert [mark.css for mark in draw_strip(pieces, TODAY).marks] == ["mk", "mk mk--self"]


def test_mark_with_an_address_stands_alone() -> None:
    pieces = [Piece("product", date(2018, 1, 1), title="A", url="/a"), Piece("product", date(2022, 1, 1))]
    strip = draw_strip(pieces, TODAY)
    assert ([mark.url for mark in strip.marks], strip.has_links) == (["", "/a"], True)


def test_strip_grows_upwards_with_three_marks_on_each_other() -> None:
    pieces = [Piece("product", date(2022, month, 1)) for month in (1, 2, 3)]
    strip = draw_strip(pieces, TODAY)
    assert (strip.top, strip.height) == (-9, 81)
