"""What views share: the decorators that say who may open a page, and the small shapes of the shell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

View = Callable[..., Any]

SIGNED_IN = "signed in"
"""The `access` of a view that shows the person's own things."""


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the path to a page."""

    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class LinkTo:
    """A link with its word; `current` marks the page one is on, `main` the first of a group."""

    url: str
    label: str
    current: bool = False
    main: bool = False


def public(view: View) -> View:
    """Mark a view as open to everybody; what it shows is narrowed by the audience."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def acts_only(
    page: str = "", *, of: Callable[[Any], Any] = lambda thing: thing.pk, load: Callable[..., Any] | None = None
) -> Callable[[View], View]:
    """Let a view take acts alone (POST). Whoever comes by its address otherwise is led to the page where the act is done.

    So a page that says there what is wrong can be read again, or in the other language. `page` names the page, `of` what it
    is of; without a name it is the nearest page above in the address. It stands under `permitted`: who may not act finds
    nothing here. Where that loads nothing, `load` finds what the address names, None being nothing.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def acting(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "POST":
                response: HttpResponse = view(request, *args, **kwargs)
                return response
            thing = load(**kwargs) if load is not None else next(iter(args), None)
            if load is not None and thing is None:
                raise Http404
            return redirect(page, of(thing)) if page else redirect(_page_above(request.path))

        acting.is_act = True  # type: ignore[attr-defined]
        return acting

    return decorate


def _page_above(path: str) -> str:
    """Give the address of the nearest page above an act's own."""
    parts = path.rstrip("/").split("/")
    for length in range(len(parts) - 1, 1, -1):
        above = "/".join(parts[:length]) + "/"
        try:
            found = resolve(above)
        except Resolver404:
            continue
        if not hasattr(found.func, "is_act"):
            return above
    return reverse("home")


def signed_in(view: View) -> View:
    """Open a view to whoever has signed in: it shows what is the person's own. Others are led to the sign-in."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        response: HttpResponse = view(request, **kwargs)
        return response

    guarded.access = SIGNED_IN  # type: ignore[attr-defined]
    return guarded


def permitted(
    permission: str, *, load: Callable[..., Any] | None = None, sign_in: bool = False
) -> Callable[[View], View]:
    """Open a view to whoever has a permission, on the object that `load` finds from the address where it is given.

    The view gets the object in place of the address's arguments; where `load` gives None nothing is found, whoever asks.
    A refusal on what is private looks like an address that does not exist; whoever has not signed in is asked to, where
    signing in could help: where no object is named, and where `sign_in` says that mails lead here, whatever the address
    names.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if sign_in and not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            thing = load(**kwargs) if load else None
            if not request.user.has_perm(permission, thing):
                if load is None and not request.user.is_authenticated:
                    return redirect_to_login(request.get_full_path())
                raise Http404
            if load and thing is None:
                # A rule that asks only who somebody is lets the office past an address at which nothing is.
                raise Http404
            response: HttpResponse = view(request, thing) if load else view(request, **kwargs)
            return response

        guarded.access = permission  # type: ignore[attr-defined]
        return guarded

    return decorate
