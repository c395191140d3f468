"""Begin a consortium, bring partners in and out, write what each bears and what the project is, judge it, move it on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.common.again import SECOND_CLICK
from filiera.common.folding import slug
from filiera.common.public_ids import free_code
from filiera.common.visibility import Visibility
from filiera.funding.enums import ConsortiumState, PartnerState
from filiera.funding.logic.steps import CONSORTIUM_STEPS, DECIDED_STATES, OPEN_STATES, PARTNER_STEPS
from filiera.funding.models import Call, Consortium, FundedProject, Partner
from filiera.funding.models.consortia import OUT
from filiera.funding.operations.circles import keep_circle
from filiera.funding.operations.refusals import FundingRefused
from filiera.funding.queries.judged import common_audience, judged_consortium

if TYPE_CHECKING:
    from filiera.funding.logic.judging import Judgement
    from filiera.registry.models import Organisation

PROJECT_FIELDS = (
    *(
        "name",
        "summary",
        "duration_months",
        "trl_start",
        "trl_end",
        "s3_priority",
        "start_on",
        "inkind_pct",
        "civil_only",
    ),
    *("research_may_publish", "wide_dissemination", "documents", "plan_sections", "outputs", "supplier_name"),
    "supplier_kind",
)
PARTNER_FIELDS = ("tasks", "cost_eur", "industrial_research_eur", "experimental_development_eur", "signed_on")


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody for a consortium: of the register, or by name with country and kind; the cost in euro where it is known."""

    organisation: Organisation | None = None
    name: str = ""
    country: str = ""
    kind: str = ""
    cost_eur: Decimal | None = None
    tasks: str = ""


@transaction.atomic
def begin_consortium(
    *, call: Call, name: str, lead: Organisation, places: tuple[Place, ...] = (), now: datetime, actor: Any = None
) -> Consortium:
    """Begin a consortium that an organisation leads, with those who are proposed; a second click gives the first's.

    Raises FundingRefused.
    """
    name = name.strip()[:160]
    if not name:
        raise FundingRefused(_("Give it a name."), field="name")
    call = Call.objects.select_for_update().get(pk=call.pk)
    if call.called_off_on is not None:
        raise FundingRefused(_("This call was called off."))
    if (begun := _begun_just_now(call, name, (Place(lead), *places), now, actor)) is not None:
        return begun
    row = Consortium.objects.create(
        code=free_code(Consortium.objects.all(), slug(name, 60)),
        call=call,
        name=name,
        visibility=Visibility.BILATERAL,
        created_at=now,
        created_by=actor,
        changed_at=now,
    )
    own = next((one for one in places if one.organisation == lead), Place(lead))
    Partner.objects.create(
        consortium=row,
        organisation=lead,
        state=PartnerState.LEADS,
        cost_eur=own.cost_eur,
        tasks=own.tasks,
    )
    for one in places:
        if one.organisation != lead:
            _add(row, one)
    audit.record(actor=actor, verb="begin-consortium", thing=row, values={"call": call.code, "lead": lead.code})
    return row


def _begun_just_now(call: Call, name: str, places: tuple[Place, ...], now: datetime, actor: Any) -> Consortium | None:
    """Find the draft that the same person made a moment ago, of the same name and partners."""
    rows = Consortium.objects.filter(call=call, name=name, state=ConsortiumState.DRAFT, created_by=actor)
    wanted = {one.organisation.pk if one.organisation else one.name.strip() for one in places}
    recent: list[Consortium] = list(rows.filter(created_at__gt=now - SECOND_CLICK).prefetch_related("partners"))
    same = (row for row in recent if {one.organisation_id or one.name for one in row.partners.all()} == wanted)
    return next(same, None)


def hold(consortium: Consortium) -> Consortium:
    """Hold a consortium until the transaction ends."""
    held: Consortium = Consortium.objects.select_for_update().get(pk=consortium.pk)
    return held


def hold_partner(row: Consortium, partner: Partner) -> Partner:
    """Hold a partner of a consortium that is held. Raises FundingRefused where another took it out meanwhile."""
    rows = row.partners.select_for_update(of=("self",)).select_related("organisation")
    held: Partner | None = rows.filter(pk=partner.pk).first()
    if held is None:
        raise FundingRefused(_("It is not in the consortium any more."))
    return held


def _open(consortium: Consortium) -> Consortium:
    """Hold a consortium whose partners and figures may be changed. Raises FundingRefused for any other."""
    row = hold(consortium)
    if row.state not in OPEN_STATES:
        words = {"state": ConsortiumState(row.state).label}
        raise FundingRefused(_("It is %(state)s: what was submitted is not changed any more.") % words)
    return row


