"""What an organisation says of itself for calls: figures, shareholders, de minimis aid, recognitions; each change its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.common.visibility import Visibility
from filiera.funding.models import ApplicantProfile, DeMinimisAward, Recognition, Shareholding
from filiera.funding.operations.refusals import FundingRefused
from filiera.registry.models import Opening
from filiera.registry.operations.openings import record_opening

if TYPE_CHECKING:
    from filiera.common.visibility import Audience
    from filiera.registry.models import Organisation

FIELDS = (
    *("headcount", "turnover_eur", "balance_sheet_eur", "figures_year", "accounts_filed", "women_or_youth"),
    *("legal_personality", "is_nonprofit", "is_innovative", "in_difficulty", "operating_seats", "other_applications"),
    *("shares_known", "awards_known", "recognitions_known"),
)
THREE_YEARS_BACK = 4
"""Years back from which on an award still matters: three count, and one more is let in for what is planned."""


def profile_of(organisation: Organisation, *, now: datetime) -> ApplicantProfile:
    """Give what an organisation says of itself; an empty one where it has said nothing yet, not stored."""
    found = ApplicantProfile.objects.filter(organisation=organisation).first()
    return found or ApplicantProfile(organisation=organisation, visibility=Visibility.BILATERAL, changed_at=now)


def open_profile(*, organisation: Organisation, audience: Audience, user: Any, now: datetime) -> ApplicantProfile:
    """Let somebody read what an organisation says of itself, and write it down where it is the office that opens it."""
    profile = profile_of(organisation, now=now)
    if audience.is_logged(Visibility.BILATERAL, (organisation.pk,)):
        record_opening(
            user=user,
            thing=organisation,
            title=_("What is said for calls"),
            level=Visibility.BILATERAL,
            act=Opening.Act.READ,
            now=now,
            owner_id=organisation.pk,
        )
    return profile


@transaction.atomic
def write_profile(
    *, organisation: Organisation, values: Mapping[str, Any], now: datetime, actor: Any = None
) -> ApplicantProfile:
    """Write what an organisation says of itself."""
    profile = _held(organisation, now)
    before = {name: getattr(profile, name) for name in FIELDS}
    for name in FIELDS:
        if name in values:
            setattr(profile, name, values[name])
    profile.changed_at, profile.changed_by = now, actor if getattr(actor, "pk", None) else None
    profile.save()
    was, is_now = audit.changes(before, {name: getattr(profile, name) for name in FIELDS})
    audit.record(
        actor=actor, verb="write-applicant", thing=profile, values={"fields": sorted(is_now)}, before=was, after=is_now
    )
    return profile


@dataclass(frozen=True, slots=True)
class Share:
    """That somebody holds a share: an organisation of the register, or whoever by name; in percent."""

    share_pct: Decimal
    holder: Organisation | None = None
    name: str = ""
    as_of: date | None = None
    source: str = ""


@transaction.atomic
def add_share(*, held: Organisation, share: Share, now: datetime, actor: Any = None) -> Shareholding:
    """Write down who holds a share of an organisation; the same again is the same. Raises FundingRefused."""
    if share.holder is None and not share.name.strip():
        raise FundingRefused(_("Name who holds the share."), field="holder")
    if share.holder == held:
        raise FundingRefused(_("Nobody holds a share in itself."), field="holder")
    profile = _held(held, now)
    name = "" if share.holder else share.name.strip()[:200]
    same: Shareholding | None = Shareholding.objects.filter(held=held, holder=share.holder, holder_name=name).first()
    if same is not None and same.share_pct == share.share_pct:
        return same
    if same is not None:
        raise FundingRefused(_("That share is written down already: take it away first."), field="holder")
    others = sum((one.share_pct for one in Shareholding.objects.filter(held=held)), Decimal(0))
    if others + share.share_pct > 100:
        raise FundingRefused(_("Together that would be more than 100 %."), field="share_pct")
    row = Shareholding.objects.create(
        holder=share.holder,
        holder_name=name,
        held=held,
        share_pct=share.share_pct,
        as_of=share.as_of,
        source=share.source[:200],
        visibility=Visibility.BILATERAL,
    )
    audit.record(actor=actor, verb="add-share", thing=profile, values={"share_pct": str(share.share_pct)})
    return row


@transaction.atomic
def add_award(
    *,
    organisation: Organisation,
    granted_on: date,
    amount_eur: Decimal,
    measure: str = "",
    now: datetime,
    actor: Any = None,
) -> DeMinimisAward:
    """Write down de minimis aid that was granted; the same day, amount and measure again is the same aid.

    Raises FundingRefused for a day to come.
    """
    if granted_on > timezone.localdate(now):
        raise FundingRefused(_("That day is still to come."), field="granted_on")
    profile = _held(organisation, now)
    row, is_new = DeMinimisAward.objects.get_or_create(
        organisation=organisation,
        granted_on=granted_on,
        amount_eur=amount_eur,
        measure=measure[:200],
        defaults={"visibility": Visibility.BILATERAL},
    )
    if is_new:
        audit.record(actor=actor, verb="add-award", thing=profile, values={"granted_on": granted_on})
    return row


@transaction.atomic
def set_recognition(
    *, organisation: Organisation, name: str, state: str, since_on: date | None = None, now: datetime, actor: Any = None
) -> Recognition:
    """Write down a recognition and where it stands."""
    row, _made = Recognition.objects.update_or_create(
        organisation=organisation,
        name=name.strip()[:80],
        defaults={"state": state, "since_on": since_on, "visibility": Visibility.BILATERAL},
    )
    values = {"name": row.name, "state": state}
    audit.record(actor=actor, verb="set-recognition", thing=_held(organisation, now), values=values)
    return row


@transaction.atomic
def take_away(*, organisation: Organisation, kind: str, pk: int, now: datetime, actor: Any = None) -> bool:
    """Take a share, an award or a recognition of an organisation away; tell whether it was there."""
    rows = {
        "share": Shareholding.objects.filter(held=organisation),
        "award": DeMinimisAward.objects.filter(organisation=organisation),
        "recognition": Recognition.objects.filter(organisation=organisation),
    }.get(kind)
    number = rows.filter(pk=pk).delete()[0] if rows is not None else 0
    if number:
        audit.record(actor=actor, verb="take-away", thing=_held(organisation, now), values={"kind": kind})
    return bool(number)


def _held(organisation: Organisation, now: datetime) -> ApplicantProfile:
    """Give the stored profile of an organisation, made where there is none, held until the transaction ends."""
    ApplicantProfile.objects.get_or_create(
        organisation=organisation, defaults={"changed_at": now, "visibility": Visibility.BILATERAL}
    )
    held: ApplicantProfile = ApplicantProfile.objects.select_for_update().get(organisation=organisation)
    return held
