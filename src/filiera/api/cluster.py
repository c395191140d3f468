"""What this installation is, what is said of the cluster and by whom, which rules are due; and the kinds of problem."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from filiera.api.fields import Day
from filiera.api.problems import KINDS, ProblemKind, kind_address, not_found
from filiera.api.shapes import CompetenceRef, SourceShape, responses, source_shape
from filiera.common.instance import Text, current_instance
from filiera.common.language import localised
from filiera.common.visibility import audience_of
from filiera.competence.filters import current_organisations
from filiera.observatory.models import Figure
from filiera.observatory.queries import next_deadlines

router = Router(tags=["Cluster"])
MOST_DEADLINES = 200


class Words(Schema):
    """A text in Italian and English."""

    it: str
    en: str


class StageOfChain(Schema):
    """A stage of the chain: `id` is what filters take, `code` its place in the taxonomy."""

    id: str
    code: str
    label: Words


class InstanceShape(Schema):
    """The cluster that this installation serves."""

    id: str
    name: Words
    official_name: Words
    organisation: str = Field(description="Id of the cluster's own organisation in the register.")
    region: Words
    nuts2: str
    country: str
    languages: list[str]
    contact: str
    stages: list[StageOfChain]
    matcher: str = Field(description="Name and version of the engine that answers questions.")
    organisations: int
    version: str


class FigureShape(Schema):
    """A figure as somebody stated it; figures of one group answer one question, perhaps differently."""

    id: str
    group: str
    value: str
    what: str
    year: str
    perimeter: str
    speaker: str
    status: str
    certainty: str
    source: SourceShape


class FigureList(Schema):
    """Every figure, in the order of the register."""

    items: list[FigureShape]


class DeadlineShape(Schema):
    """A day from which a rule applies, and the competences that it asks for."""

    date: datetime.date
    precision: str
    title: str
    applies: str
    regulation: str
    certainty: str
    source_name: str
    source_url: str
    competences: list[CompetenceRef]


class DeadlineList(Schema):
    """Dated rules, the next first."""

    items: list[DeadlineShape]


class DeadlineQuery(Schema):
    """Which deadlines."""

    since: Day | None = Field(None, description="First day; today if absent.")


class ProblemList(Schema):
    """Every kind of problem."""

    items: list[ProblemKind]


def _words(text: Text) -> dict[str, str]:
    return {"it": text.it, "en": text.en}


@router.get("/instance", response=responses(InstanceShape), operation_id="getInstance")
def instance(request: HttpRequest) -> dict[str, object]:
    """Say which cluster this is."""
    from filiera import __version__

    found = current_instance()
    return {
        "id": found.id,
        "name": _words(found.identity.short_name),
        "official_name": _words(found.identity.official_name),
        "organisation": found.identity.organisation_id,
        "region": _words(found.region.name),
        "nuts2": found.region.nuts2,
        "country": found.region.country,
        "languages": found.languages,
        "contact": found.contact.email or request.build_absolute_uri(reverse("suggest")),
        "stages": [{"id": one.id, "code": one.code, "label": _words(one.short)} for one in found.stages],
        "matcher": settings.MATCHER,
        "organisations": current_organisations(audience_of(request.user)).count(),
        "version": __version__,
    }


@router.get("/figures", response=responses(FigureList), operation_id="listFigures")
def figures(request: HttpRequest) -> dict[str, object]:
    """List what is said of the cluster, with who says it."""
    rows = Figure.objects.select_related("source").order_by("ordinal")
    return {"items": [_figure(row) for row in rows]}


def _figure(row: Figure) -> dict[str, object]:
    return {
        "id": row.code,
        "group": row.group,
        "value": localised(row, "value"),
        "what": localised(row, "what"),
        "year": localised(row, "year"),
        "perimeter": localised(row, "perimeter"),
        "speaker": row.speaker,
        "status": row.status,
        "certainty": row.certainty,
        "source": source_shape(row.source),
    }


@router.get("/deadlines", response=responses(DeadlineList), operation_id="listDeadlines")
def deadlines(request: HttpRequest, asked: Query[DeadlineQuery]) -> dict[str, object]:
    """List the dated rules from a day on."""
    rows = next_deadlines(today=asked.since or timezone.localdate(), limit=MOST_DEADLINES)
    return {
        "items": [
            {
                "date": row.on,
                "precision": row.precision,
                "title": row.title,
                "applies": row.applies,
                "regulation": row.regulation,
                "certainty": row.certainty,
                "source_name": row.source_name,
                "source_url": row.source_url,
                "competences": [{"id": code, "label": label} for code, label in row.competences],
            }
            for row in rows
        ]
    }


def _problem(request: HttpRequest, name: str) -> dict[str, object]:
    kind = KINDS[name]
    return {"id": name, "type": kind_address(request, name), "title": str(kind.title), "status": kind.status}


@router.get("/problems", response=responses(ProblemList), operation_id="listProblems")
def problems(request: HttpRequest) -> dict[str, object]:
    """List the kinds of problem that this API answers with."""
    return {"items": [_problem(request, name) for name in KINDS]}


@router.get("/problems/{slug:id}", response=responses(ProblemKind), operation_id="getProblem")
def problem(request: HttpRequest, id: str) -> dict[str, object]:
    """Give one kind of problem: the address that `type` of every problem leads to."""
    if id not in KINDS:
        raise not_found()
    return _problem(request, id)
