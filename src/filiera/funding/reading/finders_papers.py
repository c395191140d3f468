"""The papers that whoever applies hands in: from a list of lines, from a row after a colon, or from a plain sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from filiera.funding.reading.proposals import Hit

_NAMED = (
    r"(?:document(?:azione|i|ation|s)|allegat[oiae]|allegar[eè]|allega(?:no)?|corredat[oaie]|unit[oaie]|compost[ao]|comprende|"
    r"cosa\s+(?:serve|presentare)|(?:occorre|dev(?:e|ono))\s+(?:presentare|produrre)|essere\s+prodott[ei]|annexe?s|attach(?:ed|ments)?|upload(?:ed)?|enclose|"
    r"following\s+must\s+be\s+submitted|papers|what\s+to\s+submit)"
)
_MARK = r"(?:[-•*–]|\(?[a-z0-9]{1,2}[.)])"
_LINES = re.compile(
    rf"(?<![a-z]){_NAMED}(?![a-z])[^\n:]{{0,120}}:?[ \t*]*\n(?P<list>(?:[ \t]*{_MARK}[ \t]+[^\n]{{3,200}}\n?){{1,40}})",
    re.IGNORECASE,
)
_ROW = re.compile(
    rf"(?<![a-z]){_NAMED}(?![a-z])[^\n:.;]{{0,110}}:[ \t]*(?:\n(?=[a-z]))?(?P<list>(?:[^\n]|\n(?=[a-zà-ù(])){{10,900}})",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^[ \t]*(?:(?:§[ \t]?)?[0-9.]{1,4}[.)]?[ \t]+)?(?:allegati|documenti|documentazione|documents|papers|annexes)\.[ \t]+"
    r"(?P<list>[^\n]{10,600})",
    re.IGNORECASE | re.MULTILINE,
)
_PLAIN = re.compile(
    r"(?<![a-z])(?:si\s+allegano|sono\s+allegat[ie]|vanno\s+(?:uniti|allegat[ie])|allegare|alleg(?:a|ano))\s+"
    r"(?P<list>(?:la|il|lo|i|gli|le|l'|copia|un[ao]?)\s?[^.;:]{10,500})",
    re.IGNORECASE,
)
_NOT_TO_APPLY = re.compile(
    r"rendicont|saldo|erogazion|liquidazion|pagament|payment|audit|impres[ae]\s+beneficiari|dimension[ei]\s+massim|maximum\s+size",
    re.IGNORECASE,
)
_TO_APPLY = re.compile(
    r"domand|istanz|candidatur|allega|corredat|documentazione|documenti|presentare|cosa\s+serve|upload|attach|enclos|submit|"
    r"required\s+documents|documents\s+(?:required|to)|papers",
    re.IGNORECASE,
)
_NO_PAPER = re.compile(r"https?:|www\.|programme|regulation|work\s+plan|portal|regolament", re.IGNORECASE)
"""What is linked or cited, not handed in."""
_ENDS = re.compile(r"\.(?=\s+[\"'«(]?[A-ZÀ-Ü])|\.\s*$")
_NEXT_ITEM = re.compile(r"[,;]\s+|\s+(?:e|ed|and)\s+(?=(?:il|la|lo|i|gli|le|un|una|the|a|l')\s?)")
_ARTICLE = re.compile(
    r"^(?:(?:e|ed|and)\s+)?(?:il|lo|la|i|gli|le|un[oa]?|the|an?)\s+|^(?:(?:e|ed|and)\s+)?(?:l|un)['’]|^(?:e|ed|and)\s+",
    re.IGNORECASE,
)
_MARKED = re.compile(rf"^[ \t]*{_MARK}[ \t]*", re.IGNORECASE)
_ITEM = re.compile(rf"^[ \t]*{_MARK}[ \t]+(?P<item>[^\n]{{3,200}})", re.IGNORECASE | re.MULTILINE)
_MOST_SIGNS = 80
_MOST_ITEMS = 20
_BEFORE = 100


def papers(text: str) -> Iterator[Hit]:
    """Find the first list of papers of a text; places count from the beginning of the text."""
    found: list[tuple[int, int, list[str]]] = []
    for pattern in (_LINES, _ROW, _LABEL, _PLAIN):
        for asked in pattern.finditer(text):
            items = _items(asked["list"], in_lines=pattern is _LINES)
            begun = text[max(text.rfind("\n", 0, asked.start()), asked.start() - _BEFORE, 0) : asked.start("list")]
            if (
                len(items) > 1
                and not _NO_PAPER.search(asked["list"])
                and _TO_APPLY.search(begun)
                and not _NOT_TO_APPLY.search(begun)
            ):
                found.append((asked.start(), asked.end(), items))
                break
    if found:
        start, end, items = min(found, key=lambda one: (one[0], -one[1]))
        yield Hit("rules.docs", items[:_MOST_ITEMS], start, end, False, "list-cut")


def _items(written: str, *, in_lines: bool) -> list[str]:
    """Part a list: by its lines, else by its semicolons, else by its commas."""
    if in_lines and written.strip().count("\n"):
        return [one["item"].strip(" .;,")[:_MOST_SIGNS] for one in _ITEM.finditer(written)]
    ended = _ENDS.split(re.sub(r"(?<![0-9A-Za-z])[0-9][.)]\s", ";", written.replace("\n", " ")))[0]
    parts = ended.split(";") if ";" in ended else _NEXT_ITEM.split(ended)
    bare = [_ARTICLE.sub("", _MARKED.sub("", one.strip(" .;,"))).strip() for one in parts]
    return [one[:_MOST_SIGNS] for one in bare if len(one) > 2]
