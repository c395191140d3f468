"""HTML is sent without the indentation of its templates; plain text is left as it is written."""

from __future__ import annotations

from pathlib import Path

from django.template import engines
from django.template.base import Origin

from filiera.common.unindented import Loader


def contents(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return Loader(engines["django"].engine).get_contents(Origin(str(path)))


def test_html_loses_its_indentation(tmp_path: Path) -> None:
    text = '<ul>\n    <li\n        class="a"\n    >a  b</li>\n\n</ul>\n'
    assert contents(tmp_path / "page.html", text) == '<ul><li class="a">a  b</li></ul>'


def test_space_between_words_and_links_stays(tmp_path: Path) -> None:
    assert contents(
        tmp_path / "page.html", "<p>\n    one\n    <a\n        href='#'\n    >two</a>,\n    three\n</p>\n"
    ) == ("<p>one\n<a href='#'>two</a>,\nthree</p>")


def test_plain_text_is_left_as_it_is(tmp_path: Path) -> None:
    assert contents(tmp_path / "letter.txt", "Dear\n    all\n") == "Dear\n    all\n"


def test_the_site_loads_its_templates_so() -> None:
    assert "\n " not in engines["django"].engine.find_template("404.html")[0].source
