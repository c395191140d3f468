"""One filter for the list, the map, the network, the answers, the exports and the API.

Every criterion answers yes, no or unknown; what is unknown is set apart and counted, never dropped and never passed.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q

from filiera.common.criteria import Criteria
from filiera.common.folding import fold
from filiera.competence.filters_places import NEAR_KM, any_place, place_of, within
from filiera.competence.models import Claim, Summary
from filiera.competence.models.claims import HELD_AT, claims_condition
from filiera.registry.enums import Kind, Size
from filiera.registry.models import Alias, Organisation, Province, Stage
from filiera.registry.queries.places import centre_meant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict

    from filiera.common.visibility import Audience

PROOFS = ("certificate", "patent", "project", "recent", "equipment")
"""What an organisation can be asked to have proof of: a certificate in force, a patent, a project with others,
something of the last three years, an instrument."""

RECENT_DAYS = 3 * 365
EVERYWHERE_KM = 0
MOST_PLACES = 12
RADII_KM = (10, 20, NEAR_KM, 60, 100)


@dataclass(frozen=True, slots=True)
class DirectoryFilter(Criteria):
    """What a visitor asked for, as read from an address; empty means everything.

    A radius without a town asks for nothing, and a town without one is meant with its surroundings (`NEAR_KM`). `place`
    are places any of which will do, as `filters_places.Place` writes them.
    """

    q: str = ""
    kind: tuple[str, ...] = ()
    stage: tuple[str, ...] = ()
    province: tuple[str, ...] = ()
    size: tuple[str, ...] = ()
    proof: tuple[str, ...] = ()
    competence: str = ""
    near: str = ""
    km: int = EVERYWHERE_KM
    members: bool = False
    place: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Keep town and radius together."""
        object.__setattr__(self, "km", (self.km or NEAR_KM) if self.near else EVERYWHERE_KM)

    @classmethod
    def from_query(cls, query: QueryDict) -> DirectoryFilter:
        """Read a query string. What is not understood is left out: an old link still opens."""

        def known(name: str, allowed: Any) -> tuple[str, ...]:
            return tuple(value for value in dict.fromkeys(query.getlist(name)) if value in allowed)

        km = query.get("km", "")
        return cls(
            q=query.get("q", "").strip()[:200],
            kind=known("kind", set(Kind.values)),
            stage=tuple(dict.fromkeys(value[:60] for value in query.getlist("stage") if value)),
            province=tuple(dict.fromkeys(value[:4] for value in query.getlist("province") if value)),
            size=known("size", set(Size.values)),
            proof=known("proof", set(PROOFS)),
            competence=query.get("competence", "")[:20],
            near=query.get("near", "").strip()[:80],
            km=min(int(km), 1000) if km.isdecimal() and len(km) < 6 else EVERYWHERE_KM,
            members=query.get("members", "") == "1",
            place=tuple(dict.fromkeys(value[:100] for value in query.getlist("place") if value))[:MOST_PLACES],
        )

    def without(self, name: str, value: str = "") -> DirectoryFilter:
        """Give the filter with one criterion taken away: a town goes with its radius."""
        return replace(self, near="") if name in ("near", "km") else Criteria.without(self, name, value)

    @property
    def usual_km(self) -> int:
        """Give the radius offered before a town is named."""
        return NEAR_KM

    @property
    def radii(self) -> tuple[int, ...]:
        """Give the radii to choose from, one that came in an address too."""
        return tuple(sorted({*RADII_KM, self.km} - {EVERYWHERE_KM}))

    @property
    def has_place(self) -> bool:
        """Tell whether a place is asked for, in whatever way."""
        return bool(self.near or self.province or self.place)


def unknown_values(asked: DirectoryFilter) -> list[tuple[str, str]]:
    """Give the values that name nothing here, as (parameter, value): a town, a stage, a province that nobody knows.

    A list that they would leave empty is then no finding about the register. Three queries at most, and one for each place.
    """
    wrong = [("near", asked.near)] if asked.near and centre_meant(asked.near) is None else []
    for name, model in (("stage", Stage), ("province", Province)):
        values = getattr(asked, name)
        if values:
            known = set(model._default_manager.filter(pk__in=values).values_list("pk", flat=True))
            wrong += [(name, value) for value in values if value not in known]
    places = {value: place_of(value) for value in asked.place}
    return wrong + [("place", value) for value, place in places.items() if place is None or not place.exists]


@dataclass(frozen=True, slots=True)
class Criterion:
    """One question to each organisation: the rows that answer yes, and those that do not say."""

    name: str
    passes: Q
    unknown: Q = field(default_factory=lambda: Q(pk__in=[]))


def _summarised(audience: Audience, **conditions: Any) -> Q:
    """Ask whether an organisation's summary, as the audience may know it, meets the conditions."""
    rows = Summary.objects.visible_to(audience).filter(organisation_id=OuterRef("pk"), **conditions)
    return Q(Exists(rows))


