"""Needs and matches for whoever acts on them: found for those who may, and given as they stand after the act."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Annotated, Any

from django.utils import timezone
from ninja import Path
from pydantic import StringConstraints

from filiera.api.calls import with_token
from filiera.api.filters import READABLE
from filiera.api.need_shapes import NeedShape
from filiera.api.problems import not_found, refused
from filiera.api.shapes import responses
from filiera.common.acting import acting_of
from filiera.common.refusals import Refused
from filiera.exchange.pages import note_opening
from filiera.exchange.queries.matches import match_of
from filiera.exchange.queries.needs import competence_in_force, need_of
from filiera.exchange.shapes import need_shape
from filiera.exchange.shapes_matches import desk_shape
from filiera.registry.queries.standing import standing_organisation

if TYPE_CHECKING:
    from django.http import HttpRequest

    from filiera.competence.models import Competence
    from filiera.exchange.models import Match, Need
    from filiera.registry.models import Organisation

OPTIONS: dict[str, Any] = {"response": responses(NeedShape, 400)}

NeedCode = Annotated[str, Path(max_length=20, pattern=r"^[-a-zA-Z0-9_]+$")]
MatchCode = Annotated[str, Path(max_length=24, pattern=r"^[-a-zA-Z0-9_]+$")]
Note = Annotated[str, StringConstraints(max_length=400, pattern=READABLE)]


def own_organisation(request: HttpRequest) -> Organisation | None:
    """Give the organisation that the person acts for; None for whoever acts for none."""
    acting = acting_of(request.user)
    return standing_organisation(acting.code) if acting is not None else None


def competence_at(code: str) -> Competence:
    """Find a competence in force by its code. Raises ApiProblem (404)."""
    found = competence_in_force(code)
    if found is None:
        raise not_found()
    return found


def need_for(request: HttpRequest, code: str, permission: str) -> Need:
    """Find a need for whoever has the permission and asks with a token. Raises ApiProblem (404)."""
    found = need_of(code)
    if found is None or not request.user.has_perm(permission, found) or not with_token(request):
        raise not_found()
    return found


def match_for(request: HttpRequest, code: str, permission: str) -> Match:
    """Find a match for whoever has the permission and asks with a token. Raises ApiProblem (404)."""
    found = match_of(code)
    if found is None or not request.user.has_perm(permission, found) or not with_token(request):
        raise not_found()
    return found


def acted(act: Callable[[], object], takes: Collection[str] = ()) -> None:
    """Do an act. Raises ApiProblem with the words of a refusal, at the place that it names of what the body takes."""
    try:
        act()
    except Refused as error:
        raise refused(error, takes) from error


def done(request: HttpRequest, act: Callable[[], object], of: Need, *, takes: Collection[str] = ()) -> dict[str, Any]:
    """Do an act and give the need as it stands then. Raises ApiProblem with the words of a refusal."""
    acted(act, takes)
    return whole_need(request, of.code)


def whole_need(request: HttpRequest, code: str) -> dict[str, Any]:
    """Give a need as it stands now, as far as the person may know it. Raises ApiProblem (404)."""
    row, now = need_of(code), timezone.now()
    if row is None or not request.user.has_perm("exchange.view_need", row):
        raise not_found()
    note_opening(row, user=request.user, now=now)
    desk = desk_shape(row, now=now) if request.user.has_perm("exchange.route_needs") else None
    return {**need_shape(row, may_keep=request.user.has_perm("exchange.keep_need", row)), "desk": desk}
