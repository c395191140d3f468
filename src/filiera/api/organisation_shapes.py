"""The JSON of an organisation: a line of a list, and everything that is known with who says it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ninja import Field, Schema

from filiera.api.queries import uids_of
from filiera.api.shapes import CompetenceRef, SourceShape, page_of, source_shape
from filiera.common.language import localised

if TYPE_CHECKING:
    from django.http import HttpRequest

    from filiera.common.visibility import Audience
    from filiera.competence.queries.claims import ClaimLine
    from filiera.competence.queries.directory import Entry
    from filiera.competence.queries.profile import FactLine, Profile
    from filiera.registry.models import Organisation


class HeldCompetence(CompetenceRef):
    """A competence with its strength in [0, 1]."""

    strength: float


class OrganisationLine(Schema):
    """An organisation as lists give it; codes in upper case, labels in the language of the answer."""

    id: str
    name: str
    kind: str
    kind_label: str
    size: str = Field(description="Empty where not known.")
    stage: str | None
    stage_label: str
    town: str
    province: str
    country: str
    lat: float | None
    lon: float | None
    is_member: bool
    is_example: bool = Field(description="True for what is invented: an example of the platform.")
    summary: str
    competences_held: int = Field(description="Competences proved well enough; 0 also while `evidence_waits`.")
    evidence_waits: bool = Field(
        description="True where there is evidence and the map has read none of it yet: what it can do is not known."
    )
    strongest: list[HeldCompetence]
    page: str


class FactShape(Schema):
    """What one source says; facts of one field may disagree, and `used` marks the one that the register prefers."""

    field: str
    label: str
    value: str
    note: str
    used: bool
    certainty: str
    certainty_label: str
    date: date | None
    precision: str
    source: SourceShape


class AliasShape(Schema):
    """Another name."""

    name: str
    kind: str


class IdentifierShape(Schema):
    """An identifier in a public register."""

    scheme: str
    value: str


class AtecoShape(Schema):
    """An ATECO code, which means nothing without its edition."""

    code: str
    edition: int


class SiteShape(Schema):
    """A place where the organisation stands, apart from its seat."""

    kind: str
    label: str
    address: str
    town: str
    country: str
    lat: float | None
    lon: float | None
    source: SourceShape


class RoleShape(Schema):
    """A person in a public role; a precision is day, month or year, and empty without its date."""

    name: str
    role: str
    since: date | None
    since_precision: str
    until: date | None
    until_precision: str
    certainty: str
    source: SourceShape


class ProofShape(Schema):
    """A piece of evidence behind a claim: `weight` is its part of the strength."""

    evidence: str
    weight: float


class ClaimShape(HeldCompetence):
    """What it can do, how strongly and why; `verdict` is what people decided, empty where nobody did."""

    stage: str
    held: bool = Field(description="Whether it is strong enough to count, and not refused.")
    verdict: str
    reason: str
    change: str
    previous_strength: float | None
    changed_on: date | None
    expires_on: date | None
    proofs: list[ProofShape]


class OrganisationDetail(OrganisationLine):
    """Everything that is known of an organisation, with who says it."""

    legal_name: str
    group: str
    founded_year: int | None
    employees: int | None
    min_batch: int | None
    website: str
    member_since: date | None
    member_since_known: bool
    aliases: list[AliasShape]
    identifiers: list[IdentifierShape]
    ateco: list[AtecoShape]
    sites: list[SiteShape]
    people: list[RoleShape]
    facts: list[FactShape]
    disagreements: list[str] = Field(description="Fields on which the sources do not agree.")
    competences: list[ClaimShape]
    evidence_count: int = Field(description="Pieces of evidence that prove something of it.")
    evidence: str = Field(description="Address of its evidence.")
    network: str = Field(description="Address of its ties.")


def organisation_line(row: Organisation, entry: Entry, request: HttpRequest) -> dict[str, object]:
    """Give an organisation of a list, from its row and its entry of the directory."""
    return {
        "id": row.code,
        "name": row.name,
        "kind": row.kind,
        "kind_label": entry.kind_label,
        "size": row.size,
        "stage": row.stage_id,
        "stage_label": entry.stage,
        "town": entry.town,
        "province": entry.province,
        "country": entry.country,
        "lat": row.lat,
        "lon": row.lon,
        "is_member": entry.is_member,
        "is_example": row.is_example,
        "summary": entry.summary,
        "competences_held": entry.claims,
        "evidence_waits": entry.waits,
        "strongest": [
            {"id": chip.code, "label": chip.label, "strength": round(chip.strength, 4)} for chip in entry.chips
        ],
        "page": page_of(request, "organisation", row.code),
    }


def organisation_detail(
    row: Organisation, entry: Entry, found: Profile, *, audience: Audience, request: HttpRequest
) -> dict[str, object]:
    """Give everything of an organisation: six queries besides those of entry and profile."""
    uids = uids_of({pk for line in found.claims for pk, _weight in line.proofs})
    here = request.build_absolute_uri(f"/api/v1/organisations/{row.code}")
    return organisation_line(row, entry, request) | {
        "legal_name": row.legal_name,
        "group": row.group.name if row.group else "",
        "founded_year": row.founded_year,
        "employees": row.employees,
        "min_batch": row.min_batch,
        "website": row.website,
        "member_since": row.member_since_on,
        "member_since_known": row.member_since_known,
        "aliases": [{"name": one.name, "kind": one.kind} for one in row.aliases.order_by("name")],
        "identifiers": [
            {"scheme": one.scheme, "value": one.value} for one in row.identifiers.order_by("scheme", "value")
        ],
        "ateco": [{"code": one.code, "edition": one.edition} for one in row.ateco_codes.order_by("edition", "code")],
        "sites": _sites(row),
        "people": _people(row, audience),
        "facts": [fact_shape(fact) for fact in found.facts],
        "disagreements": [gap.field for gap in found.disagreements],
        "competences": [claim_shape(line, uids) for line in found.claims],
        "evidence_count": len({point.id for point in found.evidence}),
        "evidence": f"{here}/evidence",
        "network": f"{here}/network",
    }


def _sites(row: Organisation) -> list[dict[str, object]]:
    return [
        {
            "kind": site.kind,
            "label": str(site.get_kind_display()),
            "address": site.address,
            "town": site.municipality.name if site.municipality else site.town,
            "country": site.country,
            "lat": site.lat,
            "lon": site.lon,
            "source": source_shape(site.source),
        }
        for site in row.sites.select_related("municipality", "source").order_by("pk")
    ]


def _people(row: Organisation, audience: Audience) -> list[dict[str, object]]:
    roles = row.people.visible_to(audience).select_related("person", "source")
    return [
        {
            "name": role.person.name,
            "role": localised(role, "role"),
            "since": role.from_on,
            "since_precision": role.from_word if role.from_on else "",
            "until": role.until_on,
            "until_precision": role.until_word if role.until_on else "",
            "certainty": role.certainty,
            "source": source_shape(role.source),
        }
        for role in roles.order_by("person__name", "pk")
    ]


def fact_shape(fact: FactLine) -> dict[str, object]:
    """Give a fact with its source."""
    source = {"name": fact.source_name, "url": fact.source_url, "date": fact.source_on, "licence": ""}
    return {
        "field": fact.field,
        "label": fact.label,
        "value": fact.value,
        "note": fact.note,
        "used": fact.used,
        "certainty": fact.certainty,
        "certainty_label": fact.certainty_label,
        "date": fact.on,
        "precision": fact.on_precision,
        "source": source | {"precision": fact.source_precision},
    }


def claim_shape(line: ClaimLine, uids: dict[int, str]) -> dict[str, object]:
    """Give a claim with the weight of each proof."""
    return {
        "id": line.code,
        "label": line.label,
        "stage": line.stage,
        "strength": round(line.strength, 4),
        "held": line.held,
        "verdict": line.verdict,
        "reason": line.reason,
        "change": line.change,
        "previous_strength": line.previous_strength,
        "changed_on": line.changed_on,
        "expires_on": line.expires_on,
        "proofs": [{"evidence": uids[pk], "weight": round(weight, 4)} for pk, weight in line.proofs if pk in uids],
    }
