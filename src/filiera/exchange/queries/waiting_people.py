"""What of needs and offers waits for one person, on the association's page: the basket, and what refusals propose."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from filiera.common.acting import acting_of
from filiera.exchange.queries.basket import basket
from filiera.exchange.queries.refusals import corrections
from filiera.exchange.queries.waiting import correction_lines
from filiera.registry.hooks import Waiting

if TYPE_CHECKING:
    from filiera.accounts.letter_kinds import Waiting as Basketed

MOST = 5
"""Lines under each heading; the basket has them all."""


def waiting_for_person(user: Any) -> list[Waiting]:
    """List what waits for whoever acts for an organisation: the first lines of the basket, and what refusals propose."""
    acting = acting_of(user)
    if acting is None:
        return []
    groups = (list(rows)[:MOST] for _heading, rows in groupby(basket(user), key=lambda one: one.heading))
    proposed = correction_lines(corrections(organisation_ids=(acting.organisation_id,)))[:MOST]
    return [*(_line(one) for rows in groups for one in rows), *proposed]


def _line(one: Basketed) -> Waiting:
    about = one.about if one.about not in one.title else ""
    text = " · ".join(filter(None, (about, one.text)))
    return Waiting(one.title, text, "warn", _("asks you"), one.url, one.label)
