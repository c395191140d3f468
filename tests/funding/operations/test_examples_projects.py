"""The demo's consortia and funded projects: all made by the operations, once, and as the pages need them."""

from __future__ import annotations

from decimal import Decimal

import pytest
import yaml

from factories import OrganisationFactory
from filiera.common.instance import current_instance
from filiera.common.visibility import OFFICE_AUDIENCE
from filiera.competence.models import Evidence
from filiera.funding.models import Consortium, FundedProject
from filiera.funding.operations.examples import make_call_examples
from filiera.funding.operations.examples_projects import make_project_examples
from filiera.funding.queries.outcomes import lessons_for
from filiera.funding.queries.workspace import paper_lines, task_lines
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db


def test_examples_are_made_once_and_show_every_part_of_the_pages() -> None:
    folder = current_instance().folder
    path = folder / "examples" / "projects.yaml"
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert make_project_examples(path=path, now=NOW) == 0  # nobody is there yet
    for code in {one["organisation"] for row in (*told["consortia"], *told["projects"]) for one in row["partners"]}:
        OrganisationFactory(code=code, name=code, is_example=True)
    texts = folder / "examples" / "calls.yaml"
    make_call_examples(path=folder / "taxonomy" / "example_calls.yaml", texts=texts, now=NOW)
    made = [make_project_examples(path=path, now=NOW) for _twice in range(2)]
    assert made == [len(told["consortia"]) + len(told["projects"]), 0]
    assert sorted(Consortium.objects.values_list("state", "is_example")) == [
        ("DRAFT", True),
        ("FUNDED", True),
        ("REJECTED", True),
    ]
    draft = Consortium.objects.get(state="DRAFT")
    assert [one.why for one in lessons_for(draft, audience=OFFICE_AUDIENCE)] == ["lead"]
    assert [one.is_late for one in task_lines(draft, today=TODAY)] == [True, False, False]
    paper = paper_lines(draft, draft.partners.all(), audience=OFFICE_AUDIENCE)[0]
    assert (paper.waiting, paper.document.is_example) == (2, True)
    won = FundedProject.objects.get(consortium__state="FUNDED")
    assert (won.grant_eur, sum(one.grant_eur or 0 for one in won.partners.all())) == (Decimal(90000), Decimal(90000))
    projects = FundedProject.objects.all()
    assert {one.is_example and "(esempio)" in one.title_it for one in projects} == {True}
    assert {one.is_example for one in Evidence.objects.filter(uid__in=[one.evidence_uid for one in projects])} == {True}
