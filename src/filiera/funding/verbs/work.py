"""The work of a consortium: tasks, papers and signatures, its budget."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as n_

from filiera.common.in_words import long_date
from filiera.common.terminal import table
from filiera.common.verbs import Options, Told, on_disk, wrong
from filiera.common.visibility import OFFICE_AUDIENCE
from filiera.competence.named import organisation_named
from filiera.documents.operations.receiving import Sent
from filiera.funding.exports_tables import budget_csv, budget_xlsx
from filiera.funding.models import Consortium, ConsortiumPaper, ConsortiumTask
from filiera.funding.operations.workspace import (
    PaperSaid,
    TaskSaid,
    add_paper,
    add_task,
    drop_paper,
    drop_task,
    set_task_done,
    sign_paper,
    unsign_paper,
)
from filiera.funding.queries.judged import partners_in
from filiera.funding.queries.workspace import Budget, PaperLine, budget_of, documents_asked, paper_lines, task_lines
from filiera.funding.shapes_workspace import budget_shape, paper_shape, task_shape
from filiera.funding.verbs.consortia import page_of
from filiera.funding.verbs.finding import consortium_named, numbered, partner_named

WRITTEN: Mapping[str, Callable[[Budget], bytes]] = {".csv": budget_csv, ".xlsx": budget_xlsx}
"""What a budget is written as, by the end of the file's name."""


def do_tasks(options: Options) -> Told:
    """List the tasks of a consortium, those to be done first."""
    return _told_tasks(consortium_named(options["code"]))


def do_task_add(options: Options) -> Told:
    """Write a task down."""
    found = consortium_named(options["code"])
    owner = partner_named(found, options["owner"]) if options["owner"] else None
    add_task(consortium=found, task=TaskSaid(options["what"], owner, options["by"]), now=timezone.now())
    return _told_tasks(found)


def do_task_done(options: Options) -> Told:
    """Mark a task as done."""
    return _marked(options, is_done=True)


def do_task_undone(options: Options) -> Told:
    """Mark a task as not done after all."""
    return _marked(options, is_done=False)


def _marked(options: Options, *, is_done: bool) -> Told:
    found = consortium_named(options["code"])
    set_task_done(task=_task(found, options["task"]), is_done=is_done, now=timezone.now())
    return _told_tasks(found)


def do_task_drop(options: Options) -> Told:
    """Take a task away."""
    found = consortium_named(options["code"])
    drop_task(task=_task(found, options["task"]))
    return _told_tasks(found)


def _task(found: Consortium, number: int) -> ConsortiumTask:
    rows = found.tasks.select_related("consortium")
    return numbered(rows, number, _("This consortium has no task %(n)s: “task list” says which it has."))


def _told_tasks(found: Consortium) -> Told:
    lines = task_lines(found, today=timezone.localdate())
    heads = [_("Number"), _("What is to be done"), _("Who does it"), _("By when"), _("State")]
    rows = []
    for one in lines:
        state = _("done") if one.task.done_at else _("late") if one.is_late else _("to be done")
        rows.append([str(one.task.pk), one.task.what, one.owner, _day(one.task.due_on), state])
    return Told([task_shape(one) for one in lines], [table(heads, rows)])


def _day(on: date | None) -> str:
    return on.isoformat() if on else ""


def do_papers(options: Options) -> Told:
    """List the papers of a consortium with who has signed them."""
    return _told_papers(consortium_named(options["code"]))


def do_papers_add(options: Options) -> Told:
    """Bring a paper for the partners within."""
    found, path = consortium_named(options["code"]), options["file"]
    stands_for, asked = options["stands_for"], dict(documents_asked(found.call))
    if stands_for and stands_for not in asked:
        words = _("The call asks for no document “%(name)s”; for these: %(names)s.")
        raise wrong(words % {"name": stands_for, "names": ", ".join(asked) or _("none")})
    with on_disk(path):
        file = Sent(path.name, [path.read_bytes()])
    paper = PaperSaid(
        title=options["title"] or path.stem,
        owner=organisation_named(options["owner"]) if options["owner"] else None,
        stands_for=stands_for,
        is_signed_by_all=options["signed_by_all"],
    )
    add_paper(consortium=found, paper=paper, file=file, now=timezone.now())
    return _told_papers(found)


def do_papers_sign(options: Options) -> Told:
    """Write down that a partner has signed a paper; without a day today."""
    found = consortium_named(options["code"])
    paper, partner = _paper(found, options["paper"]), partner_named(found, options["partner"])
    sign_paper(paper=paper, partner=partner, on=options["on"] or timezone.localdate(), now=timezone.now())
    return _told_papers(found)


def do_papers_unsign(options: Options) -> Told:
    """Take back that a partner has signed a paper."""
    found = consortium_named(options["code"])
    unsign_paper(paper=_paper(found, options["paper"]), partner=partner_named(found, options["partner"]))
    return _told_papers(found)


def do_papers_drop(options: Options) -> Told:
    """Take a paper out of the work."""
    found = consortium_named(options["code"])
    drop_paper(paper=_paper(found, options["paper"]), now=timezone.now())
    return _told_papers(found)


def _paper(found: Consortium, number: int) -> ConsortiumPaper:
    rows = found.papers.select_related("document", "consortium")
    return numbered(rows, number, _("This consortium has no paper %(n)s: “papers list” says which it has."))


def _told_papers(found: Consortium) -> Told:
    lines = paper_lines(found, partners_in(found), audience=OFFICE_AUDIENCE)
    heads = [_("Number"), _("Title"), _("Stands for"), _("Signatures")]
    rows = [[str(one.paper.pk), one.document.title, one.stands_for, _signed(one)] for one in lines]
    return Told([paper_shape(one) for one in lines], [table(heads, rows)])


def _signed(line: PaperLine) -> str:
    """Say who has signed a paper and when, and who has not."""
    return ", ".join(
        f"{one.partner.called} {long_date(one.signed_on) if one.signed_on else '–'}" for one in line.signatures
    )


BUDGET_HEADS = (n_("Partner"), n_("Cost, EUR"), n_("Rate, %"), n_("Grant, EUR"), n_("Own money, EUR"))


def do_budget(options: Options) -> Told:
    """Say who bears and gets what, or write it to a file."""
    page, path = page_of(options["code"]), options["out"]
    budget = budget_of(page.partners, page.judgement)
    if path is not None:
        return _written_budget(budget, path)
    rows = [
        [one.partner.called, *map(_amount, (one.partner.cost_eur, one.rate_pct, one.grant_eur, one.own_eur))]
        for one in budget.lines
    ]
    rows.append([_("Total"), _amount(budget.cost_eur), "", _amount(budget.grant_eur), _amount(budget.own_eur)])
    return Told(budget_shape(budget), [table([_(one) for one in BUDGET_HEADS], rows)])


def _amount(value: object) -> str:
    return "?" if value is None else str(value)


def _written_budget(budget: Budget, path: Path) -> Told:
    if path.suffix.lower() not in WRITTEN:
        raise wrong(_("“%(path)s”: let the name of the file end in .csv or .xlsx.") % {"path": path})
    with on_disk(path):
        path.write_bytes(WRITTEN[path.suffix.lower()](budget))
    return Told({"file": str(path), "partners": len(budget.lines)}, [str(path)])
