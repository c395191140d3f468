"""Suspensions that the statute allows are proposed to the body that decides: an item of its agenda for each member."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from filiera.common.in_words import cents
from filiera.governance.operations.agenda import ItemPlan, add_item
from filiera.governance.operations.fees import FeeRefused
from filiera.governance.queries.deferred import next_planned
from filiera.governance.queries.fees import late_fees, standings
from filiera.governance.queries.statutes import charter_on
from filiera.governance.queries.suspensions import deciding_body, suspension_title, to_propose

if TYPE_CHECKING:
    from filiera.governance.models import AgendaItem


@transaction.atomic
def propose_suspensions(*, today: date, actor: Any = None) -> list[AgendaItem]:
    """Put on the next agenda of the body an item for each member that may be suspended. Raises FeeRefused without an agenda."""
    body = deciding_body(today)
    meeting = next_planned(body.pk) if body is not None else None
    if meeting is None:
        raise FeeRefused(_("No meeting is being prepared: plan one first, then put them on its agenda."))
    late = late_fees(today)
    owed = standings({one.fee.member_id for one in late}, today)
    article = charter_on(today).fees.article
    made = []
    for member in to_propose(late, owed, today=today):
        with override("it"):
            words = {
                "name": member.organisation,
                "number": member.number,
                "amount": cents(owed[member.pk].overdue_eur),
                "days": owed[member.pk].days_late,
                "article": article,
            }
            plan = ItemPlan(
                suspension_title(str(member.organisation)),
                kind="BOARD" if meeting.body.kind == "BOARD" else "ORDINARY",
                text=_("Fees of %(amount)s have been late for %(days)s days.") % words,
                proposal=_("%(name)s, member no. %(number)s, is suspended for fees not paid (%(article)s).") % words,
            )
        made.append(add_item(meeting=meeting, plan=plan, today=today, actor=actor))
    return made
