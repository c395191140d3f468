"""Load what is said of the cluster from the instance folder. Repeatable; what left the files is removed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from filiera.common.instance import Instance
from filiera.common.partial_date import PartialDate
from filiera.competence.models import Competence
from filiera.observatory.models import ClusterEvent, ClusterFunction, Figure, RegulatoryDeadline
from filiera.registry.models import Source
from filiera.registry.operations.actors import certainty_of, read_rows
from filiera.registry.operations.sources import record_source, word_sources


def _read(path: Path, key: str) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    values = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    rows: list[dict[str, Any]] = values.get(key, [])
    return rows


def _date(value: object) -> PartialDate | None:
    return PartialDate.parse(str(value or ""))


@transaction.atomic
def load_observatory(*, instance: Instance) -> dict[str, int]:
    """Load figures, dated rules, events and functions; give their numbers. Raises KeyError on an unknown competence."""
    folder = instance.folder / "facts"
    return {
        "figures": _figures(folder),
        "deadlines": _deadlines(folder),
        "events": _events(folder),
        "functions": _functions(folder),
        "source names": word_sources(rows=read_rows(folder / "source_names.csv")),
    }


def _text(value: Any, lang: str) -> str:
    if isinstance(value, dict):
        return str(value.get(lang) or value.get("en") or "")
    return str(value or "")


def _named_source(row: dict[str, Any]) -> Source:
    name = row["source_name"]
    return record_source(
        name=_text(name, "it"),
        name_en=_text(name, "en"),
        url=row.get("source_url", ""),
        on=_date(row.get("source_date")),
    )


def _value(row: dict[str, Any], lang: str) -> str:
    """Write the figure with its unit as each language does: `66,6 %`, `66.6%`."""
    label = _text(row.get("value_label"), lang) or str(row["value"])
    unit = str(row.get("unit") or "")
    if lang == "it":
        label = label.replace(".", ",") if label.replace(".", "").isdigit() and label.count(".") == 1 else label
        return f"{label} {unit}".strip()
    return f"{label}{unit}" if unit == "%" else f"{label} {unit}".strip()


def _figures(folder: Path) -> int:
    rows = _read(folder / "figures.yaml", "figures")
    questions = {group["id"]: group["question"] for group in _read(folder / "figures.yaml", "groups")}
    for ordinal, row in enumerate(rows, start=1):
        year = str(row.get("year") or "")
        Figure.objects.update_or_create(
            code=row["id"],
            defaults={
                "group": row["group"],
                "question_it": _text(questions.get(row["group"]), "it"),
                "question_en": _text(questions.get(row["group"]), "en"),
                "ordinal": ordinal,
                "value_it": _value(row, "it"),
                "value_en": _value(row, "en"),
                "what_it": _text(row["what"], "it"),
                "what_en": _text(row["what"], "en"),
                "perimeter_it": _text(row.get("perimeter"), "it"),
                "perimeter_en": _text(row.get("perimeter"), "en"),
                "year_it": year or _text(row.get("date_note"), "it"),
                "year_en": year or _text(row.get("date_note"), "en"),
                "speaker": str(row.get("speaker") or ""),
                "status": str(row.get("status") or "claim"),
                "certainty": certainty_of(str(row.get("certainty") or "seen")),
                "source": _named_source(row),
            },
        )
    Figure.objects.exclude(code__in=[row["id"] for row in rows]).delete()
    return len(rows)


def _deadlines(folder: Path) -> int:
    known = {row.code: row for row in Competence.objects.all()}
    codes = []
    for row in _read(folder / "deadlines.yaml", "deadlines"):
        source = record_source(name=row["source"]["name"], url=row["source"].get("url", ""))
        for day in row["dates"]:
            on = _date(day["date"])
            if on is None:
                continue
            code = f"{row['id']}-{on}"
            deadline, _new = RegulatoryDeadline.objects.update_or_create(
                code=code,
                defaults={
                    "on": on.day,
                    "on_precision": on.precision,
                    "title_it": row["title"]["it"],
                    "title_en": row["title"]["en"],
                    "applies_it": day["applies_to"]["it"],
                    "applies_en": day["applies_to"]["en"],
                    "regulation": row["regulation"],
                    "certainty": certainty_of(day.get("certainty") or row["certainty"]),
                    "source": source,
                },
            )
            deadline.competences.set([known[one] for one in row["competences"]])
            codes.append(code)
    RegulatoryDeadline.objects.exclude(code__in=codes).delete()
    return len(codes)


def _events(folder: Path) -> int:
    rows = _read(folder / "events.yaml", "events")
    for row in rows:
        on = _date(row["date"])
        if on is None:
            continue
        source = _named_source(row)
        ClusterEvent.objects.update_or_create(
            code=row["id"],
            defaults={
                "on": on.day,
                "on_precision": on.precision,
                "what_it": row["what"]["it"],
                "what_en": row["what"]["en"],
                "source": source,
            },
        )
    ClusterEvent.objects.exclude(code__in=[row["id"] for row in rows]).delete()
    return len(rows)


def _functions(folder: Path) -> int:
    rows = _read(folder / "functions.yaml", "functions")
    for ordinal, row in enumerate(rows, start=1):
        ClusterFunction.objects.update_or_create(
            code=row["id"],
            defaults={
                "ordinal": ordinal,
                "label_it": row["label"]["it"],
                "label_en": row["label"]["en"],
                "sources": ", ".join(row["sources"]),
            },
        )
    ClusterFunction.objects.exclude(code__in=[row["id"] for row in rows]).delete()
    return len(rows)
