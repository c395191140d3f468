"""The vocabulary of places and stages, read once for many rows."""

from __future__ import annotations

from collections import defaultdict

from django.utils import timezone

from filiera.common.folding import fold
from filiera.registry.models import Municipality, Province, Stage
from filiera.registry.sheets.vocabulary import Town, Vocabulary


def current_vocabulary() -> Vocabulary:
    """Read municipalities, provinces and stages: three queries."""
    towns: dict[str, list[Town]] = defaultdict(list)
    rows = Municipality.objects.order_by("-province__in_region", "code")
    for search_name, name, province, in_region in rows.values_list(
        "search_name", "name", "province_id", "province__in_region"
    ):
        towns[search_name].append(Town(name, province, in_region))
    provinces: dict[str, str] = {}
    for code, name in Province.objects.values_list("code", "name"):
        provinces[fold(code)] = provinces[fold(name)] = code
    stages: dict[str, str] = {}
    for stage in Stage.objects.all():
        for label in (stage.code, stage.label_it, stage.label_en, stage.short_it, stage.short_en):
            stages[fold(label)] = stage.code
    return Vocabulary({name: tuple(found) for name, found in towns.items()}, provinces, stages, timezone.localdate())
