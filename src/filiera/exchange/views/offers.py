"""Offers as everybody reads them: the list, one sheet, the sheet as a PDF, and the feed of what is new."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.syndication.views import Feed
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from filiera.common.acting import acting_of
from filiera.common.folding import slug
from filiera.common.instance import current_instance
from filiera.common.views import Crumb, permitted, public
from filiera.common.visibility import PUBLIC_AUDIENCE, audience_of
from filiera.exchange.exports_offers import offer_pdf
from filiera.exchange.models import Offer
from filiera.exchange.pages import note_opening
from filiera.exchange.pages_offers import filters_of, kept_above, sheet_page
from filiera.exchange.queries.offers import OfferFilter, offer_lines, offer_of

if TYPE_CHECKING:
    from django.forms import BaseForm
    from django.http import HttpRequest

PAGE_SIZE = 20
ENTRIES = 40


def load_offer(code: str) -> Offer | None:
    """Load an offer by its public id."""
    return offer_of(code)


def crumbs(*rest: Crumb | str) -> list[Crumb]:
    """Give the path to a page of offers."""
    return [Crumb(_("Offers"), reverse("offers")), *(one if isinstance(one, Crumb) else Crumb(one) for one in rest)]


@public
@require_safe
def offers(request: HttpRequest) -> HttpResponse:
    """List the offers that are asked for, and above them those of the organisation acted for."""
    audience = audience_of(request.user)
    asked, acting = OfferFilter.from_query(request.GET), acting_of(request.user)
    page = Paginator(asked.offers(audience), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "asked": asked,
        "page": page,
        "lines": offer_lines(list(page)),
        **(kept_above(acting.organisation_id if acting else None, audience) if asked.is_empty else {}),
        "may_write": request.user.has_perm("exchange.write_offer"),
        **filters_of(asked),
        "crumbs": [Crumb(_("Offers"))],
    }
    return render(request, "exchange/offers_page.html", context)


@permitted("exchange.view_offer", load=load_offer)
@require_safe
def offer(request: HttpRequest, found: Offer) -> HttpResponse:
    """Show the sheet of an offer; to its own people and the office who answered it and which needs it may answer."""
    return shown_offer(request, found)


def shown_offer(request: HttpRequest, found: Offer, *, refused: BaseForm | None = None) -> HttpResponse:
    """Show the sheet, with the form that was refused in its place."""
    acting = acting_of(request.user)
    note_opening(found, user=request.user, now=timezone.now())
    context = sheet_page(
        found,
        audience=audience_of(request.user),
        may_reply=request.user.has_perm("exchange.reply_to_offer", found),
        own_id=acting.organisation_id if acting else None,
        today=timezone.localdate(),
    )
    if refused is not None:
        context["reply_form"] = refused
    context["crumbs"] = crumbs(found.title)
    return render(request, "exchange/offer_page.html", context, status=200 if refused is None else 422)


@permitted("exchange.view_offer", load=load_offer)
@require_safe
def pdf(request: HttpRequest, found: Offer) -> HttpResponse:
    """Give the sheet as a PDF of one page."""
    note_opening(found, user=request.user, now=timezone.now())
    content = offer_pdf(found, audience=audience_of(request.user), today=timezone.localdate())
    response = HttpResponse(content, content_type="application/pdf")
    name = f"{slug(found.title, 60)}.pdf"
    response["Content-Disposition"] = str(content_disposition_header(False, name))
    response["Cache-Control"] = "private, no-cache"
    return response


class OffersFeed(Feed):  # type: ignore[type-arg]  # generic in the stubs alone
    """The newest offers of a filter as a visitor may see them, whoever asks: readers of feeds keep what they get."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest) -> OfferFilter:
        """Read the filter."""
        return OfferFilter.from_query(request.GET)

    def title(self) -> str:
        """Name the cluster and its offers."""
        words = _("Offers")
        return f"{current_instance().name}: {words}"

    def link(self, asked: OfferFilter) -> str:
        """Give the page that the feed follows."""
        return f"{reverse('offers')}?{asked.query_string()}"

    def items(self, asked: OfferFilter) -> list[Offer]:
        """Give the offers."""
        return list(asked.offers(PUBLIC_AUDIENCE)[:ENTRIES])

    def item_title(self, item: Offer) -> str:
        """Give the title, with what is invented marked."""
        return _("%(title)s (example)") % {"title": item.title} if item.is_example else item.title

    def item_description(self, item: Offer) -> str:
        """Say whose it is and what it is for."""
        return f"{item.organisation.name}: {item.problem}"

    def item_link(self, item: Offer) -> str:
        """Lead to the sheet."""
        return reverse("offer", args=[item.code])

    def item_guid(self, item: Offer) -> str:
        """Name the entry for ever."""
        return f"urn:x-filiera:{current_instance().id}:offer:{item.code}"

    def item_pubdate(self, item: Offer) -> datetime | None:
        """Give when it was published."""
        return item.published_at

    def item_updateddate(self, item: Offer) -> datetime:
        """Give when it last changed."""
        return item.changed_at


@public
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Give the newest offers of a filter as an Atom feed."""
    response: HttpResponse = OffersFeed()(request)
    return response
