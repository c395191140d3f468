"""Bring research organisations in: those of the register learn their names, identifiers and place; others may be entered."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import models, transaction

from filiera.common.folding import fold
from filiera.registry.enums import AliasKind, Band, FactField, Kind, Scheme, SourceKind
from filiera.registry.finding import STRONG_SCHEMES, Found, Named, OrganisationFinder
from filiera.registry.importers.ror import ACTIVE, Institution
from filiera.registry.models import (
    Alias,
    DuplicateDecision,
    Fact,
    Identifier,
    ImportBatch,
    ImportRow,
    Organisation,
    Source,
)
from filiera.registry.operations.columns import KEPT, Change, changed, snapshot
from filiera.registry.operations.organisations import add_alias, add_identifier, register_organisation
from filiera.registry.operations.other_rows import OtherRows
from filiera.registry.operations.putting_back import put_back
from filiera.registry.operations.sources import FactDraft, record_facts, record_source
from filiera.registry.queries.dependents import in_chunks
from filiera.registry.queries.places import italian_town

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime


SOURCE = ("Research Organization Registry (ROR)", "CC0 1.0")
SOURCE_OPENALEX = ("OpenAlex, institutions", "CC0 1.0")
MOST_ALIASES = 20
NOT_LEARNT = KEPT | {"updated_at"}
"""Columns that no institution feeds."""

LEARNT: dict[str, type[models.Model]] = {"aliases": Alias, "identifiers": Identifier, "facts": Fact}
"""What an undo takes out, by its name in `Learnt`."""


@dataclass
class Learnt:
    """What an organisation learnt: ids of the rows that are new, by table, and identifiers that somebody else holds.

    `changed` tells the columns that the new facts feed, as they were and as they became.
    """

    aliases: list[int] = field(default_factory=list)
    identifiers: list[int] = field(default_factory=list)
    facts: list[int] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    changed: Change = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        """Tell whether anything was learnt."""
        return bool(self.aliases or self.identifiers or self.facts)

    def as_undo(self) -> dict[str, Any]:
        """Give what an undo must take out and put back."""
        learnt = {"aliases": self.aliases, "identifiers": self.identifiers, "facts": self.facts}
        return {**learnt, "changed": self.changed}


def institution_source(institution: Institution) -> Source:
    """Give the source that speaks of the institution."""
    name, licence = SOURCE if "ROR" in institution.ids else SOURCE_OPENALEX
    return record_source(name=name, kind=SourceKind.DATASET, licence=licence)


def known_as(institution: Institution, finder: OrganisationFinder, countries: Collection[str]) -> Found:
    """Find the organisation of the register that an institution is: by identifier, else by the best of its names.

    Names are compared only where the register knows the country: abroad a name alone would say little.
    """
    asked = asked_for(institution)
    holders = finder.holders(institution.ids)
    if holders:
        return finder.find(asked[0])
    if institution.country not in countries:
        return Found(Band.NEW)
    found = [finder.find(named) for named in asked]
    rank = {Band.SAME: 0, Band.ASK: 1, Band.NEW: 2}
    return min(found, key=lambda one: (rank[one.band], -one.score))


def asked_for(institution: Institution) -> list[Named]:
    """Give an institution by each of its names, as it is looked for."""
    town, country = town_of(institution), institution.country
    return [Named(name, institution.ids, town=town, country=country) for name in institution.full_names]


def _told_apart(institution: Institution, organisation_id: int) -> bool:
    keys = [named.fingerprint() for named in asked_for(institution)]
    decisions = DuplicateDecision.objects.filter(fingerprint__in=keys, organisation=organisation_id)
    return decisions.filter(verdict=DuplicateDecision.Verdict.DIFFERENT).exists()


def come_since(institution: Institution, *, since: datetime) -> Found:
    """Find whom an institution is among those registered while its import runs, after it was settled who each one is.

    An identifier or an equal name in the same town is the same; an equal name without a town asks.
    """
    held = {scheme: value for scheme, value in institution.ids.items() if scheme in STRONG_SCHEMES}
    owners = Identifier.objects.filter(organisation__merged_into=None, value__in=held.values())
    for scheme, value, owner in owners.order_by("pk").values_list("scheme", "value", "organisation_id"):
        if held.get(scheme) == value:
            return Found(Band.SAME, owner, score=1.0, by=scheme)
    names = {fold(name)[:200] for name in institution.full_names}
    alike = Organisation.objects.filter(search_name__in=names, merged_into=None, created_at__gte=since)
    others = alike.filter(country__in=["", institution.country]).exclude(identifiers__scheme__in=held)
    town = fold(town_of(institution))
    for pk, place in others.order_by("pk").values_list("pk", "town"):
        if _told_apart(institution, pk):
            continue
        if place and town and fold(place) == town:
            return Found(Band.SAME, pk, score=1.0, by="name")
        if not (place and town):
            return Found(Band.ASK, candidate_id=pk, score=1.0, by="name")
    return Found(Band.NEW)


def town_of(institution: Institution) -> str:
    """Give the town as the register writes it."""
    return italian_town(institution.town) if institution.country == "IT" else institution.town


@transaction.atomic
def register_institution(
    *, institution: Institution, parents: dict[str, str], actor: Any = None
) -> tuple[Organisation, Learnt]:
    """Enter an institution in the register with all that its record says. `parents` gives names by ROR id."""
    organisation = register_organisation(name=institution.own_name, actor=actor)
    return organisation, enrich_organisation(organisation=organisation, institution=institution, parents=parents)


@transaction.atomic
def enrich_organisation(*, organisation: Organisation, institution: Institution, parents: dict[str, str]) -> Learnt:
    """Add an institution's names, identifiers and facts to an organisation; what is there already stays."""
    source = institution_source(institution)
    learnt = Learnt()
    organisation.refresh_from_db()
    before = snapshot(organisation, kept=NOT_LEARNT)
    for scheme, value in institution.ids.items():
        held = Identifier.objects.filter(organisation=organisation, scheme=scheme, value=value).exists()
        added = (
            None
            if held
            else add_identifier(organisation=organisation, scheme=Scheme(scheme), value=value, source=source)
        )
        if added is not None:
            learnt.identifiers.append(added.pk)
        elif not held:
            learnt.taken.append(f"{scheme} {value}")
    for one in [(institution.name, AliasKind.ALIAS), *((o.name, o.kind) for o in institution.others)][:MOST_ALIASES]:
        alias = add_alias(organisation=organisation, name=one[0], kind=one[1], source=source)
        if alias is not None:
            learnt.aliases.append(alias.pk)
    learnt.facts = _new_facts(organisation, source, institution, parents)
    if organisation.lat is None and institution.lat is not None:
        organisation.lat, organisation.lon = institution.lat, institution.lon
        organisation.save(update_fields=["lat", "lon"])
    learnt.changed = changed(before, snapshot(organisation, kept=NOT_LEARNT))
    return learnt


