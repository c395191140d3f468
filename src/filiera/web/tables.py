"""The table twin of a picture: the same facts as rows, so that nobody depends on seeing the drawing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from filiera.common.in_words import long_date, score, whole
from filiera.common.tables import Cell, Head, Table
from filiera.pictures.bars import Bar
from filiera.pictures.chain import Stage, roman, thickness
from filiera.pictures.dots import DotRow
from filiera.pictures.marks import Piece
from filiera.pictures.rosette import Rosette
from filiera.pictures.territory import Place
from filiera.web.wording import holders_words, kind_name


def pieces_table(pieces: Sequence[Piece], name: str) -> Table:
    """Put the evidence of one organisation in rows, the newest first, undated last."""
    ordered = sorted(pieces, key=lambda p: -(p.start.toordinal() if p.start else 0))
    return Table(
        _("The same evidence in a table"),
        _("Evidence of %(name)s, newest first") % {"name": name},
        (
            Head(pgettext("head of a column", "Evidence")),
            Head(_("Kind")),
            Head(_("Date")),
            Head(_("Until")),
            Head(_("Who says so")),
        ),
        tuple(
            (
                Cell(piece.title, piece.url, head=True),
                Cell(kind_name(piece.kind)),
                Cell(long_date(piece.start, piece.precision)),
                Cell(_until(piece)),
                Cell(_who_says(piece)),
            )
            for piece in ordered
        ),
    )


def _until(piece: Piece) -> str:
    """Write where a piece ends: an expiry to the day, an end no more exactly than its beginning may be known.

    An end is kept as the last day of what was said: "2024" as the last of December, "June 2024" as the last of June.
    """
    if piece.last is None:
        return ""
    is_last_of_month = (piece.last + timedelta(days=1)).day == 1
    if piece.valid_until is not None or piece.precision == "day" or not is_last_of_month:
        return long_date(piece.last)
    return long_date(piece.last, piece.precision if piece.last.month == 12 else "month")


def _who_says(piece: Piece) -> str:
    words = _("a third party") if piece.independent else _("the organisation itself")
    return _("%(words)s (expired)") % {"words": words} if piece.expired else words


def chain_table(stages: Sequence[Stage]) -> Table:
    """Count the leaves of each stage by width of thread."""
    rows = []
    for index, stage in enumerate(stages):
        widths = [thickness(leaf.holders) for leaf in stage.leaves]
        name = f"{roman(index + 1)}. {stage.label}"
        cells = [Cell(name, stage.url, head=True), Cell(whole(len(widths)), number=True)]
        cells += [Cell(whole(widths.count(width)), number=True) for width in (4, 2, 1, 0)]
        rows.append(tuple(cells))
    return Table(
        _("The same picture in a table"),
        _("Competences by stage and by number of organisations with evidence"),
        (
            Head(_("Stage")),
            Head(_("Competences"), True),
            Head(_("4 or more"), True),
            Head(_("2 or 3"), True),
            Head(_("One source"), True),
            Head(_("Gaps"), True),
        ),
        tuple(rows),
    )


def leaves_table(stages: Sequence[Stage]) -> Table:
    """List every leaf with its holders, so that each thread can be reached by keyboard."""
    return Table(
        _("Every thread in a table"),
        _("Every competence with its stage and its holders"),
        (Head(_("Competence")), Head(_("Stage")), Head(_("Holders"))),
        tuple(
            (
                Cell(leaf.label, leaf.url, head=True),
                Cell(stage.short_label or stage.label),
                Cell(holders_words(leaf.holders)),
            )
            for stage in stages
            for leaf in stage.leaves
        ),
    )


def dots_table(rows: Sequence[DotRow]) -> Table:
    """List every holder of every leaf with its strength, the strongest first."""
    cells = []
    for row in rows:
        for dot in reversed(row.dots):
            cells.append(
                (
                    Cell(row.leaf.label, row.leaf.url, head=True),
                    Cell(dot.holder.name, dot.holder.url),
                    Cell(score(dot.holder.strength), number=True),
                )
            )
        if row.is_gap:
            cells.append((Cell(row.leaf.label, row.leaf.url, head=True), Cell(_("nobody")), Cell("", number=True)))
    return Table(
        _("Every point in a table"),
        _("Strength of evidence by competence and organisation, from 0 to 1"),
        (Head(_("Competence")), Head(_("Organisation")), Head(_("Strength"), True)),
        tuple(cells),
    )


def places_table(places: Sequence[Place]) -> Table:
    """Count organisations by municipality, those within the filter first."""
    ordered = sorted((p for p in places if p.total), key=lambda p: (-p.in_filter, -p.total, p.name))
    return Table(
        _("The same map in a table"),
        _("Organisations by municipality"),
        (Head(_("Municipality")), Head(_("Province")), Head(_("In the filter"), True), Head(_("In all"), True)),
        tuple(
            (
                Cell(p.name, p.url, head=True),
                Cell(p.province),
                Cell(whole(p.in_filter), number=True),
                Cell(whole(p.total), number=True),
            )
            for p in ordered
        ),
    )


def network_table(rosette: Rosette) -> Table:
    """List who shares evidence with whom, in the order and with the numbers of the circle."""
    linked: dict[str, list[str]] = {}
    for chord in rosette.chords:
        shared = kind_name(chord.kind) + (f" × {whole(chord.count)}" if chord.count > 1 else "")
        for one, other in ((chord.a, chord.b), (chord.b, chord.a)):
            linked.setdefault(one.id, []).append(f"{other.called} ({shared})")
    return Table(
        _("The same network in a table"),
        _("Who shares evidence with whom"),
        (Head(_("No."), True), Head(_("Organisation")), Head(_("Stage")), Head(_("Shares evidence with"))),
        tuple(
            (
                Cell(whole(node.number), number=True),
                Cell(node.member.called, node.member.url, head=True),
                Cell(roman(node.member.stage) if node.member.stage else _("not known")),
                Cell(", ".join(linked.get(node.member.id, [])) or _("nobody here")),
            )
            for node in rosette.everyone
        ),
    )


def bars_table(bars: Sequence[Bar], caption: str, label: str, value: str) -> Table:
    """Put a chart of bars in rows."""
    return Table(
        _("The same figures in a table"),
        caption,
        (Head(label), Head(value, True)),
        tuple((Cell(bar.name, bar.url, head=True), Cell(bar.words, number=True)) for bar in bars),
    )
