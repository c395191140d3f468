"""A consortium for whoever acts on it: found with its partners for those who may, and given as it stands after the act."""

from __future__ import annotations

from collections.abc import Callable, Collection
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Path
from pydantic import StringConstraints

from filiera.api.calls import with_token
from filiera.api.consortium_shapes import ConsortiumShape
from filiera.api.filters import READABLE
from filiera.api.problems import not_found, refused, wrong_at
from filiera.api.shapes import responses
from filiera.common.refusals import Refused
from filiera.common.visibility import audience_of
from filiera.competence.filters import current_organisations
from filiera.funding.queries.consortia import consortium_of, consortium_page
from filiera.funding.shapes_consortia import consortium_shape
from filiera.funding.shapes_work import work_shape

if TYPE_CHECKING:
    from django.http import HttpRequest

    from filiera.funding.models import Consortium, Partner
    from filiera.registry.models import Organisation

OPTIONS: dict[str, Any] = {"response": responses(ConsortiumShape, 400), "by_alias": True}
CHANGES = "funding.change_consortium"
WORKS = "funding.work_in_consortium"

ConsortiumCode = Annotated[str, Path(max_length=80, pattern=r"^[-a-zA-Z0-9_]+$")]
PartnerId = Annotated[str, Path(max_length=80, pattern=r"^[-a-zA-Z0-9_]+$")]
Named = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=160, pattern=READABLE)]
Euro = Annotated[Decimal, Field(ge=0, le=10**9, decimal_places=2)]


def consortium_for(request: HttpRequest, code: str, permission: str = CHANGES) -> Consortium:
    """Find a consortium for whoever has the permission and asks with a token. Raises ApiProblem (404)."""
    found = consortium_of(code)
    if found is None or not request.user.has_perm(permission, found) or not with_token(request):
        raise not_found()
    return found


def organisation_at(request: HttpRequest, code: str, pointer: str) -> Organisation:
    """Find an organisation that the person may know. Raises ApiProblem at its place in the body."""
    found: Organisation | None = current_organisations(audience_of(request.user)).filter(code=code).first()
    if found is None:
        raise wrong_at(pointer)
    return found


def one_named(request: HttpRequest, code: str | None, name: str, pointer: str) -> Organisation | None:
    """Find who is named by public id; None of who is not in the register and named in words.

    Raises ApiProblem at its place in the body, also where both are said or neither.
    """
    if bool(code) == bool(name.strip()):
        words = _("Name an organisation of the register, or write the name of another: one of the two.")
        raise wrong_at(pointer, words)
    return organisation_at(request, code, pointer) if code else None


def partner_at(found: Consortium, key: str, pointer: str) -> Partner:
    """Find a partner of a consortium by its id. Raises ApiProblem at its place in the body."""
    partner = _partner(found, key)
    if partner is None:
        raise wrong_at(pointer)
    return partner


def partner_in(found: Consortium, key: str) -> Partner:
    """Find a partner of a consortium by its id in the address. Raises ApiProblem (404)."""
    partner = _partner(found, key)
    if partner is None:
        raise not_found()
    return partner


def _partner(found: Consortium, key: str) -> Partner | None:
    rows = found.partners.select_related("organisation", "consortium")
    return next((one for one in rows if one.key == key), None)


def row_in(rows: Any, number: int) -> Any:
    """Find a row of a consortium by its number in the address. Raises ApiProblem (404)."""
    row = rows.filter(pk=number).first()
    if row is None:
        raise not_found()
    return row


def done(
    request: HttpRequest, act: Callable[[], object], found: Consortium | None = None, *, takes: Collection[str] = ()
) -> dict[str, Any]:
    """Do an act and give the consortium as it stands then, or the one that the act made.

    Raises ApiProblem with the words of a refusal, at the place that it names of what the body takes.
    """
    try:
        made = act()
    except Refused as error:
        raise refused(error, takes) from error
    return whole(request, found.code if found is not None else getattr(made, "code", ""))


def whole(request: HttpRequest, code: str) -> dict[str, Any]:
    """Give a consortium as it stands now. Raises ApiProblem (404) where it is not open to the person."""
    row = consortium_of(code)
    if row is None or not request.user.has_perm("funding.view_consortium", row):
        raise not_found()
    audience, now = audience_of(request.user), timezone.now()
    page = consortium_page(row, audience=audience, now=now)
    return consortium_shape(page, audience) | work_shape(page, audience=audience, today=timezone.localdate(now))
