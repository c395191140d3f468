"""Needs that we wrote ourselves, with what a careful office would confirm of each, and what it would keep back.

Each file of `need_texts/` has `name`, `lang`, `form` (`form`, or `mail` as it is pasted), `is_example` (all are invented),
`own` (what is the requester's), `truth` (field to value or values, named as the reading names them), `sensitive` (code and
words), `may` (fields that are left open: neither wanted nor wrong) and `text`. They are parted by a digest of the name; the
labels were written before there was a reader.
"""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from filiera.exchange.reading.stages import StageTerms

ROOT = Path(__file__).resolve().parents[1]
FOLDER = Path(__file__).with_name("need_texts")
FRESH = Path(__file__).with_name("need_texts_fresh")
UNSEEN = Path(__file__).with_name("need_texts_unseen")
"""Needs in other words on purpose: the fresh ones were written when the first rules were done, and looked at when the rules
were mended; the unseen ones were written when they were mended, and no rule was written on them."""
TAXONOMY = ROOT / "instances" / "lombardia-cosmetica" / "taxonomy"
TOWNS = ROOT / "var" / "territory" / "municipalities.csv"
PARTS = ("dev", "held-out", "fresh", "unseen")
LOOKED_AT = ("dev", "fresh")


@dataclass(frozen=True, slots=True)
class NeedText:
    """A need, in which form it comes, and what it says; `may` are fields that nobody judges."""

    name: str
    lang: str
    form: str
    is_example: bool
    own: dict[str, list[str]]
    truth: dict[str, Any]
    sensitive: list[list[str]]
    may: list[str]
    text: str


@cache
def need_texts(folder: Path = FOLDER) -> tuple[NeedText, ...]:
    """Give the needs of a folder, by the digest of their names."""
    read = [NeedText(**yaml.safe_load(path.read_text(encoding="utf-8"))) for path in folder.glob("*.yaml")]
    return tuple(sorted(read, key=lambda one: hashlib.sha256(one.name.encode()).hexdigest()))


def part_of(part: str) -> tuple[NeedText, ...]:
    """Give the needs of a part: `LOOKED_AT` says which are looked at when rules are written."""
    if part in ("fresh", "unseen"):
        return need_texts(FRESH if part == "fresh" else UNSEEN)
    texts = need_texts()
    half = len(texts) // 2
    return texts[:half] if part == "dev" else texts[half:]


@cache
def stage_terms() -> StageTerms:
    """Give the terms of the instance's taxonomy with their stages."""
    with (TAXONOMY / "competences.csv").open(encoding="utf-8", newline="") as file:
        stages = {row["id"]: row["stage"] for row in csv.DictReader(file)}
    with (TAXONOMY / "terms.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["term"], stages[row["competence_id"]], float(row["weight"])) for row in csv.DictReader(file)]
    return StageTerms(rows)


@cache
def towns() -> frozenset[str]:
    """Give the names of the municipalities that set-up has written; none where it has not run."""
    if not TOWNS.exists():
        return frozenset()
    with TOWNS.open(encoding="utf-8", newline="") as file:
        return frozenset(row["name"] for row in csv.DictReader(file))
