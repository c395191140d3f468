"""The demo's consortia and funded projects, made by the same operations as anybody's; what is there already is left alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone

from filiera.common.typeset import typeset
from filiera.common.visibility import OFFICE_AUDIENCE
from filiera.documents.operations.examples import PAGE
from filiera.documents.operations.receiving import Sent
from filiera.funding.drafts_projects import PartnerSaid, ProjectSaid, SourceSaid
from filiera.funding.enums import CallLevel, ConsortiumState, PartnerRole, PartnerState
from filiera.funding.models import Call, Consortium, FundedProject
from filiera.funding.operations.consortia import Place, Step, begin_consortium, move_consortium, set_project
from filiera.funding.operations.invitations import note_answer
from filiera.funding.operations.outcomes import CriterionSaid, OutcomeSaid, write_outcome
from filiera.funding.operations.projects import ResultSaid, add_result, keep_project
from filiera.funding.operations.workspace import PaperSaid, TaskSaid, add_paper, add_task, set_task_done, sign_paper
from filiera.funding.queries.judged import judged_consortium, partners_in
from filiera.funding.queries.projects import draft_of_consortium
from filiera.registry.models import Organisation

Told = dict[str, Any]

PLAIN = ("acronym", "title_it", "title_en", "summary_it", "programme", "starts_on", "ends_on", "visibility")
AMOUNTS = ("total_cost_eur", "grant_eur")


def make_project_examples(*, path: Path, now: datetime) -> int:
    """Make the consortia and projects of `projects.yaml` that are missing; give how many were made.

    What names an organisation or a call that is not there is left out.
    """
    if not path.exists():
        return 0
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    codes = {one["organisation"] for row in (*told["consortia"], *told["projects"]) for one in row["partners"]}
    rows = {row.code: row for row in Organisation.objects.filter(code__in=codes, merged_into=None)}
    return sum(_consortium(row, rows, now) for row in told["consortia"]) + sum(
        _project(row, rows, now) for row in told["projects"]
    )


@transaction.atomic
def _consortium(told: Told, rows: dict[str, Organisation], now: datetime) -> bool:
    call = Call.objects.filter(ref=told["call"], is_example=True).first()
    wanted = [one["organisation"] for one in told["partners"]]
    is_there = Consortium.objects.filter(name=told["name"], is_example=True).exists()
    if call is None or is_there or not all(code in rows for code in wanted):
        return False
    begun = _at(told["begun_on"])
    places = tuple(
        Place(rows[one["organisation"]], cost_eur=Decimal(one["cost_eur"]), tasks=one["tasks"])
        for one in told["partners"]
    )
    lead = next(one["organisation"] for one in told["partners"] if one.get("leads"))
    row = begin_consortium(call=call, name=told["name"], lead=rows[lead], places=places, now=begun)
    Consortium.objects.filter(pk=row.pk).update(is_example=True)
    row.is_example = True
    for partner in row.partners.filter(state=PartnerState.PROPOSED):
        note_answer(partner=partner, accepts=True, words="Sì (esempio)", now=begun)
    set_project(consortium=row, values={"summary": told["summary"], **told["project"]}, now=begun)
    _work(row, told, now)
    if "submitted_on" in told:
        sent = _at(told["submitted_on"])
        for state in (ConsortiumState.READY, ConsortiumState.SUBMITTED):
            move_consortium(consortium=row, step=Step(state), now=sent)
    if "outcome" in told:
        write_outcome(consortium=row, outcome=_outcome(told["outcome"]), now=now)
    if "funded" in told:
        _funded(Consortium.objects.get(pk=row.pk), told["funded"], now)
    return True


def _work(row: Consortium, told: Told, now: datetime) -> None:
    """Write the tasks of a consortium down, bring its papers, note who has signed them."""
    today = timezone.localdate(now)
    partners = {one.organisation.code: one for one in partners_in(row) if one.organisation}
    for one in told.get("tasks", []):
        said = TaskSaid(one["what"], partners[one["owner"]], today + timedelta(days=one["due_in_days"]))
        task = add_task(consortium=row, task=said, now=now)
        if one.get("done"):
            set_task_done(task=task, is_done=True, now=now)
    for one in told.get("papers", []):
        owner = partners[one["owner"]].organisation
        content = typeset(PAGE, {"words": one["words"], "title": one["title"]}, tagged=False)
        paper = add_paper(
            consortium=row,
            paper=PaperSaid(one["title"], owner, is_signed_by_all=one.get("is_signed_by_all", False)),
            file=Sent("accordo-di-progetto.pdf", [content]),
            now=now,
        )
        for code, on in one.get("signed", {}).items():
            sign_paper(paper=paper, partner=partners[code], on=min(on, today), now=now)


def _outcome(told: Told) -> OutcomeSaid:
    return OutcomeSaid(
        to=told["to"],
        on=told["day"],
        total_points=Decimal(told["total_points"]),
        least_points=Decimal(told["least_points"]),
        note=told["note"],
        criteria=tuple(
            CriterionSaid(one["name"], Decimal(one["points"]), Decimal(one["most"]), one["comment"])
            for one in told["criteria"]
        ),
    )


def _funded(row: Consortium, told: Told, now: datetime) -> None:
    """Make the funded project of a consortium, granted as it is told."""
    draft = draft_of_consortium(row, partners_in(row), judged_consortium(row, now=now, audience=OFFICE_AUDIENCE))
    grants = {code: Decimal(amount) for code, amount in told["grants"].items()}
    said = replace(
        draft,
        acronym=told["acronym"],
        title_en=told["title_en"],
        summary_en=told["summary_en"],
        grant_eur=Decimal(told["grant_eur"]),
        source=_source(told["source"]),
        partners=tuple(
            replace(one, grant_eur=grants.get(one.organisation.code if one.organisation else ""))
            for one in draft.partners
        ),
    )
    project = keep_project(said=said, consortium=row, now=now)
    for one in told.get("results", []):
        add_result(project=project, result=ResultSaid(one["title"], one["kind"], one["day"]), now=now)


def _source(told: Told) -> SourceSaid:
    return SourceSaid(told["name"], told["url"], told["day"])


def _at(day: date) -> datetime:
    """Give the noon of a day, as somebody works."""
    return datetime.combine(day, time(12), tzinfo=timezone.get_default_timezone())


def _project(told: Told, rows: dict[str, Organisation], now: datetime) -> bool:
    is_there = FundedProject.objects.filter(title_it=told["title_it"], is_example=True).exists()
    if is_there or not all(one["organisation"] in rows for one in told["partners"]):
        return False
    plain: Told = {name: told[name] for name in PLAIN if name in told}
    plain |= {name: Decimal(told[name]) for name in AMOUNTS if name in told}
    said = ProjectSaid(
        **plain,
        level=CallLevel(told["level"]),
        source=_source(told["source"]) if "source" in told else None,
        is_example=True,
        partners=tuple(
            PartnerSaid(
                organisation=rows[one["organisation"]],
                role=PartnerRole.LEAD if one.get("leads") else PartnerRole.PARTNER,
                cost_eur=Decimal(one["cost_eur"]) if "cost_eur" in one else None,
                grant_eur=Decimal(one["grant_eur"]) if "grant_eur" in one else None,
            )
            for one in told["partners"]
        ),
    )
    keep_project(said=said, now=now)
    return True
