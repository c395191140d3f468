"""Whether a call fits the organisation that a person acts for: every gate, and what it covers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from filiera.common.acting import acting_of
from filiera.common.visibility import audience_of
from filiera.funding.adapters import judged_call
from filiera.funding.adapters_applicants import applicants
from filiera.funding.files import places
from filiera.funding.logic.alone import gates, may_take_part
from filiera.funding.logic.verdicts import Check, Ground, Verdict
from filiera.funding.models import Call
from filiera.funding.wording import reason, remedy
from filiera.registry.models import Organisation

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class OwnGate:
    """A rule that is about each applicant, as it stands for one's own organisation."""

    verdict: Verdict
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class OwnVerdict:
    """How one's own organisation stands to a call: all gates together, and each by the rule's name."""

    organisation: Organisation
    verdict: Verdict
    gates: Mapping[str, OwnGate]


def own_fit(call: Call, *, user: Any, now: datetime) -> OwnVerdict | None:
    """Judge the organisation that the person acts for; None for whoever acts for none."""
    acting = acting_of(user)
    if acting is None:
        return None
    related = ("municipality__province", "province")
    organisation = Organisation.objects.filter(code=acting.code).select_related(*related).first()
    if organisation is None:
        return None
    known = applicants([organisation], audience=audience_of(user), at=now.astimezone(call.zone).date())
    checks = gates(judged_call(call, call.rules.all()), known.consortium([organisation.pk]), places())
    return OwnVerdict(
        organisation=organisation,
        verdict=may_take_part(checks),
        gates={one.rule: OwnGate(one.verdict, reason(one.grounds), remedy(_own_remedies(one))) for one in checks},
    )


def _own_remedies(check: Check) -> tuple[Ground, ...]:
    """Give what one can do about a rule oneself: nobody is replaced on one's own."""
    return tuple(one for one in check.remedies if not one.code.startswith("replace-"))
