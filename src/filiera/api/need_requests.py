"""What was asked of an organisation: read at the stage it has reached; its terms accepted and answered with a token."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Body, Field, Schema

from filiera.api.calls_office import CompetenceCode
from filiera.api.fields import Day
from filiera.api.filters import READABLE
from filiera.api.need_found import MatchCode, acted, match_for
from filiera.api.need_shapes import RequestShape, RequestsShape
from filiera.api.needs import router
from filiera.api.problems import not_found
from filiera.api.shapes import responses
from filiera.common.acting import acting_of
from filiera.competence.models import Competence
from filiera.exchange.models import Match
from filiera.exchange.operations.answers import accept_terms, terms_of
from filiera.exchange.operations.doubts import doubt_competence
from filiera.exchange.operations.taking import take_answer
from filiera.exchange.queries.matches import Request, match_of, request_of, requests_to, shown_requests
from filiera.exchange.queries.refusals import doubtable, may_be_doubted
from filiera.exchange.shapes_requests import request_shape


class TermsBody(Schema, extra="forbid"):
    """Name and family name: of a secret need they stand for the signature."""

    name: str = Field("", max_length=120, pattern=READABLE)


class RequestAnswerBody(Schema, extra="forbid"):
    """YES; NO with `why`; LATER with the day `on` which; OTHER with `who` answers, by name and mail address."""

    says: Literal["YES", "NO", "LATER", "OTHER"]
    why: Literal["", "NO_COMPETENCE", "NO_CAPACITY", "SIZE", "CONFLICT", "OTHER"] = ""
    on: Day | None = None
    who: str = Field("", max_length=200, pattern=READABLE)
    note: str = Field("", max_length=1000, pattern=READABLE)

    def said(self) -> dict[str, str | date | None]:
        """Give the answer as a form gives it."""
        return {"says": self.says, "why": self.why, "on": self.on, "who": self.who, "note": self.note}


@router.get("/requests", response=responses(RequestsShape), operation_id="listRequests")
def requests(request: HttpRequest) -> dict[str, Any]:
    """List what the organisation that you act for was asked, as far as it may know; what waits for its answer first."""
    acting = acting_of(request.user)
    if acting is None:
        raise not_found()
    rows = requests_to(acting.organisation_id)
    may, told = doubtable(rows), zip(rows, shown_requests(rows), strict=True)
    return {"items": [_shape(row, shown, may[row.pk]) for row, shown in told]}


@router.get("/requests/{code}", response=responses(RequestShape), operation_id="getRequest")
def one_request(request: HttpRequest, code: MatchCode) -> dict[str, Any]:
    """Give what your organisation was asked, as far as it may know, with the terms under which it would read on."""
    found = match_of(code)
    if found is None or not request.user.has_perm("exchange.view_match", found):
        raise not_found()
    return _told(found)


@router.put("/requests/{code}/terms", response=responses(RequestShape, 400), operation_id="acceptTerms")
def terms(request: HttpRequest, code: MatchCode, body: Body[TermsBody]) -> dict[str, Any]:
    """Accept the terms of a request, by name where it is a secret one: then its problem is read; with a token."""
    found = match_for(request, code, "exchange.answer_match")
    name = body.name.strip() or ("" if found.need.secrecy == "SECRET" else getattr(request.user, "name", ""))
    act = partial(accept_terms, match=found, name=name, now=timezone.now(), user=request.user)
    return _done(found, act, TermsBody)


@router.put("/requests/{code}/answer", response=responses(RequestShape, 400), operation_id="answerRequest")
def answer(request: HttpRequest, code: MatchCode, body: Body[RequestAnswerBody]) -> dict[str, Any]:
    """Answer a request: yes, no and why, later, or somebody else of yours answers; with a token."""
    found = match_for(request, code, "exchange.answer_match")
    act = partial(take_answer, found, body.said(), now=timezone.now(), user=request.user)
    return _done(found, act, RequestAnswerBody)


@router.put(
    "/requests/{code}/doubts/{competence}", response=responses(RequestShape, 400), operation_id="doubtCompetence"
)
def doubt(request: HttpRequest, code: MatchCode, competence: CompetenceCode) -> dict[str, Any]:
    """Say, after a refusal, that a competence of your own page is not yours: your people or the office decide; with a token."""
    found = match_for(request, code, "exchange.answer_match")
    act = partial(doubt_competence, match=found, code=competence, now=timezone.now(), user=request.user)
    return _done(found, act, Schema)


def _done(found: Match, act: Any, body: type[Schema]) -> dict[str, Any]:
    acted(act, body.model_fields)
    return _told(match_of(found.code))


def _told(row: Match | None) -> dict[str, Any]:
    """Give a request at the stage reached. Raises ApiProblem (404) where nobody was asked."""
    shown = request_of(row) if row is not None else None
    if row is None or shown is None:
        raise not_found()
    return _shape(row, shown, may_be_doubted(row))


def _shape(row: Match, shown: Request, may: Sequence[Competence]) -> dict[str, Any]:
    needs_terms = not shown.knows_problem and shown.is_open
    return request_shape(shown, terms=terms_of(row.need) if needs_terms else (), doubtable=may)
