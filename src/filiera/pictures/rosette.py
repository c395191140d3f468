"""The network: organisations on a circle in chain order, a chord for each kind of evidence that two of them share.

The order is fixed by the chain, so the picture is the same every time. Beyond about sixty organisations only the
neighbourhood of one is drawn.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from filiera.pictures.chain import roman
from filiera.pictures.labels import shorten, text_width
from filiera.pictures.strokes import num, path, r1

LIMIT = 60
NAME_SIZE, NAME_LENGTH = 14.0, 30
NUMBERED = 40  # beyond this only every second number is written on a telephone
STAGE_GAP = 0.55  # of the angle between two neighbours, added between stages


@dataclass(frozen=True, slots=True)
class Member:
    """An organisation: `stage` 1 to 12 (0 where it is not known), `kind` one of company, research, pack, school.

    `mark` is said after the name wherever it stands, as of an invented one that it is.
    """

    id: str
    name: str
    stage: int
    kind: str = "company"
    url: str = ""
    mark: str = ""

    @property
    def called(self) -> str:
        """Give the name with its mark."""
        return f"{self.name} {self.mark}" if self.mark else self.name

    @property
    def label(self) -> str:
        """Give what is written beside it: the name cut where it is long, the mark whole."""
        return f"{shorten(self.name, NAME_LENGTH)} {self.mark}".rstrip()


@dataclass(frozen=True, slots=True)
class Tie:
    """A piece of evidence that two organisations share; `kind` is a kind of evidence."""

    a: str
    b: str
    kind: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """An organisation in the picture: `number` from 1 along the circle, `angle` in degrees clockwise from east."""

    member: Member
    number: int
    x: float
    y: float
    radius: float
    angle: float
    label_x: float
    label_y: float
    turn: float
    anchor: str
    ties: int
    name: str
    numbered: bool


@dataclass(frozen=True, slots=True)
class Chord:
    """What two organisations share of one kind: `count` pieces, drawn once."""

    a: Member
    b: Member
    kind: str
    count: int
    d: str
    aside: bool


@dataclass(frozen=True, slots=True)
class StageName:
    """The numeral of a stage inside the circle."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Rosette:
    """The whole picture: the circle, its chords and nodes. `centre` is set in the view of one neighbourhood."""

    view_box: str
    cx: float
    cy: float
    radius: float
    chords: tuple[Chord, ...]
    nodes: tuple[Node, ...]
    stages: tuple[StageName, ...]
    centre: Node | None
    left_out: int

    @property
    def everyone(self) -> tuple[Node, ...]:
        """List the nodes with the centre first."""
        return (self.centre, *self.nodes) if self.centre else self.nodes


@dataclass(frozen=True, slots=True)
class _Frame:
    cx: float
    cy: float
    radius: float
    named: bool


WIDE = _Frame(400, 400, 250, named=True)
NARROW = _Frame(240, 240, 190, named=False)


def draw_rosette(
    members: Sequence[Member],
    ties: Sequence[Tie],
    *,
    narrow: bool = False,
    around: str | None = None,
    limit: int = LIMIT,
) -> Rosette:
    """Draw everyone where they fit, otherwise the neighbourhood of `around` (the best connected where it is None).

    Ties to organisations that are not among the members are left out; `left_out` counts members not drawn.
    """
    frame = NARROW if narrow else WIDE
    known = {member.id: member for member in members}
    kept = [tie for tie in ties if tie.a in known and tie.b in known and tie.a != tie.b]
    if around is None and len(members) <= limit:
        return _draw(list(members), kept, None, frame, 0)
    centre = known.get(around or "") or _best_connected(members, kept)
    shared = Counter(other for tie in kept for one, other in ((tie.a, tie.b), (tie.b, tie.a)) if one == centre.id)
    partners = [known[key] for key, _ in sorted(shared.items(), key=lambda item: (-item[1], known[item[0]].name))]
    shown = partners[:limit]
    return _draw(shown, kept, centre, frame, len(members) - 1 - len(shown))


