"""All of a consortium's work for a reader who may act on it: the project's figures, tasks, papers, what was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from filiera.funding.logic.steps import DECIDED_STATES, OPEN_STATES
from filiera.funding.models import FundedProject
from filiera.funding.queries.outcomes import lessons_for
from filiera.funding.queries.workspace import criteria_of, documents_asked, paper_lines, task_lines
from filiera.funding.shapes import number
from filiera.funding.shapes_workspace import outcome_shape, paper_shape, task_shape

if TYPE_CHECKING:
    from datetime import date

    from filiera.common.visibility import Audience
    from filiera.funding.models import Consortium
    from filiera.funding.queries.consortia import ConsortiumPage
    from filiera.funding.queries.outcomes import Lesson
    from filiera.funding.queries.workspace import PaperLine, TaskLine

Shape = dict[str, Any]
FIGURES = (
    *("summary", "duration_months", "trl_start", "trl_end", "s3_priority", "civil_only", "research_may_publish"),
    *("wide_dissemination", "documents", "plan_sections", "outputs", "supplier_name", "supplier_kind"),
)


def work_shape(page: ConsortiumPage, *, audience: Audience, today: date) -> Shape:
    """Give the work of a consortium as far as the reader may see it; amounts in euro."""
    row = page.consortium
    made = FundedProject.objects.filter(consortium=row).first()
    return {
        "project": _figures(row),
        "verdict": row.verdict,
        "checked_at": row.checked_at.isoformat() if row.checked_at else None,
        "next_states": [str(one) for one in page.next_states],
        "tasks": [_task(one) for one in task_lines(row, today=today)],
        "papers": [_paper(one) for one in paper_lines(row, page.partners, audience=audience)],
        "documents_asked": _documents(row),
        "outcome": outcome_shape(row, criteria_of(row)) if row.state in DECIDED_STATES else None,
        "earlier": [_earlier(one) for one in lessons_for(row, audience=audience)] if row.state in OPEN_STATES else [],
        "funded_project": made.code if made is not None and made.is_visible_to(audience) else None,
    }


def _figures(row: Consortium) -> Shape:
    return {name: getattr(row, name) for name in FIGURES} | {
        "start_on": row.start_on.isoformat() if row.start_on else None,
        "inkind_pct": number(row.inkind_pct),
    }


def _task(line: TaskLine) -> Shape:
    return {**task_shape(line), "owner": line.task.owner.key if line.task.owner else None}


def _paper(line: PaperLine) -> Shape:
    shape, owner = paper_shape(line), line.document.owner
    signed = zip(line.signatures, shape["signatures"], strict=True)
    return {
        **shape,
        "signatures": [{"partner": one.partner.key, **said} for one, said in signed],
        "document": line.document.pk,
        "owner": owner.code if owner else None,
    }


def _documents(row: Consortium) -> list[Shape]:
    ready = set(row.documents or [])
    return [{"id": name, "label": words, "ready": name in ready} for name, words in documents_asked(row.call)]


def _earlier(lesson: Lesson) -> Shape:
    return {
        "consortium": lesson.consortium.code,
        "shares": lesson.why,
        **outcome_shape(lesson.consortium, lesson.criteria),
    }
