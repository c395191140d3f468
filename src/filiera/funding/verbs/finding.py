"""What is named at the command line, found: calls, consortia and their partners, organisations; and forms, amounts.

What is not there ends the command as a file does that is missing.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from django import forms
from django.utils.translation import gettext as _

from filiera.common.forms import EuroField
from filiera.common.verbs import missing, wrong
from filiera.funding.queries.calls import call_of
from filiera.funding.queries.consortia import consortium_of

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

    from filiera.funding.models import Call, Consortium, Partner

    AnyRow = TypeVar("AnyRow", bound=Model)


def call_named(code: str) -> Call:
    """Find a call by its public id. Raises CommandError."""
    found = call_of(code)
    if found is None:
        raise missing(_("There is no call “%(code)s”.") % {"code": code})
    return found


def consortium_named(code: str) -> Consortium:
    """Find a consortium by its public id. Raises CommandError."""
    found = consortium_of(code)
    if found is None:
        raise missing(_("There is no consortium “%(code)s”.") % {"code": code})
    return found


def partner_named(consortium: Consortium, name: str) -> Partner:
    """Find a partner of a consortium, out of it too, by its organisation's public id or by its name. Raises CommandError."""
    rows = list(consortium.partners.select_related("organisation", "consortium").order_by("ordinal", "pk"))
    found = [one for one in rows if one.key == name] or [
        one for one in rows if one.called.casefold() == name.casefold()
    ]
    if not found:
        names = "; ".join(one.called for one in rows)
        words = _("“%(name)s” is not in the consortium; these are: %(names)s.")
        raise missing(words % {"name": name, "names": names})
    return found[0]


def numbered(rows: QuerySet[AnyRow], number: int, words: str) -> AnyRow:
    """Find a row by its number. Raises CommandError with words that take the number as %(n)s."""
    found = rows.filter(pk=number).first() if 0 < number < 2**63 else None
    if found is None:
        raise missing(words % {"n": number})
    return found


def amount_said(option: str, text: str | None) -> Decimal | None:
    """Read an amount in euro as it is written in the language asked for; empty is not known. Raises CommandError."""
    try:
        amount: Decimal | None = EuroField(required=False).clean(text)
    except forms.ValidationError as error:
        raise wrong(f"{option}: {' '.join(error.messages)}") from error
    return amount
