"""Applications are examined, put to the board, decided by a resolution; whoever is admitted becomes a member."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from filiera.accounts.models import User
from filiera.common import audit
from filiera.common.in_words import long_date
from filiera.documents.models import Document
from filiera.governance import letters_members as letters
from filiera.governance.enums import (
    ApplicationState,
    BodyKind,
    CheckVerdict,
    MeetingState,
    RegisterEvent,
    ResolutionState,
)
from filiera.governance.logic.applying import applicant_name
from filiera.governance.logic.judging import Result
from filiera.governance.models import AgendaItem, Meeting, MembershipApplication
from filiera.governance.operations.acts_needed import BODIES, check_resolution
from filiera.governance.operations.agenda import ItemPlan, add_item
from filiera.governance.operations.applications import ApplicationRefused, held_application, move, take_off_agenda, tell
from filiera.governance.operations.fees import issue_fee
from filiera.governance.operations.register import Event, admit_member
from filiera.governance.queries.statutes import charter_on
from filiera.governance.wording_meetings import resolution_words
from filiera.registry.enums import DelegateRole
from filiera.registry.operations.delegates import Act, DelegateRefused, register_delegate

if TYPE_CHECKING:
    from filiera.governance.models import ApplicationCheck, Resolution

REASON_LETTERS = 20
"""A reason shorter than this gives none."""


@transaction.atomic
def take_application(*, application: MembershipApplication, actor: Any) -> MembershipApplication:
    """Begin to examine an application, or take it back from the agenda."""
    row = held_application(application)
    move(row, ApplicationState.UNDER_REVIEW)
    item, row.item = row.item, None
    row.save(update_fields=["state", "item"])
    if item is not None:
        take_off_agenda(item, actor)
    _note(row, "take-application", actor)
    return row


@transaction.atomic
def set_check(
    *, application: MembershipApplication, criterion: str, verdict: str, note: str, now: datetime, actor: Any
) -> ApplicationCheck:
    """Write down what a check found: in order, not in order with a note, or not known."""
    row = held_application(application)
    if row.state not in (ApplicationState.UNDER_REVIEW, ApplicationState.INFO_REQUESTED):
        raise ApplicationRefused(_("Checks are written while the application is examined."))
    check = row.checks.get(criterion=criterion)
    note = " ".join(note.split())[:400]
    if verdict == CheckVerdict.PASS and check.checked_by_id is None and note == check.note:
        note = ""  # what the machine wrote says what was still to be looked at
    if verdict == CheckVerdict.FAIL and not note:
        raise ApplicationRefused(_("Write what is not in order: the applicant may ask."))
    before = {"verdict": check.verdict, "note": check.note}
    check.verdict, check.note, check.checked_by, check.checked_at = verdict, note, actor, now
    check.save()
    after = {"verdict": verdict, "note": note}
    audit.record(actor=actor, verb="check-application", thing=check, before=before, after=after, about=_about(row))
    return check


@transaction.atomic
def ask_applicant(
    *, application: MembershipApplication, question: str, now: datetime, actor: Any
) -> MembershipApplication:
    """Ask the applicant for more, by mail; the application waits for the answer."""
    row = held_application(application)
    if not question.strip():
        raise ApplicationRefused(_("Write what the office needs to know."))
    move(row, ApplicationState.INFO_REQUESTED)
    row.asked = question.strip()[:4000]
    row.answers = {**row.answers, "asking": {"at": now.isoformat()}}
    row.save(update_fields=["state", "asked", "answers"])
    _note(row, "ask-applicant", actor)
    tell(row, "ask-applicant", lambda: letters.asked(row, applicant_name(row.answers)))
    return row


def proposal_of(application: MembershipApplication, day: date) -> str:
    """Word what is voted, in Italian: the association's acts are in Italian. What waits to be ratified names its resolution."""
    admission = _admission(application, day)
    if application.state != ApplicationState.TO_RATIFY or application.resolution is None:
        return admission
    act = application.resolution
    with override("it"):
        words = {"act": resolution_words(act), "day": long_date(act.adopted_on), "admission": admission}
        return _("Resolution no. %(act)s, %(day)s, is ratified: %(admission)s") % words


def _admission(application: MembershipApplication, day: date) -> str:
    charter = charter_on(day)
    with override("it"):
        return _("%(name)s is admitted as a member, class: %(class_name)s (application %(code)s).") % {
            "name": application.organisation,
            "class_name": charter.class_name(application.member_class, "it"),
            "code": application.code,
        }