def criteria(asked: DirectoryFilter, *, audience: Audience, today: date) -> list[Criterion]:
    """Turn a filter into its criteria."""
    found: list[Criterion] = []
    if asked.q:
        found.append(Criterion("q", _text(asked.q, audience)))
    if asked.kind:
        found.append(Criterion("kind", Q(kind__in=asked.kind), Q(kind=Kind.OTHER)))
    if asked.stage:
        found.append(Criterion("stage", Q(stage__in=asked.stage), Q(stage=None)))
    if asked.province:
        found.append(Criterion("province", Q(province__in=asked.province), Q(province=None, country__in=["", "IT"])))
    if asked.size:
        found.append(Criterion("size", Q(size__in=asked.size), Q(size="", kind=Kind.COMPANY)))
    if asked.members:
        found.append(Criterion("members", Q(member_since_on__lte=today)))
    if asked.competence:
        found.append(Criterion("competence", _holds(asked.competence, audience)))
    if asked.near:
        found.append(Criterion("near", *within(asked.near, asked.km, audience)))
    if asked.place:
        found.append(Criterion("place", *any_place(asked.place, audience)))
    found += [_proof(name, audience, today) for name in asked.proof]
    return found


FEW = 2000
"""Up to so many organisations a condition names them one by one."""


def _text(text: str, audience: Audience) -> Q:
    """Every word must be found in what the page shows: names and aliases, competences held, titles of evidence.

    Few that are found are given by their ids, so that the lists and counts that follow do not search the words again.
    """
    condition = Q()
    words = [folded for word in text.split()[:8] if (folded := fold(word))]
    summaries = Summary.objects.visible_to(audience).filter(organisation_id=OuterRef("pk"))
    for word in words:
        aliases = Alias.objects.filter(organisation_id=OuterRef("pk"), search_name__contains=word)
        shown = summaries.filter(words__contains=word)
        condition &= Q(search_name__contains=word) | Q(Exists(aliases)) | Q(Exists(shown))
    found = list(current_organisations(audience).filter(condition).values_list("pk", flat=True)[: FEW + 1])
    return Q(pk__in=found) if len(found) <= FEW else condition


def _holds(code: str, audience: Audience) -> Q:
    claims = Claim.objects.filter(
        claims_condition(audience), Q(competence=code) | Q(competence__parent=code) | Q(competence__parent__parent=code)
    ).filter(strength__gte=HELD_AT)
    return Q(Exists(claims.exclude(verdict="REFUSED").filter(organisation_id=OuterRef("pk"))))


def proof_conditions(today: date) -> dict[str, dict[str, Any]]:
    """Give what a summary must say for each proof that can be asked for."""
    return {
        "certificate": {"certificate_until_on__gte": today},
        "patent": {"has_patent": True},
        "project": {"has_project": True},
        "equipment": {"has_equipment": True},
        "recent": {"latest_on__gte": today - timedelta(days=RECENT_DAYS)},
    }


def _proof(name: str, audience: Audience, today: date) -> Criterion:
    """A certificate without a stated expiry is neither in force nor expired: it is unknown."""
    passes = _summarised(audience, **proof_conditions(today)[name])
    if name == "certificate":
        return Criterion(name, passes, ~passes & _summarised(audience, certificate_undated=True))
    return Criterion(name, passes)


def current_organisations(audience: Audience) -> Any:
    """Find the organisations of the register that the audience may see; rows that a merge emptied are left out."""
    return Organisation.objects.visible_to(audience).filter(merged_into=None)


class Selection:
    """A filter as asked by an audience on a day: its criteria are worked out once, however many lists and counts follow."""

    def __init__(self, asked: DirectoryFilter, *, audience: Audience, today: date) -> None:
        self.asked = asked
        self.audience = audience
        self.criteria = criteria(asked, audience=audience, today=today)

    def matching(self, leave_out: str = "") -> Any:
        """Find those that pass every criterion (but the one named `leave_out`, for the counts beside it)."""
        rows = current_organisations(self.audience)
        for criterion in self.criteria:
            if criterion.name != leave_out:
                rows = rows.filter(criterion.passes)
        return rows

    def undecided(self) -> dict[str, int]:
        """Count, by criterion, those that fail nothing but of which something asked is not known: one query."""
        rows = self._open_rows()
        if not self.criteria:
            return {}
        names = {
            f"c{place}": Count("pk", filter=criterion.unknown & ~criterion.passes)
            for place, criterion in enumerate(self.criteria)
        }
        counted = rows.aggregate(**names)
        return {one.name: counted[f"c{place}"] for place, one in enumerate(self.criteria) if counted[f"c{place}"]}

    def unknown_rows(self) -> Any:
        """Find those that fail nothing and of which at least one thing asked is not known."""
        passing = Q()
        for criterion in self.criteria:
            passing &= criterion.passes
        rows = self._open_rows()
        return rows.exclude(passing) if passing else rows.none()

    def _open_rows(self) -> Any:
        rows = current_organisations(self.audience)
        for criterion in self.criteria:
            rows = rows.filter(criterion.passes | criterion.unknown)
        return rows


def matching(asked: DirectoryFilter, *, audience: Audience, today: date) -> Any:
    """Find the organisations that pass every criterion of a filter."""
    return Selection(asked, audience=audience, today=today).matching()


def filter_from_pairs(pairs: Mapping[str, Any]) -> DirectoryFilter:
    """Make a filter from keyword options, for the command line and the API."""
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in pairs.items() if value
    }
    return DirectoryFilter(**values)
