"""Sources and facts: recorded once, and kept however many disagree."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from filiera.common.partial_date import PartialDate
from filiera.common.visibility import Visibility
from filiera.registry.enums import Certainty, FactField, SourceKind
from filiera.registry.models import Fact, Organisation, Source
from filiera.registry.operations.refresh import refresh_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class FactDraft:
    """A fact before it is recorded; `on` is the day it speaks of."""

    field: FactField
    value: str
    value_it: str = ""
    value_en: str = ""
    note_it: str = ""
    note_en: str = ""
    on: PartialDate | None = None
    certainty: Certainty = Certainty.SEEN
    visibility: Visibility = Visibility.PUBLIC


def record_source(
    *,
    name: str,
    name_it: str = "",
    name_en: str = "",
    url: str = "",
    on: PartialDate | None = None,
    kind: SourceKind = SourceKind.PAGE,
    licence: str = "",
    publisher: Organisation | None = None,
    is_example: bool = False,
) -> Source:
    """Give the source of that name, address and date, recording it the first time."""
    key = hashlib.sha256(f"{name}\x1f{url}\x1f{on or ''}".encode()).hexdigest()
    source, _new = Source.objects.get_or_create(
        key=key,
        defaults={
            "name": name[:200],
            "name_it": name_it[:200],
            "name_en": name_en[:200],
            "url": url[:600],
            "on": on.day if on else None,
            "on_precision": on.precision if on else "",
            "kind": kind,
            "licence": licence,
            "publisher": publisher,
            "is_example": is_example,
        },
    )
    return source


def word_sources(*, rows: Iterable[Mapping[str, str]]) -> int:
    """Say the names of sources in Italian and English: rows of `name`, `name_it`, `name_en`; give how many sources."""
    return sum(
        Source.objects.filter(name=row["name"]).update(name_it=row["name_it"][:200], name_en=row["name_en"][:200])
        for row in rows
    )


@transaction.atomic
def record_facts(*, organisation: Organisation, source: Source, drafts: Iterable[FactDraft]) -> list[Fact]:
    """Record what a source says of an organisation and refresh its columns. The same words of the same source count once."""
    facts = []
    for draft in drafts:
        if not draft.value.strip():
            continue
        fact, _new = Fact.objects.update_or_create(
            organisation=organisation,
            field=draft.field,
            value=draft.value.strip()[:600],
            source=source,
            defaults={
                "value_it": draft.value_it[:600],
                "value_en": draft.value_en[:600],
                "note_it": draft.note_it[:600],
                "note_en": draft.note_en[:600],
                "on": draft.on.day if draft.on else None,
                "on_precision": draft.on.precision if draft.on else "",
                "certainty": draft.certainty,
                "visibility": draft.visibility,
            },
        )
        facts.append(fact)
    refresh_columns(organisations=[organisation])
    return facts