def note_change(row: Consortium, now: datetime, *, is_draft_again: bool = True) -> None:
    """Store a change of one that is held: what was judged before is old, and one that was ready is a draft again."""
    row.changed_at, row.verdict, row.checked_version, row.checked_at = now, "", None, None
    if is_draft_again and row.state == ConsortiumState.READY:
        CONSORTIUM_STEPS.take(row, ConsortiumState.DRAFT, refused=FundingRefused)
    row.save()


@transaction.atomic
def add_partner(*, consortium: Consortium, place: Place, now: datetime, actor: Any = None) -> Partner:
    """Propose somebody for a consortium; who declined or left may be proposed again. Raises FundingRefused."""
    row = _open(consortium)
    partner = _add(row, place)
    note_change(row, now)
    audit.record(actor=actor, verb="add-partner", thing=row, values={"partner": partner.called})
    return partner


def _add(row: Consortium, place: Place) -> Partner:
    organisation = place.organisation
    if organisation is None and not place.name.strip():
        raise FundingRefused(_("Name an organisation."), field="organisation")
    if organisation is not None:
        held = row.partners.filter(organisation=organisation).first()
        if held is not None and held.state in OUT:
            PARTNER_STEPS.take(held, PartnerState.PROPOSED, refused=FundingRefused)
            held.answered_at, held.answer = None, ""
            held.save()
            return held
        if held is not None:
            raise FundingRefused(_("%(name)s is in it already.") % {"name": organisation.name}, field="organisation")
    last = row.partners.aggregate(n=Max("ordinal"))["n"] or 0
    return Partner.objects.create(
        consortium=row,
        organisation=organisation,
        name="" if organisation else place.name.strip()[:200],
        country=place.country[:2].upper(),
        kind=place.kind[:20],
        cost_eur=place.cost_eur,
        tasks=place.tasks[:600],
        ordinal=last + 1,
    )


@transaction.atomic
def remove_partner(*, partner: Partner, now: datetime, actor: Any = None) -> None:
    """Take a partner out: who was asked stays in the list as left, who was only proposed goes; who left has left.

    Raises FundingRefused.
    """
    row = _open(partner.consortium)
    held = hold_partner(row, partner)
    if held.state == PartnerState.LEFT:
        return
    if held.state == PartnerState.PROPOSED:
        held.delete()
    else:
        words = _("Who leads stays: let another lead first.")
        PARTNER_STEPS.take(held, PartnerState.LEFT, refused=lambda: FundingRefused(words))
        held.save(update_fields=["state"])
        keep_circle(consortium=row, today=timezone.localdate(now), actor=actor)
    note_change(row, now)
    audit.record(actor=actor, verb="remove-partner", thing=row, values={"partner": held.called})


@transaction.atomic
def swap_partner(*, partner: Partner, into: Place, now: datetime, actor: Any = None) -> Partner:
    """Put somebody in the place of a partner, with what it bore where nothing else is said. Raises FundingRefused."""
    cost = into.cost_eur if into.cost_eur is not None else partner.cost_eur
    row = partner.consortium
    remove_partner(partner=partner, now=now, actor=actor)
    place = Place(into.organisation, into.name, into.country, into.kind, cost, into.tasks or partner.tasks)
    return add_partner(consortium=row, place=place, now=now, actor=actor)


@transaction.atomic
def set_partner(*, partner: Partner, values: Mapping[str, Any], now: datetime, actor: Any = None) -> Partner:
    """Write what a partner does and bears. Raises FundingRefused where the parts are more than the whole."""
    row = _open(partner.consortium)
    held = hold_partner(row, partner)
    before = {name: getattr(held, name) for name in PARTNER_FIELDS}
    for name in PARTNER_FIELDS:
        if name in values:
            setattr(held, name, values[name])
    parts = [held.industrial_research_eur, held.experimental_development_eur]
    if held.cost_eur is not None and sum((one for one in parts if one is not None), Decimal(0)) > held.cost_eur:
        raise FundingRefused(_("The parts by kind of research are more than the whole."), field="cost_eur")
    held.save()
    note_change(row, now)
    was, is_now = audit.changes(before, {name: getattr(held, name) for name in PARTNER_FIELDS})
    said = {"partner": held.called}
    audit.record(actor=actor, verb="change-partner", thing=row, values=said, before=was, after=is_now)
    return held


