"""A need on its way, with a token: written, changed, its topics and questions, handed in, renewed, ended, who is met."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Body, Field, Schema
from pydantic import StrictBool, StrictInt, StringConstraints

from filiera.api.calls import with_token
from filiera.api.calls_office import CompetenceCode
from filiera.api.consortium_found import organisation_at
from filiera.api.fields import Day, MailAddress, OrganisationCode, RowNumber
from filiera.api.filters import READABLE, Language
from filiera.api.need_found import (
    OPTIONS,
    MatchCode,
    NeedCode,
    Note,
    competence_at,
    done,
    match_for,
    need_for,
    own_organisation,
    whole_need,
)
from filiera.api.needs import router
from filiera.api.problems import not_found, refused, wrong_at
from filiera.common.language import current_language
from filiera.common.refusals import Refused
from filiera.common.rules import works_for_office
from filiera.exchange.enums import Channel
from filiera.exchange.operations.intake import take_need_in, understand
from filiera.exchange.operations.need_ends import end_need, renew_need
from filiera.exchange.operations.needs import (
    LONGEST_TITLE,
    LONGEST_WORDS,
    Caller,
    Written,
    answer_questions,
    change_need,
    publish_need,
)
from filiera.exchange.operations.proposals import take_proposal
from filiera.exchange.operations.requesters import meet_solver
from filiera.exchange.operations.topics import decide_topic
from filiera.exchange.pages import asked_of
from filiera.exchange.queries.understood import proposal_of

if TYPE_CHECKING:
    from filiera.exchange.models import Need

Trl = Annotated[StrictInt, Field(ge=1, le=9)]
KEEP = "exchange.keep_need"
ANSWER = Annotated[str, StringConstraints(max_length=400, pattern=READABLE)]


class NeedBody(Schema, extra="forbid"):
    """What is looked for; of a change, what is not named stays. `excluded` are kept out, and never learn of it."""

    title: str = Field("", max_length=LONGEST_TITLE, pattern=READABLE)
    words: str = Field("", max_length=LONGEST_WORDS, pattern=READABLE)
    secrecy: Literal["OPEN", "RESERVED", "SECRET"] = "RESERVED"
    help: Literal["SOLVER", "RESEARCH", "LAB", "EQUIPMENT", "TRAINING", "FUNDING"] = "SOLVER"
    trl_start: Trl | None = None
    trl_end: Trl | None = None
    place: str = Field("", max_length=120, pattern=READABLE)
    deadline_on: Day | None = None
    enough: Annotated[StrictInt, Field(ge=1, le=9)] = 2
    allows_competitors: StrictBool = False
    excluded: list[OrganisationCode] = Field([], max_length=60)


class NewNeedBody(NeedBody):
    """A new need. `organisation`, `contact_name`, `contact_email`, `channel`, `source_text` are for the office.

    They say for whom it writes the need down, who asked and how, and the mail or the note as it came.
    """

    organisation: OrganisationCode | None = None
    contact_name: str = Field("", max_length=120, pattern=READABLE)
    contact_email: MailAddress | None = None
    channel: Literal["MAIL", "PHONE", "MEETING", "TABLE"] = "PHONE"
    source_text: str = Field("", max_length=60_000, pattern=READABLE)
    language: Language | None = None


class AskedForBody(Schema, extra="forbid"):
    """Whether a need asks for a competence."""

    asked: StrictBool


class QuestionAnswersBody(Schema, extra="forbid"):
    """Answers by the id of the question; an empty one takes it away."""

    answers: dict[str, ANSWER] = Field(..., max_length=60)


class TakesBody(Schema, extra="forbid"):
    """Whether what was read is taken into the need; else it is left."""

    takes: StrictBool


class EndBody(Schema, extra="forbid"):
    """How a need ended: solved, or closed with its reason."""

    why: Literal["SOLVED", "NO_LONGER", "ELSEWHERE", "NOBODY", "NOT_OURS", "OTHER"]
    note: Note = ""


class MeetBody(Schema, extra="forbid"):
    """Whether a solver is met; why not, for the office alone."""

    meets: StrictBool
    note: Note = ""


@router.post("/needs", operation_id="writeNeed", **OPTIONS)
def write(request: HttpRequest, body: Body[NewNeedBody]) -> dict[str, Any]:
    """Write a need of the organisation that you act for, as a draft; the office for any, handed in; with a token."""
    if not request.user.has_perm("exchange.write_need") or not with_token(request):
        raise not_found()
    own, now = own_organisation(request), timezone.now()
    is_office = own is None or (body.organisation or own.code) != own.code
    if is_office and not request.user.has_perm("exchange.route_needs"):
        raise not_found()
    whose = organisation_at(request, body.organisation or "", "/organisation") if is_office else own
    caller = Caller(body.contact_name, body.contact_email or "", Channel(body.channel), body.source_text)
    try:
        taken = take_need_in(
            organisation=whose,  # type: ignore[arg-type]  # an own one where the office does not write for another
            written=_written(request, body),
            caller=caller if is_office else None,
            is_handed_in=is_office,
            now=now,
            actor=request.user,
        )
    except Refused as error:
        raise refused(error, NewNeedBody.model_fields) from error
    return whole_need(request, taken.need.code)


def _written(request: HttpRequest, body: NeedBody, of: Need | None = None) -> Written:
    """Give what a body says of a need; what it does not name stays as it was."""
    names = [name for name in NeedBody.model_fields if name != "excluded"]
    named = {name: getattr(body, name) for name in names if of is None or name in body.model_fields_set}
    values: dict[str, Any] = {name: getattr(of, name) for name in names} | named if of is not None else named
    if of is not None and "excluded" not in body.model_fields_set:
        excluded = [one.organisation for one in of.exclusions.select_related("organisation").order_by("pk")]
    else:
        excluded = [organisation_at(request, code, f"/excluded/{at}") for at, code in enumerate(body.excluded)]
    language = of.language if of is not None else getattr(body, "language", None) or current_language()
    brief = of.brief if of is not None and of.words == values["words"].strip() else None
    return Written(language=language, brief=brief, excluded=excluded, **values)


@router.put("/needs/{code}", operation_id="changeNeed", **OPTIONS)
def change(request: HttpRequest, code: NeedCode, body: Body[NeedBody]) -> dict[str, Any]:
    """Change what a need says; for its own people and the office, with a token."""
    found = need_for(request, code, KEEP)
    now = timezone.now()
    said: dict[str, Any] = {"need": found, "written": _written(request, body, found), "now": now}

    def act() -> None:
        row = change_need(**said, by_office=works_for_office(request.user), actor=request.user)
        understand(need=row, now=now)

    return done(request, act, found, takes=NeedBody.model_fields)


@router.put("/needs/{code}/topics/{competence}", operation_id="putNeedTopic", **OPTIONS)
def topic(request: HttpRequest, code: NeedCode, competence: CompetenceCode, body: Body[AskedForBody]) -> dict[str, Any]:
    """Say that a need asks for a competence, or that it does not; for its own people and the office, with a token."""
    found = need_for(request, code, KEEP)
    row = competence_at(competence)
    act = partial(decide_topic, need=found, competence=row, is_asked=body.asked, actor=request.user)
    return done(request, act, found)


@router.put("/needs/{code}/answers", operation_id="answerNeedQuestions", **OPTIONS)
def answers(request: HttpRequest, code: NeedCode, body: Body[QuestionAnswersBody]) -> dict[str, Any]:
    """Answer the questions of a need's topics: solvers read it with the problem; with a token."""
    found = need_for(request, code, KEEP)
    asked = {one.code for one in asked_of(found)}
    for name in body.answers:
        if name not in asked:
            raise wrong_at(f"/answers/{name}")
    is_office = works_for_office(request.user)
    said = {"need": found, "answers": body.answers, "now": timezone.now(), "by_office": is_office}
    act = partial(answer_questions, **said, actor=request.user)
    return done(request, act, found)


