"""The office at the need desk, with a token: read, given back, asked, set aside, reminded, told, introduced."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Body, Field, Schema
from pydantic import StrictBool, StringConstraints

from filiera.api.consortium_found import organisation_at
from filiera.api.fields import MailAddress, OrganisationCode
from filiera.api.filters import READABLE
from filiera.api.need_found import OPTIONS, MatchCode, NeedCode, done, match_for, need_for
from filiera.api.need_requests import RequestAnswerBody
from filiera.api.needs import router
from filiera.exchange.operations.answers import TOLD
from filiera.exchange.operations.asking import Pick, ask_solvers, dismiss_match
from filiera.exchange.operations.chasing import remind
from filiera.exchange.operations.needs import LONGEST_WORDS, read_need, return_need
from filiera.exchange.operations.requesters import introduce
from filiera.exchange.operations.taking import take_answer

ROUTE, MATCHES = "exchange.route_needs", "exchange.keep_match"
Why = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=600, pattern=READABLE)]


class ReadBody(Schema, extra="forbid"):
    """What solvers read. `looked`: somebody has seen to it that it gives nobody away and tells no secret."""

    brief: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_WORDS, pattern=READABLE)]
    looked: StrictBool = False


class WhyBody(Schema, extra="forbid"):
    """Why."""

    why: Why


class PickBody(Schema, extra="forbid"):
    """A solver; `email` where another address than the register's is written to. `looked`: a doubt is none."""

    organisation: OrganisationCode
    email: MailAddress | None = None
    looked: StrictBool = False


class AskBody(Schema, extra="forbid"):
    """Who is asked, two or three at once."""

    solvers: Annotated[list[PickBody], Field(min_length=1, max_length=20)]


class DismissBody(WhyBody):
    """Who is set aside, and why."""

    organisation: OrganisationCode


class IntroduceBody(Schema, extra="forbid"):
    """A word in the letter."""

    note: str = Field("", max_length=600, pattern=READABLE)


@router.put("/needs/{code}/reading", operation_id="readNeed", **OPTIONS)
def read(request: HttpRequest, code: NeedCode, body: Body[ReadBody]) -> dict[str, Any]:
    """Say that a need was read, and what solvers read of it: then they may be asked; for the office, with a token."""
    found = need_for(request, code, ROUTE)
    act = partial(
        read_need, need=found, brief=body.brief, is_looked_at=body.looked, now=timezone.now(), actor=request.user
    )
    return done(request, act, found, takes=ReadBody.model_fields)


@router.put("/needs/{code}/returned", operation_id="returnNeed", **OPTIONS)
def give_back(request: HttpRequest, code: NeedCode, body: Body[WhyBody]) -> dict[str, Any]:
    """Give a need back to its writer, with what is missing; for the office, with a token."""
    found = need_for(request, code, ROUTE)
    act = partial(return_need, need=found, why=body.why, now=timezone.now(), actor=request.user)
    return done(request, act, found, takes=WhyBody.model_fields)


@router.post("/needs/{code}/asked", operation_id="askSolvers", **OPTIONS)
def ask(request: HttpRequest, code: NeedCode, body: Body[AskBody]) -> dict[str, Any]:
    """Ask solvers whether a need is one for them, each once; for the office, with a token."""
    found = need_for(request, code, ROUTE)
    picks = {
        one.organisation: Pick(
            organisation_at(request, one.organisation, f"/solvers/{at}/organisation"), one.email or "", one.looked
        )
        for at, one in enumerate(body.solvers)
    }
    act = partial(ask_solvers, need=found, picks=list(picks.values()), now=timezone.now(), actor=request.user)
    return done(request, act, found)


@router.post("/needs/{code}/dismissed", operation_id="dismissSolver", **OPTIONS)
def dismiss(request: HttpRequest, code: NeedCode, body: Body[DismissBody]) -> dict[str, Any]:
    """Set a solver aside for a need, with the reason; for the office, with a token."""
    found = need_for(request, code, ROUTE)
    solver = organisation_at(request, body.organisation, "/organisation")
    act = partial(dismiss_match, need=found, solver=solver, why=body.why, now=timezone.now(), actor=request.user)
    return done(request, act, found, takes=DismissBody.model_fields)


@router.post("/matches/{code}/reminder", operation_id="remindSolver", **OPTIONS)
def reminder(request: HttpRequest, code: MatchCode) -> dict[str, Any]:
    """Write once more to a solver that has not answered; for the office, with a token."""
    found = match_for(request, code, MATCHES)
    return done(request, partial(remind, match=found, now=timezone.now(), actor=request.user), found.need)


@router.put("/matches/{code}/told", operation_id="writeAnswerDown", **OPTIONS)
def told(request: HttpRequest, code: MatchCode, body: Body[RequestAnswerBody]) -> dict[str, Any]:
    """Write down what a solver told the office; for the office, with a token."""
    found = match_for(request, code, MATCHES)
    act = partial(take_answer, found, body.said(), now=timezone.now(), user=request.user, way=TOLD)
    return done(request, act, found.need, takes=RequestAnswerBody.model_fields)


@router.post("/matches/{code}/introduction", operation_id="introduceSolver", **OPTIONS)
def introduction(request: HttpRequest, code: MatchCode, body: Body[IntroduceBody]) -> dict[str, Any]:
    """Introduce the two of a match to each other by a letter each; for the office, with a token."""
    found = match_for(request, code, MATCHES)
    act = partial(introduce, match=found, note=body.note, now=timezone.now(), actor=request.user)
    return done(request, act, found.need)
