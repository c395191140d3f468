"""The shell: what it shows to a stranger, to somebody signed in and to the office; and what it never contains."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import override_settings
from django.utils import translation

import filiera.web
from squeezed import rendered

TEMPLATES = Path(filiera.web.__file__).parent / "templates"
FILES = sorted(TEMPLATES.rglob("*.html"))


@pytest.fixture(autouse=True)
def _own_addresses():
    with override_settings(ROOT_URLCONF="web.shell_urls"), translation.override("en"):
        yield


def link(url: str, label: str, *, current: bool = False, lang: str = "") -> SimpleNamespace:
    return SimpleNamespace(url=url, label=label, current=current, lang=lang)


def context(**more: Any) -> dict[str, Any]:
    words = SimpleNamespace(lead="Write what you need.", footer="Every name has a proof.", footer_small="Small print.")
    return {
        "instance": SimpleNamespace(name="Example Cluster", brand_lines=["Example", "Cluster"], words=words),
        "nav": [link("/ask", "Who can do it", current=True), link("/chain", "The chain")],
        "switch_language": link("/it/?q=a&amp;b", "Italiano", lang="it"),
        "user": SimpleNamespace(is_authenticated=False),
        **more,
    }


def signed_in(**more: Any) -> dict[str, Any]:
    user = SimpleNamespace(is_authenticated=True, get_full_name="Giulia Ferri", get_username="giulia")
    return context(user=user, **more)


def test_page_declares_its_language_and_its_name() -> None:
    html = rendered("base.html", context())
    assert '<html lang="en">' in html
    assert re.findall(r"<title>(.*)</title>", html) == ["Example Cluster · Example Cluster"]


def test_skip_link_is_the_first_link_and_leads_to_the_content() -> None:
    html = rendered("base.html", context())
    assert re.findall(r'<a[^>]*href="([^"]*)"', html)[0] == "#main"
    assert '<main id="main" tabindex="-1">' in html


def test_switch_names_the_language_it_leads_to() -> None:
    html = rendered("base.html", context())
    assert html.count('lang="it" hreflang="it">Italiano</a>') == 2
    assert html.count('<link rel="alternate" hreflang="it"') == 1


def test_current_section_is_marked_in_the_bar_and_in_the_menu() -> None:
    html = rendered("base.html", context())
    assert html.count('<a href="/ask" aria-current="page">Who can do it</a>') == 2


def test_stranger_is_offered_to_sign_in() -> None:
    html = rendered("base.html", context())
    assert (html.count('href="/in/"'), html.count('action="/out/"')) == (2, 0)


def test_somebody_signed_in_leaves_by_post() -> None:
    html = rendered("base.html", signed_in(acting_for="Alba Cosmetici"))
    assert (html.count('href="/in/"'), html.count('<form method="post" action="/out/">')) == (0, 2)
    assert '<p class="as"><b>Giulia Ferri</b>Alba Cosmetici</p>' in html


def test_office_bar_says_who_works_and_for_whom() -> None:
    here = signed_in(acting_for="the office", office_nav=[link("/today", "Today")])
    html = rendered("base_office.html", here)
    assert '<body class="office">' in html
    assert '<p class="as"><b>Giulia Ferri</b>for the office</p>' in html
    assert '<nav class="nav" aria-label="Main"><ul><li><a href="/today">Today</a></li></ul></nav>' in html


def test_breadcrumbs_end_with_the_page_itself() -> None:
    html = rendered("base.html", context(crumbs=[link("/", "Start"), link("", "Here")]))
    assert '<li><a href="/">Start</a></li><li aria-current="page">Here</li>' in html


def test_messages_are_announced() -> None:
    html = rendered("base.html", context(messages=[SimpleNamespace(level_tag="error")]))
    assert html.count('<p class="note note--bad">') == 1


def test_refusal_looks_like_a_missing_page() -> None:
    assert rendered("403.html", context()) == rendered("404.html", context())


def test_broken_page_needs_no_context() -> None:
    assert "Qualcosa si è rotto" in rendered("500.html", {})


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_template_carries_no_style_and_no_script_of_its_own(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert re.findall(r"\sstyle=|<style|\son[a-z]+=|javascript:", text) == []
    assert re.findall(r"<script(?![^>]*(\ssrc=|application/ld\+json))", text) == []


def test_every_distance_that_a_template_asks_for_is_in_the_styles() -> None:
    source = Path(filiera.web.__file__).parents[1]
    styles = "".join(path.read_text(encoding="utf-8") for path in (source / "web" / "static" / "css").glob("*.css"))
    asked = {
        name
        for path in source.rglob("templates/**/*.html")
        for name in re.findall(r"\bm[btxy]-\d\b", path.read_text(encoding="utf-8"))
    }
    assert "mt-4" in asked
    assert sorted(name for name in asked if f".{name} {{" not in styles) == []
