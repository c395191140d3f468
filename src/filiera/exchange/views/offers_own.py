"""Offers as their owners keep them: writing, changing, publishing, competences; answering one, and deciding on answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common.acting import acting_of
from filiera.common.language import current_language
from filiera.common.refusals import refusals_in
from filiera.common.views import Crumb, acts_only, permitted
from filiera.common.visibility import audience_of
from filiera.exchange.forms_offers import OfferReplyForm, SheetChangeForm, SheetForm
from filiera.exchange.models import Offer, OfferReply
from filiera.exchange.operations.offer_replies import decide_offer_reply, reply_to_offer
from filiera.exchange.operations.offers import (
    change_offer,
    publish_offer,
    renew_offer,
    withdraw_offer,
    write_offer,
)
from filiera.exchange.operations.topics import decide_offer_topic, read_offer_topics
from filiera.exchange.pages_offers import COLUMNS, sheet_of
from filiera.exchange.queries.needs import competence_in_force
from filiera.exchange.queries.offers import offer_reply_of, own_evidence
from filiera.exchange.views.needs import own_organisation
from filiera.exchange.views.offers import crumbs, load_offer, shown_offer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from filiera.registry.models import Organisation

MOST_PIECES = 200


def load_reply(pk: int) -> OfferReply | None:
    """Load an answer by its number."""
    return offer_reply_of(pk)


def _pieces(request: HttpRequest, organisation_id: int) -> list[Any]:
    return list(own_evidence(organisation_id, audience=audience_of(request.user))[:MOST_PIECES])


def _contact(request: HttpRequest) -> dict[str, str]:
    """Give who answers, unless something else is said: whoever writes for its own organisation."""
    user: Any = request.user
    acting = acting_of(user)
    return {"contact_name": user.name, "contact_email": user.email} if acting and not acting.on_behalf else {}


def _sheet_form(request: HttpRequest, own: Organisation | None) -> SheetForm:
    """Give the form of a new offer; without an organisation acted for it asks whose it is."""
    return SheetForm(
        request.POST or None,
        audience=None if own else audience_of(request.user),
        pieces=_pieces(request, own.pk) if own else (),
        initial={"language": current_language(), **_contact(request)},
    )


@permitted("exchange.write_offer")
def write(request: HttpRequest) -> HttpResponse:
    """Write an offer for the organisation acted for; the office says whose it is."""
    own = own_organisation(request)
    form = _sheet_form(request, own)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            whose = own or form.cleaned_data["organisation"]
            row = write_offer(organisation=whose, sheet=sheet_of(form), now=timezone.now(), actor=request.user)
            read_offer_topics(offer=row)
            messages.success(request, _("Written. Read the sheet through, then publish it."))
            return redirect("offer", code=row.code)
    context = {"form": form, "own": own, "crumbs": crumbs(_("A new offer"))}
    return render(request, "exchange/offer_write_page.html", context, status=422 if form.errors else 200)


@permitted("exchange.keep_offer", load=load_offer)
def change(request: HttpRequest, found: Offer) -> HttpResponse:
    """Change an offer."""
    initial = {name: getattr(found, name) for name in COLUMNS}
    initial |= {"for_members": "1" if found.for_members else "0", "evidence": str(found.evidence_id or "")}
    form = SheetChangeForm(request.POST or None, initial=initial, pieces=_pieces(request, found.organisation_id))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            row = change_offer(offer=found, sheet=sheet_of(form), now=timezone.now(), actor=request.user)
            read_offer_topics(offer=row)
            messages.success(request, _("Changed."))
            return redirect("offer", code=row.code)
    here = Crumb(found.title, reverse("offer", args=[found.code]))
    context = {"form": form, "offer": found, "crumbs": crumbs(here, _("Change"))}
    return render(request, "exchange/offer_change_page.html", context, status=422 if form.errors else 200)


@permitted("exchange.keep_offer", load=load_offer)
@acts_only("offer", of=lambda found: found.code)
def move(request: HttpRequest, found: Offer) -> HttpResponse:
    """Publish an offer, renew it, withdraw it."""
    act, now = request.POST.get("act", ""), timezone.now()
    with refusals_in(request):
        if act == "publish":
            publish_offer(offer=found, now=now, actor=request.user)
            messages.success(request, _("Published."))
        elif act == "renew":
            renew_offer(offer=found, now=now, actor=request.user)
            messages.success(request, _("Renewed."))
        elif act == "withdraw":
            withdraw_offer(offer=found, now=now, actor=request.user)
            messages.success(request, _("Withdrawn: only you and the office read it now."))
    return redirect("offer", code=found.code)


@permitted("exchange.keep_offer", load=load_offer)
@acts_only("offer", of=lambda found: found.code)
def topic(request: HttpRequest, found: Offer) -> HttpResponse:
    """Say that an offer brings a competence, or that it does not."""
    row = competence_in_force(request.POST.get("competence", "")[:20])
    if row is None:
        messages.error(request, _("Choose a competence of the list."))
    else:
        is_brought = request.POST.get("act") != "drop"
        decide_offer_topic(offer=found, competence=row, is_brought=is_brought, actor=request.user)
    return redirect(reverse("offer", args=[found.code]) + "#topics")


@permitted("exchange.reply_to_offer", load=load_offer)
@acts_only("offer", of=lambda found: found.code)
def reply(request: HttpRequest, found: Offer) -> HttpResponse:
    """Say that an offer is for the organisation acted for."""
    own, form = own_organisation(request), OfferReplyForm(request.POST, auto_id="reply-%s")
    if own is not None and form.is_valid():
        with refusals_in(form):
            note = form.cleaned_data["note"]
            reply_to_offer(offer=found, organisation=own, note=note, now=timezone.now(), actor=request.user)
            messages.success(request, _("Your answer reaches %(name)s.") % {"name": found.organisation.name})
            return redirect("offer", code=found.code)
    return shown_offer(request, found, refused=form)


@permitted("exchange.decide_offer_reply", load=load_reply)
@acts_only("offer", of=lambda found: found.offer.code)
def decide(request: HttpRequest, found: OfferReply) -> HttpResponse:
    """Take an answer up, or decline it."""
    act = request.POST.get("act", "")
    if act in ("take", "decline"):
        with refusals_in(request):
            decide_offer_reply(reply=found, takes=act == "take", now=timezone.now(), actor=request.user)
            said = _("Taken up: %(name)s has been told.") if act == "take" else _("Declined: %(name)s has been told.")
            messages.success(request, said % {"name": found.organisation.name})
    return redirect(reverse("offer", args=[found.offer.code]) + "#answers")