@transaction.atomic
def set_project(*, consortium: Consortium, values: Mapping[str, Any], now: datetime, actor: Any = None) -> Consortium:
    """Write what the project is. Raises FundingRefused."""
    row = _open(consortium)
    before = {name: getattr(row, name) for name in PROJECT_FIELDS}
    for name in PROJECT_FIELDS:
        if name in values:
            setattr(row, name, values[name])
    if not row.name.strip():
        raise FundingRefused(_("Give it a name."), field="name")
    if row.trl_start is not None and row.trl_end is not None and row.trl_end < row.trl_start:
        raise FundingRefused(_("The TRL at the end is lower than at the start."), field="trl_end")
    note_change(row, now)
    was, is_now = audit.changes(before, {name: getattr(row, name) for name in PROJECT_FIELDS})
    audit.record(actor=actor, verb="change-consortium", thing=row, before=was, after=is_now)
    return row


@transaction.atomic
def hand_lead(*, partner: Partner, now: datetime, actor: Any = None) -> Partner:
    """Let another partner lead, who has accepted or is proposed. Raises FundingRefused."""
    row = _open(partner.consortium)
    held = hold_partner(row, partner)
    if held.state == PartnerState.LEADS:
        return held
    if held.organisation is None:
        raise FundingRefused(_("Who leads must be in the register."))
    for first in row.partners.select_for_update().filter(state=PartnerState.LEADS):
        PARTNER_STEPS.take(first, PartnerState.ACCEPTED, refused=FundingRefused)
        first.save(update_fields=["state"])
    PARTNER_STEPS.take(held, PartnerState.LEADS, refused=lambda: FundingRefused(_("It has not accepted yet.")))
    held.save(update_fields=["state"])
    keep_circle(consortium=row, today=timezone.localdate(now), actor=actor)
    note_change(row, now)
    audit.record(actor=actor, verb="hand-lead", thing=row, values={"partner": held.called})
    return held


@transaction.atomic
def check_consortium(*, consortium: Consortium, now: datetime, actor: Any = None) -> Judgement:
    """Judge a consortium against its call, with what those within may know together, and keep the verdict for them."""
    row = hold(consortium)
    judgement = judged_consortium(row, now=now, audience=common_audience(row))
    row.verdict, row.checked_at = str(judgement.verdict), now
    row.checked_version = row.call.versions.aggregate(n=Max("number"))["n"]
    row.save(update_fields=["verdict", "checked_at", "checked_version"])
    return judgement


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a consortium: to which state, on which day where one is needed, with a word about it."""

    to: str
    on: date | None = None
    note: str = ""


def check_undecided(row: Consortium) -> None:
    """Tell that a decision may be written down or corrected. Raises FundingRefused where a funded project was made of it."""
    if FundedProject.objects.filter(consortium=row).exists():
        raise FundingRefused(_("A funded project was made of it: what the evaluators said stays as it is."))


@transaction.atomic
def move_consortium(*, consortium: Consortium, step: Step, now: datetime, actor: Any = None) -> Consortium:
    """Move a consortium on. Raises FundingRefused where that step is not open, or its conditions are not met."""
    row = hold(consortium)
    target = ConsortiumState(step.to)
    words = {"before": ConsortiumState(row.state).label, "after": target.label}

    def refused() -> FundingRefused:
        return FundingRefused(_("It is %(before)s: it cannot become %(after)s.") % words)

    before = CONSORTIUM_STEPS.take(row, target, refused=refused)
    if target in DECIDED_STATES:
        check_undecided(row)
    if target == ConsortiumState.READY:
        _check_ready(row)
    if target == ConsortiumState.SUBMITTED:
        row.submitted_at = now
    if target in DECIDED_STATES:
        row.decided_on = step.on or timezone.localdate(now)
        if row.submitted_at is not None and row.decided_on < timezone.localdate(row.submitted_at):
            raise FundingRefused(_("It was decided before it was submitted: correct the day."), field="on")
    row.changed_at = now
    row.save()
    after = {"state": str(target)}
    audit.record(actor=actor, verb="move-consortium", thing=row, before={"state": before}, after=after, why=step.note)
    return row


def _check_ready(row: Consortium) -> None:
    rows = row.partners.filter(state__in=[PartnerState.PROPOSED, PartnerState.INVITED]).order_by("ordinal", "pk")
    waiting = [one.called for one in rows]
    if waiting:
        names = {"names": ", ".join(waiting)}
        raise FundingRefused(_("They have not accepted yet: %(names)s. Ask them, or take them out.") % names)
