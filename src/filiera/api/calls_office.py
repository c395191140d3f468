"""The office keeps calls, with a token: written as a file has them, their fields, rules and competences, shown to all."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Body, Field, Path, Schema
from pydantic import AfterValidator, JsonValue, StrictBool, StringConstraints
from pydantic_core import PydanticCustomError

from filiera.api.call_shapes import CallOfficeShape, CallShape, CallTakenShape
from filiera.api.calls import CallCode, call_open_to, parts_of, router, with_token
from filiera.api.fields import Day, Link, StoredJson
from filiera.api.filters import READABLE
from filiera.api.problems import ApiProblem, ProblemError, not_found, refused, wrong_at
from filiera.api.shapes import responses
from filiera.common.refusals import Refused
from filiera.competence.models import Competence
from filiera.funding.drafts import CallFault
from filiera.funding.enums import CallLevel
from filiera.funding.models import Call, CallRule
from filiera.funding.operations.calls import show_call
from filiera.funding.operations.edit import Edit, confirm_rule, drop_rule, edit_call, set_rule
from filiera.funding.operations.imports import UnreadableCall, import_written
from filiera.funding.operations.topics import decide_topic
from filiera.funding.queries.calls import lines_of
from filiera.funding.shapes_calls import call_shape
from filiera.funding.shapes_office import call_office_shape
from filiera.funding.wording_files import value_words
from filiera.funding.wording_imports import call_fault_words

OPTIONS: dict[str, Any] = {"response": responses(CallOfficeShape, 400)}
RuleName = Annotated[str, Path(max_length=40, pattern=r"^[a-z_]+$")]
CompetenceCode = Annotated[str, Path(max_length=20, pattern=r"^[-.a-zA-Z0-9_]+$")]


def _moment(written: str) -> date | datetime:
    """Read a day, or a moment of the call's own zone. Raises PydanticCustomError."""
    try:
        return datetime.fromisoformat(written) if "T" in written else date.fromisoformat(written)
    except ValueError as error:
        raise PydanticCustomError("date_parsing", "not a date") from error


Moment = Annotated[
    str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2})?$"), AfterValidator(_moment)
]
Amount = Annotated[Decimal, Field(ge=0, lt=10**13, decimal_places=2)]


class WrittenBody(Schema, extra="forbid"):
    """A call as a file of `filiera calls import` has it: as JSON under `call`, or its text in YAML under `written`."""

    call: dict[str, JsonValue] | None = None
    written: str = Field("", max_length=2_000_000)


class CallBody(Schema, extra="forbid"):
    """Fields of a call; what is not named stays. A moment without its hour is a day, of the call's own zone.

    `amends`: the call itself was amended, not only our reading of it.
    """

    title_it: str = Field("", max_length=400, pattern=READABLE)
    title_en: str = Field("", max_length=400, pattern=READABLE)
    summary_it: str = Field("", max_length=20_000, pattern=READABLE)
    summary_en: str = Field("", max_length=20_000, pattern=READABLE)
    programme: str = Field("", max_length=160, pattern=READABLE)
    level: CallLevel = CallLevel.OTHER
    granted_by: str = Field("", max_length=300, pattern=READABLE)
    procedure: str = Field("", max_length=20, pattern=READABLE)
    aid: str = Field("", max_length=40, pattern=READABLE)
    url: Link = ""
    opens: Moment | None = None
    closes: Moment | None = None
    tz: str = Field("Europe/Rome", max_length=60, pattern=READABLE)
    until_spent: StrictBool = False
    source_status: str = Field("", max_length=20, pattern=READABLE)
    budget_eur: Amount | None = None
    grant_min_eur: Amount | None = None
    grant_max_eur: Amount | None = None
    called_off_on: Day | None = None
    amends: StrictBool = False
    note: str = Field("", max_length=400, pattern=READABLE)


class RuleBody(Schema, extra="forbid"):
    """A rule as the office writes it. `amends`: the call itself was amended, not only our reading of it."""

    value: StoredJson
    clause: str = Field("", max_length=4000, pattern=READABLE)
    article: str = Field("", max_length=160, pattern=READABLE)
    amends: bool = False
    note: str = Field("", max_length=400, pattern=READABLE)


class ShownBody(Schema, extra="forbid"):
    """Whether everybody sees a call; else the office alone."""

    shown: StrictBool


class TopicBody(Schema, extra="forbid"):
    """Whether a call asks for a competence."""

    asked: StrictBool


@router.post("/calls", response=responses(CallTakenShape, 400), operation_id="writeCall")
def write(request: HttpRequest, body: Body[WrittenBody]) -> dict[str, Any]:
    """Write a call as a file of calls has it, new or, by its `id`, anew; for the office, with a token."""
    if not request.user.has_perm("funding.keep_calls") or not with_token(request):
        raise not_found()
    if (body.call is None) == (not body.written.strip()):
        raise wrong_at("/call", _("Give the call as JSON, or its text in YAML: one of the two."))
    written = body.written if body.call is None else json.dumps(body.call)
    try:
        trial = import_written(written=written, now=timezone.now(), actor=request.user)
    except UnreadableCall as error:
        raise _unreadable(error.faults, as_text=body.call is None) from error
    except Refused as error:
        raise refused(error) from error
    (made,) = trial.recorded
    remarks = [call_fault_words(one) for one in trial.read.faults]
    return {"came": str(made.came), "remarks": remarks, "call": call_office_shape(made.call, now=timezone.now())}


