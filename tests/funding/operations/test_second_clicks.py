"""What is sent twice is written once: a double click, the back button, two who help each other; what differs is another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from factories.calls import draft
from factories.consortium_work import Team, firm, team, won
from factories.documents import pdf
from filiera.common.again import SECOND_CLICK
from filiera.common.models import AuditEvent
from filiera.documents.models import Document
from filiera.documents.operations.receiving import Sent
from filiera.funding.enums import CallSource
from filiera.funding.models import (
    Call,
    ConsortiumPaper,
    ConsortiumTask,
    DeMinimisAward,
    FundedProject,
    ProjectResult,
    Shareholding,
)
from filiera.funding.operations.applicants import Share, add_award, add_share
from filiera.funding.operations.consortia import Place, hand_lead, remove_partner, set_partner, swap_partner
from filiera.funding.operations.edit import write_call
from filiera.funding.operations.invitations import invite_partner, note_answer
from filiera.funding.operations.projects import ResultSaid, add_result, keep_project
from filiera.funding.operations.proposals import call_from_text
from filiera.funding.operations.refusals import FundingRefused
from filiera.funding.operations.workspace import (
    PaperSaid,
    TaskSaid,
    add_paper,
    add_task,
    drop_paper,
    drop_task,
    set_task_done,
    sign_paper,
)
from tests_clock import NOW

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Act:
    """An act that makes a row of a table, with words of which it is told apart."""

    table: Any
    verb: str
    do: Callable[[Any, str], Any]
    before: Callable[[], Any] = lambda: None


def hand(said: str) -> Any:
    return draft(f"20261130-{said}", source=CallSource.HAND, title=f"Bando {said} (esempio)")


ACTS = {
    "task": Act(
        ConsortiumTask, "add-task", lambda made, said: add_task(consortium=made.row, task=TaskSaid(said), now=NOW), team
    ),
    "paper": Act(
        ConsortiumPaper,
        "add-paper",
        lambda made, said: add_paper(
            consortium=made.fresh(), paper=PaperSaid(said), file=Sent("a.pdf", [pdf()]), now=NOW
        ),
        team,
    ),
    "result": Act(
        ProjectResult,
        "add-result",
        lambda made, said: add_result(project=made, result=ResultSaid(said), now=NOW),
        lambda: keep_project(said=won(), now=NOW),
    ),
    "award": Act(
        DeMinimisAward,
        "add-award",
        lambda _made, said: add_award(
            organisation=firm("Alfa"), granted_on=date(2026, 1, 2), amount_eur=Decimal(10), measure=said, now=NOW
        ),
    ),
    "share": Act(
        Shareholding,
        "add-share",
        lambda _made, said: add_share(held=firm("Alfa"), share=Share(Decimal(20), name=said), now=NOW),
    ),
    "project": Act(FundedProject, "record-project", lambda _made, said: keep_project(said=won(said), now=NOW)),
    "call by hand": Act(Call, "record-call", lambda _made, said: write_call(draft=hand(said), now=NOW)),
    "call of a text": Act(Call, "record-call", lambda _made, said: call_from_text(text=f"Bando {said}", now=NOW)),
}


@pytest.mark.parametrize("name", ACTS)
def test_same_again_is_the_same_and_another_is_another(name: str) -> None:
    act = ACTS[name]
    made = act.before()
    there, acts = act.table.objects.count(), AuditEvent.objects.filter(verb=act.verb).count()
    first = act.do(made, "Uno")
    assert act.do(made, "Uno") == first
    assert (act.table.objects.count(), AuditEvent.objects.filter(verb=act.verb).count()) == (there + 1, acts + 1)
    assert act.do(made, "Due") != first
    assert act.table.objects.count() == there + 2


def test_paper_sent_twice_leaves_no_second_document() -> None:
    made = team()
    for _click in range(2):
        ACTS["paper"].do(made, "Accordo")
    assert Document.objects.count() == 1


def test_task_that_is_done_may_be_set_again() -> None:
    made: Team = team()
    first = add_task(consortium=made.row, task=TaskSaid("Scrivere"), now=NOW)
    set_task_done(task=first, is_done=True, now=NOW)
    assert add_task(consortium=made.row, task=TaskSaid("Scrivere"), now=NOW) != first


def test_other_partner_or_day_is_another_task() -> None:
    made = team()
    said = TaskSaid("Scrivere", made.partners["Alfa"], date(2027, 1, 1))
    others = [said, replace(said, owner=made.partners["Beta"]), replace(said, due_on=None)]
    assert len({add_task(consortium=made.row, task=one, now=NOW).pk for one in [*others, *others]}) == 3


def test_same_holder_with_another_share_is_refused() -> None:
    add_share(held=firm("Alfa"), share=Share(Decimal(20), firm("Beta")), now=NOW)
    with pytest.raises(FundingRefused) as refused:
        add_share(held=firm("Alfa"), share=Share(Decimal(30), firm("Beta")), now=NOW)
    assert refused.value.field == "holder"


def test_project_and_call_of_the_same_words_are_others_after_a_while() -> None:
    later = NOW + SECOND_CLICK
    assert keep_project(said=won(), now=NOW) != keep_project(said=won(), now=later)
    write_call(draft=hand("Uno"), now=NOW)
    with pytest.raises(FundingRefused) as refused:
        write_call(draft=hand("Uno"), now=later)
    assert refused.value.field == "ref"


TAKEN_OUT: dict[str, Callable[[Any], object]] = {
    "figures": lambda gone: set_partner(partner=gone, values={"cost_eur": Decimal(1)}, now=NOW),
    "out": lambda gone: remove_partner(partner=gone, now=NOW),
    "lead": lambda gone: hand_lead(partner=gone, now=NOW),
    "swap": lambda gone: swap_partner(partner=gone, into=Place(firm("Zeta")), now=NOW),
    "asked": lambda gone: invite_partner(partner=gone, email="gone@example.org", now=NOW),
    "answered": lambda gone: note_answer(partner=gone, accepts=True, now=NOW),
}


@pytest.mark.parametrize("act", TAKEN_OUT)
def test_partner_that_another_took_out_meanwhile_is_told_of(act: str) -> None:
    made = team(partners={"Alfa": "LEADS", "Beta": "PROPOSED"})
    seen = made.row.partners.select_related("organisation", "consortium").get(organisation__name="Beta")
    remove_partner(partner=made.partners["Beta"], now=NOW)
    acts = AuditEvent.objects.count()
    with pytest.raises(FundingRefused, match="Non è più nel partenariato"):
        TAKEN_OUT[act](seen)
    assert (AuditEvent.objects.count(), made.row.partners.count()) == (acts, 1)


def test_task_and_paper_that_another_took_away_are_taken_away_once() -> None:
    made = team()
    task = add_task(consortium=made.row, task=TaskSaid("Prove"), now=NOW)
    sent = Sent("accordo.pdf", [pdf()])
    paper = add_paper(consortium=made.row, paper=PaperSaid("Accordo", stands_for="application"), file=sent, now=NOW)
    for _twice in range(2):
        drop_task(task=ConsortiumTask(pk=task.pk, consortium=made.row, what="Prove"))
        drop_paper(paper=paper_as_seen(paper), now=NOW)
    assert AuditEvent.objects.filter(verb__in=["drop-task", "drop-paper"]).count() == 2
    with pytest.raises(FundingRefused, match="ha tolto questo compito"):
        set_task_done(task=task, is_done=True, now=NOW)
    with pytest.raises(FundingRefused, match="ha tolto questo documento"):
        sign_paper(paper=paper, partner=made.partners["Beta"], on=NOW.date(), now=NOW)


def paper_as_seen(paper: ConsortiumPaper) -> ConsortiumPaper:
    """Give a paper as somebody found it before another took it out."""
    return ConsortiumPaper(
        pk=paper.pk, consortium=paper.consortium, document=paper.document, stands_for=paper.stands_for
    )