def _best_connected(members: Sequence[Member], ties: Sequence[Tie]) -> Member:
    degree = Counter(end for tie in ties for end in (tie.a, tie.b))
    return min(members, key=lambda member: (-degree[member.id], member.stage, member.name))


def _draw(members: list[Member], ties: Sequence[Tie], centre: Member | None, frame: _Frame, left_out: int) -> Rosette:
    ordered = sorted(members, key=lambda m: (m.stage or 99, m.name, m.id))
    shown = {member.id for member in ordered} | ({centre.id} if centre else set())
    drawn = [tie for tie in ties if tie.a in shown and tie.b in shown]
    degree = Counter(end for tie in drawn for end in (tie.a, tie.b))
    angles = circle_angles([member.stage for member in ordered])
    nodes = [
        _node(member, number, angle, degree[member.id], len(ordered), frame)
        for number, (member, angle) in enumerate(zip(ordered, angles, strict=True), start=2 if centre else 1)
    ]
    middle = _centre_node(centre, degree[centre.id], frame) if centre else None
    return Rosette(
        view_box=_view_box(nodes, frame),
        cx=frame.cx,
        cy=frame.cy,
        radius=frame.radius,
        chords=_chords(nodes, middle, drawn, frame),
        nodes=tuple(nodes),
        stages=_stage_names(ordered, angles, frame) if frame.named else (),
        centre=middle,
        left_out=left_out,
    )


def circle_angles(stages: Sequence[int]) -> list[float]:
    """Spread members on the circle, clockwise from above, wider apart where the stage changes. Degrees from east."""
    if not stages:
        return []
    changes = [stages[i] != stages[i - 1] for i in range(len(stages))]  # the first compares with the last
    if len(set(stages)) == 1:
        changes[0] = False
    step = 360 / (len(stages) + STAGE_GAP * sum(changes))
    angle = -90 + step * (0.5 + STAGE_GAP * changes[0] / 2)
    angles = []
    for index, change in enumerate(changes):
        angle += step * (STAGE_GAP * change) if index else 0
        angles.append(angle)
        angle += step
    return angles


def _node(member: Member, number: int, angle: float, ties: int, count: int, frame: _Frame) -> Node:
    """Place a member on the circle; its name runs outwards, upright on the left half too."""
    size = min(6 + 1.3 * ties, 17.0, max(4.0, math.pi * frame.radius / max(1, count) * 0.8))
    rad = math.radians(angle)
    left = math.cos(rad) < 0
    reach = frame.radius + size + (10 if frame.named else 15)
    return Node(
        member=member,
        number=number,
        x=r1(frame.cx + frame.radius * math.cos(rad)),
        y=r1(frame.cy + frame.radius * math.sin(rad)),
        radius=r1(size),
        angle=r1(angle),
        label_x=r1(frame.cx + reach * math.cos(rad)),
        label_y=r1(frame.cy + reach * math.sin(rad)),
        turn=r1(angle + 180 if left else angle),
        anchor="end" if left else "start",
        ties=ties,
        name=member.label,
        numbered=count <= NUMBERED or number % 2 == 1,
    )


def _centre_node(member: Member, ties: int, frame: _Frame) -> Node:
    size = 17.0
    return Node(
        member,
        1,
        frame.cx,
        frame.cy,
        size,
        0,
        frame.cx,
        r1(frame.cy + size + 18),
        0,
        "middle",
        ties,
        member.label,
        numbered=True,
    )


