"""The work of a consortium: tasks with owner and day, papers for its circle, who has signed what; what is noted, what goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.common.visibility import Visibility
from filiera.documents.operations.documents import Paper, store_document
from filiera.documents.operations.receiving import Sent
from filiera.funding.enums import ConsortiumState
from filiera.funding.logic.steps import OPEN_STATES, WORKING_STATES
from filiera.funding.models import ConsortiumPaper, ConsortiumTask, PaperSignature
from filiera.funding.operations.circles import circle_of
from filiera.funding.operations.consortia import hold, note_change
from filiera.funding.operations.refusals import FundingRefused

if TYPE_CHECKING:
    from filiera.documents.models import Document
    from filiera.funding.models import Consortium, Partner
    from filiera.registry.models import Organisation


@dataclass(frozen=True, slots=True)
class TaskSaid:
    """A task as somebody writes it: what, which partner does it, by which day."""

    what: str
    owner: Partner | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class PaperSaid:
    """A paper as somebody brings it: title, whose it is, for which document of the call it stands, whether all sign it."""

    title: str
    owner: Organisation | None = None
    stands_for: str = ""
    is_signed_by_all: bool = False


def _working(consortium: Consortium) -> Consortium:
    """Hold a consortium in which work goes on. Raises FundingRefused for one that is over."""
    row = hold(consortium)
    if row.state not in WORKING_STATES:
        words = {"state": ConsortiumState(row.state).label}
        raise FundingRefused(_("It is %(state)s: no work goes on in it any more.") % words)
    return row


@transaction.atomic
def add_task(*, consortium: Consortium, task: TaskSaid, now: datetime, actor: Any = None) -> ConsortiumTask:
    """Write a task down; one that stands already, of the same words, owner and day, is the same.

    Raises FundingRefused where its owner is not within, or the consortium is over.
    """
    row = _working(consortium)
    what = " ".join(task.what.split())[:300]
    if not what:
        raise FundingRefused(_("Say what is to be done."), field="what")
    _check_within(row, task.owner)
    if (same := row.tasks.filter(what=what, owner=task.owner, due_on=task.due_on, done_at=None).first()) is not None:
        return same
    made = ConsortiumTask.objects.create(consortium=row, what=what, owner=task.owner, due_on=task.due_on, made_at=now)
    values = {"task": what, "partner": task.owner.called if task.owner else "", "due_on": task.due_on}
    audit.record(actor=actor, verb="add-task", thing=row, values=values)
    return made


def _check_within(row: Consortium, owner: Partner | None) -> None:
    if owner is not None and (owner.consortium_id != row.pk or not owner.is_within):
        raise FundingRefused(_("Who does it must be within: choose another partner."), field="owner")


@transaction.atomic
def set_task_done(*, task: ConsortiumTask, is_done: bool, now: datetime, actor: Any = None) -> ConsortiumTask:
    """Mark a task as done, or not; twice is once. Raises FundingRefused where the consortium is over."""
    row = _working(task.consortium)
    held: ConsortiumTask | None = row.tasks.select_for_update().filter(pk=task.pk).first()
    if held is None:
        raise FundingRefused(_("Another has taken this task away."))
    if (held.done_at is not None) == is_done:
        return held
    held.done_at, held.done_by = (now, actor) if is_done else (None, None)
    held.save(update_fields=["done_at", "done_by"])
    verb = "finish-task" if is_done else "reopen-task"
    audit.record(actor=actor, verb=verb, thing=row, values={"task": held.what})
    return held


@transaction.atomic
def drop_task(*, task: ConsortiumTask, actor: Any = None) -> None:
    """Take a task away; twice is once. Raises FundingRefused where the consortium is over."""
    row = _working(task.consortium)
    if row.tasks.filter(pk=task.pk).delete()[0]:
        audit.record(actor=actor, verb="drop-task", thing=row, values={"task": task.what})


def add_paper(
    *, consortium: Consortium, paper: PaperSaid, file: Sent, now: datetime, actor: Any = None
) -> ConsortiumPaper:
    """Take a paper in for the circle of a consortium, opened with the first. Raises FundingRefused and DocumentRefused.

    A paper of the same title, file and purpose that is there already is the same. What it stands for is ready from then
    on: the call's rule on documents passes by it while the proposal is open.
    """
    title, today = " ".join(paper.title.split())[:200], timezone.localdate(now)
    if not title:
        raise FundingRefused(_("Give it a title."), field="title")
    with transaction.atomic():
        row = _working(consortium)
        before = transaction.savepoint()
        document = store_document(
            paper=Paper(
                title=title,
                owner=paper.owner,
                visibility=Visibility.BILATERAL,
                content_visibility=Visibility.BILATERAL,
                circle=circle_of(consortium=row, today=today, actor=actor),
                is_example=row.is_example,
            ),
            file=file,
            now=now,
            actor=actor,
        )
        if (same := _same_paper(row, document, paper)) is not None:
            transaction.savepoint_rollback(before)
            return same
        made = ConsortiumPaper.objects.create(
            consortium=row,
            document=document,
            stands_for=paper.stands_for[:80],
            is_signed_by_all=paper.is_signed_by_all,
        )
        _add_document(row, made.stands_for, now)
        values = {"paper": title, "stands_for": made.stands_for}
        audit.record(actor=actor, verb="add-paper", thing=row, values=values)
    return made


def _same_paper(row: Consortium, document: Document, paper: PaperSaid) -> ConsortiumPaper | None:
    """Find a paper that is there already with the file that a document was just stored with."""
    digest = document.versions.values_list("digest", flat=True).first()
    rows = row.papers.filter(stands_for=paper.stands_for[:80], is_signed_by_all=paper.is_signed_by_all)
    same = rows.filter(document__title=document.title, document__versions__digest=digest)
    found: ConsortiumPaper | None = same.select_related("document").first()
    return found


def _add_document(row: Consortium, name: str, now: datetime) -> None:
    """Note that a document is ready; what was judged before is old."""
    if name and row.state in OPEN_STATES and name not in (row.documents or []):
        row.documents = [*(row.documents or []), name]
        note_change(row, now, is_draft_again=False)


@transaction.atomic
def drop_paper(*, paper: ConsortiumPaper, now: datetime, actor: Any = None) -> None:
    """Take a paper out of the work, twice is once: it stays among the documents of its circle. Raises FundingRefused.

    A document that no other paper stands for is not ready any more, and a proposal that was ready is a draft again.
    """
    row = _working(paper.consortium)
    name = paper.stands_for
    if not row.papers.filter(pk=paper.pk).delete()[0]:
        return
    audit.record(actor=actor, verb="drop-paper", thing=row, values={"paper": paper.document.title, "stands_for": name})
    if not name or row.state not in OPEN_STATES or row.papers.filter(stands_for=name).exists():
        return
    row.documents = [one for one in row.documents or [] if one != name]
    note_change(row, now)


@transaction.atomic
def sign_paper(
    *, paper: ConsortiumPaper, partner: Partner, on: date, now: datetime, actor: Any = None
) -> PaperSignature:
    """Write down that a partner has signed a paper on a day; again corrects the day. Raises FundingRefused."""
    row = _working(paper.consortium)
    if partner.consortium_id != row.pk or not partner.is_within:
        raise FundingRefused(_("Who signs must be within."), field="partner")
    if not row.papers.select_for_update().filter(pk=paper.pk).exists():
        raise FundingRefused(_("Another has taken this paper out."))
    if on > timezone.localdate(now):
        raise FundingRefused(_("This day has not come yet: write when it was signed."), field="on")
    signed, _new = PaperSignature.objects.update_or_create(
        paper=paper, partner=partner, defaults={"signed_on": on, "noted_by": actor}
    )
    values = {"paper": paper.document.title, "partner": partner.called, "on": on}
    audit.record(actor=actor, verb="sign-paper", thing=row, values=values)
    return signed


@transaction.atomic
def unsign_paper(*, paper: ConsortiumPaper, partner: Partner, actor: Any = None) -> None:
    """Take back that a partner has signed a paper; nothing where it was not written down. Raises FundingRefused."""
    row = _working(paper.consortium)
    if paper.signatures.filter(partner=partner).delete()[0]:
        values = {"paper": paper.document.title, "partner": partner.called}
        audit.record(actor=actor, verb="unsign-paper", thing=row, values=values)
