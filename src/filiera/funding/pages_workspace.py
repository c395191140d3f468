"""The part of a consortium's page where its partners work: forms for tasks, papers and signatures, beside what they show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from filiera.common.acting import acting_of
from filiera.common.forms import form_of_row
from filiera.funding.enums import ConsortiumState
from filiera.funding.forms_rows import initial_rows
from filiera.funding.forms_workspace import PaperForm, SignForm, TaskForm
from filiera.funding.logic.steps import CONSORTIUM_STEPS, DECIDED_STATES, OPEN_STATES, WORKING_STATES
from filiera.funding.models import FundedProject
from filiera.funding.queries.outcomes import lessons_for
from filiera.funding.queries.workspace import (
    budget_of,
    criteria_of,
    documents_asked,
    documents_missing,
    paper_lines,
    task_lines,
)

if TYPE_CHECKING:
    from django.forms import BaseForm

    from filiera.common.visibility import Audience
    from filiera.funding.models import Consortium, OutcomeCriterion, Partner
    from filiera.funding.queries.consortia import ConsortiumPage
    from filiera.funding.queries.outcomes import Lesson
    from filiera.funding.queries.workspace import Budget, PaperLine, TaskLine

Again = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class WorkingPaper:
    """A paper with the form by which its signatures are written down; none where the reader signs for nobody."""

    line: PaperLine
    form: BaseForm | None
    may_drop: bool
    own: frozenset[int]


@dataclass(frozen=True, slots=True)
class Work:
    """What the work of a consortium shows to a reader; `decisions` and `onward` are the steps that may follow."""

    tasks: tuple[TaskLine, ...]
    papers: tuple[WorkingPaper, ...]
    missing: tuple[str, ...]
    budget: Budget
    lessons: tuple[Lesson, ...]
    criteria: tuple[OutcomeCriterion, ...]
    project: FundedProject | None
    task_form: BaseForm
    paper_form: BaseForm
    goes_on: bool
    is_decided: bool
    decisions: tuple[ConsortiumState, ...]
    onward: tuple[ConsortiumState, ...]
    may_write_outcome: bool

    @property
    def open_tasks(self) -> int:
        """Count the tasks that are to be done."""
        return sum(one.task.done_at is None for one in self.tasks)


def work_of(
    consortium: Consortium, shown: ConsortiumPage, *, user: Any, audience: Audience, today: date, again: Again
) -> Work:
    """Read the work of a consortium for a reader; `again` gives a form back that was refused."""
    within = [one for one in shown.partners if one.is_within]
    may_change = user.has_perm("funding.change_consortium", consortium)
    project = FundedProject.objects.filter(consortium=consortium).first()
    papers = paper_lines(consortium, shown.partners, audience=audience)
    goes_on = consortium.state in WORKING_STATES
    signers = signers_of(consortium, within, user=user) if goes_on else []
    decided = consortium.state in DECIDED_STATES
    return Work(
        tasks=task_lines(consortium, today=today),
        papers=tuple(_working_paper(one, signers, may_change and goes_on, user, today, again) for one in papers),
        missing=tuple(documents_missing(consortium)) if consortium.state in OPEN_STATES else (),
        budget=budget_of(shown.partners, shown.judgement),
        lessons=lessons_for(consortium, audience=audience) if consortium.state in OPEN_STATES else (),
        criteria=criteria_of(consortium) if decided else (),
        project=project if project is not None and project.is_visible_to(audience) else None,
        task_form=again(TaskForm(partners=within, auto_id="task-%s")),
        paper_form=again(PaperForm(asked=documents_asked(consortium.call), auto_id="paper-%s")),
        goes_on=goes_on,
        is_decided=decided,
        decisions=tuple(one for one in shown.next_states if one in DECIDED_STATES),
        onward=tuple(one for one in shown.next_states if one not in DECIDED_STATES),
        may_write_outcome=may_change and project is None and bool(outcome_states(consortium)),
    )


def signers_of(consortium: Consortium, within: list[Partner], *, user: Any) -> list[Partner]:
    """Give the partners for which a person may write down that they have signed: all for the office and the lead."""
    if user.has_perm("funding.change_consortium", consortium):
        return within
    acting = acting_of(user)
    return [one for one in within if acting is not None and one.organisation_id == acting.organisation_id]


def _working_paper(
    line: PaperLine, signers: list[Partner], may_change: bool, user: Any, today: date, again: Again
) -> WorkingPaper:
    signed = {one.partner.pk for one in line.signatures if one.signed_on is not None}
    open_to = [one for one in signers if one.pk not in signed]
    form = form_of_row(SignForm, line.paper.pk, partners=open_to, initial={"on": today}) if open_to else None
    acting = acting_of(user)
    is_own = acting is not None and line.document.owner_id == acting.organisation_id
    takes_back = frozenset(one.pk for one in signers if one.pk in signed)
    return WorkingPaper(line, again(form) if form is not None else None, may_change or is_own, takes_back)


def outcome_states(consortium: Consortium) -> list[ConsortiumState]:
    """Give how a decision on a consortium may read: as it stands, and what may still follow."""
    own = [ConsortiumState(consortium.state)] if consortium.state in DECIDED_STATES else []
    return own + [one for one in CONSORTIUM_STEPS.after(consortium.state) if one in DECIDED_STATES]


def outcome_initial(consortium: Consortium) -> tuple[dict[str, Any], int]:
    """Give what a decision says so far, as its form shows it, and how many criteria it has."""
    rows = [
        {"name": one.name, "points": one.points, "most": one.most_points, "comment": one.comment}
        for one in criteria_of(consortium)
    ]
    values = {
        "to": consortium.state,
        "on": consortium.decided_on,
        "total_points": consortium.total_points,
        "least_points": consortium.least_points,
        "note": consortium.outcome_note,
    }
    return values | initial_rows(rows), len(rows)
