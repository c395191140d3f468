"""What whoever refused a need says of its own page: that a competence is not theirs. It proposes; a person decides."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.exchange.models import ProfileDoubt
from filiera.exchange.operations.needs import hold_match
from filiera.exchange.operations.refusals import ExchangeRefused
from filiera.exchange.queries.refusals import may_be_doubted

if TYPE_CHECKING:
    from filiera.competence.models import Competence
    from filiera.exchange.models import Match


@transaction.atomic
def doubt_competence(*, match: Match, code: str, now: datetime, user: Any = None) -> Competence:
    """Propose that a competence leave the profile of whoever refused a need; give it. Raises ExchangeRefused.

    Only what `may_be_doubted` of the match; said twice it is said once.
    """
    row = hold_match(match)
    said = ProfileDoubt.objects.filter(match=row, competence=code).select_related("competence").first()
    if said is not None:
        return said.competence
    found = next((one for one in may_be_doubted(row) if one.code == code), None)
    if found is None:
        raise ExchangeRefused(_("Choose one of what your page lists."))
    ProfileDoubt.objects.create(match=row, competence=found, said_at=now)
    values = {"match": row.code, "competence": found.code}
    audit.record(actor=user, verb="doubt-competence", thing=row, values=values, about=row.solver.code)
    return found


@transaction.atomic
def withdraw_doubt(*, match: Match, code: str, user: Any = None) -> bool:
    """Take back what was said of a competence; tell whether it stood."""
    row = hold_match(match)
    number, _kinds = ProfileDoubt.objects.filter(match=row, competence=code).delete()
    if number:
        values = {"match": row.code, "competence": code}
        audit.record(actor=user, verb="withdraw-doubt", thing=row, values=values, about=row.solver.code)
    return bool(number)
