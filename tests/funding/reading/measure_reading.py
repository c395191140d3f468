"""Measures what is read of the topics of the EU portal: python measure_reading.py dev|held-out [how many to print].

The columns are a weak reference: the text of a topic mostly leaves deadline, budget and type of action to them.
"""

from __future__ import annotations

import csv
import hashlib
import json
import random
import re
import sys
from collections.abc import Iterator
from datetime import date

from filiera.common.reading.amounts import amounts
from filiera.common.reading.dates import days
from filiera.funding.reading.texts import CallReading, read_call
from filiera.settings.env import DATA_DIR

FETCHED = date(2026, 8, 10)
ACTIONS = {"Research and Innovation": "RIA", "Coordination and Support": "CSA", "Innovation Actions": "IA"}


def topics(part: str) -> Iterator[tuple[dict[str, str], str]]:
    """Give the topics of a part, `dev` or `held-out`, with their texts; the part hangs on the name of the topic."""
    folder = DATA_DIR / "eu-calls-2026"
    with (folder / "topics.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["topicId"]: row for row in csv.DictReader(file)}
    for path in sorted(folder.glob("topics-text-part*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            digest = int(hashlib.sha256(record["topicId"].encode()).hexdigest(), 16)
            if (digest % 2 == 0) == (part == "dev"):
                yield rows[record["topicId"]], f"{record['description'] or ''}\n{record['topicConditions'] or ''}"


def judged(row: dict[str, str], text: str, read: CallReading) -> Iterator[tuple[str, bool, bool, bool]]:
    """Give, for each thing measured: whether the text has the value of the column, whether one was proposed, the same."""
    due = date.fromisoformat(row["deadline"][:10]) if row["deadline"] else None
    closes = [str(one.value)[:10] for field in ("window.closes", "window.cutoffs") for one in read.of(field)]
    dated = {day.on(day.year or 1) for day in days(text, 0, len(text), language="en")}
    yield "deadline", due is not None and due in dated, bool(closes), str(due) in " ".join(closes)
    most = row["budgetMax"]
    grants = [float(one.value) for one in read.of("grant_max_eur")]
    said = {float(end) for one in amounts(text) for end in (one.low, one.high) if end is not None}
    yield "grant", bool(most) and float(most) in said, bool(grants), bool(most) and float(most) in grants
    kind = next((code for words, code in ACTIONS.items() if words in row["typesOfAction"]), "")
    kinds = [one.value[0] for one in read.of("types_of_action")]
    yield "action", bool(kind) and kind in kinds, bool(kinds), kind in kinds
    levels = [one.value for one in read.of("rules.trl")]
    asked = re.search(r"expected to (?:achieve|start)[^.]{0,30}TRL\s*(?P<n>[1-9])", text)
    yield (
        "trl",
        asked is not None,
        bool(levels),
        asked is not None and any(int(asked["n"]) <= one.get("end", 9) for one in levels),
    )


def main(part: str, shown: int) -> None:
    """Print the figures, and the proposals of some topics taken at random."""
    found = [(row, text, read_call(text, language="en", today=FETCHED)) for row, text in topics(part)]
    for name in ("deadline", "grant", "action", "trl"):
        rows = [one for row, text, read in found for one in judged(row, text, read) if one[0] == name]
        there, proposed = sum(one[1] for one in rows), sum(one[2] for one in rows)
        right, both = sum(one[3] for one in rows), sum(one[1] and one[3] for one in rows)
        print(f"{name}: in the text {there}, proposed {proposed}, right {right}, found of those in the text {both}")
    random.Random(7).shuffle(found)  # noqa: S311
    for row, _text, read in found[:shown]:
        print("\n##", row["topicId"], row["deadline"], row["budgetMin"], row["budgetMax"], row["typesOfAction"])
        for one in read.proposals:
            print(f"  {one.field} = {one.value} [{'sure' if one.sure else one.note}] {one.sentence[:260]!r}")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0)