def _chords(circle: Sequence[Node], centre: Node | None, ties: Sequence[Tie], frame: _Frame) -> tuple[Chord, ...]:
    """Draw one chord per pair and kind, bending more the further it goes; kinds of the same pair lie side by side."""
    nodes = [*circle, centre] if centre else circle
    by_id = {node.member.id: node for node in nodes}
    number = {node.member.id: node.number for node in nodes}
    counts: Counter[tuple[str, str, str]] = Counter()
    for tie in ties:
        a, b = sorted((tie.a, tie.b), key=lambda key: number[key])
        counts[a, b, tie.kind.lower()] += 1
    chords = []
    lanes: Counter[tuple[str, str]] = Counter()
    ordered = sorted(counts.items(), key=lambda item: (number[item[0][0]], number[item[0][1]], item[0][2]))
    for (a, b, kind), count in ordered:
        one, other = by_id[a], by_id[b]
        lane = lanes[a, b]
        aside = centre is not None and centre not in (one, other)
        d = _around(one, other, lane, frame) if aside else _bend(one, other, lane, frame)
        chords.append(Chord(one.member, other.member, kind, count, d, aside))
        lanes[a, b] += 1
    return tuple(chords)


def _bend(one: Node, other: Node, lane: int, frame: _Frame) -> str:
    mx, my = (one.x + other.x) / 2 - frame.cx, (one.y + other.y) / 2 - frame.cy
    far = math.dist((one.x, one.y), (other.x, other.y))
    pull = 1 - (0.3 + 0.48 * far / (2 * frame.radius)) - 0.09 * lane
    cx, cy = frame.cx + mx * pull, frame.cy + my * pull
    if (one.x, one.y) == (frame.cx, frame.cy) or (other.x, other.y) == (frame.cx, frame.cy):
        cx += (other.y - one.y) * (0.06 + 0.1 * lane)  # spokes of a neighbourhood bend a little to one side
        cy -= (other.x - one.x) * (0.06 + 0.1 * lane)
    return path("M", one.x, one.y, "Q", cx, cy, other.x, other.y)


def _around(one: Node, other: Node, lane: int, frame: _Frame) -> str:
    """Bend a chord between two partners so that it keeps away from the centre, which is not part of it."""
    mx, my = (one.x + other.x) / 2 - frame.cx, (one.y + other.y) / 2 - frame.cy
    if math.hypot(mx, my) < 0.05 * frame.radius:
        mx, my = -(other.y - one.y), other.x - one.x
    reach = frame.radius * (0.62 - 0.06 * lane) / math.hypot(mx, my)
    return path("M", one.x, one.y, "Q", frame.cx + mx * reach, frame.cy + my * reach, other.x, other.y)


def _view_box(nodes: Sequence[Node], frame: _Frame) -> str:
    """Take in the circle and every name around it, at least 700 user units wide, so that short names do not swell."""
    if not frame.named:
        return f"0 0 {num(2 * frame.cx)} {num(2 * frame.cy)}"
    lefts, tops = [frame.cx - 340, frame.cx + 340], [frame.cy - frame.radius - 40, frame.cy + frame.radius + 40]
    for node in nodes:
        reach = text_width(node.name, NAME_SIZE) * (-1 if node.anchor == "end" else 1)
        turn = math.radians(node.turn)
        lefts.append(node.label_x + reach * math.cos(turn))
        tops.append(node.label_y + reach * math.sin(turn))
    left, top = min(lefts) - 10, min(tops) - 10
    return f"{num(left)} {num(top)} {num(max(lefts) + 10 - left)} {num(max(tops) + 10 - top)}"


def _stage_names(ordered: Sequence[Member], angles: Sequence[float], frame: _Frame) -> tuple[StageName, ...]:
    """Write the numeral of each stage inside the circle, at the middle of its members."""
    names = []
    for stage in sorted({member.stage for member in ordered if member.stage}):
        own = [angle for member, angle in zip(ordered, angles, strict=True) if member.stage == stage]
        rad = math.radians((own[0] + own[-1]) / 2)
        reach = frame.radius - 36
        names.append(
            StageName(r1(frame.cx + reach * math.cos(rad)), r1(frame.cy + reach * math.sin(rad) + 5), roman(stage))
        )
    return tuple(names)
