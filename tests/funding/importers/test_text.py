"""Texts made plain: markup, letters that were decoded twice, and what must not be touched or take for ever."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiera.funding.importers.text import MOST_HTML, mended, one_line, plain_lines


def broken(text: str) -> str:
    """Read UTF-8 as cp1252, leaving what the table lacks as it is."""
    return "".join(
        byte.decode("cp1252") if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(code)
        for code in text.encode()
        for byte in [bytes([code])]
    )


@pytest.mark.parametrize(
    "text",
    [
        "CO₂ networks",
        "l’università è già qui – “così”",
        "Łódź, Škoda, Ångström",
        "Ελλάδα à la carte",
        "10 € ✓ 😀",
        "naïve\xa0no",
    ],
)
def test_letters_that_were_decoded_twice_are_repaired_once_or_twice(text: str) -> None:
    assert mended(broken(text)) == text
    assert mended(broken(broken(text))) == text


@pytest.mark.parametrize(
    "text",
    [
        "Città di Crema",
        "CAFÉ™",
        "SÃO PAULO",
        "Âge d’or",
        "“Å“",
        "È „Ä“ o no",
        "ÀÈÌÒÙ àèìòù",
        "Ελλάδα",
        "Â",
        "100 €",
        "ÎLE-DE-FRANCE",
    ],
)
def test_what_is_meant_stays(text: str) -> None:
    assert mended(text) == text


@given(st.text())
def test_repairing_never_fails_and_never_lengthens(text: str) -> None:
    assert len(mended(text)) <= len(text)


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<p>One</p><p>Two</p>", "One\nTwo"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("a<br>b<br/>c", "a\nb\nc"),
        ("<p>in one\n  line</p>", "in one line"),
        ("plain\ntext", "plain\ntext"),
        ("5 < 6 and 7 > 6", "5 < 6 and 7 > 6"),
        ("&lt;p&gt;escaped&lt;/p&gt;&lt;p&gt;twice&lt;/p&gt;", "escaped\ntwice"),
        ("<p>a &lt;b&gt; c</p>", "a <b> c"),
        ("<style>p{}</style>x<script>y()</script>z", "xz"),
        ("x<!-- no -->y", "xy"),
        ("x<!-- never closed", "x"),
        ("<script>never closed", ""),
        ("a\x00b\ud800c", "ab\ufffdc"),
        ("<td>a</td><td>b</td>", "a b"),
        ("", ""),
    ],
)
def test_markup_becomes_lines(html: str, lines: str) -> None:
    assert plain_lines(html) == lines


@pytest.mark.parametrize(
    "part",
    ["<p>text</p>", "<", "<div ", "<script>", "<!--", "&amp;", "<a b='", "&lt;p", "<b><i>", "Ã", "â‚", "</"],
)
def test_ten_megabytes_of_anything_take_no_longer_than_they_must(part: str) -> None:
    started = time.process_time()
    plain_lines(part * (10_000_000 // len(part)))
    assert time.process_time() - started < 8
    assert MOST_HTML < 10_000_000


def test_a_title_is_one_line() -> None:
    assert one_line(" <b>A</b>\n title &amp; more ") == "A title & more"
