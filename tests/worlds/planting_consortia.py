"""A consortium at work that alfa leads with beta, what the evaluators said of their last, and a project for members alone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from factories.calls import call
from factories.consortium_work import share, won
from factories.documents import pdf
from filiera.documents.operations.receiving import Sent
from filiera.funding.models import Consortium, Partner
from filiera.funding.operations.outcomes import CriterionSaid, OutcomeSaid, write_outcome
from filiera.funding.operations.projects import keep_project
from filiera.funding.operations.workspace import PaperSaid, TaskSaid, add_paper, add_task
from tests_clock import NOW, TODAY

if TYPE_CHECKING:
    from filiera.funding.models import Call
    from worlds.planting import World


def plant_consortia(world: World) -> World:
    """Plant what those within and the office read: name, task, paper, what was said last time; and a project of members."""
    cast = world.cast
    within = cast.own("alfa") | cast.own("beta") | cast.office()
    of = call("CONSORZI", title="Bando per consorzi (esempio)")
    world.value("call", of.code)
    before = _consortium(world, of, "consortium that was not funded", within, state="REJECTED")
    said = CriterionSaid("Impatto (esempio)", comment=world.word("comment of evaluators", within))
    note = world.word("note of evaluators", within)
    write_outcome(consortium=before, outcome=OutcomeSaid("REJECTED", TODAY, note=note, criteria=(said,)), now=NOW)
    now = _consortium(world, of, "consortium at work", within)
    add_task(consortium=now, task=TaskSaid(world.word("task of a consortium", within)), now=NOW)
    title = world.word("title of a paper of a consortium", within)
    paper = PaperSaid(title, world.organisations["alfa"], is_signed_by_all=True)
    made = add_paper(consortium=now, paper=paper, file=Sent("accordo.pdf", [pdf()]), now=NOW)
    world.value("document", made.document_id)
    members = cast.members() | cast.own("alfa")
    told = world.word("project for members", members)
    secret = won(told, share(world.organisations["alfa"], 10), visibility="MEMBERS")
    project = keep_project(said=secret, now=NOW)
    world.value("project", project.code)
    world.private |= {("consortium", now.code), ("project", project.code)}
    return world


def _consortium(world: World, of: Call, what: str, within: frozenset[str], state: str = "DRAFT") -> Consortium:
    row = Consortium.objects.create(
        code=f"consorzio-{state.lower()}",
        call=of,
        name=world.word(f"name of a {what}", within),
        state=state,
        submitted_at=NOW - timedelta(days=9) if state == "REJECTED" else None,
        visibility="BILATERAL",
        created_at=NOW,
        changed_at=NOW,
    )
    Partner.objects.create(consortium=row, organisation=world.organisations["alfa"], state="LEADS")
    Partner.objects.create(consortium=row, organisation=world.organisations["beta"], state="ACCEPTED")
    Partner.objects.create(consortium=row, organisation=world.organisations["gamma"], state="DECLINED")
    world.value("consortium", row.code)
    return row
