"""The columns of organisations: of every field, the value that its public facts prefer. Many organisations, few queries."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from filiera.common.folding import fold
from filiera.common.visibility import Visibility
from filiera.registry.enums import FactField, Kind, Size
from filiera.registry.logic import StatedFact, size_of, used_fact
from filiera.registry.models import Fact, Group, Merge, Municipality, Organisation, Province, Stage
from filiera.registry.queries.places import municipality_meant

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

YES, NO = "YES", "NO"
"""What a fact about membership says."""


def refresh_columns(*, organisations: Sequence[Organisation]) -> None:
    """Carry the preferred value of each field from the public facts to the organisations' columns, and save them."""
    carry_columns(organisations=organisations)
    for organisation in organisations:
        organisation.save()


def carry_columns(*, organisations: Sequence[Organisation]) -> None:
    """Carry the preferred value of each field from the public facts to the organisations' columns, in memory alone."""
    facts: dict[int, list[Fact]] = defaultdict(list)
    public = Fact.objects.filter(organisation__in=organisations, visibility=Visibility.PUBLIC)
    for fact in public.select_related("source").order_by("pk"):
        facts[fact.organisation_id].append(fact)
    joined = _joined(organisations)
    known = _Known()
    for organisation in organisations:
        _carry(organisation, facts[organisation.pk], joined.get(organisation.pk, frozenset()), known)


def _joined(organisations: Iterable[Organisation]) -> dict[int, frozenset[int]]:
    """Give, by organisation, the facts that came to it with those that were joined to it."""
    came: dict[int, set[int]] = defaultdict(set)
    merges = Merge.objects.filter(kept__in=organisations, undone_at=None)
    for kept, rows in merges.values_list("kept_id", "moved__rows"):
        for label, _field, ids in rows:
            if label == Fact._meta.label:
                came[kept].update(pk for pk, _old, _new in ids)
    return {pk: frozenset(ids) for pk, ids in came.items()}


class _Known:
    """What values name, each looked up once: stages, provinces, groups, towns."""

    def __init__(self) -> None:
        self.groups: dict[str, Group] = {}
        self.towns: dict[tuple[str, str], Municipality | None] = {}

    @cached_property
    def stages(self) -> dict[str, Stage]:
        return Stage.objects.in_bulk()

    @cached_property
    def provinces(self) -> dict[str, Province]:
        return Province.objects.in_bulk()

    def group(self, name: str, *, is_example: bool) -> Group:
        """Give the group of that name, made the first time."""
        if name not in self.groups:
            self.groups[name], _new = Group.objects.get_or_create(name=name, defaults={"is_example": is_example})
        return self.groups[name]

    def town(self, name: str, province: str) -> Municipality | None:
        """Give the one municipality that a written town means."""
        if (name, province) not in self.towns:
            self.towns[name, province] = municipality_meant(name, province)
        return self.towns[name, province]


def _carry(organisation: Organisation, facts: Sequence[Fact], joined: frozenset[int], known: _Known) -> None:
    """Set the columns of one organisation from its public facts."""
    words = {fact.pk: fact for fact in facts}
    stated: dict[str, list[StatedFact]] = defaultdict(list)
    for fact in facts:
        stated[fact.field].append(StatedFact(fact.pk, fact.value, fact.certainty, fact.on, fact.source.on))
    if joined and FactField.SUMMARY in stated:
        stated[FactField.SUMMARY] = _own_words(organisation, stated[FactField.SUMMARY], joined)
    chosen = {name: used_fact(name, said) for name, said in stated.items()}
    values = {name: fact.value for name, fact in chosen.items() if fact}
    _set_identity(organisation, values, known)
    _set_place(organisation, values, known)
    _set_size(organisation, values)
    _set_membership(organisation, chosen)
    summary = chosen.get(FactField.SUMMARY)
    if summary:
        organisation.summary_it = words[summary.key].value_it
        organisation.summary_en = words[summary.key].value_en
    organisation.search_name = fold(organisation.name)


def _own_words(organisation: Organisation, facts: list[StatedFact], joined: frozenset[int]) -> list[StatedFact]:
    """Leave out what was said of organisations that were joined to this one, as long as something is said of itself."""
    own = [fact for fact in facts if fact.key not in joined]
    has_other_words = organisation.summary_it and organisation.summary_it not in {fact.value for fact in facts}
    return own if own or has_other_words else facts


def _set_identity(organisation: Organisation, values: Mapping[str, str], known: _Known) -> None:
    organisation.name = values.get(FactField.NAME, organisation.name)
    organisation.legal_name = values.get(FactField.LEGAL_NAME, organisation.legal_name)
    kind = values.get(FactField.KIND)
    if kind in Kind.values:
        organisation.kind = kind
    stage = values.get(FactField.STAGE)
    if stage:
        organisation.stage = known.stages.get(stage) or organisation.stage
    group = values.get(FactField.GROUP)
    if group:
        organisation.group = known.group(group[:160], is_example=organisation.is_example)
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


def _set_place(organisation: Organisation, values: Mapping[str, str], known: _Known) -> None:
    organisation.country = values.get(FactField.COUNTRY, organisation.country)[:2].upper()
    province = values.get(FactField.PROVINCE, "").upper()
    town = values.get(FactField.TOWN, "")
    place = known.town(town, province) if town and organisation.country in ("", "IT") else None
    organisation.town = town or organisation.town
    if place:
        organisation.municipality = place
        organisation.province = place.province
        organisation.lat, organisation.lon = place.lat, place.lon
    elif province:
        organisation.province = known.provinces.get(province) or organisation.province


def _set_size(organisation: Organisation, values: Mapping[str, str]) -> None:
    def number(name: FactField) -> int | None:
        text = values.get(name, "")
        return int(text) if text.isdecimal() else None

    organisation.employees = number(FactField.EMPLOYEES) or organisation.employees
    organisation.min_batch = number(FactField.MIN_BATCH) or organisation.min_batch
    founded = values.get(FactField.FOUNDED, "")[:4]
    if founded.isdecimal():
        organisation.founded_year = int(founded)
    size = values.get(FactField.SIZE, "").upper()
    if size in Size.values:
        organisation.size = size
    elif organisation.employees:  # nobody states it: it follows the staff, which grows
        organisation.size = size_of(organisation.employees)