@transaction.atomic
def put_on_agenda(*, application: MembershipApplication, meeting: Meeting, today: date, actor: Any) -> AgendaItem:
    """Put an application on the agenda of a planned meeting of the body that decides, or of the one that ratifies.

    Checks that failed do not stop it, for the board decides; those that nobody has looked at do.
    """
    row = held_application(application)
    rule = charter_on(today).adhesion
    ratifies = row.state == ApplicationState.TO_RATIFY
    body = BODIES[rule.ratified_by or "assembly"] if ratifies else BODIES[rule.decided_by]
    if meeting.body.kind != body or meeting.state != MeetingState.PLANNED:
        raise ApplicationRefused(_("Choose a planned meeting of the body that decides."))
    if not ratifies:
        if row.checks.filter(verdict=CheckVerdict.UNKNOWN).exists():
            raise ApplicationRefused(_("Some checks are not known yet: look at them first. Unknown is not in order."))
        move(row, ApplicationState.BOARD_AGENDA)
    kind = "BOARD" if body == BodyKind.BOARD else "ORDINARY"
    with override("it"):
        title = _("Ratification of the admission of %(name)s") if ratifies else _("Application of %(name)s")
        title %= {"name": row.organisation}
    told = "" if ratifies else _told(row, today)
    plan = ItemPlan(title=title[:200], kind=kind, text=told, proposal=proposal_of(row, today))
    row.item = add_item(meeting=meeting, plan=plan, today=today, actor=actor)
    row.save(update_fields=["state", "item"])
    _note(row, "application-on-agenda", actor)
    return row.item


def _told(row: MembershipApplication, day: date) -> str:
    """Say to the body what came of each published criterion, in Italian; what the office noted stays with the office."""
    said = {one.what: one.words("it").rstrip(".") for one in charter_on(day).adhesion.criteria}
    with override("it"):
        other = _("Another criterion")
        lines = [
            f"{said.get(check.criterion, other)}: {check.get_verdict_display()}." for check in row.checks.order_by("pk")
        ]
    return "\n".join(lines)


@transaction.atomic
def decide_application(
    *,
    application: MembershipApplication,
    resolution: Resolution,
    accepts: bool,
    now: datetime,
    reasons: str = "",
    member_class: str = "",
    actor: Any = None,
) -> MembershipApplication:
    """Take the decision of a resolution over: admit, pass on to be ratified, or reject with reasons. Idempotent.

    An application is accepted only by a resolution that was adopted, of the body that the statute names, taken on the item
    on which it stood. Raises ApplicationRefused.
    """
    row = held_application(application)
    if resolution.pk in (row.resolution_id, row.ratification_id):
        return row
    ratifies = row.state == ApplicationState.TO_RATIFY
    _check_resolution(row, resolution, accepts=accepts, ratifies=ratifies)
    if member_class:
        row.member_class = member_class
    if ratifies:
        row.ratification = resolution
    else:
        row.resolution = resolution
    if not accepts:
        return _reject(row, reasons, now, actor)
    rule = charter_on(resolution.adopted_on).adhesion
    if not ratifies and rule.ratified_by and resolution.body.kind != BODIES[rule.ratified_by]:
        move(row, ApplicationState.TO_RATIFY)
        row.item = None
        row.save()
        _note(row, "application-to-ratify", actor)
        tell(row, "application-to-ratify", lambda: letters.to_ratify(row, applicant_name(row.answers)))
        return row
    return _accept(row, resolution, now, actor)


def _check_resolution(row: MembershipApplication, resolution: Resolution, *, accepts: bool, ratifies: bool) -> None:
    rule = charter_on(resolution.adopted_on).adhesion
    body = BODIES[rule.ratified_by or "assembly"] if ratifies else BODIES[rule.decided_by]
    if resolution.body.kind != body:
        raise ApplicationRefused(_("Another body decides on applications, by the statute."))
    if row.state not in (ApplicationState.BOARD_AGENDA, ApplicationState.TO_RATIFY):
        raise ApplicationRefused(_("It is not on an agenda: nothing decides on it yet."))
    if row.item_id is None or resolution.item_id != row.item_id:
        raise ApplicationRefused(_("This resolution is on something else: choose the one on its item of the agenda."))
    if accepts and resolution.item.result != Result.ADOPTED:
        raise ApplicationRefused(_("The proposal was not adopted, so nobody is admitted by it."))
    if resolution.state != ResolutionState.NOT_ADOPTED and resolution.item.result == Result.ADOPTED:
        check_resolution(resolution, refused=ApplicationRefused)