@router.put("/need-proposals/{id}", operation_id="decideNeedProposal", **OPTIONS)
def decide(request: HttpRequest, id: RowNumber, body: Body[TakesBody]) -> dict[str, Any]:
    """Take what was read in a need into its field, or leave it; for its own people and the office, with a token."""
    found = proposal_of(id)
    may = found is not None and request.user.has_perm("exchange.decide_proposal", found) and with_token(request)
    if found is None or not may:
        raise not_found()
    said = {"takes": body.takes, "by_office": works_for_office(request.user), "actor": request.user}
    act = partial(take_proposal, proposal=found, now=timezone.now(), **said)
    return done(request, act, found.need)


@router.put("/needs/{code}/handed-in", operation_id="handNeedIn", **OPTIONS)
def hand_in(request: HttpRequest, code: NeedCode) -> dict[str, Any]:
    """Hand a need in: the office reads it before anybody is asked; with a token."""
    found = need_for(request, code, KEEP)
    return done(request, partial(publish_need, need=found, now=timezone.now(), actor=request.user), found)


@router.put("/needs/{code}/renewed", operation_id="renewNeed", **OPTIONS)
def renew(request: HttpRequest, code: NeedCode) -> dict[str, Any]:
    """Let a need stand for another while; one that had expired is read again; with a token."""
    found = need_for(request, code, KEEP)
    return done(request, partial(renew_need, need=found, now=timezone.now(), actor=request.user), found)


@router.put("/needs/{code}/ended", operation_id="endNeed", **OPTIONS)
def end(request: HttpRequest, code: NeedCode, body: Body[EndBody]) -> dict[str, Any]:
    """End a need: nobody is asked any more; for its own people and the office, with a token."""
    found, solved = need_for(request, code, KEEP), body.why == "SOLVED"
    why = "" if solved else body.why
    act = partial(end_need, need=found, solved=solved, why=why, note=body.note, now=timezone.now(), actor=request.user)
    return done(request, act, found, takes=EndBody.model_fields)


@router.put("/matches/{code}/meeting", operation_id="meetSolver", **OPTIONS)
def meet(request: HttpRequest, code: MatchCode, body: Body[MeetBody]) -> dict[str, Any]:
    """Say whether you would meet a solver that said yes: then both know the other's name; with a token."""
    found = match_for(request, code, "exchange.meet_solver")
    act = partial(meet_solver, match=found, meets=body.meets, note=body.note, now=timezone.now(), user=request.user)
    return done(request, act, found.need)
