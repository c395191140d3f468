"""The text of a page of the web: paragraphs and items of lists are lines, scripts and styles are no text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

MOST_SIGNS = 10_000_000
"""Signs of a page; what comes after is not read."""

_LINES = frozenset(
    [
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "br",
        "hr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "tr",
        "table",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "nav",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "form",
        "fieldset",
        "figure",
        "figcaption",
        "caption",
        "thead",
        "tbody",
        "option",
        "details",
        "summary",
        "title",
    ]
)
_NO_TEXT = frozenset({"script", "style", "noscript", "template", "svg", "head", "iframe", "object"})
_INLINE_BLANKS = re.compile(r"[ \t\r\f\v\n\xa0]+")


class _Reader(HTMLParser):
    """Gathers text; depth is a number, so that nesting costs nothing."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self._line: list[str] = []
        self._hidden = 0
        self._hidden_by = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._hidden:
            self._hidden += tag == self._hidden_by
            return
        if tag in _NO_TEXT:
            self._hidden, self._hidden_by = 1, tag
        elif tag in _LINES:
            self.end_line()
            if tag == "li":
                self._line.append("- ")
        elif tag in ("td", "th"):
            self._line.append(" ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self._hidden and tag in _LINES:
            self.end_line()

    def handle_endtag(self, tag: str) -> None:
        if self._hidden:
            self._hidden -= tag == self._hidden_by
            # A head or an object that nobody closed must not hide the page.
            self._hidden = 0 if tag in ("html", "body") else self._hidden
        elif tag in _LINES:
            self.end_line()

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._line.append(data)

    def end_line(self) -> None:
        """Close the line, if anything stands on it."""
        written = _INLINE_BLANKS.sub(" ", "".join(self._line)).strip()
        if written and written != "-":
            self.lines.append(written)
        self._line = ["- "] if written == "-" else []


def read_html(text: str) -> str:
    """Give the text of a page, a line for each paragraph and each item of a list; at most the first `MOST_SIGNS` signs."""
    reader = _Reader()
    cut = text[:MOST_SIGNS].replace("\x00", "")
    # One piece at a time: the parser copies what it has not read yet.
    for start in range(0, len(cut), 65_536):
        try:
            reader.feed(cut[start : start + 65_536])
        except AssertionError:  # the parser's own, at a declaration that it does not know
            break
    try:
        reader.close()
    except AssertionError:
        pass
    reader.end_line()
    return "\n".join(reader.lines)