def _accept(row: MembershipApplication, resolution: Resolution, now: datetime, actor: Any) -> MembershipApplication:
    """Make the organisation a member, with its delegate and its first fee."""
    if row.organisation is None:
        raise ApplicationRefused(_("The application names no organisation."))
    event = Event(RegisterEvent.ADMITTED, resolution.adopted_on, row.member_class, resolution)
    member = admit_member(organisation=row.organisation, event=event, now=now, is_example=row.is_example, actor=actor)
    move(row, ApplicationState.ACCEPTED)
    row.member, row.decided_at = member, now
    row.save()
    Document.objects.filter(pk__in=row.answers.get("documents", [])).update(owner=row.organisation)
    _name_delegates(row, resolution.adopted_on, now, actor)
    day = resolution.adopted_on
    fee = issue_fee(member=member, year=day.year, on=day, actor=actor)
    _note(row, "accept-application", actor, {"member": member.number, "fee": str(fee.amount_eur) if fee else ""})
    name = charter_on(resolution.adopted_on)
    tell(
        row,
        "accept-application",
        lambda: letters.accepted(row, member, name.class_name(member.member_class, row.language)),
    )
    return row


def _name_delegates(row: MembershipApplication, day: date, now: datetime, actor: Any) -> None:
    """Register the representative by the act of the application, and whoever applied for it as contact person.

    Where somebody is representative already, or has no account yet, nobody takes the place: the office sees to it.
    """
    said = row.answers["representative"]
    representative = User.objects.filter(email=said["email"].strip().lower(), is_active=True).first()
    wanted = [(representative, DelegateRole.REPRESENTATIVE)]
    if row.applicant is not None and (representative is None or representative.pk != row.applicant.pk):
        wanted.append((row.applicant, DelegateRole.CONTACT))
    act = Act(said["act_words"], on=_day(said.get("act_on")), from_on=day, until_on=_day(said.get("act_until_on")))
    for user, role in wanted:
        if user is None or row.organisation is None:
            continue
        try:
            with transaction.atomic():
                today = timezone.localtime(now).date()
                register_delegate(
                    user=user, organisation=row.organisation, role=role, act=act, today=today, actor=actor
                )
        except DelegateRefused as error:
            _note(row, "delegate-not-registered", actor, {"why": str(error), "role": str(role)})


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _reject(row: MembershipApplication, reasons: str, now: datetime, actor: Any) -> MembershipApplication:
    reasons = reasons.strip()
    if len(reasons) < REASON_LETTERS:
        raise ApplicationRefused(_("Write the reasons, whole: an applicant has a right to know them."))
    move(row, ApplicationState.REJECTED)
    row.reasons, row.decided_at = reasons[:4000], now
    row.save()
    _note(row, "reject-application", actor)
    tell(row, "reject-application", lambda: letters.rejected(row, applicant_name(row.answers)))
    return row


def follow_resolution(resolution: Resolution) -> None:
    """Take over what a resolution decided on the applications of its item: called when it is written.

    What was adopted as it was proposed admits. Anything else waits for the office: a refusal needs its reasons.
    """
    if resolution.item.result != Result.ADOPTED:
        return
    waiting = MembershipApplication.objects.filter(
        item=resolution.item, state__in=[ApplicationState.BOARD_AGENDA, ApplicationState.TO_RATIFY]
    )
    for row in waiting.select_related("organisation"):
        if row.code in resolution.item.proposal and _admission(row, resolution.adopted_on) in resolution.item.proposal:
            decide_application(
                application=row, resolution=resolution, accepts=True, now=resolution.item.decided_at or timezone.now()
            )


def _note(row: MembershipApplication, verb: str, actor: Any, values: dict[str, Any] | None = None) -> None:
    audit.record(
        actor=actor, verb=verb, thing=row, values={"state": str(row.state), **(values or {})}, about=_about(row)
    )


def _about(row: MembershipApplication) -> str:
    return row.organisation.code if row.organisation else ""


def planned_meetings(application: MembershipApplication, today: date) -> list[Meeting]:
    """Give the planned meetings on whose agenda an application may stand, the nearest first."""
    rule = charter_on(today).adhesion
    is_ratified = application.state == ApplicationState.TO_RATIFY
    body = BODIES[rule.ratified_by or "assembly"] if is_ratified else BODIES[rule.decided_by]
    rows = Meeting.objects.filter(body__kind=body, state=MeetingState.PLANNED).select_related("body")
    return list(rows.order_by("first_at"))
