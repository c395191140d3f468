"""Offers: those that are published, under the filter of their page; one's own, whatever their state; one whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Path, Query, Router, Schema
from pydantic import StringConstraints

from filiera.api.cursors import Order, PageQuery, cut
from filiera.api.filters import READABLE, Code
from filiera.api.need_found import NeedCode
from filiera.api.offer_shapes import NeedOffersShape, OfferPageShape, OfferShape
from filiera.api.problems import not_found
from filiera.api.shapes import responses
from filiera.common.acting import acting_of
from filiera.common.visibility import audience_of
from filiera.exchange.enums import OfferKind
from filiera.exchange.pages import note_opening
from filiera.exchange.queries.needs import need_of
from filiera.exchange.queries.offer_matches import offers_for
from filiera.exchange.queries.offers import OfferFilter, kept_offers, offer_lines, offer_of, own_offers
from filiera.exchange.shapes_offers import offer_line_shape, offer_match_shape, offer_shape

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from filiera.exchange.models import Offer

router = Router(tags=["Offers"])
PUBLISHED, OWN, KEPT = Order("offers"), Order("offers-own"), Order("offers-kept")
OfferCode = Annotated[str, Path(max_length=20, pattern=r"^[-a-zA-Z0-9_]+$")]


class OffersQuery(Schema):
    """Which offers; empty means any."""

    q: Annotated[str, StringConstraints(max_length=200, pattern=READABLE)] = Field(
        "", description="Words of title, problem, solution, proof and notes."
    )
    kind: list[OfferKind] = Field([], max_length=10, description="What is offered.")
    competence: Code = Field("", description="Group or leaf of the taxonomy that it brings.")
    trl: int = Field(0, ge=0, le=9, description="The least maturity; 0 for any.")

    def asked(self) -> OfferFilter:
        """Give the filter of the page."""
        kinds = tuple(dict.fromkeys(one.value for one in self.kind))
        return OfferFilter(self.q.strip(), kinds, self.competence, self.trl)


@router.get("/offers", response=responses(OfferPageShape), operation_id="listOffers")
def offers(request: HttpRequest, asked: Query[OffersQuery], page: Query[PageQuery]) -> dict[str, Any]:
    """List the published offers that you may read, those written last first."""
    return _page(asked.asked().offers(audience_of(request.user)), PUBLISHED, page)


@router.get("/own-offers", response=responses(OfferPageShape), operation_id="listOwnOffers")
def own(request: HttpRequest, page: Query[PageQuery]) -> dict[str, Any]:
    """List the offers of the organisation that you act for, whatever their state, with the answers that wait."""
    acting = acting_of(request.user)
    if acting is None:
        raise not_found()
    return _page(own_offers(acting.organisation_id), OWN, page, own_id=acting.organisation_id)


@router.get("/kept-offers", response=responses(OfferPageShape), operation_id="listKeptOffers")
def kept(request: HttpRequest, page: Query[PageQuery]) -> dict[str, Any]:
    """List the offers that stand in no list: drafts, withdrawn and expired ones; for the office."""
    if not audience_of(request.user).is_office:
        raise not_found()
    return _page(kept_offers(), KEPT, page)


def _page(rows: QuerySet[Offer], order: Order, page: PageQuery, own_id: int | None = None) -> dict[str, Any]:
    found, following = cut(rows, order=order, page=page)
    return {"items": [offer_line_shape(one) for one in offer_lines(found, own_id=own_id)], "next": following}


@router.get("/offers/{code}", response=responses(OfferShape), operation_id="getOffer")
def offer(request: HttpRequest, code: OfferCode) -> dict[str, Any]:
    """Give an offer as its sheet says it; to its own people and the office, who answered and which needs it may answer."""
    return whole_offer(request, code)


def whole_offer(request: HttpRequest, code: str) -> dict[str, Any]:
    """Give an offer as it stands now. Raises ApiProblem (404) where the person may not read it."""
    row, acting = offer_of(code), acting_of(request.user)
    if row is None or not request.user.has_perm("exchange.view_offer", row):
        raise not_found()
    note_opening(row, user=request.user, now=timezone.now())
    own_id = acting.organisation_id if acting is not None else None
    return offer_shape(row, audience=audience_of(request.user), own_id=own_id)


@router.get("/needs/{code}/offers", response=responses(NeedOffersShape), operation_id="listOffersForNeed")
def for_need(request: HttpRequest, code: NeedCode) -> dict[str, Any]:
    """List the offers that may answer a need, the likeliest first; for its own people and the office."""
    found = need_of(code)
    if found is None or not request.user.has_perm("exchange.keep_need", found):
        raise not_found()
    return {"items": [offer_match_shape(one) for one in offers_for(found, audience_of(request.user))]}
