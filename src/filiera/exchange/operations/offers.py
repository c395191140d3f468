"""Write an offer, change it, publish, withdraw and renew it; let those expire whose time is over."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.accounts.operations_letters import tell
from filiera.common import audit
from filiera.common.again import SECOND_CLICK
from filiera.common.folding import fold
from filiera.common.instance import current_instance
from filiera.common.public_ids import drawn_code
from filiera.common.visibility import Visibility
from filiera.exchange.enums import OFFER_EXPIRED, OfferKind, OfferState, Rights, Sought
from filiera.exchange.logic.steps import OFFER_STEPS
from filiera.exchange.models import Offer
from filiera.exchange.operations.refusals import ExchangeRefused
from filiera.exchange.queries.offers import owns_evidence
from filiera.registry.queries.contacts import contact_of

if TYPE_CHECKING:
    from filiera.competence.models import Evidence
    from filiera.registry.models import Organisation

LONGEST_TITLE = 160
LONGEST_TEXT = 1_200
"""Signs of each of the three texts: a sheet is one page."""

LONGEST_NOTE = 300


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is written of an offer; `sought` are codes of what is looked for, `evidence` a piece of its owner's own."""

    title: str
    problem: str
    solution: str
    kind: str = OfferKind.TECHNOLOGY
    proof: str = ""
    evidence: Evidence | None = None
    rights: str = Rights.OTHER
    rights_note: str = ""
    trl: int | None = None
    sought: Collection[str] = ()
    sought_note: str = ""
    contact_name: str = ""
    contact_email: str = ""
    language: str = "it"
    for_members: bool = False


@transaction.atomic
def write_offer(*, organisation: Organisation, sheet: Sheet, now: datetime, actor: Any = None) -> Offer:
    """Write an offer of an organisation as a draft; a second click gives the first's. Raises ExchangeRefused."""
    values = _checked(sheet, organisation)
    recent = Offer.objects.filter(organisation=organisation, created_at__gt=now - SECOND_CLICK, written_by=actor)
    same: Offer | None = recent.filter(title=values["title"], solution=values["solution"]).first()
    if same is not None:
        return same
    row = Offer.objects.create(
        code=drawn_code(Offer.objects.all()),
        organisation=organisation,
        visibility=Visibility.BILATERAL,
        written_by=actor,
        created_at=now,
        changed_at=now,
        is_example=organisation.is_example,
        **values,
    )
    audit.record(actor=actor, verb="write-offer", thing=row, values={"offer": row.code, "kind": row.kind})
    return row


@transaction.atomic
def change_offer(*, offer: Offer, sheet: Sheet, now: datetime, actor: Any = None) -> Offer:
    """Change what an offer says; a published one changes as it stands. Raises ExchangeRefused."""
    row = hold_offer(offer)
    values = _checked(sheet, row.organisation)
    changed = sorted(name for name, value in values.items() if getattr(row, name) != value and name != "search_text")
    for name, value in values.items():
        setattr(row, name, value)
    if row.state == OfferState.PUBLISHED:
        _check_whole(row)
    row.visibility, row.changed_at = _level_of(row), now
    row.save()
    if changed:
        audit.record(actor=actor, verb="change-offer", thing=row, values={"offer": row.code, "changed": changed})
    return row


def _checked(sheet: Sheet, organisation: Organisation) -> dict[str, Any]:
    """Give the columns of a sheet. Raises ExchangeRefused with the box that is wrong."""
    title = " ".join(sheet.title.split())
    if not title:
        raise ExchangeRefused(_("Say in a line what you offer."), field="title")
    if sheet.trl is not None and not 1 <= sheet.trl <= 9:
        raise ExchangeRefused(_("The maturity is a level from 1 to 9."), field="trl")
    texts = {name: getattr(sheet, name).strip() for name in ("problem", "solution", "proof")}
    for name, text in texts.items():
        if len(text) > LONGEST_TEXT:
            problem = _("Keep it under %(n)s characters: the sheet is one page.") % {"n": LONGEST_TEXT}
            raise ExchangeRefused(problem, field=name)
    if sheet.evidence is not None:
        _check_evidence(sheet.evidence, organisation, for_members=sheet.for_members)
    notes = {name: getattr(sheet, name).strip()[:LONGEST_NOTE] for name in ("rights_note", "sought_note")}
    return {
        **texts,
        **notes,
        "title": title[:LONGEST_TITLE],
        "kind": OfferKind(sheet.kind),
        "evidence": sheet.evidence,
        "rights": Rights(sheet.rights),
        "trl": sheet.trl,
        "sought": [one.value for one in Sought if one in set(sheet.sought)],
        "contact_name": sheet.contact_name.strip()[:120],
        "contact_email": sheet.contact_email.strip().lower(),
        "language": sheet.language,
        "for_members": sheet.for_members,
        "search_text": fold(" ".join((title, *texts.values(), *notes.values()))),
    }


def find_again(*, words: Collection[str]) -> int:
    """Work out anew by which words offers are found, where they were by some that were taken out; give how many were."""
    found = Q(pk__in=[])
    for word in filter(None, map(fold, words)):
        found |= Q(search_text__contains=word)
    rows = list(Offer.objects.filter(found))
    for row in rows:
        texts = (row.title, row.problem, row.solution, row.proof, row.rights_note, row.sought_note)
        row.search_text = fold(" ".join(texts))
    return Offer.objects.bulk_update(rows, ["search_text"]) if rows else 0


