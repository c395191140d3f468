"""Words of the other language on a page: texts that are a source string of ours whose translation is different."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.pofile import read_po

if TYPE_CHECKING:
    from playwright.sync_api import Page

SOURCE = Path(__file__).resolve().parents[1] / "src" / "filiera"
TEXTS = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (parent.closest('[lang="en"], script, style')) continue;
    const text = walker.currentNode.textContent.trim();
    if (text.length > 3) found.push(text);
  }
  return [...new Set(found)];
}"""


@cache
def source_strings() -> frozenset[str]:
    """Give every English source string whose Italian is another text."""
    found = set()
    for path in SOURCE.rglob("locale/it/LC_MESSAGES/django.po"):
        with path.open("rb") as handle:
            for message in read_po(handle, locale="it"):
                ids = message.id if isinstance(message.id, tuple) else (message.id,)
                said = message.string if isinstance(message.string, tuple) else (message.string,)
                found |= {one for one in ids if one and one not in said}
    return frozenset(found)


def english_words(page: Page) -> list[str]:
    """Give the texts of a page that are English source strings."""
    known = source_strings()
    return sorted(text for text in page.evaluate(TEXTS) if text in known)
