"""Templates are written with indentation; what is sent goes without: in long lists it would be most of a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.template.loaders import app_directories

if TYPE_CHECKING:
    from django.template.base import Origin

BLOCKS = (
    "html|head|body|title|meta|link|script|div|p|section|article|aside|header|footer|main|nav|ul|ol|li|dl|dt|dd|table|caption|"
    "thead|tbody|tr|th|td|form|fieldset|legend|figure|figcaption|details|summary|h[1-6]|option|select|svg|path|circle|rect|text"
)
TAG = re.compile(r"<[a-zA-Z](?:\{%.*?%\}|\{\{.*?\}\}|\"(?:\{%.*?%\}|\{\{.*?\}\}|[^\"])*\"|[^>\"])*>", re.DOTALL)
BREAK = re.compile(r"\s*\n\s*")
AFTER_BLOCK = re.compile(rf"(<(?:{BLOCKS})(?=[\s>])[^<>]*(?<!%)>|</(?!svg)(?:{BLOCKS})>)\s*\n\s*")
BEFORE_BLOCK = re.compile(rf"\s*\n\s*(?=<(?!svg|select)(?:{BLOCKS})(?=[\s>])|</(?:{BLOCKS})>)")


def on_one_line(tag: re.Match[str]) -> str:
    """Write a tag on one line, one space between attributes and none at its ends."""
    text = BREAK.sub(" ", tag[0])
    text = re.sub(r" ?(\{% (?:if|elif)[^%]*%\}) ?(?=[a-z])(?![^\"]*\"(?: |>|\{))", r"\1 ", text)
    return re.sub(r" (?=(?:\{% (?:if|elif|else|endif)[^%]*%\})*\s*/?>$)", "", text)


def unindented(text: str) -> str:
    """Take out of a page's text the spaces that a browser would not show."""
    text = TAG.sub(on_one_line, text)
    text = BEFORE_BLOCK.sub("", AFTER_BLOCK.sub(r"\1", text))
    return BREAK.sub("\n", text)


class Loader(app_directories.Loader):
    """Finds the apps' templates, and takes the indentation out of those that are HTML."""

    def get_contents(self, origin: Origin) -> str:
        """Give a template's text, HTML without its indentation."""
        text: str = super().get_contents(origin)
        return unindented(text) if origin.name.endswith(".html") else text
