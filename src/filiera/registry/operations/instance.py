"""Load an instance folder's vocabularies: stages, provinces, municipalities. Repeatable."""

from __future__ import annotations

import csv
from pathlib import Path

from django.db import transaction

from filiera.common.folding import fold
from filiera.common.instance import Instance
from filiera.registry.models import Municipality, Province, Stage


@transaction.atomic
def load_stages(*, instance: Instance) -> int:
    """Load the stages of the chain, with their labels from the taxonomy's first level; give their number."""
    with (instance.folder / "taxonomy" / "competences.csv").open(encoding="utf-8", newline="") as handle:
        labels = {row["id"]: row for row in csv.DictReader(handle) if row["level"] == "1"}
    for ordinal, stage in enumerate(instance.stages, start=1):
        Stage.objects.update_or_create(
            code=stage.id,
            defaults={
                "competence_code": stage.code,
                "ordinal": ordinal,
                "label_it": labels[stage.code]["label_it"],
                "label_en": labels[stage.code]["label_en"],
                "short_it": stage.short.it,
                "short_en": stage.short.en,
            },
        )
    return len(instance.stages)


@transaction.atomic
def load_territory(*, instance: Instance, municipalities: Path) -> int:
    """Load municipalities from the file that set-up wrote (`var/territory/municipalities.csv`); give their number.

    A code that is known already is left as it is. Raises FileNotFoundError where set-up has not run.
    """
    with municipalities.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    nuts3 = {province.code: province.nuts3 for province in instance.region.provinces}
    provinces = {
        row["province"]: Province(
            code=row["province"],
            name=row["province_name"],
            region=row["region"],
            nuts3=nuts3.get(row["province"], ""),
            in_region=row["region_code"] == instance.region.istat_code,
        )
        for row in rows
    }
    Province.objects.bulk_create(provinces.values(), ignore_conflicts=True)
    places = [
        Municipality(
            code=row["code"],
            name=row["name"],
            search_name=fold(row["name"]),
            province_id=row["province"],
            lat=float(row["lat"]) if row["lat"] else None,
            lon=float(row["lon"]) if row["lon"] else None,
        )
        for row in rows
    ]
    Municipality.objects.bulk_create(places, ignore_conflicts=True, batch_size=2000)
    return len(places)
