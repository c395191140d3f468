"""Funded projects: the list under a filter, one project for a reader, and the draft that a consortium that won gives."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.urls import reverse

from filiera.common.criteria import Criteria
from filiera.common.folding import fold
from filiera.common.language import language_of, localised
from filiera.competence.importers.cordis import PAGE
from filiera.competence.models import Evidence
from filiera.funding.drafts_projects import PartnerSaid, ProjectSaid, SourceSaid
from filiera.funding.enums import CallLevel, PartnerRole, PartnerState
from filiera.funding.models import FundedProject, ProjectPartner
from filiera.funding.queries.judged import known_sum
from filiera.funding.queries.workspace import grants_of
from filiera.registry.enums import SourceKind
from filiera.registry.models import Organisation, Province

if TYPE_CHECKING:
    from django.core.paginator import Page
    from django.http import QueryDict

    from filiera.common.visibility import Audience
    from filiera.funding.logic.judging import Judgement
    from filiera.funding.models import Consortium, Partner, ProjectResult

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class ProjectFilter(Criteria):
    """What somebody looks for among the funded projects, as read from an address; empty means all."""

    q: str = ""
    programme: str = ""
    year: int = 0
    province: str = ""
    organisation: str = ""

    @classmethod
    def from_query(cls, query: QueryDict) -> ProjectFilter:
        """Read a query string. What is not understood is left out: an old link still opens."""
        year = query.get("year", "")
        return cls(
            q=query.get("q", "").strip()[:200],
            programme=query.get("programme", "")[:160],
            year=int(year) if year.isdecimal() and len(year) == 4 else 0,
            province=query.get("province", "")[:4].upper(),
            organisation=query.get("organisation", "")[:80],
        )

    def projects(self, audience: Audience) -> QuerySet[FundedProject]:
        """Give the projects that the audience may see and that are asked for.

        By an organisation, and by the province of one, a project is found only by whoever may see that organisation.
        """
        found = FundedProject.objects.visible_to(audience)
        for word in fold(self.q).split():
            found = found.filter(Q(acronym__icontains=word) | Q(title_it__icontains=word) | Q(title_en__icontains=word))
        if self.programme:
            found = found.filter(programme=self.programme)
        if self.year:
            found = found.filter(starts_on__year=self.year)
        if self.province or self.organisation:
            seen = Organisation.objects.visible_to(audience)
            seen = seen.filter(code=self.organisation) if self.organisation else seen
            ties = Q(partners__organisation__in=seen)
            ties &= Q(partners__province=self.province) if self.province else Q()
            found = found.filter(pk__in=FundedProject.objects.filter(ties).values("pk"))
        return found


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A project as a line of a list."""

    url: str
    title: str
    language: str
    acronym: str
    programme: str
    starts_on: date | None
    ends_on: date | None
    grant_eur: Decimal | None
    names: tuple[str, ...]
    more: int
    is_example: bool
    is_for_members: bool


@dataclass(frozen=True, slots=True)
class ProjectList:
    """A page of projects, with what can be chosen beside it: value, words, whether it is chosen."""

    lines: tuple[ProjectLine, ...]
    page: Page[FundedProject]
    programmes: tuple[str, ...]
    years: tuple[int, ...]
    provinces: tuple[tuple[str, str], ...]
    organisation: str

    @property
    def total(self) -> int:
        """Count the projects of all pages."""
        return self.page.paginator.count


def project_list(asked: ProjectFilter, *, audience: Audience, page: str | None) -> ProjectList:
    """List the projects under a filter, the last to begin first; the choices are of all that the audience may see."""
    rows = asked.projects(audience).order_by("-starts_on", "-pk")
    shown = Paginator(rows, PAGE_SIZE).get_page(page)
    everything = FundedProject.objects.visible_to(audience)
    seen = Organisation.objects.visible_to(audience)
    provinces = Province.objects.filter(funded_places__organisation__in=seen, funded_places__project__in=everything)
    named = seen.filter(code=asked.organisation).values_list("name", flat=True).first() if asked.organisation else ""
    return ProjectList(
        lines=project_lines(list(shown), audience=audience),
        page=shown,
        programmes=tuple(
            everything.exclude(programme="").order_by("programme").values_list("programme", flat=True).distinct()
        ),
        years=tuple(one.year for one in everything.exclude(starts_on=None).dates("starts_on", "year", order="DESC")),
        provinces=tuple(provinces.order_by("name").values_list("code", "name").distinct()),
        organisation=named or asked.organisation,
    )


def project_lines(rows: Sequence[FundedProject], *, audience: Audience) -> tuple[ProjectLine, ...]:
    """Dress projects for a list: two queries, however many they are."""
    partners = partners_seen(rows, audience=audience)
    return tuple(
        ProjectLine(
            url=reverse("project", args=[row.code]),
            title=localised(row, "title"),
            language=language_of(row, "title"),
            acronym=row.acronym,
            programme=row.programme,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            grant_eur=row.grant_eur,
            names=tuple(str(one) for one in partners[row.pk] if one.organisation_id is not None)[:4],
            more=max(0, sum(one.organisation_id is not None for one in partners[row.pk]) - 4),
            is_example=row.is_example,
            is_for_members=row.visibility != "PUBLIC",
        )
        for row in rows
    )


