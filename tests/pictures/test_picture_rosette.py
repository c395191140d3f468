"""The network: order on the circle, chords, sizes, and the neighbourhood of one."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiera.pictures.rosette import Member, Tie, circle_angles, draw_rosette

THREE = [Member("a", "Alba", 3), Member("b", "Bio", 1), Member("c", "Centro", 2, "research")]


def test_members_stand_in_chain_order() -> None:
    drawing = draw_rosette(THREE, [])
    assert [(node.number, node.member.id) for node in drawing.nodes] == [(1, "b"), (2, "c"), (3, "a")]


def test_angles_of_one_stage_are_even() -> None:
    assert circle_angles([1, 1, 1, 1]) == pytest.approx([-45, 45, 135, 225])


def test_angles_leave_more_room_between_stages() -> None:
    angles = circle_angles([1, 1, 2, 2])
    steps = [b - a for a, b in itertools.pairwise(angles)]
    assert steps[1] == pytest.approx(1.55 * steps[0])


def test_ties_of_one_kind_are_one_chord_with_its_count() -> None:
    ties = [Tie("a", "b", "PROJECT"), Tie("b", "a", "project"), Tie("a", "b", "patent")]
    chords = draw_rosette(THREE, ties).chords
    assert [(chord.kind, chord.count) for chord in chords] == [("patent", 1), ("project", 2)]


def test_ties_to_strangers_and_to_oneself_are_left_out() -> None:
    assert draw_rosette(THREE, [Tie("a", "zz", "project"), Tie("a", "a", "project")]).chords == ()


def test_node_grows_with_its_ties() -> None:
    nodes = {node.member.id: node.radius for node in draw_rosette(THREE, [Tie("a", "b", "project")]).nodes}
    assert nodes == {"a": 7.3, "b": 7.3, "c": 6.0}


def test_neighbourhood_puts_one_in_the_centre() -> None:
    drawing = draw_rosette(THREE, [Tie("a", "b", "project")], around="a")
    assert drawing.centre is not None
    assert ([node.member.id for node in drawing.everyone], drawing.left_out) == (["a", "b"], 1)


def test_too_many_members_show_the_best_connected() -> None:
    members = [Member(str(n), f"M{n:03}", 1 + n % 12) for n in range(90)]
    ties = [Tie("7", str(n), "project") for n in range(20, 40)]
    drawing = draw_rosette(members, ties)
    assert drawing.centre is not None
    assert (drawing.centre.member.id, len(drawing.nodes), drawing.left_out) == ("7", 20, 69)


def test_chord_between_partners_keeps_away_from_the_centre() -> None:
    ties = [Tie("a", "b", "project"), Tie("a", "c", "project"), Tie("b", "c", "project")]
    assert [chord.aside for chord in draw_rosette(THREE, ties, around="a").chords] == [False, False, True]


MEMBERS = st.integers(1, 60).map(
    lambda n: [Member(str(k), f"Organisation number {k}", 1 + k * 7 % 12) for k in range(n)]
)


@given(MEMBERS)
def test_nodes_lie_on_the_circle_and_names_in_the_box(members: list[Member]) -> None:
    drawing = draw_rosette(members, [])
    left, top, width, height = map(float, drawing.view_box.split())
    for node in drawing.nodes:
        assert math.dist((node.x, node.y), (400, 400)) == pytest.approx(250, abs=0.1)
        assert (left <= node.label_x <= left + width, top <= node.label_y <= top + height) == (True, True)


@given(MEMBERS)
def test_nodes_do_not_overlap(members: list[Member]) -> None:
    nodes = draw_rosette(members, []).nodes
    assert all(math.dist((a.x, a.y), (b.x, b.y)) >= a.radius + b.radius for a, b in itertools.pairwise(nodes))
