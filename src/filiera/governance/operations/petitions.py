"""A tenth of the members may ask for an assembly: one opens the request, others sign, the law makes it a duty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.governance.enums import MeetingState, PetitionState
from filiera.governance.logic.steps import PETITION_STEPS
from filiera.governance.models import Member, Petition, PetitionSignature
from filiera.governance.operations.act_letters import tell_petition
from filiera.governance.operations.steps import MeetingRefused
from filiera.governance.queries.members import standing_of_member
from filiera.governance.queries.petitions import counted

if TYPE_CHECKING:
    from datetime import datetime

    from filiera.governance.models import Meeting


@dataclass(frozen=True, slots=True)
class OnPaper:
    """A signature that the office has seen on paper: who signed for the member, and the day written on it."""

    name: str
    dated_on: date


@transaction.atomic
def open_petition(
    *, member: Member, title: str, reasons: str, now: datetime, user: Any, is_example: bool = False
) -> Petition:
    """Ask for an assembly with its reasons, and sign first; the other members are told. Raises MeetingRefused."""
    _check_member(member, now)
    if not title.strip():
        raise MeetingRefused(_("Write what the assembly should decide."), "title")
    if not reasons.strip():
        raise MeetingRefused(_("Write the reasons: the law asks for them (art. 20(2) of the Civil Code)."), "reasons")
    petition = Petition.objects.create(
        title=" ".join(title.split())[:160],
        reasons=reasons.strip(),
        opened_at=now,
        opened_by=member,
        is_example=is_example,
    )
    audit.record(actor=user, verb="open-petition", thing=petition, values={"member": member.number})
    signed = _signed(petition, member, now, user)
    if not is_example:
        tell_petition(petition=signed, now=now)
    return signed


@transaction.atomic
def sign_petition(*, petition: Petition, member: Member, now: datetime, user: Any) -> Petition:
    """Sign a request for a member; twice is once. At a tenth of the members it becomes a duty. Raises MeetingRefused."""
    row = held_petition(petition)
    _check_member(member, now)
    if row.state not in (PetitionState.OPEN, PetitionState.DUE):
        raise MeetingRefused(_("This request is over: nobody signs it any more."))
    return _signed(row, member, now, user)


@transaction.atomic
def record_signature(
    *, petition: Petition, member: Member, name: str, signed_on: date, now: datetime, actor: Any = None
) -> Petition:
    """Record a signature on paper that the office has seen: who signed for the member, on which day; twice is once.

    The name stands in the audit trail. Raises MeetingRefused.
    """
    row = held_petition(petition)
    _check_member(member, now)
    if row.state not in (PetitionState.OPEN, PetitionState.DUE):
        raise MeetingRefused(_("This request is over: nobody signs it any more."))
    if not name.strip():
        raise MeetingRefused(_("Write who signed."), "name")
    if not timezone.localdate(row.opened_at) <= signed_on <= timezone.localdate(now):
        raise MeetingRefused(_("It was signed since the request is open, and not later than today."), "signed_on")
    return _signed(row, member, now, actor, on_paper=OnPaper(name.strip()[:120], signed_on))


@transaction.atomic
def withdraw_signature(*, petition: Petition, member: Member, user: Any) -> bool:
    """Take a signature back, until the request is due; tell whether there was one. Raises MeetingRefused."""
    row = held_petition(petition)
    if row.state != PetitionState.OPEN:
        raise MeetingRefused(_("The request is no longer open: the signature stays."))
    gone = PetitionSignature.objects.filter(petition=row, member=member).delete()[0]
    if gone:
        audit.record(actor=user, verb="withdraw-signature", thing=row, values={"member": member.number})
    return bool(gone)


@transaction.atomic
def close_petition(*, petition: Petition, why: str, now: datetime, actor: Any = None) -> Petition:
    """Close a request that is not due, with the reason. Raises MeetingRefused where the law makes it a duty.

    It may be one by the register of today: of fewer members fewer are a tenth.
    """
    row = held_petition(petition)
    (count,) = counted([row], today=timezone.localdate(now))
    if row.state == PetitionState.DUE or (row.state == PetitionState.OPEN and count.is_due):
        raise MeetingRefused(
            _("A tenth of the members asks for it: the assembly must be called (art. 20(2) of the Civil Code).")
        )
    _step(row, PetitionState.CLOSED)
    if not why.strip():
        raise MeetingRefused(_("Write why it is closed: whoever signed reads it."), "why")
    row.closed_at, row.closed_why = now, " ".join(why.split())[:300]
    row.save(update_fields=["state", "closed_at", "closed_why"])
    audit.record(actor=actor, verb="close-petition", thing=row, why=row.closed_why)
    return row


def meet_petition(*, petition: Petition, meeting: Meeting, actor: Any = None) -> None:
    """Write down that a held request is met by a meeting that is convened; one that was met or closed stays as it is."""
    if petition.state not in (PetitionState.OPEN, PetitionState.DUE):
        return
    before = _step(petition, PetitionState.MET)
    petition.save(update_fields=["state"])
    _tell_step(petition, before, meeting, "meet-petition", actor)


def reopen_petition(*, petition: Petition, meeting: Meeting, actor: Any = None) -> None:
    """Take a held request back to where it was, because the meeting that met it is cancelled and no other meets it."""
    others = petition.meetings.exclude(pk=meeting.pk).exclude(state=MeetingState.CANCELLED)
    if petition.state != PetitionState.MET or others.filter(convened_at__isnull=False).exists():
        return
    before = _step(petition, PetitionState.DUE if petition.due_at is not None else PetitionState.OPEN)
    petition.save(update_fields=["state"])
    _tell_step(petition, before, meeting, "reopen-petition", actor)


def _tell_step(petition: Petition, before: str, meeting: Meeting, verb: str, actor: Any) -> None:
    audit.record(
        actor=actor,
        verb=verb,
        thing=petition,
        values={"meeting": meeting.pk},
        before={"state": before},
        after={"state": str(petition.state)},
    )


def held_petition(petition: Petition) -> Petition:
    """Give a request as stored, held until the transaction ends; a meeting that answers it is held before."""
    return Petition.objects.select_for_update(of=("self",)).get(pk=petition.pk)


def _step(petition: Petition, to: PetitionState) -> str:
    return PETITION_STEPS.take(petition, to, refused=lambda: MeetingRefused(_("This request is over already.")))


def _signed(
    petition: Petition, member: Member, now: datetime, actor: Any, *, on_paper: OnPaper | None = None
) -> Petition:
    """Write a signature once. `actor` is who signs, and of one on paper who records it."""
    signer = actor if on_paper is None and getattr(actor, "pk", None) else None
    values = {"signed_at": now, "user": signer, "on_paper_on": on_paper.dated_on if on_paper else None}
    _signature, is_new = PetitionSignature.objects.get_or_create(petition=petition, member=member, defaults=values)
    if is_new:
        told = {"name": on_paper.name, "dated": on_paper.dated_on, "on_paper": True} if on_paper else {}
        audit.record(actor=actor, verb="sign-petition", thing=petition, values={"member": member.number, **told})
    (count,) = counted([petition], today=timezone.localdate(now))
    if count.is_due and petition.state == PetitionState.OPEN:
        _step(petition, PetitionState.DUE)
        petition.due_at = now
        petition.save(update_fields=["state", "due_at"])
        audit.record(actor=None, verb="petition-due", thing=petition, values={"signed": count.signed, "of": count.base})
    return petition


def _check_member(member: Member, now: datetime) -> None:
    if not standing_of_member(member, timezone.localdate(now)).is_member:
        raise MeetingRefused(_("Only members ask for an assembly."))
