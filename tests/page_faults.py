"""What is wrong with a page in a real browser: it does not fit, axe finds something, a word is of the other language."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.pofile import read_po

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "filiera"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (390, 768, 1440)
"""Telephone, tablet, desk: a page fits each of them, its folded tables open too."""

SEEN_BY_AXE = {"it": 390, "en": 1440}
"""The width at which axe looks at the page of a language: each layout once, each language once."""

OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
MET = """() => {
  const parts = [...document.querySelectorAll('.mast .nav li, .mast .mast__end a, .mast .mast__end summary, .mast .btn')];
  const seen = parts.map(one => [one.textContent.trim(), one.getBoundingClientRect()]).filter(([, box]) => box.width);
  return seen.flatMap(([name, box], at) => seen.slice(at + 1)
    .filter(([, next]) => box.right > next.left + 1 && next.right > box.left + 1 && box.bottom > next.top + 1
      && next.bottom > box.top + 1)
    .map(([other]) => `${name} lies on ${other}`));
}"""
"""What in the head of a page lies on what: it has room for some words in one language and not in the other."""

TABLES = "open => document.querySelectorAll('details.twin').forEach(one => { one.open = open })"
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


@cache
def axe() -> str:
    """Give axe-core's script, from node_modules."""
    return AXE.read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """Give what axe finds on a page as it stands, each with the element."""
    page.evaluate(axe())
    run = "tags => axe.run({runOnly: tags}).then(r => r.violations.map(v => [v.id, v.nodes[0].html]))"
    return [f"{name}: {html[:200]}" for name, html in page.evaluate(run, TAGS)]


def faults_in(page: Page, lang: str) -> list[str]:
    """Give what is wrong with a page of a language; its window is left at the last width."""
    faults = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        faults += [f"{width}: {met}" for met in page.evaluate(MET)]
        for are_open in (False, True):
            page.evaluate(TABLES, are_open)
            over = page.evaluate(OVER)
            if over > 0:
                faults.append(f"overflows {width} by {over} px" + (" with its tables open" if are_open else ""))
        page.evaluate(TABLES, False)
        if width == SEEN_BY_AXE[lang]:
            faults += violations(page)
    return faults + ([f"English: {word}" for word in english_words(page)] if lang == "it" else [])