def _new_facts(
    organisation: Organisation, source: Source, institution: Institution, parents: dict[str, str]
) -> list[int]:
    drafts = [
        FactDraft(FactField.COUNTRY, institution.country),
        FactDraft(FactField.TOWN, town_of(institution)),
        FactDraft(FactField.WEBSITE, institution.website if len(institution.website) <= 300 else ""),
        FactDraft(FactField.FOUNDED, institution.founded),
        FactDraft(FactField.KIND, institution.kind if institution.kind != Kind.OTHER else ""),
        *_ties(institution, parents),
    ]
    known = set(Fact.objects.filter(organisation=organisation, source=source).values_list("field", "value"))
    fresh = [draft for draft in drafts if draft.value and (draft.field, draft.value.strip()[:600]) not in known]
    return [fact.pk for fact in record_facts(organisation=organisation, source=source, drafts=fresh)] if fresh else []


def _ties(institution: Institution, parents: dict[str, str]) -> list[FactDraft]:
    """Say whom it belongs to and whether it still works: a company's parent is its group, any other a note."""
    drafts = []
    for one in institution.related:
        label = one.label or parents.get(one.ror, "")
        if one.kind == "parent" and label and institution.kind == Kind.COMPANY:
            drafts.append(FactDraft(FactField.GROUP, label))
        elif one.kind == "parent" and label:
            drafts.append(FactDraft(FactField.NOTE, f"Part of {label}", f"Fa parte di {label}", f"Part of {label}"))
        elif one.kind == "successor" and institution.status != ACTIVE:
            label = label or one.ror
            words = f"Succeeded by {label} (ROR)"
            drafts.append(FactDraft(FactField.NOTE, words, f"Le succede {label} (ROR)", words))
    return drafts


@transaction.atomic
def leaving_with(*, batch: ImportBatch) -> list[int]:
    """Give the organisations that a batch entered and that go with it: those joined with others, or with people, stay."""
    entered = Organisation.objects.filter(pk__in=batch.rows.filter(fate=ImportRow.Fate.NEW).values("organisation_id"))
    entered = entered.filter(merged_from=None, merged_into=None)
    return list(entered.filter(delegates=None, people=None, claim_decisions=None).values_list("pk", flat=True))


def undo_institutions(*, batch: ImportBatch) -> list[str]:
    """Take out the organisations that a batch entered and what it taught to others; give the names of those that went.

    Columns go back to what they were, the last row first, where nobody has changed them since; what other sources say
    feeds them again.
    """
    rows = batch.rows.filter(fate=ImportRow.Fate.UPDATE).exclude(organisation=None).order_by("-line")
    changes: dict[int, list[Change]] = {}
    learnt: dict[str, list[int]] = defaultdict(list)
    for pk, undo in rows.values_list("organisation_id", "undo"):
        changes.setdefault(pk, []).append(undo.get("changed", {}))
        for name in LEARNT:
            learnt[name].extend(undo.get(name, []))
    for name, model in LEARNT.items():
        for some in in_chunks(learnt[name]):
            model._default_manager.filter(pk__in=some).delete()
    others = OtherRows(changes, but=batch)
    put_back(changes=changes, others=others)
    others.save()
    going = leaving_with(batch=batch)
    names: list[str] = []
    for some in in_chunks(going):
        leaving = Organisation.objects.filter(pk__in=some)
        names += leaving.order_by("search_name").values_list("name", flat=True)
        leaving.delete()
    return names
