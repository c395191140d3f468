"""Articles are written in Italian in the statute's file: how an English page cites them."""

from __future__ import annotations

import re

HEADINGS = {
    "ammissione": "admission",
    "anzianità": "seniority",
    "avviso": "notice",
    "deleghe": "proxies",
    "organo amministrativo": "board",
    "organo di controllo": "auditor",
    "quote": "fees",
    "sospensione": "suspension",
    "verbali": "minutes",
}
"""The parts by which a statute without numbers is cited."""

PATTERNS = (
    (re.compile(r"\bartt\. ?"), "arts. "),
    (re.compile(r"\b(\d+(?:-?[a-z]{3,8})?) (?:c\.|comma) (\d+)\b"), r"\1(\2)"),
    (re.compile(r"(?<=[\d)]) e (?=\d|art)"), " and "),
    (re.compile(r"\bdisp\. att\. c\.c\."), "of the implementing rules of the Civil Code"),
    (re.compile(r"(?<=[\d)]) c\.c\."), " of the Civil Code"),
    (re.compile(r"(?<=[\d)]) c\.p\.c\."), " of the Code of Civil Procedure"),
    (re.compile(r"\bdello statuto\b"), "of the statute"),
    (re.compile(r"\bdel regolamento\b"), "of the rules"),
    (re.compile(r"\bTFUE\b"), "TFEU"),
)
_BY_HEADING = re.compile(r"\bstatuto(?: \((?P<heading>[^)]+)\))?")


def in_english(article: str) -> str:
    """Cite an article in English: "art. 12 c. 1 dello statuto" is "art. 12(1) of the statute"; what is not known stays."""
    for pattern, words in PATTERNS:
        article = pattern.sub(words, article)
    return _BY_HEADING.sub(_heading, article)


def _heading(found: re.Match[str]) -> str:
    heading = HEADINGS.get(found["heading"] or "")
    return f"the statute ({heading})" if heading else "the statute"
