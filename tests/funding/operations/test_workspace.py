"""Tasks, papers and signatures of a consortium: who reads them, in which state they change, and what a paper makes ready."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from factories import UserFactory
from factories.consortium_work import Team, acting_for, firm, team
from factories.documents import pdf
from filiera.common.models import AuditEvent
from filiera.common.visibility import OFFICE_AUDIENCE, PUBLIC_AUDIENCE
from filiera.documents.models import Document
from filiera.documents.operations.receiving import Sent
from filiera.documents.operations.refusals import DocumentRefused
from filiera.funding.enums import ConsortiumState
from filiera.funding.models import Consortium, ConsortiumPaper
from filiera.funding.operations.consortia import hand_lead, remove_partner
from filiera.funding.operations.invitations import answer_invitation, reopen_answer
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
    unsign_paper,
)
from filiera.funding.queries.judged import judged_consortium
from filiera.funding.queries.workspace import paper_lines, task_lines
from filiera.registry.models import CircleMember
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db


def bring(made: Team, title: str = "Accordo (esempio)", **said: Any) -> ConsortiumPaper:
    return add_paper(
        consortium=made.fresh(), paper=PaperSaid(title, **said), file=Sent("accordo.pdf", [pdf()]), now=NOW
    )


def standing(made: Team) -> list[str]:
    circle = made.fresh().circle
    rows = CircleMember.objects.in_force(TODAY).filter(circle=circle) if circle else CircleMember.objects.none()
    return sorted(one.organisation.name for one in rows if one.organisation)


@pytest.mark.parametrize("state", ConsortiumState.values)
def test_work_goes_on_until_it_is_over(state: str) -> None:
    made = team(state)
    goes_on = state not in ("REJECTED", "ABANDONED")
    acts = [
        lambda: add_task(consortium=made.fresh(), task=TaskSaid("Scrivere la parte tecnica"), now=NOW),
        lambda: bring(made),
    ]
    done = []
    for act in acts:
        try:
            act()
            done.append(True)
        except FundingRefused:
            done.append(False)
    assert done == [goes_on, goes_on]


def test_task_is_written_done_undone_and_dropped_with_its_trail() -> None:
    made = team()
    said = TaskSaid("  Scrivere   il piano ", made.partners["Beta"], TODAY)
    task = add_task(consortium=made.row, task=said, now=NOW)
    assert (task.what, task.owner, task.due_on, task.done_at) == (
        "Scrivere il piano",
        made.partners["Beta"],
        TODAY,
        None,
    )
    user = UserFactory()
    for _twice in range(2):
        assert set_task_done(task=task, is_done=True, now=NOW, actor=user).done_by == user
    assert set_task_done(task=task, is_done=False, now=NOW, actor=user).done_at is None
    drop_task(task=task)
    verbs = list(
        AuditEvent.objects.filter(object_type="funding.Consortium").order_by("pk").values_list("verb", flat=True)
    )
    assert (verbs, made.row.tasks.count()) == (["add-task", "finish-task", "reopen-task", "drop-task"], 0)


@pytest.mark.parametrize("who", ["Gamma", "Delta"])
def test_task_of_somebody_who_is_not_within_is_refused(who: str) -> None:
    made = team()
    with pytest.raises(FundingRefused) as error:
        add_task(consortium=made.row, task=TaskSaid("Firmare", made.partners[who]), now=NOW)
    assert error.value.field == "owner"


def test_tasks_stand_by_day_with_what_is_late_and_the_done_last() -> None:
    made = team()
    for what, due in (
        ("senza giorno", None),
        ("domani", TODAY + timedelta(days=1)),
        ("ieri", TODAY - timedelta(days=1)),
    ):
        add_task(consortium=made.row, task=TaskSaid(what, due_on=due), now=NOW)
    done = add_task(consortium=made.row, task=TaskSaid("fatta ieri", due_on=TODAY - timedelta(days=1)), now=NOW)
    set_task_done(task=done, is_done=True, now=NOW)
    lines = [(one.task.what, one.is_late) for one in task_lines(made.row, today=TODAY)]
    assert lines == [("ieri", True), ("domani", False), ("senza giorno", False), ("fatta ieri", False)]


def test_paper_is_read_by_those_within_and_the_office_alone() -> None:
    made = team()
    paper = bring(made, owner=firm("Beta"))
    people = {name: acting_for(firm(name)).audience() for name in ("Alfa", "Beta", "Gamma", "Delta", "Zeta")}
    audiences = people | {"visitor": PUBLIC_AUDIENCE, "office": OFFICE_AUDIENCE}
    readers = {name for name, one in audiences.items() if paper.document.is_visible_to(one)}
    twins = {name for name, one in audiences.items() if Document.objects.visible_to(one).exists()}
    files = {name for name, one in audiences.items() if paper.document.may_read("file", one)}
    assert readers == twins == files == {"Alfa", "Beta", "office"}


def test_circle_opens_with_the_first_paper_and_follows_who_comes_and_goes() -> None:
    made = team()
    assert standing(made) == []
    bring(made)
    assert standing(made) == ["Alfa", "Beta"]
    answer_invitation(partner=made.partners["Gamma"], accepts=True, now=NOW)
    assert standing(made) == ["Alfa", "Beta", "Gamma"]
    reopen_answer(partner=made.partners["Gamma"], now=NOW)
    assert standing(made) == ["Alfa", "Beta"]
    remove_partner(partner=made.partners["Beta"], now=NOW)
    assert standing(made) == ["Alfa"]
    answer_invitation(partner=made.partners["Gamma"], accepts=True, now=NOW)
    hand_lead(partner=made.partners["Gamma"], now=NOW)
    assert standing(made) == ["Alfa", "Gamma"]


def test_who_left_reads_nothing_but_its_own() -> None:
    made = team()
    of_alfa, of_beta = bring(made, owner=firm("Alfa")), bring(made, "Di Beta (esempio)", owner=firm("Beta"))
    remove_partner(partner=made.partners["Beta"], now=NOW)
    audience = acting_for(firm("Beta")).audience()
    seen = [one.document.is_visible_to(audience) for one in (of_alfa, of_beta)]
    assert seen == [False, True]
    assert not Consortium.objects.visible_to(audience).exists()


def test_paper_that_stands_for_a_document_makes_the_rule_pass_and_its_going_fail_again() -> None:
    made = team("READY")

    def docs() -> str:
        checks = judged_consortium(made.fresh(), now=NOW, audience=OFFICE_AUDIENCE).checks
        return next(str(one.verdict) for one in checks if one.rule == "docs")

    assert docs() == "unknown"
    bring(made, stands_for="application")
    assert docs() == "fail"
    last = bring(made, stands_for="project_agreement")
    assert (docs(), made.fresh().documents, made.fresh().state) == (
        "pass",
        ["application", "project_agreement"],
        "READY",
    )
    twin = bring(made, "Un'altra copia (esempio)", stands_for="project_agreement")
    drop_paper(paper=twin, now=NOW)
    assert docs() == "pass"
    drop_paper(paper=last, now=NOW)
    assert (docs(), made.fresh().documents, made.fresh().state) == ("fail", ["application"], "DRAFT")


def test_paper_after_the_submission_changes_nothing_of_what_was_submitted() -> None:
    made = team("SUBMITTED", documents=["application"])
    bring(made, stands_for="project_agreement")
    assert made.fresh().documents == ["application"]


def test_paper_that_is_no_file_of_ours_leaves_nothing_behind() -> None:
    made = team()
    with pytest.raises(DocumentRefused):
        add_paper(consortium=made.row, paper=PaperSaid("Vuota"), file=Sent("vuota.pdf", [b""]), now=NOW)
    assert (made.fresh().circle, ConsortiumPaper.objects.count(), Document.objects.count()) == (None, 0, 0)


def test_signatures_are_of_those_within_on_a_day_that_has_come() -> None:
    made = team()
    paper = bring(made, is_signed_by_all=True)
    within = [one for one in made.partners.values() if one.is_within]
    lines = paper_lines(made.fresh(), within, audience=OFFICE_AUDIENCE)
    assert [(one.partner.called, one.signed_on) for one in lines[0].signatures] == [("Alfa", None), ("Beta", None)]
    for wrong, on, box in (("Gamma", TODAY, "partner"), ("Beta", TODAY + timedelta(days=1), "on")):
        with pytest.raises(FundingRefused) as error:
            sign_paper(paper=paper, partner=made.partners[wrong], on=on, now=NOW)
        assert error.value.field == box
    for on in (date(2026, 11, 20), date(2026, 11, 21)):
        sign_paper(paper=paper, partner=made.partners["Beta"], on=on, now=NOW)
    line = paper_lines(made.fresh(), within, audience=OFFICE_AUDIENCE)[0]
    assert ([one.signed_on for one in line.signatures], line.waiting) == ([None, date(2026, 11, 21)], 1)
    for _twice in range(2):
        unsign_paper(paper=paper, partner=made.partners["Beta"])
    assert paper_lines(made.fresh(), within, audience=OFFICE_AUDIENCE)[0].waiting == 2
