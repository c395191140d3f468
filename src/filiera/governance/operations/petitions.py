"""Members may ask for an assembly: one opens the request, others sign; the share of the statute makes it a duty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.common.in_words import long_date
from filiera.governance.enums import MeetingState, PetitionState
from filiera.governance.logic.steps import PETITION_STEPS
from filiera.governance.models import Member, Petition, PetitionSignature
from filiera.governance.operations.act_letters import tell_petition
from filiera.governance.operations.steps import MeetingRefused
from filiera.governance.queries.members import standing_of_member
from filiera.governance.queries.petitions import counted
from filiera.governance.queries.statutes import charter_on
from filiera.governance.wording import share_words
from filiera.governance.wording_articles import in_brackets

if TYPE_CHECKING:
    from datetime import datetime

    from filiera.governance.models import Meeting


@dataclass(frozen=True, slots=True)
class OnPaper:
    """A signature that the office has seen on paper: who signed for the member, and the day written on it."""

    name: str
    dated_on: date

    def as_facts(self) -> dict[str, Any]:
        """Give it as the audit trail keeps it."""
        return {"name": " ".join(self.name.split())[:120], "dated": self.dated_on, "on_paper": True}


@dataclass(frozen=True, slots=True)
class Asked:
    """What members ask the assembly to decide, and why."""

    title: str
    reasons: str


@transaction.atomic
def open_petition(
    *, member: Member, title: str, reasons: str, now: datetime, user: Any, is_example: bool = False
) -> Petition:
    """Ask for an assembly with its reasons, and sign first; the other members are told. Raises MeetingRefused."""
    _check_member(member, now)
    return _opened(member, Asked(title, reasons), now, user, is_example=is_example)


@transaction.atomic
def open_petition_on_paper(
    *, member: Member, asked: Asked, paper: OnPaper, now: datetime, actor: Any = None
) -> Petition:
    """Open a request for a member that brings it on a sheet, by the office on its behalf: as one opened by itself.

    `paper` says who signed first for the member, and the day of the sheet: the other signatures on it may be as old.
    Raises MeetingRefused.
    """
    _check_member(member, now)
    _check_paper(member, paper, since=None, now=now)
    return _opened(member, asked, now, actor, paper=paper)


def _opened(
    member: Member, asked: Asked, now: datetime, actor: Any, *, paper: OnPaper | None = None, is_example: bool = False
) -> Petition:
    if not asked.title.strip():
        raise MeetingRefused(_("Write what the assembly should decide."), "title")
    if not asked.reasons.strip():
        article = in_brackets(charter_on(timezone.localdate(now)).petition.article)
        raise MeetingRefused(
            _("Write the reasons: a request must give them%(article)s.") % {"article": article}, "reasons"
        )
    petition = Petition.objects.create(
        title=" ".join(asked.title.split())[:160],
        reasons=asked.reasons.strip(),
        opened_at=now,
        opened_by=member,
        on_paper_on=paper.dated_on if paper else None,
        is_example=is_example,
    )
    told = paper.as_facts() if paper else {}
    audit.record(
        actor=actor,
        verb="open-petition",
        thing=petition,
        values={"member": member.number, **told},
        on_behalf_of=member.organisation.code if paper else "",
    )
    signed = _signed(petition, member, now, actor, on_paper=paper)
    if not is_example:
        tell_petition(petition=signed, now=now)
    return signed


@transaction.atomic
def sign_petition(*, petition: Petition, member: Member, now: datetime, user: Any) -> Petition:
    """Sign a request for a member; twice is once. At the statute's share it becomes a duty. Raises MeetingRefused."""
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
    paper = OnPaper(name, signed_on)
    _check_paper(member, paper, since=row.asked_on, now=now)
    return _signed(row, member, now, actor, on_paper=paper)


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

    It may be one by the register of today: of fewer members fewer are enough.
    """
    row = held_petition(petition)
    (count,) = counted([row], today=timezone.localdate(now))
    if row.state == PetitionState.DUE or (row.state == PetitionState.OPEN and count.is_due):
        rule = count.judgement.case.statute.petition
        words = {"share": share_words(rule.share), "article": in_brackets(rule.article)}
        raise MeetingRefused(
            _("Enough members asked for it, %(share)s of them%(article)s: the assembly must be called.") % words
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
        audit.record(
            actor=actor,
            verb="sign-petition",
            thing=petition,
            values={"member": member.number, **(on_paper.as_facts() if on_paper else {})},
            on_behalf_of=member.organisation.code if on_paper else "",
        )
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


def _check_paper(member: Member, paper: OnPaper, *, since: date | None, now: datetime) -> None:
    """Check a signature on paper: it says who signed, on a day on which the member was one, `since` the request was."""
    if not paper.name.strip():
        raise MeetingRefused(_("Write who signed."), "name")
    if paper.dated_on > timezone.localdate(now) or (since is not None and paper.dated_on < since):
        said = (
            _("The day of the sheet is not later than today.")
            if since is None
            else _("It was signed since %(day)s, when the request was made, and not later than today.")
            % {"day": long_date(since)}
        )
        raise MeetingRefused(said, "signed_on")
    if not standing_of_member(member, paper.dated_on).is_member:
        raise MeetingRefused(_("On that day it was not a member."), "signed_on")
