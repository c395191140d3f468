"""The eleven marks: each has its own shape, its classes say who vouches for it, and it stays near its centre."""

from __future__ import annotations

import re

import pytest

from filiera.pictures.marks import Kind, Piece, mark_class, mark_path, mark_size


def test_every_kind_has_a_shape_of_its_own() -> None:
    assert len({mark_path(kind, 10, 10, 7) for kind in Kind}) == 11


def test_triangle_is_the_one_of_the_study() -> None:
    assert mark_path(Kind.PROJECT, 10, 10, 7) == "M3 15.6l7 -12.6l7 12.6z"


def test_lozenge_is_the_one_of_the_study() -> None:
    assert mark_path(Kind.PATENT, 10, 10, 7) == "M10 1.6l7.7 8.4l-7.7 8.4l-7.7 -8.4z"


@pytest.mark.parametrize(
    ("kind", "independent", "expired", "css"),
    [
        (Kind.PROJECT, True, False, "mk"),
        (Kind.PROJECT, False, False, "mk mk--self"),
        (Kind.PATENT, True, False, "mk mk--pat"),
        (Kind.CERTIFICATE, True, True, "mk mk--cert mk--out"),
        (Kind.CERTIFICATE, False, True, "mk mk--cert mk--out"),
    ],
)
def test_mark_class_says_who_vouches(kind: Kind, independent: bool, expired: bool, css: str) -> None:
    assert mark_class(kind, independent=independent, expired=expired) == css


@pytest.mark.parametrize("kind", list(Kind))
def test_mark_stays_within_its_size(kind: Kind) -> None:
    x, y = trace(mark_path(kind, 0, 0, 10))
    assert max(map(abs, [*x, *y])) <= 13


@pytest.mark.parametrize(("weight", "size"), [(0, 6), (0.5, 7.5), (1, 9), (7, 9), (-1, 6)])
def test_mark_size_follows_weight_between_six_and_nine(weight: float, size: float) -> None:
    assert mark_size(weight) == size


def test_piece_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="rumour"):
        _ = Piece("rumour", None).mark_kind


def test_piece_reads_its_kind_in_any_case() -> None:
    assert Piece("PATENT", None).mark_kind == Kind.PATENT


def trace(d: str) -> tuple[list[float], list[float]]:
    """List the coordinates that the pen passes through (ends of arcs and curves, not their bulge)."""
    x = y = 0.0
    xs, ys = [], []
    for command, rest in re.findall(r"([MLlhvacHV])([^A-Za-z]*)", d):
        numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", rest)]
        if command in "ML":
            x, y = numbers[-2:]
        elif command in "lca":
            x, y = x + numbers[-2], y + numbers[-1]
        elif command == "h":
            x += numbers[-1]
        elif command == "v":
            y += numbers[-1]
        xs.append(x)
        ys.append(y)
    return xs, ys
