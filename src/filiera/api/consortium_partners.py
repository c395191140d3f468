"""The partners of a consortium, with a token: proposed, asked, what they do and bear, exchanged, the lead, invitations."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Body, Field, Schema
from pydantic import StrictBool, StringConstraints

from filiera.api.calls import with_token
from filiera.api.consortia import router
from filiera.api.consortium_found import (
    CHANGES,
    OPTIONS,
    ConsortiumCode,
    Euro,
    PartnerId,
    consortium_for,
    done,
    one_named,
    organisation_at,
    partner_at,
    partner_in,
)
from filiera.api.consortium_shapes import AnsweredShape, InvitationsShape, SwapsShape
from filiera.api.fields import MailAddress, OrganisationCode, RowNumber
from filiera.api.filters import READABLE
from filiera.api.limits import AnswersThrottle
from filiera.api.partner_kinds import PartnerKind
from filiera.api.problems import ApiProblem, not_found
from filiera.api.shapes import responses
from filiera.common.visibility import audience_of
from filiera.funding.logic.steps import OPEN_STATES
from filiera.funding.models import Partner
from filiera.funding.operations.consortia import (
    Place,
    add_partner,
    hand_lead,
    remove_partner,
    set_partner,
    swap_partner,
)
from filiera.funding.operations.invitations import answer_invitation, invite_partner, note_answer
from filiera.funding.pages_consortia import ballot_of
from filiera.funding.queries.consortia import consortium_of
from filiera.funding.queries.swaps import swap_lines
from filiera.funding.shapes_consortia import invitation_shape
from filiera.funding.shapes_workspace import swap_shape
from filiera.funding.views.consortia import load_invitation

Tasks = Annotated[str, StringConstraints(strip_whitespace=True, max_length=600, pattern=READABLE)]


class PartnerBody(Schema, extra="forbid"):
    """Who is proposed: of the register by public id, or by name with country and kind; what it would do and bear."""

    organisation: OrganisationCode | None = None
    name: str = Field("", max_length=200, pattern=READABLE)
    country: str = Field("", max_length=2, pattern=r"^[a-zA-Z]*$", description="Two letters.")
    kind: PartnerKind = ""
    tasks: Tasks = ""
    cost_eur: Euro | None = None


class PartnerFiguresBody(Schema, extra="forbid"):
    """What a partner does and bears, in euro, and of it by kind of research. What is not named stays."""

    tasks: Tasks = ""
    cost_eur: Euro | None = None
    industrial_research_eur: Euro | None = None
    experimental_development_eur: Euro | None = None


class InvitationBody(Schema, extra="forbid"):
    """Who is asked, and at which address; without one, whoever keeps its page is."""

    organisation: OrganisationCode
    email: MailAddress | None = None


class LeadBody(Schema, extra="forbid"):
    """The partner that is to lead."""

    partner: OrganisationCode


class SwapBody(Schema, extra="forbid"):
    """Who comes in, by public id."""

    into: OrganisationCode


class AnswerBody(Schema, extra="forbid"):
    """Whether it takes part."""

    accepts: StrictBool


@router.post("/consortia/{code}/partners", operation_id="addPartner", **OPTIONS)
def add(request: HttpRequest, code: ConsortiumCode, body: Body[PartnerBody]) -> dict[str, Any]:
    """Propose a partner for a consortium; for who leads it and the office, with a token."""
    found = consortium_for(request, code)
    organisation = one_named(request, body.organisation, body.name, "/organisation")
    place = Place(organisation, body.name, body.country, body.kind, body.cost_eur, body.tasks)
    return done(
        request,
        lambda: add_partner(consortium=found, place=place, now=timezone.now(), actor=request.user),
        found,
        takes=PartnerBody.model_fields,
    )


@router.patch("/consortia/{code}/partners/{partner}", operation_id="changePartner", **OPTIONS)
def change(
    request: HttpRequest, code: ConsortiumCode, partner: PartnerId, body: Body[PartnerFiguresBody]
) -> dict[str, Any]:
    """Write what a partner does and bears, as far as it is named; for who leads and the office, with a token."""
    found = consortium_for(request, code)
    row, values = partner_in(found, partner), body.dict(exclude_unset=True)
    return done(
        request,
        lambda: set_partner(partner=row, values=values, now=timezone.now(), actor=request.user),
        found,
        takes=PartnerFiguresBody.model_fields,
    )


@router.delete("/consortia/{code}/partners/{partner}", operation_id="removePartner", **OPTIONS)
def remove(request: HttpRequest, code: ConsortiumCode, partner: PartnerId) -> dict[str, Any]:
    """Take a partner out; for who leads and the office, with a token."""
    found = consortium_for(request, code)
    row = partner_in(found, partner)
    return done(request, lambda: remove_partner(partner=row, now=timezone.now(), actor=request.user), found)


@router.put("/consortia/{code}/lead", operation_id="putLead", **OPTIONS)
def lead(request: HttpRequest, code: ConsortiumCode, body: Body[LeadBody]) -> dict[str, Any]:
    """Let another partner lead; for who leads and the office, with a token."""
    found = consortium_for(request, code)
    row = partner_at(found, body.partner, "/partner")
    return done(request, lambda: hand_lead(partner=row, now=timezone.now(), actor=request.user), found)


@router.get(
    "/consortia/{code}/partners/{partner}/swaps",
    response=responses(SwapsShape, 429),
    operation_id="listSwaps",
    throttle=AnswersThrottle(),
)
def swaps(request: HttpRequest, code: ConsortiumCode, partner: PartnerId) -> dict[str, Any]:
    """Rank the members that could stand in for a partner, with what each brings and loses; for who leads and the office."""
    found = consortium_of(code)
    if found is None or not request.user.has_perm(CHANGES, found):
        raise not_found()
    row, audience = partner_in(found, partner), audience_of(request.user)
    is_open = found.state in OPEN_STATES
    lines = swap_lines(found, row, audience=audience, now=timezone.now()) if is_open else ()
    return {"items": [swap_shape(one) for one in lines]}


@router.post("/consortia/{code}/partners/{partner}/swap", operation_id="swapPartner", **OPTIONS)
def swap(request: HttpRequest, code: ConsortiumCode, partner: PartnerId, body: Body[SwapBody]) -> dict[str, Any]:
    """Put an organisation in the place of a partner, with what it bore; for who leads and the office, with a token."""
    found = consortium_for(request, code)
    row, into = partner_in(found, partner), Place(organisation_at(request, body.into, "/into"))
    return done(request, lambda: swap_partner(partner=row, into=into, now=timezone.now(), actor=request.user), found)


@router.post("/consortia/{code}/invitations", operation_id="invitePartner", **OPTIONS)
def invite(request: HttpRequest, code: ConsortiumCode, body: Body[InvitationBody]) -> dict[str, Any]:
    """Ask a partner by mail whether it takes part; for who leads and the office, with a token."""
    found = consortium_for(request, code)
    partner, email = partner_at(found, body.organisation, "/organisation"), body.email or ""
    return done(
        request,
        lambda: invite_partner(partner=partner, email=email, now=timezone.now(), actor=request.user),
        found,
        takes=InvitationBody.model_fields,
    )


@router.put("/consortia/{code}/partners/{partner}/answer", operation_id="putPartnerAnswer", **OPTIONS)
def answer_noted(
    request: HttpRequest, code: ConsortiumCode, partner: PartnerId, body: Body[AnswerBody]
) -> dict[str, Any]:
    """Write down what a partner said elsewhere, asked or not; for who leads and the office, with a token."""
    found = consortium_for(request, code)
    row = partner_in(found, partner)
    return done(
        request,
        lambda: note_answer(partner=row, accepts=body.accepts, now=timezone.now(), actor=request.user),
        found,
    )


@router.get("/invitations", response=responses(InvitationsShape), operation_id="listInvitations")
def invitations(request: HttpRequest) -> dict[str, Any]:
    """List the invitations into consortia that wait for the answer of the organisation that you act for."""
    if not request.user.has_perm("funding.view_consortia"):
        raise not_found()
    return {"items": [invitation_shape(one) for one in ballot_of(request.user)]}


@router.put("/invitations/{id}", response=responses(AnsweredShape, 400), operation_id="answerInvitation")
def answer(request: HttpRequest, id: RowNumber, body: Body[AnswerBody]) -> dict[str, Any]:
    """Say whether the organisation that you act for takes part in a consortium into which it was asked; with a token."""
    found: Partner | None = load_invitation(id)
    if found is None or not request.user.has_perm("funding.answer_invitation", found) or not with_token(request):
        raise not_found()
    taken = answer_invitation(partner=found, accepts=body.accepts, now=timezone.now(), actor=request.user)
    if taken is None:
        raise ApiProblem("not-valid", _("It went on without an answer."))
    return {"id": found.pk, "state": taken.state, "consortium": found.consortium.code if taken.is_within else None}
