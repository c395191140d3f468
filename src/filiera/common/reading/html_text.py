"""The text of a page of the web: paragraphs and items of lists are lines, scripts and styles are no text.

The parser of the standard library takes quadratic time on some pages, so that tags are found here, each sign looked at once.
"""

from __future__ import annotations

import re
from html import unescape

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
_RAW = frozenset({"script", "style", "template", "textarea", "iframe", "svg", "noscript", "object"})
"""What stands in them is no text; they end at their end tag, or never."""
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9]{0,20})(?:[^<>\"']|\"[^\"<]*+\"|'[^'<]*+'|[\"'])*+>")
_ENDS = {name: re.compile(rf"</{name}[^>]{{0,200}}>", re.IGNORECASE) for name in _RAW}
_BLANKS = re.compile(r"[\s\xa0]+")


def read_html(text: str) -> str:
    """Give the text of a page, a line for each paragraph and each item of a list; at most the first `MOST_SIGNS` signs."""
    page = text[:MOST_SIGNS].replace("\x00", "")
    lines: list[str] = []
    line: list[str] = []
    place = 0
    while 0 <= place < len(page):
        at = page.find("<", place)
        line.append(page[place : at if at >= 0 else len(page)])
        if at < 0:
            break
        tag = _TAG.match(page, at)
        name = tag["name"].lower() if tag else ""
        if tag is None:
            place = _after_no_tag(page, at)
            if place == at + 1:
                line.append("<")
        elif name in _RAW and not tag["close"]:
            end = _ENDS[name].search(page, tag.end())
            place = end.end() if end else -1
        else:
            place = tag.end()
            if name in _LINES:
                _end_line(lines, line, starts="- " if name == "li" and not tag["close"] else "")
            elif name in ("td", "th"):
                line.append(" ")
    _end_line(lines, line)
    return "\n".join(lines)


def _after_no_tag(page: str, at: int) -> int:
    """Give where to go on after a sign that begins no tag: past a comment or a declaration, to the end where one never ends."""
    if page.startswith("<!--", at):
        end = page.find("-->", at + 4)
        return end + 3 if end >= 0 else -1
    if page.startswith(("<!", "<?"), at):
        end = page.find(">", at)
        return end + 1 if end >= 0 else -1
    return at + 1


def _end_line(lines: list[str], line: list[str], *, starts: str = "") -> None:
    """Close the line, if anything stands on it, and begin the next; a mark of a list waits for its text."""
    written = _BLANKS.sub(" ", unescape("".join(line))).strip()
    line.clear()
    if written and written != "-":
        lines.append(written)
        line.append(starts)
    else:
        line.append("- " if written else starts)
