"""Minutes are drafted, checked by those who were there, approved, signed and filed; then nobody changes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from filiera.common import audit
from filiera.common.in_words import elided, long_date, moment
from filiera.common.refusals import Refused
from filiera.governance.enums import AmendmentState, ApprovalKind, BodyKind, BookKind, MeetingState, MinutesState
from filiera.governance.logic import approvals
from filiera.governance.logic.chain import digest_of
from filiera.governance.logic.signing import same_person, signed_name
from filiera.governance.logic.steps import AMENDMENT_STEPS, MINUTES_STEPS
from filiera.governance.models import AgendaItem, BookEntry, Minutes, MinutesAmendment, MinutesSignature
from filiera.governance.operations.act_letters import tell_check
from filiera.governance.operations.books import Act, file_act
from filiera.governance.operations.steps import held_meeting
from filiera.governance.queries.minutes import computed_minutes
from filiera.governance.queries.statutes import charter_of

if TYPE_CHECKING:
    from filiera.governance.models import Meeting, RollSeat

OVER = (MeetingState.CLOSED, MeetingState.NO_QUORUM)
BOOKS = {
    BodyKind.ASSEMBLY: BookKind.ASSEMBLY,
    BodyKind.BOARD: BookKind.BOARD,
    BodyKind.AUDITORS: BookKind.AUDITORS,
}
SIGNERS = ("PRESIDENT", "SECRETARY")


class MinutesError(Refused):
    """An act on minutes that cannot be done; its text is for the reader."""


def held_minutes(minutes: Minutes) -> Minutes:
    """Give minutes as stored, held until the transaction ends."""
    rows = Minutes.objects.select_for_update(of=("self",)).select_related("meeting__body", "meeting__statute")
    return rows.get(pk=minutes.pk)


def _step(row: Minutes, to: MinutesState) -> None:
    words = {"state": row.get_state_display(), "to": to.label}
    said = _("These minutes are “%(state)s”: they cannot become “%(to)s” now.") % words
    MINUTES_STEPS.take(row, to, refused=lambda: MinutesError(said))


@transaction.atomic
def draft_minutes(*, meeting: Meeting, actor: Any = None) -> Minutes:
    """Draft the minutes of a meeting that is over, with everything computed; again while they are a draft computes anew.

    Two who begin at once write the same minutes: the meeting is held. Raises MinutesError.
    """
    meeting = held_meeting(meeting)
    if meeting.state not in OVER:
        raise MinutesError(_("Minutes are drafted when the meeting is over. Close it first."))
    row = Minutes.objects.select_for_update().filter(meeting=meeting, corrects=None).first()
    if row is not None and row.state != MinutesState.DRAFT:
        raise MinutesError(_("The minutes of this meeting are no draft any more."))
    row = row or Minutes(meeting=meeting)
    row.content = _with_written(computed_minutes(meeting), row.content)
    row.save()
    audit.record(actor=actor, verb="draft-minutes", thing=row)
    return row


def _with_written(content: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """Take over into computed minutes what was written in the sections that are no items: items keep their own."""
    written = {one["key"]: one.get("discussion") for one in before.get("sections", [])}
    for section in content["sections"]:
        if "discussion" not in section and written.get(section["key"]):
            section["discussion"] = written[section["key"]]
    return content


@transaction.atomic
def write_discussion(*, minutes: Minutes, key: str, text: str, actor: Any = None) -> Minutes:
    """Write the free text of a section, of an item what was said; what is computed stays as it is. Raises MinutesError."""
    row = held_minutes(minutes)
    _put_discussion(row, key, text, actor)
    return row


def _put_discussion(row: Minutes, key: str, text: str, actor: Any) -> str:
    """Write the free text of a section into held minutes; give what it was before. Raises MinutesError."""
    if row.state not in (MinutesState.DRAFT, MinutesState.IN_CHECK):
        raise MinutesError(_("Approved minutes are not changed: correct them by an act of their own."))
    sections = row.content["sections"]
    section = next((one for one in sections if one["key"] == key), None)
    if section is None:
        raise MinutesError(_("These minutes have no such passage."))
    before, section["discussion"] = str(section.get("discussion") or ""), text.strip()
    row.save(update_fields=["content"])
    if row.corrects_id is None and key.startswith("item-"):
        position = key.removeprefix("item-")
        AgendaItem.objects.filter(meeting=row.meeting, position=position).update(discussion=text.strip())
    audit.record(
        actor=actor,
        verb="write-discussion",
        thing=row,
        values={"key": key},
        before={"discussion": before},
        after={"discussion": text.strip()},
    )
    return before


@transaction.atomic
def send_to_check(*, minutes: Minutes, now: datetime, actor: Any = None, sends: bool = True) -> Minutes:
    """Let those who were there read the draft, and ask for changes within the days of the statute; a letter tells each."""
    row = held_minutes(minutes)
    _step(row, MinutesState.IN_CHECK)
    row.checked_until_at = until = check_until(row, now)
    row.save(update_fields=["state", "checked_until_at"])
    audit.record(actor=actor, verb="send-minutes-to-check", thing=row, values={"until": until})
    if sends:
        tell_check(minutes=row, until=until, now=now)
    return row


def check_until(minutes: Minutes, now: datetime) -> datetime:
    """Give until when changes can be asked for of a draft that goes to those who were there now."""
    return now + timedelta(days=charter_of(minutes.meeting.statute).minutes.check_days)


@transaction.atomic
def propose_amendment(
    *, minutes: Minutes, seat: RollSeat, about: str, text: str, now: datetime, user: Any
) -> MinutesAmendment:
    """Ask for a change of a draft; whoever was there may, until its day. Raises MinutesError."""
    row = held_minutes(minutes)
    if row.state != MinutesState.IN_CHECK or (row.checked_until_at and now > row.checked_until_at):
        raise MinutesError(_("The time to ask for changes is over. A correction needs an act of its own."))
    if not seat.stays.exists():
        raise MinutesError(_("Only those who were there ask for changes."))
    if not text.strip():
        raise MinutesError(_("Write what should be changed, and how."))
    amendment = MinutesAmendment.objects.create(
        minutes=row, seat=seat, user=user, about=about[:200], text=text.strip(), proposed_at=now
    )
    audit.record(actor=user, verb="propose-amendment", thing=row, values={"seat": seat.name, "about": about})
    return amendment


@transaction.atomic
def answer_amendment(
    *, amendment: MinutesAmendment, is_accepted: bool, answer: str, now: datetime, actor: Any = None
) -> MinutesAmendment:
    """Accept a change, or refuse it with the reason. An accepted one is then written by `write_amendment`."""
    row = MinutesAmendment.objects.select_for_update().get(pk=amendment.pk)
    AMENDMENT_STEPS.take(
        row,
        AmendmentState.ACCEPTED if is_accepted else AmendmentState.REFUSED,
        refused=lambda: MinutesError(_("This request has been answered already.")),
    )
    if not is_accepted and not answer.strip():
        raise MinutesError(_("Say why the change is refused."), field="answer")
    row.answer, row.answered_at = answer.strip()[:400], now
    row.save(update_fields=["state", "answer", "answered_at"])
    audit.record(actor=actor, verb="answer-amendment", thing=row, values={"state": row.state, "answer": row.answer})
    return row


@transaction.atomic
def write_amendment(
    *, amendment: MinutesAmendment, key: str, text: str, now: datetime, actor: Any = None
) -> MinutesAmendment:
    """Write an accepted change into a section: `text` is how its whole free text reads from now. Raises MinutesError.

    A passage that reads as before is refused, unless the words that were asked for stand in it already.
    """
    minutes = held_minutes(Minutes(pk=amendment.minutes_id))
    row = MinutesAmendment.objects.select_for_update().get(pk=amendment.pk)
    if row.state != AmendmentState.ACCEPTED or row.written_at is not None:
        raise MinutesError(_("Only a change that was accepted and is not in the text yet is written."))
    before = _put_discussion(minutes, key, text, actor)
    if before.strip() == text.strip() and row.text not in text:
        raise MinutesError(_("The passage reads as before: write the change into it."))
    row.written_at = now
    row.save(update_fields=["written_at"])
    audit.record(actor=actor, verb="write-amendment", thing=minutes, values={"about": row.about, "key": key})
    return row


@dataclass(frozen=True, slots=True)
class Approval:
    """By which act minutes were approved; `on` is the day of the later meeting that read them."""

    kind: str
    on: date | None = None


@transaction.atomic
def approve_minutes(*, minutes: Minutes, approval: Approval, now: datetime, actor: Any = None) -> Minutes:
    """Approve minutes when every request is answered: from now on their words have a digest, and nobody changes them.

    Raises MinutesError where the act cannot have been: above all, days that are not over approve nothing.
    """
    row = held_minutes(minutes)
    _step(row, MinutesState.APPROVED)
    if row.amendments.filter(state=AmendmentState.PROPOSED).exists():
        raise MinutesError(_("Somebody asked for a change and waits for an answer. Answer first."))
    if row.amendments.filter(state=AmendmentState.ACCEPTED, written_at=None).exists():
        raise MinutesError(_("A change was accepted and is not in the text yet. Write it into its passage first."))
    how = _approved_how(row, approval, now)
    row.approved_at, row.approved_how, row.digest = now, how[:200], digest_of(row.content)
    row.save(update_fields=["state", "approved_at", "approved_how", "digest"])
    values = {"kind": approval.kind, "how": how, "digest": row.digest}
    audit.record(actor=actor, verb="approve-minutes", thing=row, values=values)
    return row


def may_be_at_end(minutes: Minutes, now: datetime) -> bool:
    """Tell whether minutes can be read and approved at the end of their meeting: on its day alone, never a correction.

    Nor once a change was asked for: the words that the meeting heard are then not those that are approved.
    """
    if minutes.corrects_id is not None or minutes.amendments.exists():
        return False
    meeting = minutes.meeting
    days = {
        timezone.localdate(at) for at in (meeting.opened_at or meeting.held_at, meeting.closed_at) if at is not None
    }
    return timezone.localdate(now) in days


def _approved_how(row: Minutes, approval: Approval, now: datetime) -> str:
    """Give the words of the approval, as the act keeps them: in Italian. Raises MinutesError."""
    meeting, until = row.meeting, row.checked_until_at
    if approval.kind == ApprovalKind.AT_END:
        if row.corrects_id is not None:
            raise MinutesError(
                _("These words were not read in the meeting: a later one approves them, or the days do.")
            )
        if row.amendments.exists():
            raise MinutesError(
                _("A change was asked for after the meeting: a later one approves them, or the days do."), field="how"
            )
        if not may_be_at_end(row, now):
            raise MinutesError(
                _("At the end of the meeting is on its day: now a later meeting approves them, or the days do.")
            )
        return approvals.AT_END
    if approval.kind == ApprovalKind.LATER:
        held_on = timezone.localdate(meeting.opened_at or meeting.held_at)
        if approval.on is None or not held_on < approval.on <= timezone.localdate(now):
            raise MinutesError(_("Write the day of the meeting that approved them: after this one, and not to come."))
        with override("it"):
            return elided(f"{approvals.LATER} del {long_date(approval.on)}")
    if approval.kind != ApprovalKind.NO_CHANGE:
        raise MinutesError(_("Say how they were approved: at the meeting, at a later one, or by the days that passed."))
    if until is None or now <= until:
        words = {"day": moment(until) if until else ""}
        raise MinutesError(_("Changes can be asked for until %(day)s: before, only a meeting approves.") % words)
    said = approvals.ALL_ANSWERED if row.amendments.exists() else approvals.NOBODY_ASKED
    with override("it"):
        return elided(f"{approvals.BY_TERM} del {moment(until)}: {said}")


@transaction.atomic
def sign_minutes(*, minutes: Minutes, role: str, name: str, now: datetime, user: Any) -> Minutes:
    """Sign approved minutes as president or secretary, two people; with both they are signed. Raises MinutesError.

    Whoever signs in the place of somebody whom the minutes name signs for them, and the act says so.
    """
    row = held_minutes(minutes)
    if row.state != MinutesState.APPROVED:
        raise MinutesError(_("Only approved minutes are signed, and each signs once."))
    if row.digest != digest_of(row.content):
        raise MinutesError(_("The words differ from those that were approved. Call the office: nothing is signed."))
    if role not in SIGNERS or row.signatures.filter(role=role).exists():
        raise MinutesError(_("This signature is there already."))
    other = row.signatures.first()
    if other is not None and _is_same(other, user, name):
        raise MinutesError(_("President and secretary are two people: somebody else signs here."))
    if role == "SECRETARY" or row.meeting.chaired_by_id is None:
        name = signed_name(name, str(row.content.get("chair" if role == "PRESIDENT" else "secretary", "")))
    MinutesSignature.objects.create(
        minutes=row, role=role, name=name[:120], user=user, signed_at=now, digest=row.digest
    )
    audit.record(actor=user, verb="sign-minutes", thing=row, values={"role": role, "digest": row.digest})
    if row.signatures.count() == len(SIGNERS):
        _step(row, MinutesState.SIGNED)
        row.save(update_fields=["state"])
    return row


def _is_same(signature: MinutesSignature, user: Any, name: str) -> bool:
    """Tell whether a signature is of the same account, or of the same name where nobody signed in."""
    pk = getattr(user, "pk", None)
    if pk is not None or signature.user_id is not None:
        return signature.user_id == pk
    return same_person(signature.name, name)


@transaction.atomic
def file_minutes(*, minutes: Minutes, now: datetime, actor: Any = None) -> BookEntry:
    """File signed minutes in the book of their body, for good. Raises MinutesError."""
    row = held_minutes(minutes)
    _step(row, MinutesState.FILED)
    row.save(update_fields=["state"])
    content = {"minutes": row.content, "digest": row.digest, "approved": row.approved_how, "signatures": _signed(row)}
    if row.corrects is not None:
        content["corrects"] = row.corrects.entry.number
    held_on = timezone.localtime(row.meeting.opened_at or row.meeting.held_at).date()
    act = Act(row.content["title"], held_on, content)
    return file_act(kind=BOOKS[BodyKind(row.meeting.body.kind)], act=act, now=now, minutes=row, actor=actor)


def _signed(row: Minutes) -> list[dict[str, str]]:
    signatures = row.signatures.order_by("role")
    return [{"role": one.role, "name": one.name, "signed_at": one.signed_at.isoformat()} for one in signatures]


@transaction.atomic
def correct_minutes(*, minutes: Minutes, text: str, actor: Any = None) -> Minutes:
    """Begin a correction of filed minutes: an act of its own, checked, approved, signed and filed like them."""
    row = held_minutes(minutes)
    if row.state != MinutesState.FILED:
        raise MinutesError(_("Only filed minutes are corrected by another act; these can still be changed."))
    if not text.strip():
        raise MinutesError(_("Write what should be changed, and how."))
    number = row.entry.number
    content = {name: value for name, value in row.content.items() if name != "sections"}
    content["title"] = f"Rettifica del verbale n. {number}: {row.content['title']}"
    heading = f"Rettifica del verbale n. {number}"
    content["sections"] = [{"key": "correction", "heading": heading, "paragraphs": [], "discussion": text.strip()}]
    correction = Minutes.objects.create(meeting=row.meeting, corrects=row, content=content)
    audit.record(actor=actor, verb="correct-minutes", thing=correction, values={"corrects": number})
    return correction