def partners_seen(rows: Sequence[FundedProject], *, audience: Audience) -> dict[int, list[ProjectPartner]]:
    """Give the partners of some projects that the audience may know of, who leads first: two queries.

    Whoever is in no register of ours is public by the project's source; of ours, who the audience may see.
    """
    found: dict[int, list[ProjectPartner]] = {row.pk: [] for row in rows}
    ties = ProjectPartner.objects.filter(project__in=list(found)).select_related("organisation", "province")
    ordered = sorted(ties, key=lambda one: (one.role != PartnerRole.LEAD, one.organisation_id is None, one.pk))
    seen = set(
        Organisation.objects.visible_to(audience)
        .filter(pk__in={one.organisation_id for one in ordered if one.organisation_id is not None})
        .values_list("pk", flat=True)
    )
    for one in ordered:
        if one.organisation_id is None or one.organisation_id in seen:
            found[one.project_id].append(one)
    return found


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """What the page of a project shows; `hidden` counts the partners that the reader may not know of."""

    project: FundedProject
    title: str
    language: str
    summary: str
    summary_language: str
    partners: tuple[ProjectPartner, ...]
    hidden: int
    results: tuple[ProjectResult, ...]
    url: str
    evidence_there: bool


def project_of(code: str) -> FundedProject | None:
    """Find a project by its public id."""
    rows = FundedProject.objects.select_related("call", "source", "consortium")
    return rows.prefetch_related("partners", "consortium__partners__organisation").filter(code=code).first()


def project_page(row: FundedProject, *, audience: Audience) -> ProjectPage:
    """Read what the page of a project shows."""
    partners = partners_seen([row], audience=audience)[row.pk]
    return ProjectPage(
        project=row,
        title=localised(row, "title"),
        language=language_of(row, "title"),
        summary=localised(row, "summary"),
        summary_language=language_of(row, "summary"),
        partners=tuple(partners),
        hidden=len(row.partners.all()) - len(partners),
        results=tuple(row.results.order_by("on", "pk")),
        url=project_url(row),
        evidence_there=Evidence.objects.visible_to(audience).filter(uid=row.evidence_uid).exists(),
    )


def project_url(row: FundedProject) -> str:
    """Give where a project is to be read: its page at CORDIS, else what its source says."""
    if row.evidence_uid.startswith("cordis:"):
        return PAGE.format(row.source_ref)
    return row.source.url if row.source else ""


def draft_of_consortium(consortium: Consortium, partners: Sequence[Partner], judgement: Judgement) -> ProjectSaid:
    """Give the funded project that a consortium would be: its partners with what they bear and the aid worked out."""
    grants, whole = grants_of(judgement)
    costs = [one.cost_eur for one in partners]
    call = consortium.call
    return ProjectSaid(
        title_it=consortium.name,
        summary_it=consortium.summary,
        programme=call.programme or localised(call, "title")[:160],
        level=CallLevel(call.level),
        call=call,
        starts_on=consortium.start_on,
        ends_on=_end(consortium.start_on, consortium.duration_months),
        total_cost_eur=known_sum(costs),
        grant_eur=whole,
        is_example=consortium.is_example,
        partners=tuple(
            PartnerSaid(
                organisation=one.organisation,
                name="" if one.organisation else one.name,
                country=one.organisation.country if one.organisation else one.country,
                role=PartnerRole.LEAD if one.state == PartnerState.LEADS else PartnerRole.PARTNER,
                cost_eur=one.cost_eur,
                grant_eur=grants.get(one.key),
            )
            for one in partners
            if one.is_within or one.organisation is None
        ),
    )


def _end(start: date | None, months: int | None) -> date | None:
    """Give the last day of a number of months."""
    if start is None or not months:
        return None
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    day = min(start.day, calendar.monthrange(year, month + 1)[1])
    return date.fromordinal(date(year, month + 1, day).toordinal() - 1)


def said_of(row: FundedProject) -> ProjectSaid:
    """Give a stored project as its form writes it."""
    source = row.source
    return ProjectSaid(
        title_it=row.title_it,
        title_en=row.title_en,
        acronym=row.acronym,
        summary_it=row.summary_it,
        summary_en=row.summary_en,
        programme=row.programme,
        level=CallLevel(row.level),
        call=row.call,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        total_cost_eur=row.total_cost_eur,
        grant_eur=row.grant_eur,
        cup=row.cup,
        visibility=row.visibility,
        source=SourceSaid(source.name, source.url, source.on, source.licence, SourceKind(source.kind))
        if source
        else None,
        source_ref=row.source_ref,
        is_example=row.is_example,
        partners=tuple(
            PartnerSaid(one.organisation, one.name, one.country, PartnerRole(one.role), one.cost_eur, one.grant_eur)
            for one in row.partners.select_related("organisation").order_by("pk")
        ),
    )
