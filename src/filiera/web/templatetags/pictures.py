"""The pictures as template tags: each computes its geometry, says in words what it shows, and brings its table twin.

`evidence_strip pieces today=... name=...`, `evidence_lanes pieces today=... name=... caption=...`,
`chain_picture stages caption=...`, `strength_table rows ...`, `territory_map ground places ...`,
`network members ties ...`, `import_bands run ...`, `bar_chart bars ...`, `evidence_mark kind`, `evidence_legend kinds`,
`silence days due`;
within a drawing `{% linked url %}...{% endlinked %}`.
The data types are those of `filiera.pictures`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filiera.common.in_words import score, whole
from filiera.pictures import bars as bars_picture
from filiera.pictures import chain, dots, lanes, rosette, strip, territory
from filiera.pictures.marks import ORDER, Kind, Piece, mark_class, mark_path
from filiera.pictures.silence import draw_silence
from filiera.web import tables, wording

register = template.Library()

LEGEND_SIZE = 7.0


@register.inclusion_tag("components/pictures/strip.svg.html")
def evidence_strip(pieces: Iterable[Piece], today: date, name: str = "", twin: bool = False) -> dict[str, Any]:
    """Draw the evidence strip of a competence or an organisation; with no piece it says "no evidence"."""
    pieces = list(pieces)
    drawing = strip.draw_strip(pieces, today)
    return {
        "strip": drawing,
        "any": bool(pieces),
        "title": _("Evidence of %(name)s over time") % {"name": name},
        "description": wording.describe_pieces(pieces),
        "rest": wording.uncounted(drawing.undated, drawing.hidden),
        "table": tables.pieces_table(pieces, name) if twin and pieces else None,
    }


@register.inclusion_tag("components/pictures/lanes.svg.html")
def evidence_lanes(
    pieces: Iterable[Piece], today: date, name: str, caption: str = "", twin: bool = True
) -> dict[str, Any]:
    """Draw all the evidence of an organisation in lanes, wide and narrow, with its twin."""
    pieces = list(pieces)
    wide, narrow = lanes.draw_lanes(pieces, today), lanes.draw_lanes(pieces, today, lanes.NARROW)
    return {
        "versions": (("wide-only", wide), ("narrow-only", narrow)),
        "lane_names": wording.LANE_NAMES,
        "title": _("Evidence of %(name)s over time") % {"name": name},
        "description": wording.describe_pieces(pieces),
        "caption": caption,
        "rest": wording.uncounted(wide.undated, wide.hidden),
        "drawn": bool(wide.lanes),
        "table": tables.pieces_table(pieces, name) if twin and pieces else None,
    }


@lru_cache(maxsize=16)
def _drawn_chain(stages: tuple[chain.Stage, ...]) -> tuple[chain.Chain, chain.Chain]:
    """Keep the two drawings of a chain: the same coverage is asked for by every visitor of home and chain pages."""
    return chain.draw_wide(stages), chain.draw_narrow(stages)


@register.inclusion_tag("components/pictures/chain.svg.html")
def chain_picture(
    stages: Sequence[chain.Stage],
    caption: str = "",
    title: str = "",
    twin: bool = True,
    more_url: str = "",
    more_label: str = "",
) -> dict[str, Any]:
    """Draw the chain across (wide) and downwards (narrow), every thread a link, with its twins."""
    wide, narrow = _drawn_chain(tuple(stages))
    return {
        "wide": wide,
        "narrow": narrow,
        "title": title or _("The chain, stage by stage"),
        "description": wording.describe_chain(stages),
        "caption": caption,
        "twin": twin,
        "more_url": more_url,
        "more_label": more_label,
        "table": tables.chain_table(stages),
        "leaves": tables.leaves_table(stages),
    }


@register.simple_block_tag(end_name="endlinked")
def linked(content: str, url: str, by_keyboard: bool = False) -> str:
    """Make shapes of a drawing a link where there is an address, else a group; only a few are reached `by_keyboard`.

    Where every shape of many is a link, whoever uses the keyboard finds the same links in the table beside the drawing.
    """
    if not url:
        return format_html("<g>{}</g>", content)
    if by_keyboard:
        return format_html('<a class="pic-a" href="{}">{}</a>', url, content)
    return format_html('<a class="pic-a" href="{}" tabindex="-1">{}</a>', url, content)


@register.filter
def holders(count: int) -> str:
    """Say how many organisations hold a competence."""
    return wording.holders_words(count)


@register.filter
def gaps_words(count: int) -> str:
    """Say how many gaps a stage has."""
    return ngettext("%(n)s gap", "%(n)s gaps", count) % {"n": whole(count)}


@register.filter
def competences_words(count: int) -> str:
    """Say how many competences a stage has."""
    return ngettext("%(n)s competence", "%(n)s competences", count) % {"n": whole(count)}


@register.filter
def lane_name(kind: Kind) -> str:
    """Name the lane of a kind of evidence."""
    return str(wording.LANE_NAMES[kind])


@register.filter
def kind_name(kind: str) -> str:
    """Name a kind of evidence."""
    return wording.kind_name(kind)


@register.inclusion_tag("components/pictures/dots.svg.html")
def strength_dots(row: dots.DotRow) -> dict[str, Any]:
    """Draw one leaf: a dot per organisation at its strength, with the figures in words for who does not see."""
    words = ", ".join(f"{dot.holder.name} {score(dot.holder.strength)}" for dot in reversed(row.dots))
    return {"row": row, "words": words}


@register.inclusion_tag("components/pictures/strength_table.html")
def strength_table(rows: Sequence[dots.LeafRow], caption: str = "", outside_url: str = "") -> dict[str, Any]:
    """Lay out a whole stage leaf by leaf: dots, how many, and the strongest; gaps in gold."""
    drawn = dots.draw_rows(rows)
    return {"rows": drawn, "caption": caption, "outside_url": outside_url, "table": tables.dots_table(drawn)}


@register.inclusion_tag("components/pictures/territory.svg.html")
def territory_map(
    ground: territory.Ground,
    places: Sequence[territory.Place],
    around: territory.Around | None = None,
    caption: str = "",
    title: str = "",
    twin: bool = True,
    names: int = 9,
) -> dict[str, Any]:
    """Draw the map of the territory; every circle is a link where its place has an address."""
    places = list(places)
    peopled = sorted((p for p in places if p.total), key=lambda p: (-p.total, p.name))
    first = ", ".join(f"{p.name} {whole(p.total)}" for p in peopled[:5])
    description = _(
        "A grain for each of %(grains)s municipalities; a circle where there is at least one organisation, "
        "larger where there are more. First: %(first)s."
    ) % {"grains": whole(ground.grain_count), "first": first or _("none")}
    return {
        "map": territory.draw_map(ground, places, around, names),
        "title": title or _("The territory of the cluster"),
        "description": description,
        "caption": caption,
        "twin": twin,
        "table": tables.places_table(places),
        "any_outside": any(p.in_filter < p.total for p in places),
        "any_research": any(p.research_only for p in places),
    }


@register.filter
def organisations_words(count: int) -> str:
    """Say how many organisations there are."""
    return ngettext("%(n)s organisation", "%(n)s organisations", count) % {"n": whole(count)}


@register.inclusion_tag("components/pictures/network.svg.html")
def network(
    members: Sequence[rosette.Member],
    ties: Sequence[rosette.Tie],
    around: str | None = None,
    caption: str = "",
    title: str = "",
    twin: bool = True,
) -> dict[str, Any]:
    """Draw the network as a rosette, or the neighbourhood of one where there are too many to read."""
    members, ties = list(members), list(ties)
    if not members:
        return {"wide": None}
    wide = rosette.draw_rosette(members, ties, around=around)
    narrow = rosette.draw_rosette(members, ties, around=around, narrow=True)
    return {
        "wide": wide,
        "narrow": narrow,
        "title": title or _("The network of evidence"),
        "caption": caption,
        "twin": twin,
        "member_kinds": _member_kinds(wide),
        "description": _describe_network(wide),
        "table": tables.network_table(wide),
        "kinds": [kind for kind in ORDER if any(chord.kind == kind for chord in wide.chords)],
    }


def _member_kinds(drawing: rosette.Rosette) -> list[tuple[str, Any]]:
    """List the kinds of organisation that are drawn, each with its word."""
    present = {node.member.kind for node in drawing.everyone}
    return [(kind, word) for kind, word in wording.MEMBER_KINDS.items() if kind in present]


def _describe_network(drawing: rosette.Rosette) -> str:
    most = max(drawing.everyone, key=lambda node: node.ties)
    words = _(
        "%(n)s organisations in the order of the chain; each thread joins two that share evidence. "
        "The best connected is %(name)s, with %(ties)s."
    ) % {
        "n": whole(len(drawing.everyone)),
        "name": most.member.called,
        "ties": ngettext("%(n)s shared piece", "%(n)s shared pieces", most.ties) % {"n": whole(most.ties)},
    }
    if drawing.left_out:
        words += " " + ngettext(
            "%(n)s organisation is not drawn.", "%(n)s organisations are not drawn.", drawing.left_out
        ) % {"n": whole(drawing.left_out)}
    return words


@register.inclusion_tag("components/pictures/bands.svg.html")
def import_bands(run: bars_picture.DryRun, caption: str = "") -> dict[str, Any]:
    """Draw what would become of the rows of a dry run, on one line."""
    description = _("%(same)s the same, %(ask)s in doubt, %(new)s new, %(error)s with errors.") % {
        "same": whole(run.same),
        "ask": whole(run.ask),
        "new": whole(run.new),
        "error": whole(run.error),
    }
    title = ngettext("What would become of %(n)s row", "What would become of %(n)s rows", run.total) % {
        "n": whole(run.total)
    }
    return {"segments": bars_picture.draw_bands(run), "title": title, "description": description, "caption": caption}


@register.inclusion_tag("components/pictures/bars.svg.html")
def bar_chart(
    bars: Sequence[bars_picture.Bar], title: str, caption: str = "", label: str = "", value: str = "", twin: bool = True
) -> dict[str, Any]:
    """Draw horizontal bars with their values at the end; `label` and `value` head the columns of the twin."""
    bars = list(bars)
    return {
        "versions": (("wide-only", bars_picture.draw_bars(bars)), ("narrow-only", bars_picture.draw_bars_narrow(bars))),
        "title": title,
        "caption": caption,
        "twin": twin,
        "description": "; ".join(f"{bar.label} {bar.words}" for bar in bars),
        "table": tables.bars_table(bars, title, label or _("What"), value or _("How many")),
    }


@register.inclusion_tag("components/pictures/mark.svg.html")
def evidence_mark(kind: str, independent: bool = True, expired: bool = False) -> dict[str, Any]:
    """Draw the mark of one kind of evidence, for a line of text or a legend; its word stands beside it."""
    found = Kind(kind.lower())
    return {
        "d": mark_path(found, 10, 10, LEGEND_SIZE),
        "css": mark_class(found, independent=independent, expired=expired),
    }


@register.inclusion_tag("components/pictures/legend.html")
def evidence_legend(kinds: Iterable[str] | None = None, expired: bool = False) -> dict[str, Any]:
    """List the marks with their words; all eleven kinds where none are given."""
    wanted = {Kind(kind.lower()) for kind in kinds} if kinds is not None else set(ORDER)
    names = [(kind, wording.KIND_WITH_NOTE.get(kind, wording.KIND_NAMES[kind])) for kind in ORDER if kind in wanted]
    return {"names": names, "expired": expired}


@register.inclusion_tag("components/pictures/silence.svg.html")
def silence(days: int, due: Sequence[int]) -> dict[str, Any]:
    """Draw where a silence stands between the days on which something is due; its twin is the sentence that is heard."""
    return {"drawing": draw_silence(days, due), "words": wording.silence_words(days, due)}
