"""An offer on its way, with a token: written, changed, published, renewed, withdrawn; answered, and its answers decided."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Body, Field, Schema
from pydantic import StrictBool, StringConstraints

from filiera.api.calls import with_token
from filiera.api.calls_office import CompetenceCode
from filiera.api.consortium_found import organisation_at
from filiera.api.fields import MailAddress, OrganisationCode, RowNumber
from filiera.api.filters import READABLE, Language
from filiera.api.need_acts import Trl
from filiera.api.need_found import acted, competence_at, own_organisation
from filiera.api.offer_shapes import OfferShape
from filiera.api.offers import OfferCode, router, whole_offer
from filiera.api.problems import not_found, refused, wrong_at
from filiera.api.shapes import responses
from filiera.common.language import current_language
from filiera.common.refusals import Refused
from filiera.common.visibility import audience_of
from filiera.exchange.enums import OfferKind, Rights, Sought
from filiera.exchange.operations.offer_replies import LONGEST, decide_offer_reply, reply_to_offer
from filiera.exchange.operations.offers import (
    LONGEST_NOTE,
    LONGEST_TEXT,
    LONGEST_TITLE,
    Sheet,
    change_offer,
    publish_offer,
    renew_offer,
    withdraw_offer,
    write_offer,
)
from filiera.exchange.operations.topics import decide_offer_topic, read_offer_topics
from filiera.exchange.queries.offers import offer_of, offer_reply_of, own_evidence

if TYPE_CHECKING:
    from filiera.competence.models import Evidence
    from filiera.exchange.models import Offer

OPTIONS: dict[str, Any] = {"response": responses(OfferShape, 400)}
KEEP = "exchange.keep_offer"
Text = Annotated[str, StringConstraints(max_length=LONGEST_TEXT, pattern=READABLE)]
Few = Annotated[str, StringConstraints(max_length=LONGEST_NOTE, pattern=READABLE)]


class OfferBody(Schema, extra="forbid"):
    """What a sheet says; of a change, what is not named stays. `evidence` is the id of a piece of its owner's own."""

    title: str = Field("", max_length=LONGEST_TITLE, pattern=READABLE)
    problem: Text = ""
    solution: Text = ""
    proof: Text = ""
    kind: OfferKind = OfferKind.TECHNOLOGY
    evidence: Annotated[int, Field(ge=1, lt=2**63)] | None = None
    rights: Rights = Rights.OTHER
    rights_note: Few = ""
    trl: Trl | None = None
    sought: list[Sought] = Field([], max_length=10)
    sought_note: Few = ""
    contact_name: str = Field("", max_length=120, pattern=READABLE)
    contact_email: MailAddress | None = None
    language: Language | None = None
    for_members: StrictBool = False


class NewOfferBody(OfferBody):
    """A new offer; `organisation` is for the office, which says whose it is."""

    organisation: OrganisationCode | None = None


class BringsBody(Schema, extra="forbid"):
    """Whether an offer brings a competence."""

    brought: StrictBool


class OfferReplyBody(Schema, extra="forbid"):
    """What it would be for."""

    note: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST, pattern=READABLE)]


class OfferDecisionBody(Schema, extra="forbid"):
    """Whether an answer is taken up; else it is declined."""

    takes: StrictBool


def _offer_for(request: HttpRequest, code: str, permission: str = KEEP) -> Offer:
    """Find an offer for whoever has the permission and asks with a token. Raises ApiProblem (404)."""
    found = offer_of(code)
    if found is None or not request.user.has_perm(permission, found) or not with_token(request):
        raise not_found()
    return found


def _done(request: HttpRequest, found: Offer, act: Callable[[], object], takes: Collection[str] = ()) -> dict[str, Any]:
    acted(act, takes)
    return whole_offer(request, found.code)


@router.post("/offers", operation_id="writeOffer", **OPTIONS)
def write(request: HttpRequest, body: Body[NewOfferBody]) -> dict[str, Any]:
    """Write an offer of the organisation that you act for, as a draft; the office says whose it is; with a token."""
    if not request.user.has_perm("exchange.write_offer") or not with_token(request):
        raise not_found()
    own = own_organisation(request)
    if own is not None and body.organisation not in (None, own.code):
        raise not_found()
    whose = own or organisation_at(request, body.organisation or "", "/organisation")
    sheet = _sheet(request, body, whose.pk)
    try:
        row = write_offer(organisation=whose, sheet=sheet, now=timezone.now(), actor=request.user)
    except Refused as error:
        raise refused(error, NewOfferBody.model_fields) from error
    read_offer_topics(offer=row)
    return whole_offer(request, row.code)


