"""Papers of needs, with a token: sent and taken away by whoever asks, judged by the office, given to whoever may read them."""

from __future__ import annotations

from functools import partial
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Body, Field, File, Form, Schema
from ninja.files import UploadedFile
from pydantic import StrictBool

from filiera.api.fields import RowNumber
from filiera.api.filters import READABLE
from filiera.api.need_found import OPTIONS, MatchCode, NeedCode, done, match_for, need_for
from filiera.api.needs import router
from filiera.api.problems import Problem, not_found
from filiera.common.given import Copy, sent_out
from filiera.documents.operations.receiving import Sent
from filiera.exchange.models import NeedPaper
from filiera.exchange.operations.papers import (
    add_paper,
    give_paper,
    keep_paper_back,
    release_paper,
    remove_paper,
)
from filiera.exchange.pages import note_opening
from filiera.exchange.queries.papers import own_copy, paper_of

KEEP = "exchange.keep_need"
FILE: dict[str, Any] = {
    "response": dict.fromkeys((401, 404, 422), Problem),
    "openapi_extra": {
        "responses": {
            200: {"description": "The file.", "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}
        }
    },
}


class NeedPaperForm(Schema, extra="forbid"):
    """From which stage solvers read a paper: PROBLEM, as a copy drawn anew; NAMES, as it is."""

    stage: Literal["PROBLEM", "NAMES"] = "PROBLEM"


class JudgedBody(Schema, extra="forbid"):
    """Whether a paper goes out; kept back, `why`, which whoever sent it reads."""

    released: StrictBool
    why: str = Field("", max_length=400, pattern=READABLE)


@router.post("/needs/{code}/papers", operation_id="addNeedPaper", **OPTIONS)
def add(request: HttpRequest, code: NeedCode, said: Form[NeedPaperForm], file: File[UploadedFile]) -> dict[str, Any]:
    """Send a paper with a need, as multipart form data; for its own people and the office, with a token."""
    found = need_for(request, code, KEEP)
    sent = Sent(file.name or "", file.chunks())
    act = partial(add_paper, need=found, file=sent, stage=said.stage, now=timezone.now(), actor=request.user)
    return done(request, act, found, takes={"stage", "file"})


@router.delete("/needs/{code}/papers/{number}", operation_id="removeNeedPaper", **OPTIONS)
def remove(request: HttpRequest, code: NeedCode, number: RowNumber) -> dict[str, Any]:
    """Take a paper away: nobody gets it any more; for its own people and the office, with a token."""
    found = need_for(request, code, KEEP)
    paper = _paper(code, number)
    return done(request, partial(remove_paper, paper=paper, now=timezone.now(), actor=request.user), found)


@router.put("/needs/{code}/papers/{number}/judgement", operation_id="judgeNeedPaper", **OPTIONS)
def judge(request: HttpRequest, code: NeedCode, number: RowNumber, body: Body[JudgedBody]) -> dict[str, Any]:
    """Let a paper out that you have looked at, or keep it back; for the office, with a token."""
    found = need_for(request, code, "exchange.route_needs")
    paper, now = _paper(code, number), timezone.now()
    act = (
        partial(release_paper, paper=paper, now=now, actor=request.user)
        if body.released
        else partial(keep_paper_back, paper=paper, why=body.why, now=now, actor=request.user)
    )
    return done(request, act, found, takes=JudgedBody.model_fields)


@router.get("/needs/{code}/papers/{number}", operation_id="getNeedPaper", **FILE)
def own_file(request: HttpRequest, code: NeedCode, number: RowNumber, clean: bool = False) -> HttpResponse:
    """Give a paper as it was sent, or the copy that solvers get; for its own people and the office, with a token."""
    found = need_for(request, code, KEEP)
    note_opening(found, user=request.user, now=timezone.now())
    return _given(own_copy(_paper(code, number), is_clean=clean))


@router.get("/requests/{code}/papers/{number}", operation_id="getRequestPaper", **FILE)
def asked_file(request: HttpRequest, code: MatchCode, number: RowNumber) -> HttpResponse:
    """Give a paper of what you were asked, as far as you may know, written down for whoever asks; with a token."""
    found = match_for(request, code, "exchange.view_match")
    return _given(give_paper(match=found, number=number, now=timezone.now(), user=request.user))


def _given(copy: Copy | None) -> HttpResponse:
    if copy is None:
        raise not_found()
    response: HttpResponse = sent_out(copy)  # type: ignore[assignment]  # a file's answer is one that streams
    return response


def _paper(code: str, number: int) -> NeedPaper:
    """Find a paper of a need. Raises ApiProblem (404)."""
    found = paper_of(code, number)
    if found is None:
        raise not_found()
    return found
