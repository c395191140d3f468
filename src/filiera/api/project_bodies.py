"""What the API takes of a funded project, put over what is said of it so far."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import StrictBool, StringConstraints

from filiera.api.consortium_found import one_named
from filiera.api.fields import Day, Link, OrganisationCode
from filiera.api.filters import READABLE
from filiera.common.visibility import audience_of
from filiera.funding.drafts_projects import PartnerSaid, SourceSaid
from filiera.funding.enums import CallLevel, PartnerRole

if TYPE_CHECKING:
    from django.http import HttpRequest

    from filiera.funding.drafts_projects import ProjectSaid

Amount = Annotated[Decimal, Field(ge=0, lt=10**11, decimal_places=2)]


class ProjectPartnerBody(Schema, extra="forbid"):
    """Who takes part: of the register by public id, or by name with its country; what it bears and gets, in euro."""

    organisation: OrganisationCode | None = None
    name: str = Field("", max_length=200, pattern=READABLE)
    country: str = Field("", max_length=2, pattern=r"^[a-zA-Z]*$", description="Two letters.")
    leads: StrictBool = False
    cost_eur: Amount | None = None
    grant_eur: Amount | None = None


class ProjectSourceBody(Schema, extra="forbid"):
    """Who says that it was funded: the act or the page, its address, its day."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=READABLE)]
    url: Link = ""
    on: Day | None = None


class FundedProjectBody(Schema, extra="forbid"):
    """A funded project; amounts in euro, null is not known. What is not named stays as it is, or empty."""

    title_it: str = Field("", max_length=400, pattern=READABLE)
    title_en: str = Field("", max_length=400, pattern=READABLE)
    acronym: str = Field("", max_length=80, pattern=READABLE)
    summary_it: str = Field("", max_length=12000, pattern=READABLE)
    summary_en: str = Field("", max_length=12000, pattern=READABLE)
    programme: str = Field("", max_length=160, pattern=READABLE)
    level: CallLevel = CallLevel.OTHER
    starts_on: Day | None = None
    ends_on: Day | None = None
    total_cost_eur: Amount | None = None
    grant_eur: Amount | None = None
    cup: str = Field("", max_length=20, pattern=READABLE)
    visibility: Literal["PUBLIC", "MEMBERS"] = "PUBLIC"
    source: ProjectSourceBody | None = None
    partners: list[ProjectPartnerBody] = Field([], max_length=60)


class ResultBody(Schema, extra="forbid"):
    """What came of a project: a thing, of which kind, on which day, where it is to be seen."""

    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300, pattern=READABLE)]
    kind: str = Field("", max_length=60, pattern=READABLE)
    on: Day | None = None
    url: Link = ""


def project_said(request: HttpRequest, body: FundedProjectBody, before: ProjectSaid) -> ProjectSaid:
    """Give a project as it is said now: what the body names, else what was said before. Raises ApiProblem."""
    named = body.model_fields_set
    values: dict[str, Any] = {name: getattr(body, name) for name in named - {"source", "partners"}}
    if "source" in named:
        written = body.source
        said = SourceSaid(written.name, written.url, written.on).after(before.source) if written is not None else None
        values["source"] = said
        values["source_ref"] = before.source_ref if said is not None else ""
    if "partners" in named:
        partners = [_partner(request, one, place) for place, one in enumerate(body.partners)]
        values["partners"] = (*partners, *_unseen(request, before))
    return replace(before, **values)


def _partner(request: HttpRequest, said: ProjectPartnerBody, place: int) -> PartnerSaid:
    return PartnerSaid(
        organisation=one_named(request, said.organisation, said.name, f"/partners/{place}/organisation"),
        name=said.name,
        country=said.country,
        role=PartnerRole.LEAD if said.leads else PartnerRole.PARTNER,
        cost_eur=said.cost_eur,
        grant_eur=said.grant_eur,
    )


def _unseen(request: HttpRequest, before: ProjectSaid) -> list[PartnerSaid]:
    """Give the partners that the person does not know of: whoever writes the others does not take them out."""
    audience = audience_of(request.user)
    return [one for one in before.partners if one.organisation and not one.organisation.is_visible_to(audience)]
