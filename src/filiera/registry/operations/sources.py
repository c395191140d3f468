"""Sources and facts: recorded once, kept however many disagree, and the preferred value carried to the columns."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from filiera.common.folding import fold
from filiera.common.partial_date import PartialDate
from filiera.common.visibility import Visibility
from filiera.registry.enums import Certainty, FactField, Kind, Size, SourceKind
from filiera.registry.logic import StatedFact, size_of, used_fact
from filiera.registry.models import Fact, Group, Merge, Organisation, Province, Source, Stage
from filiera.registry.queries.places import municipality_meant

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


YES, NO = "YES", "NO"
"""What a fact about membership says."""


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
    refresh_columns(organisation=organisation)
    return facts


def refresh_columns(*, organisation: Organisation) -> Organisation:
    """Carry the preferred value of each field from the public facts to the organisation's columns, and save it."""
    stated: dict[str, list[StatedFact]] = {}
    words: dict[int, Fact] = {}
    for fact in organisation.facts.select_related("source").filter(visibility=Visibility.PUBLIC):
        words[fact.pk] = fact
        item = StatedFact(fact.pk, fact.value, fact.certainty, fact.on, fact.source.on)
        stated.setdefault(fact.field, []).append(item)
    if FactField.SUMMARY in stated:
        stated[FactField.SUMMARY] = _own_words(organisation, stated[FactField.SUMMARY])
    chosen = {field: used_fact(field, facts) for field, facts in stated.items()}
    values = {field: fact.value for field, fact in chosen.items() if fact}
    _set_identity(organisation, values)
    _set_place(organisation, values)
    _set_size(organisation, values)
    _set_membership(organisation, chosen)
    summary = chosen.get(FactField.SUMMARY)
    if summary:
        organisation.summary_it = words[summary.key].value_it
        organisation.summary_en = words[summary.key].value_en
    organisation.search_name = fold(organisation.name)
    organisation.save()
    return organisation


def _own_words(organisation: Organisation, facts: list[StatedFact]) -> list[StatedFact]:
    """Leave out what was said of organisations that were joined to this one, as long as something is said of itself."""
    merges = Merge.objects.filter(kept=organisation, undone_at=None).values_list("moved__rows", flat=True)
    came = {pk for rows in merges for label, _field, ids in rows if label == Fact._meta.label for pk, _old, _new in ids}
    own = [fact for fact in facts if fact.key not in came]
    has_other_words = organisation.summary_it and organisation.summary_it not in {fact.value for fact in facts}
    return own if own or has_other_words else facts


def _set_identity(organisation: Organisation, values: dict[str, str]) -> None:
    organisation.name = values.get(FactField.NAME, organisation.name)
    organisation.legal_name = values.get(FactField.LEGAL_NAME, organisation.legal_name)
    kind = values.get(FactField.KIND)
    if kind in Kind.values:
        organisation.kind = kind
    stage = values.get(FactField.STAGE)
    if stage:
        organisation.stage = Stage.objects.filter(code=stage).first() or organisation.stage
    group = values.get(FactField.GROUP)
    if group:
        organisation.group, _new = Group.objects.get_or_create(
            name=group[:160], defaults={"is_example": organisation.is_example}
        )
    organisation.website = values.get(FactField.WEBSITE, organisation.website)[:300]


def _set_membership(organisation: Organisation, chosen: Mapping[str, StatedFact | None]) -> None:
    """Carry the day since when it is a member; a bare yes counts from the day it speaks of.

    A bare no ends a membership of which only a yes was known, and one that began before the day that it speaks of.
    """
    since, said = chosen.get(FactField.MEMBER_SINCE), chosen.get(FactField.MEMBER)
    if since:
        organisation.member_since_on, organisation.member_since_known = date.fromisoformat(since.value), True
    elif said and said.value == YES and organisation.member_since_on is None and said.on:
        organisation.member_since_on, organisation.member_since_known = said.on, False
    if said and said.value == NO and organisation.member_since_on is not None:
        day = said.on or said.source_on
        is_later = day is not None and day > organisation.member_since_on
        if is_later or not organisation.member_since_known:
            organisation.member_since_on, organisation.member_since_known = None, True


def _set_place(organisation: Organisation, values: dict[str, str]) -> None:
    organisation.country = values.get(FactField.COUNTRY, organisation.country)[:2].upper()
    province = values.get(FactField.PROVINCE, "").upper()
    town = values.get(FactField.TOWN, "")
    place = municipality_meant(town, province) if town and organisation.country in ("", "IT") else None
    organisation.town = town or organisation.town
    if place:
        organisation.municipality = place
        organisation.province = place.province
        organisation.lat, organisation.lon = place.lat, place.lon
    elif province:
        organisation.province = Province.objects.filter(code=province).first() or organisation.province


def _set_size(organisation: Organisation, values: dict[str, str]) -> None:
    def number(field: FactField) -> int | None:
        text = values.get(field, "")
        return int(text) if text.isdecimal() else None

    organisation.employees = number(FactField.EMPLOYEES) or organisation.employees
    organisation.min_batch = number(FactField.MIN_BATCH) or organisation.min_batch
    founded = values.get(FactField.FOUNDED, "")[:4]
    if founded.isdecimal():
        organisation.founded_year = int(founded)
    size = values.get(FactField.SIZE, "").upper()
    if size in Size.values:
        organisation.size = size
    elif organisation.employees and not organisation.size:
        organisation.size = size_of(organisation.employees)
