"""What the pages of consortia are made of besides their rows: the sentence at the top, forms of each partner, the steps."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filiera.common.acting import acting_of
from filiera.common.forms import form_of_row
from filiera.common.language import localised
from filiera.funding.enums import ConsortiumState, PartnerState
from filiera.funding.forms_consortia import InviteForm, PartnerForm
from filiera.funding.models import Partner
from filiera.funding.models.consortia import OUT

if TYPE_CHECKING:
    from django.forms import BaseForm

    from filiera.funding.models import Consortium
    from filiera.funding.queries.consortia import ConsortiumPage

STEPS = (
    ("call", ()),
    ("compose", ()),
    ("invite", (ConsortiumState.DRAFT, ConsortiumState.INVITING)),
    ("proposal", (ConsortiumState.READY, ConsortiumState.SUBMITTED)),
    ("outcome", (ConsortiumState.RESERVE, ConsortiumState.FUNDED, ConsortiumState.REJECTED)),
)


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """A partner with its forms."""

    partner: Partner
    state: str
    form: BaseForm
    invite: BaseForm
    may_be_asked: bool
    may_lead: bool
    waits: bool


@dataclass(frozen=True, slots=True)
class StepLink:
    """A step of a consortium's way: done, current or to come."""

    label: str
    state: str


@dataclass(frozen=True, slots=True)
class ConsortiumLine:
    """A consortium as a line of a list."""

    name: str
    url: str
    call: str
    call_url: str
    state: str
    lead: str
    partners: int
    waiting: int
    verdict: str
    is_example: bool


def heading(shown: ConsortiumPage) -> str:
    """Say in a sentence how a consortium stands to the rules."""
    counts = shown.counts
    if counts["fail"]:
        said = (
            (counts["pass"], ngettext("%(n)s rule is met", "%(n)s rules are met", counts["pass"])),
            (counts["fail"], ngettext("%(n)s is not", "%(n)s are not", counts["fail"])),
            (counts["unknown"], ngettext("of %(n)s it is not known", "of %(n)s it is not known", counts["unknown"])),
        )
        return _("Not yet: %(parts)s.") % {"parts": ", ".join(words % {"n": n} for n, words in said if n)}
    if counts["unknown"]:
        words = ngettext(
            "Nothing fails; of %(n)s rule it is not known yet.",
            "Nothing fails; of %(n)s rules it is not known yet.",
            counts["unknown"],
        )
        return words % {"n": counts["unknown"]}
    return _("It passes: every rule is met.") if shown.checks else _("No rule of the call is written down.")


def partner_lines(partners: Iterable[Partner], again: Callable[[Any], Any]) -> list[PartnerLine]:
    """Give each partner with its forms, one that was refused as it was filled in."""
    lines = []
    for one in partners:
        lines.append(
            PartnerLine(
                partner=one,
                state=str(PartnerState(one.state).label),
                form=again(PartnerForm.of(one)),
                invite=again(form_of_row(InviteForm, one.pk)),
                may_be_asked=one.state in (PartnerState.PROPOSED, PartnerState.INVITED),
                may_lead=one.organisation_id is not None
                and one.state in (PartnerState.PROPOSED, PartnerState.ACCEPTED),
                waits=one.state == PartnerState.INVITED,
            )
        )
    return lines


def step_links(shown: ConsortiumPage) -> list[StepLink]:
    """Give the way of a consortium: what is done, where it is, what comes."""
    labels = {
        "call": _("Call"),
        "compose": _("Composition"),
        "invite": _("Invitations"),
        "proposal": _("Proposal"),
        "outcome": _("Outcome"),
    }
    here = next((place for place, (_name, states) in enumerate(STEPS) if shown.consortium.state in states), 1)
    return [
        StepLink(labels[name], "done" if place < here else "current" if place == here else "")
        for place, (name, _states) in enumerate(STEPS)
    ]


def consortium_lines(rows: Iterable[Consortium]) -> list[ConsortiumLine]:
    """Dress consortia for a list; their partners were fetched."""
    lines = []
    for row in rows:
        partners = [one for one in row.partners.all() if one.state not in OUT]
        lead = row.lead
        lines.append(
            ConsortiumLine(
                name=row.name,
                url=reverse("consortium", args=[row.code]),
                call=localised(row.call, "title"),
                call_url=reverse("call", args=[row.call.code]),
                state=str(ConsortiumState(row.state).label),
                lead=lead.called if lead else "",
                partners=len(partners),
                waiting=sum(one.state == PartnerState.INVITED for one in partners),
                verdict=row.verdict,
                is_example=row.is_example,
            )
        )
    return lines


def ballot_of(user: Any) -> list[Partner]:
    """Give the invitations that wait for the organisation that the person acts for."""
    acting = acting_of(user)
    if acting is None:
        return []
    rows = Partner.objects.filter(organisation_id=acting.organisation_id, state=PartnerState.INVITED)
    return list(rows.select_related("consortium__call").order_by("invited_at"))
