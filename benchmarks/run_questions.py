"""Ask the example questions of the instance through the whole answer (retrieval, map, privacy) and measure it.

    python -m benchmarks.run_questions [--show]

Needs the demo's database (`filiera demo --no-serve`). The questions and the example evidence come from the same hands,
so these figures are kind: they serve to notice a change, not to be published. Even questions tune, odd ones report.
"""

from __future__ import annotations

import argparse
import csv
import os
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "filiera.settings.dev")
django.setup()

from django.conf import settings  # noqa: E402
from django.utils import timezone, translation  # noqa: E402

from filiera.common.visibility import PUBLIC_AUDIENCE  # noqa: E402
from filiera.competence.queries.answers import answer  # noqa: E402


def main() -> None:
    """Print success at 1 and 3, mean reciprocal rank, and how well the asked and uncovered competences are read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="print each question with its first answers")
    shown = parser.parse_args().show
    path = Path(settings.INSTANCE_DIR) / "examples" / "questions.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    totals: dict[str, list[dict[str, float]]] = {"tune": [], "report": []}
    for row in rows:
        for lang in ("it", "en"):
            part = "tune" if int(row["id"][1:]) % 2 == 0 else "report"
            totals[part].append(measure(row, lang, shown))
    for part, found in totals.items():
        names = found[0].keys()
        print(part, len(found), {name: round(sum(one[name] for one in found) / len(found), 3) for name in names})


def measure(row: dict[str, str], lang: str, shown: bool) -> dict[str, float]:
    """Ask one question in one language."""
    with translation.override(lang):
        found = answer(row[f"question_{lang}"], audience=PUBLIC_AUDIENCE, today=timezone.localdate(), lang=lang)
    expected = [code for code in row["expected"].split("|") if code]
    ranked = [line.entry.code for line in found.lines]
    asked = {one.code for one in found.asked}
    wanted = {code for code in (row["competences"] + "|" + row["uncovered"]).split("|") if code}
    place = next((n for n, code in enumerate(ranked, start=1) if code in expected), 0)
    if shown:
        print(f"{row['id']} {lang} {'ok' if place == 1 else place} {row[f'question_{lang}'][:80]}")
        print(
            "   ",
            ranked[:4],
            "expected",
            expected,
            "| read",
            sorted(asked),
            "wanted",
            sorted(wanted),
            "| none",
            found.no_evidence,
        )
    nothing = not expected
    return {
        "success@1": float(place == 1 or (nothing and found.no_evidence)),
        "success@3": float(0 < place <= 3 or (nothing and found.no_evidence)),
        "mrr": 1 / place if place else float(nothing and found.no_evidence),
        "read_precision": len(asked & wanted) / len(asked) if asked else float(not wanted),
        "read_recall": len(asked & wanted) / len(wanted) if wanted else 1.0,
    }


if __name__ == "__main__":
    main()