def _sheet(request: HttpRequest, body: OfferBody, organisation_id: int, of: Offer | None = None) -> Sheet:
    """Give what a body says of a sheet; what it does not name stays as it was. Raises ApiProblem."""
    named = set(OfferBody.model_fields) if of is None else body.model_fields_set
    values: dict[str, Any] = {name: getattr(of, name) for name in OfferBody.model_fields} if of is not None else {}
    values |= {name: getattr(body, name) for name in named & set(OfferBody.model_fields)}
    if "evidence" in named:
        values["evidence"] = _evidence_at(request, body.evidence, organisation_id)
    values["contact_email"] = values["contact_email"] or ""
    values["language"] = values["language"] or (of.language if of is not None else current_language())
    return Sheet(**values)


def _evidence_at(request: HttpRequest, pk: int | None, organisation_id: int) -> Evidence | None:
    """Find a piece of evidence that may stand as proof. Raises ApiProblem at its place in the body."""
    if pk is None:
        return None
    found = own_evidence(organisation_id, audience=audience_of(request.user)).filter(pk=pk).first()
    if found is None:
        raise wrong_at("/evidence")
    return found


@router.put("/offers/{code}", operation_id="changeOffer", **OPTIONS)
def change(request: HttpRequest, code: OfferCode, body: Body[OfferBody]) -> dict[str, Any]:
    """Change what an offer says, as far as it is named; for its own people and the office, with a token."""
    found = _offer_for(request, code)
    sheet = _sheet(request, body, found.organisation_id, found)

    def act() -> None:
        read_offer_topics(offer=change_offer(offer=found, sheet=sheet, now=timezone.now(), actor=request.user))

    return _done(request, found, act, OfferBody.model_fields)


@router.put("/offers/{code}/published", operation_id="publishOffer", **OPTIONS)
def publish(request: HttpRequest, code: OfferCode) -> dict[str, Any]:
    """Publish an offer; for its own people and the office, with a token."""
    found = _offer_for(request, code)
    return _done(request, found, partial(publish_offer, offer=found, now=timezone.now(), actor=request.user))


@router.put("/offers/{code}/renewed", operation_id="renewOffer", **OPTIONS)
def renew(request: HttpRequest, code: OfferCode) -> dict[str, Any]:
    """Let a published offer stand for another while; for its own people and the office, with a token."""
    found = _offer_for(request, code)
    return _done(request, found, partial(renew_offer, offer=found, now=timezone.now(), actor=request.user))


@router.put("/offers/{code}/withdrawn", operation_id="withdrawOffer", **OPTIONS)
def withdraw(request: HttpRequest, code: OfferCode) -> dict[str, Any]:
    """Take an offer back: its own people and the office alone read it then; with a token."""
    found = _offer_for(request, code)
    return _done(request, found, partial(withdraw_offer, offer=found, now=timezone.now(), actor=request.user))


@router.put("/offers/{code}/topics/{competence}", operation_id="putOfferTopic", **OPTIONS)
def topic(request: HttpRequest, code: OfferCode, competence: CompetenceCode, body: Body[BringsBody]) -> dict[str, Any]:
    """Say that an offer brings a competence, or that it does not; for its own people and the office, with a token."""
    found = _offer_for(request, code)
    row = competence_at(competence)
    act = partial(decide_offer_topic, offer=found, competence=row, is_brought=body.brought, actor=request.user)
    return _done(request, found, act)


@router.post("/offers/{code}/replies", operation_id="replyToOffer", **OPTIONS)
def reply(request: HttpRequest, code: OfferCode, body: Body[OfferReplyBody]) -> dict[str, Any]:
    """Say that an offer is for the organisation that you act for, once; with a token."""
    found, own = _offer_for(request, code, "exchange.reply_to_offer"), own_organisation(request)
    if own is None:
        raise not_found()
    said: dict[str, Any] = {"organisation": own, "note": body.note, "now": timezone.now()}
    act = partial(reply_to_offer, offer=found, **said, actor=request.user)
    return _done(request, found, act, OfferReplyBody.model_fields)


@router.put("/offer-replies/{id}", operation_id="decideOfferReply", **OPTIONS)
def decide(request: HttpRequest, id: RowNumber, body: Body[OfferDecisionBody]) -> dict[str, Any]:
    """Take an answer to an offer up, or decline it; for whoever offers and the office, with a token."""
    found = offer_reply_of(id)
    may = found is not None and request.user.has_perm("exchange.decide_offer_reply", found) and with_token(request)
    if found is None or not may:
        raise not_found()
    act = partial(decide_offer_reply, reply=found, takes=body.takes, now=timezone.now(), actor=request.user)
    return _done(request, found.offer, act)