def _unreadable(faults: tuple[CallFault, ...], *, as_text: bool) -> ApiProblem:
    """Make the problem of a call that cannot be read: of a text each fault with its line, of JSON with its pointer."""
    errors = []
    for one in faults:
        if as_text or one.written is None:
            errors.append(ProblemError(detail=call_fault_words(one), pointer="/written" if as_text else "/call"))
        else:
            pointer = "/".join(["/call", *parts_of(one.field)])
            errors.append(ProblemError(detail=value_words(one.written), pointer=pointer))
    return ApiProblem("not-valid", errors[0].detail, tuple(errors))


@router.patch("/calls/{code}", operation_id="changeCall", **OPTIONS)
def change(request: HttpRequest, code: CallCode, body: Body[CallBody]) -> dict[str, Any]:
    """Change fields of a call, as far as they are named; for the office, with a token."""
    found = call_kept(request, code)
    values = {name: getattr(body, name) for name in body.model_fields_set - {"amends", "note"}}
    try:
        edit = Edit(amends=body.amends, note=body.note)
        edit_call(call=found, values=values, edit=edit, now=timezone.now(), actor=request.user)
    except Refused as error:
        error.field = error.field.removesuffix("_on")  # a page asks for day and hour of a moment apart
        raise refused(error, CallBody.model_fields) from error
    return kept_shape(request, code)


@router.get("/calls/{code}/office", response=responses(CallOfficeShape), operation_id="getCallOffice")
def office(request: HttpRequest, code: CallCode) -> dict[str, Any]:
    """Give a call as the office keeps it: whether it is shown, its competences, what was read and waits for a person."""
    return kept_shape(request, code)


@router.put("/calls/{code}/shown", operation_id="showCall", **OPTIONS)
def show(request: HttpRequest, code: CallCode, body: Body[ShownBody]) -> dict[str, Any]:
    """Show a call to everybody, or take it back to the office; for the office, with a token."""
    show_call(call=call_kept(request, code), is_shown=body.shown, actor=request.user)
    return kept_shape(request, code)


@router.put("/calls/{code}/topics/{competence}", operation_id="putCallTopic", **OPTIONS)
def topic(request: HttpRequest, code: CallCode, competence: CompetenceCode, body: Body[TopicBody]) -> dict[str, Any]:
    """Say that a call asks for a competence of the taxonomy, or that it does not; for the office, with a token."""
    found = call_kept(request, code)
    leaf = Competence.objects.filter(code=competence, level=3, successor=None).first()
    if leaf is None:
        raise not_found()
    decide_topic(call=found, competence=leaf, is_asked=body.asked, actor=request.user)
    return kept_shape(request, code)


@router.post("/calls/{code}/rules/{name}/confirmation", operation_id="confirmCallRule", **OPTIONS)
def confirm(request: HttpRequest, code: CallCode, name: RuleName) -> dict[str, Any]:
    """Say that a rule of a call which a machine read is right; for the office, with a token."""
    found = call_kept(request, code)
    if not found.rules.filter(name=name, is_dropped=False).exists():
        raise not_found()
    confirm_rule(call=found, name=name, now=timezone.now(), actor=request.user)
    return kept_shape(request, code)


@router.put("/calls/{code}/rules/{name}", response=responses(CallShape, 400), operation_id="putCallRule")
def put_rule(request: HttpRequest, code: CallCode, name: RuleName, body: Body[RuleBody]) -> dict[str, Any]:
    """Write a rule of a call, with its clause; for the office, with a token."""
    found = call_kept(request, code)
    rule = CallRule(name=name, value=body.value, clause=body.clause, article=body.article)
    edit = Edit(amends=body.amends, note=body.note)
    try:
        set_rule(call=found, rule=rule, edit=edit, now=timezone.now(), actor=request.user)
    except Refused as error:
        raise wrong_at("/value", str(error)) from error
    return call_shape(found, lines_of([found], now=timezone.now())[0])


@router.delete("/calls/{code}/rules/{name}", response=responses(CallShape), operation_id="deleteCallRule")
def delete_rule(request: HttpRequest, code: CallCode, name: RuleName) -> dict[str, Any]:
    """Say that a call does not have a rule; for the office, with a token."""
    found = call_kept(request, code)
    if not found.rules.filter(name=name).exists():
        raise not_found()
    drop_rule(call=found, name=name, edit=Edit(), now=timezone.now(), actor=request.user)
    return call_shape(found, lines_of([found], now=timezone.now())[0])


def call_kept(request: HttpRequest, code: str) -> Call:
    """Find a call for whoever keeps calls and asks with a token: a session alone changes nothing here (CSRF)."""
    found = call_open_to(request, code)
    if not request.user.has_perm("funding.keep_calls") or not with_token(request):
        raise not_found()
    return found


def kept_shape(request: HttpRequest, code: str) -> dict[str, Any]:
    """Give a call as the office keeps it, for whoever does. Raises ApiProblem (404)."""
    found = call_open_to(request, code)
    if not request.user.has_perm("funding.keep_calls"):
        raise not_found()
    return call_office_shape(found, now=timezone.now())
