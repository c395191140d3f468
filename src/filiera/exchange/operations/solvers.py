"""An organisation says which requests it wants."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.competence.models import Competence
from filiera.exchange.logic.gates import Wishes
from filiera.exchange.models import SolverRules
from filiera.exchange.operations.refusals import ExchangeRefused
from filiera.registry.enums import Size
from filiera.registry.models import Organisation, Province

MOST_A_MONTH = 99


@transaction.atomic
def set_solver_rules(*, organisation: Organisation, said: Wishes, now: datetime, actor: Any = None) -> SolverRules:
    """Write the rules of a solver; the last stand. Raises ExchangeRefused."""
    if set(said.wanted) & set(said.unwanted):
        raise ExchangeRefused(_("The same matter cannot be wanted and not wanted."), field="unwanted")
    if said.paused_until_on is not None and said.paused_until_on <= timezone.localdate(now):
        raise ExchangeRefused(_("Choose a day that is still to come."), field="paused_until_on")
    if said.a_month is not None and not 0 <= said.a_month <= MOST_A_MONTH:
        raise ExchangeRefused(_("Write a number from 0 to %(most)s.") % {"most": MOST_A_MONTH}, field="a_month")
    _check_known(said)
    values = {
        "wanted": sorted(set(said.wanted)),
        "unwanted": sorted(set(said.unwanted)),
        "sizes": sorted(set(said.sizes)),
        "provinces": sorted(set(said.provinces)),
        "a_month": said.a_month,
        "paused_until_on": said.paused_until_on,
        "changed_at": now,
        "changed_by": actor,
    }
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    row, _made = SolverRules.objects.update_or_create(organisation=organisation, defaults=values)
    audit.record(actor=actor, verb="set-solver-rules", thing=row, values={"organisation": organisation.code})
    return row


def _check_known(said: Wishes) -> None:
    """Refuse what names no matter of the taxonomy, no size, no province. Raises ExchangeRefused."""
    for name in ("wanted", "unwanted"):
        codes = set(getattr(said, name))
        if Competence.objects.filter(code__in=codes, successor=None).count() < len(codes):
            raise ExchangeRefused(_("Choose a competence of the list."), field=name)
    if not set(said.sizes) <= set(Size.values):
        raise ExchangeRefused(_("Choose a size of the list."), field="sizes")
    if Province.objects.filter(code__in=said.provinces).count() < len(set(said.provinces)):
        raise ExchangeRefused(_("Choose a province of the list."), field="provinces")
