"""The pictures as they leave the server: well-formed, named, described, linked, and with a table beside them."""

from __future__ import annotations

import re
from collections import Counter
from xml.etree import ElementTree

import pytest
from django.template import engines
from django.utils import translation

from filiera.pictures.chain import Leaf, Stage
from filiera.web.showcase import showcase

SVG = {
    "strip": "{% evidence_strip pieces today=today name='Alba' twin=True %}",
    "lanes": "{% evidence_lanes pieces today=today name='Alba' caption='c' %}",
    "chain": "{% chain_picture stages caption='c' %}",
    "dots": "{% strength_table leaf_rows %}",
    "territory": "{% territory_map ground places around=around caption='c' %}",
    "network": "{% network members ties caption='c' %}",
    "neighbourhood": "{% network members ties around='7' caption='c' %}",
    "bars": "{% bar_chart bars title='Bars' caption='c' %}",
}


def render(source: str, lang: str = "en", **context: object) -> str:
    with translation.override(lang):
        values = {**showcase(), **context}
        return engines["django"].from_string("{% load shell pictures %}" + source).render(values)


def tree(html: str) -> ElementTree.Element:
    return ElementTree.fromstring(f"<root>{html}</root>")  # noqa: S314 - our own markup


@pytest.mark.parametrize("lang", ["it", "en"])
@pytest.mark.parametrize("name", SVG)
def test_picture_is_well_formed_named_and_described(name: str, lang: str) -> None:
    root = tree(render(SVG[name], lang))
    pictures = [svg for svg in root.iter("svg") if svg.get("aria-hidden") is None]
    for svg in pictures:
        assert svg.get("role") in {"img", "group"}
        assert next(child.tag for child in svg) == "title"
        assert svg.findtext("title")
    assert pictures


@pytest.mark.parametrize("name", [name for name in SVG if name != "dots"])
def test_picture_describes_itself(name: str) -> None:
    root = tree(render(SVG[name]))
    assert all(svg.findtext("desc") for svg in root.iter("svg") if svg.get("aria-hidden") is None)


@pytest.mark.parametrize("name", SVG)
def test_picture_has_its_table_twin(name: str) -> None:
    twins = tree(render(SVG[name])).findall(".//details[@class='twin']")
    assert [bool(twin.findall(".//tbody/tr")) for twin in twins] == [True] * len(twins)
    assert twins


@pytest.mark.parametrize("name", SVG)
def test_numbers_in_a_drawing_never_follow_the_language(name: str) -> None:
    drawings = "".join(re.findall(r"<svg.*?</svg>", render(SVG[name], "it")))
    drawing = re.sub(r"<(text|title|desc)[^>]*>.*?</\1>", "", drawings)
    assert re.findall(r'(?:x|y|r|cx|cy|width|height|d|viewBox)="[^"]*\d,\d', drawing) == []


@pytest.mark.parametrize("name", SVG)
def test_picture_repeats_no_identifier(name: str) -> None:
    counts = Counter(re.findall(r'\sid="([^"]+)"', render(SVG[name])))
    assert {key: n for key, n in counts.items() if n > 1} == {}


@pytest.mark.parametrize("name", ["chain", "territory", "network", "lanes"])
def test_links_of_a_drawing_are_named_and_left_to_the_twin_by_keyboard(name: str) -> None:
    links = tree(render(SVG[name])).findall(".//svg//a[@class='pic-a']")
    reached = [link.get("href") for link in links if link.get("tabindex") != "-1"]
    assert len(reached) == (2 * len(showcase()["stages"]) if name == "chain" else 0)
    assert all(link.findtext("title") or link.findtext("text") for link in links)


def test_chain_links_every_thread_across_and_downwards() -> None:
    stages = (Stage("1", "Raw", "Raw", (Leaf("a", "Filters", 0, "/c/a"), Leaf("b", "Oils", 5, "/c/b")), "/s/1"),)
    root = tree(render("{% chain_picture stages twin=False %}", stages=stages))
    links = [(link.get("href"), link.get("tabindex")) for link in root.findall(".//a[@class='pic-a']")]
    assert links == [("/c/a", "-1"), ("/c/b", "-1"), ("/s/1", None)] * 2
    assert root.findall(".//a[@class='pic-a']")[0].findtext("title", "").strip() == "Filters: nobody"


def test_strip_of_nothing_says_no_evidence() -> None:
    html = render("{% evidence_strip none today=today name='Alba' %}")
    assert ("no evidence" in html, "<svg" in html) == (True, False)


def test_strip_counts_undated_pieces_in_words() -> None:
    assert "1 without a date" in render("{% evidence_strip one_piece today=today name='Alba' %}")


def test_strip_without_links_is_one_image() -> None:
    assert 'role="img"' in render("{% evidence_strip one_piece today=today name='Alba' %}")


def test_gap_row_is_gold_and_leads_outside() -> None:
    root = tree(render("{% strength_table leaf_rows outside_url='/out' %}"))
    rows = root.findall(".//tr[@class='is-gap']")
    assert [row.findtext("th/a") for row in rows] == ["Bioplastiche e materiali a base cellulosa"]
    assert rows[0].find("td/a").get("href") == "/out"  # type: ignore[union-attr]


def test_network_of_nobody_draws_nothing() -> None:
    assert render("{% network members ties %}", members=(), ties=()).strip() == ""


def test_bands_say_their_figures() -> None:
    root = tree(render("{% import_bands dry_run %}"))
    assert root.findtext(".//desc") == "291 the same, 3 in doubt, 112 new, 6 with errors."
    assert len(root.findall(".//rect")) == 4


def test_legend_of_some_kinds_lists_them_and_the_open_mark() -> None:
    root = tree(render("{% evidence_legend kinds %}", kinds=["patent", "PROJECT"]))
    assert [item.findtext("svg") is None or "".join(item.itertext()).strip() for item in root.iter("li")] == [
        "project",
        "patent",
        "open: the organisation says so itself",
    ]


def test_names_are_escaped() -> None:
    assert "<b>x</b>" not in render("{% evidence_strip pieces today=today name='<b>x</b>' %}")
