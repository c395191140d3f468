"""Shapes of funded projects and of what was won, as the API declares them; amounts in euro."""

from __future__ import annotations

from typing import Literal

from ninja import Field, Schema


class ProjectPartnerShape(Schema):
    """Who takes part; `organisation` is its public id where it is in the register, `province` where the money goes."""

    organisation: str | None
    name: str
    role: str | None
    country: str | None
    province: str | None
    cost_eur: float | None
    grant_eur: float | None


class ProjectLineShape(Schema):
    """A project in a list, with the partners that the reader may see; an amount that is not known is null."""

    id: str
    acronym: str | None
    title: str
    programme: str | None
    level: str
    starts_on: str | None
    ends_on: str | None
    total_cost_eur: float | None
    grant_eur: float | None
    example: bool
    partners: list[ProjectPartnerShape]


class ProjectPageShape(Schema):
    """A page of projects, those brought in last first."""

    items: list[ProjectLineShape]
    total: int
    next: str | None


class ProjectResultShape(Schema):
    """What came of a project; by `id` it is taken away again."""

    id: int
    title: str
    kind: str | None
    on: str | None
    url: str | None


class ProjectShape(ProjectLineShape):
    """A project whole; `hidden_partners` counts those that the reader may not know of.

    `consortium` is the one that it was made of, for whoever sees that.
    """

    summary: str
    visibility: Literal["PUBLIC", "MEMBERS"]
    call: str | None
    consortium: str | None
    cup: str | None
    hidden_partners: int
    source: str | None
    source_id: str | None
    source_url: str | None
    results: list[ProjectResultShape]


class TakenBackShape(Schema):
    """A project that was taken back: it is evidence of nobody any more."""

    id: str
    taken_back: bool


class GrantsShape(Schema):
    """Grants together: their sum where any is known, how many are known and how many not, of how many projects."""

    grant_eur: float | None
    known: int
    unknown: int
    projects: int


class GrantGroupShape(GrantsShape):
    """Grants of a province, a programme or a year; null where they belong to none."""

    id: str | None
    name: str | None


class PeriodShape(GrantsShape):
    """Grants of projects that begin within a period."""

    from_: str = Field(alias="from")
    to: str


class MoneySourceShape(Schema):
    """A source of the projects, with its day and licence."""

    name: str
    on: str | None
    licence: str | None


class MoneyShape(Schema):
    """What organisations of the register won, with what it is made of and what is left out."""

    until: str
    total: GrantGroupShape
    provinces: list[GrantGroupShape]
    programmes: list[GrantGroupShape]
    years: list[GrantGroupShape]
    period: PeriodShape
    period_before_same_time: PeriodShape
    period_before: PeriodShape
    sources: list[MoneySourceShape]
    projects_told_by_partners_alone: int
    invented_examples: int
    projects_undated: int
    grants_without_province: int