def _check_evidence(evidence: Evidence, organisation: Organisation, *, for_members: bool) -> None:
    """Refuse a proof that is somebody else's, or that not all who read the sheet may see. Raises ExchangeRefused."""
    if not owns_evidence(organisation, evidence):
        raise ExchangeRefused(_("This piece of evidence is not yours."), field="evidence")
    levels = {Visibility.PUBLIC, Visibility.MEMBERS} if for_members else {Visibility.PUBLIC}
    if evidence.visibility not in levels:
        raise ExchangeRefused(_("Not everybody who reads the sheet may see this piece of evidence."), field="evidence")


def _check_whole(row: Offer) -> None:
    """Refuse to show a sheet that does not say what everybody asks first. Raises ExchangeRefused."""
    if not row.problem:
        raise ExchangeRefused(_("Say which problem it solves."), field="problem")
    if not row.solution:
        raise ExchangeRefused(_("Say how it solves it."), field="solution")
    if row.trl is None and row.kind != OfferKind.SERVICE:
        raise ExchangeRefused(_("Say how mature it is (TRL)."), field="trl")
    if not row.sought and not row.sought_note:
        raise ExchangeRefused(_("Say what you look for."), field="sought")


def hold_offer(offer: Offer) -> Offer:
    """Hold the row of an offer until the transaction ends."""
    rows = Offer.objects.select_for_update(of=("self",)).select_related("organisation", "evidence")
    row: Offer = rows.get(pk=offer.pk)
    return row


def _level_of(row: Offer) -> Visibility:
    if row.state != OfferState.PUBLISHED:
        return Visibility.BILATERAL
    return Visibility.MEMBERS if row.for_members else Visibility.PUBLIC


def _move(row: Offer, to: OfferState) -> None:
    """Move a held offer to a state that may follow, with its level. Raises ExchangeRefused."""
    OFFER_STEPS.take(row, to, refused=lambda: ExchangeRefused(_("This cannot be done with it any more.")))
    row.visibility = _level_of(row)


def _until(now: datetime) -> Any:
    return timezone.localdate(now) + timedelta(days=current_instance().needs.offer_lasts_days)


@transaction.atomic
def publish_offer(*, offer: Offer, now: datetime, actor: Any = None) -> Offer:
    """Publish an offer, for a year; published twice it is published once. Raises ExchangeRefused."""
    row = hold_offer(offer)
    if row.state == OfferState.PUBLISHED:
        return row
    _check_whole(row)
    if row.evidence is not None:
        _check_evidence(row.evidence, row.organisation, for_members=row.for_members)
    _move(row, OfferState.PUBLISHED)
    row.published_at, row.changed_at, row.ended_at, row.expires_on = now, now, None, _until(now)
    row.warned_at = None
    row.save()
    values = {"offer": row.code, "level": row.visibility}
    audit.record(actor=actor, verb="publish-offer", thing=row, values=values)
    return row


@transaction.atomic
def withdraw_offer(*, offer: Offer, now: datetime, actor: Any = None) -> Offer:
    """Take an offer back: its owner and the office alone read it. Raises ExchangeRefused."""
    row = hold_offer(offer)
    if row.state == OfferState.WITHDRAWN:
        return row
    _move(row, OfferState.WITHDRAWN)
    row.ended_at, row.changed_at = now, now
    row.save()
    audit.record(actor=actor, verb="withdraw-offer", thing=row, values={"offer": row.code})
    return row


@transaction.atomic
def renew_offer(*, offer: Offer, now: datetime, actor: Any = None) -> Offer:
    """Let a published offer stand for another year. Raises ExchangeRefused."""
    row = hold_offer(offer)
    if row.state != OfferState.PUBLISHED:
        raise ExchangeRefused(_("It is over: publish it again."))
    row.expires_on, row.changed_at, row.warned_at = _until(now), now, None
    row.save()
    audit.record(actor=actor, verb="renew-offer", thing=row, values={"offer": row.code})
    return row


def expire_offers(*, now: datetime) -> int:
    """Let the offers expire whose day has come, each by itself, and tell their owners; give how many did."""
    due = Offer.objects.filter(state=OfferState.PUBLISHED, expires_on__lt=timezone.localdate(now))
    return sum(_expire(pk, now) for pk in list(due.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _expire(pk: int, now: datetime) -> bool:
    row = Offer.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=pk)
    today = timezone.localdate(now)
    if row.state != OfferState.PUBLISHED or row.expires_on is None or row.expires_on >= today:
        return False
    _move(row, OfferState.EXPIRED)
    row.ended_at, row.changed_at = now, now
    row.save()
    contact = contact_of(row.organisation, today=today)
    if contact is not None:
        said = {"offer": row.pk}
        tell(kind=OFFER_EXPIRED, arguments=said, email=contact.email, language=contact.language, now=now)
    audit.record(actor=None, verb="expire-offer", thing=row, values={"offer": row.code})
    return True
