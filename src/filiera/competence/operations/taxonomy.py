"""Load the taxonomy of an instance folder. Repeatable; a code that left the file is kept, never reused."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

from django.db import transaction

from filiera.competence.models import Competence
from filiera.registry.models import Stage


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split("|") if part.strip()]


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


@transaction.atomic
def load_taxonomy(*, folder: Path) -> int:
    """Load `competences.csv`, `terms.csv` and `competence_trl.csv` of a folder; give the number of competences.

    Raises KeyError where a row names a parent or a stage that the files do not have.
    """
    terms: dict[tuple[str, str], list[tuple[str, float]]] = defaultdict(list)
    for row in _rows(folder / "terms.csv"):
        terms[(row["competence_id"], row["lang"])].append((row["term"].strip(), float(row["weight"] or 1)))
    windows = {row["competence_id"]: row for row in _rows(folder / "competence_trl.csv")}
    stages = {stage.competence_code: stage for stage in Stage.objects.all()}
    rows = _rows(folder / "competences.csv")
    for ordinal, row in enumerate(sorted(rows, key=lambda row: int(row["level"])), start=1):
        window = windows.get(row["id"])
        Competence.objects.update_or_create(
            code=row["id"],
            defaults={
                "parent_id": row["parent_id"] or None,
                "level": int(row["level"]),
                "ordinal": ordinal,
                "stage": stages[row["id"].split(".")[0]],
                "label_it": row["label_it"],
                "label_en": row["label_en"],
                "label_fr": row["label_fr"],
                "label_es": row["label_es"],
                "definition_it": row["definition_it"],
                "definition_en": row["definition_en"],
                "synonyms_it": _listed(row["synonyms_it"]),
                "synonyms_en": _listed(row["synonyms_en"]),
                "terms_it": terms[(row["id"], "it")],
                "terms_en": terms[(row["id"], "en")],
                "ateco": _listed(row["ateco"]),
                "hs": _listed(row["hs"]),
                "standards": _listed(row["standards"]),
                "trl_min": int(window["trl_min"]) if window else None,
                "trl_max": int(window["trl_max"]) if window else None,
            },
        )
    return len(rows)
