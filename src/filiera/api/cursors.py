"""Pages by cursor: a signed place in a stable order, so that a long list is walked once, whatever changes meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from django.core import signing
from django.db.models import Q
from django.utils.translation import gettext as _
from ninja import Field, Schema
from pydantic import StringConstraints

from filiera.api.problems import not_valid

if TYPE_CHECKING:
    from django.db.models import QuerySet

LIMIT = 20
MOST = 100


class PageQuery(Schema):
    """Where to begin and how much to give."""

    cursor: Annotated[str, StringConstraints(max_length=600)] = Field("", description="`next` of the page before.")
    limit: int = Field(LIMIT, ge=1, le=MOST, description="Rows of a page.")


@dataclass(frozen=True, slots=True)
class Order:
    """A stable order: by `field` and then by key, or by key alone from the newest where `field` is empty."""

    name: str
    field: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """Give the columns as `order_by` takes them."""
        return (self.field, "pk") if self.field else ("-pk",)

    def after(self, place: list[Any]) -> Q:
        """Give the condition of the rows after a place."""
        if not self.field:
            return Q(pk__lt=place[0])
        value, key = place
        return Q(**{f"{self.field}__gt": value}) | Q(**{self.field: value, "pk__gt": key})

    def place_of(self, row: Any) -> list[Any]:
        """Give the place of a row."""
        return [getattr(row, self.field), row.pk] if self.field else [row.pk]


def _signer(order: Order) -> signing.Signer:
    return signing.Signer(salt=f"filiera.api.cursor.{order.name}")


def cut(rows: QuerySet[Any], *, order: Order, page: PageQuery) -> tuple[list[Any], str | None]:
    """Give one page of rows and the cursor of the next, None at the end: one query.

    Raises ApiProblem (422) for a cursor that was not given by this list.
    """
    if page.cursor:
        try:
            place = _signer(order).unsign_object(page.cursor)
        except signing.BadSignature:
            raise not_valid("cursor", _("This cursor is not of this list. Begin again without it.")) from None
        rows = rows.filter(order.after(place))
    found = list(rows.order_by(*order.columns)[: page.limit + 1])
    if len(found) <= page.limit:
        return found, None
    return found[: page.limit], _signer(order).sign_object(order.place_of(found[page.limit - 1]))
