"""HTML is sent without the indentation of its templates; plain text is left as it is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.template import engines
from django.template.base import Origin

from filiera.common.unindented import Loader


@pytest.mark.parametrize(
    ("name", "loaded"),
    [("page.html", "<p>\none\n<a>two</a>\n\n</p>\n"), ("letter.txt", "<p>\n    one\n\t<a>two</a>\n\n</p>\n")],
)
def test_html_loses_its_indentation_and_nothing_else(tmp_path: Path, name: str, loaded: str) -> None:
    (tmp_path / name).write_text("<p>\n    one\n\t<a>two</a>\n\n</p>\n", encoding="utf-8")

    assert Loader(engines["django"].engine).get_contents(Origin(str(tmp_path / name))) == loaded


def test_the_site_loads_its_templates_so() -> None:
    assert "\n " not in engines["django"].engine.find_template("404.html")[0].source
