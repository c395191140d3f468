"""Texts as sources serve them, made plain: markup becomes lines, letters that were decoded twice become themselves again."""

from __future__ import annotations

import html
import re

MOST_HTML = 2_000_000
"""Most characters of markup that are read of one field: the longest text of the portal has some 60,000."""

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)[^<>]*>|<!--")
_LINES = frozenset(
    {"p", "div", "br", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "tr"}
    | {"table", "thead", "tbody", "section", "article", "header", "footer", "blockquote", "pre", "hr"}
)
_UNSEEN = frozenset({"script", "style", "template", "noscript", "iframe", "object", "svg"})
_PARTS = {"td": " ", "th": " "}
_ESCAPED = re.compile(r"&lt;/?(?:p|div|ul|li|br|span|b|strong)\b[^<>]{0,200}?&gt;")

_BYTE = {chr(code): code for code in range(0x80, 0x100)}
for _code in range(0x80, 0xA0):
    try:
        _BYTE[bytes([_code]).decode("cp1252")] = _code
    except UnicodeDecodeError:  # five places of the table are empty: readers leave the control character there
        continue
_FOLLOWS = "[" + "".join(re.escape(sign) for sign, code in _BYTE.items() if 0x80 <= code <= 0xBF) + "]"
_SURE = re.compile(rf"[ÂÃ]{_FOLLOWS}|[âã]{_FOLLOWS}{{2}}|[ï]{_FOLLOWS}{{2}}|ð{_FOLLOWS}{{3}}")
_LIKELY = re.compile(rf"{_SURE.pattern}|[ÄÅÆÇÈÉÊËÎÏÐÑ]{_FOLLOWS}|[àáäåæçèéêëì]{_FOLLOWS}{{2}}")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0e-\x1f\ud800-\udfff]")


def mended(text: str) -> str:
    """Repair letters of UTF-8 that somebody read as cp1252 ("COâ‚‚" is CO₂), once or twice; what does not look so stays.

    A pair such as "Å“" may be meant; it is repaired only beside one that nobody means.
    """
    for _time in range(2):
        if not any(sign in text for sign in "ÂÃâãïð") or not _SURE.search(text):
            break
        better = _LIKELY.sub(_decoded, text)
        if better == text:
            break
        text = better
    return text


def _decoded(found: re.Match[str]) -> str:
    try:
        return bytes(_BYTE[sign] for sign in found[0]).decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        return found[0]


def writable(text: str) -> str:
    """Give a text that any database takes: without control characters and halves of characters."""
    return _UNWRITABLE.sub(lambda found: "\ufffd" if found[0] > "\x1f" else "", text)


def one_line(text: str) -> str:
    """Give a short text, such as a title, on one line, repaired, without markup."""
    return " ".join(plain_lines(text).split())


def plain_lines(text: str) -> str:
    """Give text without markup, a line for each paragraph and item of a list. Longer texts than MOST_HTML are cut."""
    text = text[:MOST_HTML]
    if "&lt;" in text and _ESCAPED.search(text) and not re.search(r"<[a-z]+[^<>]*>", text, re.IGNORECASE):
        text = html.unescape(text)
    found = "".join(_without_tags(text)) if "<" in text else text
    found = writable(mended(html.unescape(found)))
    lines = (" ".join(line.split()) for line in found.splitlines())
    return "\n".join(line for line in lines if line)


def _without_tags(text: str) -> list[str]:
    """Give the parts of a text in one pass: tags of blocks are ends of lines, what is never shown is passed over."""
    is_markup = _TAG.search(text) is not None
    parts: list[str] = []
    at = 0
    while (tag := _TAG.search(text, at)) is not None:
        parts.append(_flowing(text[at : tag.start()], is_markup))
        at = tag.end()
        name = (tag[2] or "").lower()
        if tag[0] == "<!--":
            at = _after(text, "-->", at)
        elif name in _UNSEEN and not tag[1] and not tag[0].endswith("/>"):
            at = _after(text, ">", _after(text, f"</{name}", at))
        elif name in _LINES:
            parts.append("\n")
        else:
            parts.append(_PARTS.get(name, ""))
    parts.append(_flowing(text[at:], is_markup))
    return parts


def _after(text: str, mark: str, at: int) -> int:
    """Give where a text goes on after a mark; its end where the mark does not come."""
    found = text.find(mark, at)
    if found < 0:
        found = text.find(mark.upper(), at)
    return len(text) if found < 0 else found + len(mark)


def _flowing(text: str, is_markup: bool) -> str:
    """Give text between tags: there the end of a line is a space."""
    return re.sub(r"[\r\n]+", " ", text) if is_markup else text
