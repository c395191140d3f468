"""How one is written to, on a page of the own account and behind the link at the foot of every letter; what waits for one."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from filiera.accounts.enums import Channel, Rhythm
from filiera.accounts.forms import LettersForm
from filiera.accounts.operations_letters import choose_letters
from filiera.accounts.queries_letters import account_of, held_for, next_letter_on, waiting_for, wish_by_link, wish_of
from filiera.accounts.views import TRIES, kept_quiet
from filiera.common.limits import address_of
from filiera.common.refusals import refusals_in
from filiera.common.views import Crumb, public, signed_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from filiera.accounts.models import LetterWish


def _crumbs(last: str) -> list[Crumb]:
    return [Crumb(_("Home"), reverse("home")), Crumb(_("Your account"), reverse("own-account")), Crumb(last)]


def _initial(wish: LetterWish | None) -> dict[str, str]:
    chosen = wish.rhythm if wish is not None else ""
    return {"channel": wish.channel if wish is not None else Channel.MAIL, "rhythm": chosen or Rhythm.AT_ONCE}


@signed_in
def own_letters(request: HttpRequest) -> HttpResponse:
    """Show how the person is written to; POST chooses it."""
    user: Any = request.user
    wish = wish_of(user.email)
    form = LettersForm(request.POST or None, initial=_initial(wish))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            choose_letters(email=user.email, now=timezone.now(), actor=user, **form.cleaned_data)
            messages.success(request, _("Kept: from now on we write to you like this."))
            return redirect("own-letters")
    said = {"wish": wish, "next_on": next_letter_on(user.email, today=timezone.localdate()), "held": held_for(wish)}
    context = {"form": form, **said, "crumbs": _crumbs(_("How we write to you"))}
    return render(request, "accounts/own_letters_page.html", context, status=422 if form.errors else 200)


@signed_in
@require_safe
def own_waiting(request: HttpRequest) -> HttpResponse:
    """Show what waits for the person's answer, as whom they act now: by heading and object, the newest first."""
    found = waiting_for(request.user)
    groups = [
        (heading.counted(len(rows)), rows)
        for heading, group in groupby(found, key=lambda one: one.heading)
        if (rows := list(group))
    ]
    context = {"groups": groups, "number": len(found), "crumbs": _crumbs(_("What waits for you"))}
    return render(request, "accounts/own_waiting_page.html", context)


@csrf_exempt  # the token in the address is the right to choose, and there is no session to ride on
@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
@kept_quiet
@public
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show how an address is written to, behind the link of one of its letters; POST chooses it, and the address is told."""
    who, at = address_of(request), timezone.now().timestamp()
    if TRIES.taken(who, at) >= TRIES.times:
        return _page(request, {"is_slow": True}, 429)
    wish = wish_by_link(token)
    if wish is None or request.method == "POST":
        TRIES.count(who, at)
    return _chosen(request, wish) if wish is not None else _page(request, {"is_over": True}, 404)


def _chosen(request: HttpRequest, wish: LetterWish) -> HttpResponse:
    """Show the wish of an address, or choose it."""
    has_account, now = account_of(wish.email) is not None, timezone.now()
    form = LettersForm(request.POST or None, initial=_initial(wish), has_account=has_account)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            choose_letters(email=wish.email, now=now, by_link=True, **{"channel": Channel.MAIL, **form.cleaned_data})
            return _page(request, {"is_kept": True, "form": form, "has_account": has_account})
    context = {"form": form, "has_account": has_account, "email": wish.email}
    return _page(request, context, 422 if form.errors else 200)


def _page(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, "accounts/letters_by_link_page.html", context, status=status)


for _view in (own_letters, by_link):
    _view.acts_for_nobody = True  # type: ignore[attr-defined]  # it is the person's own, whatever hat they wear
