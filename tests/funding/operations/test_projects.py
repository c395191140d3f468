"""Funded projects: made of what won or by hand, evidence of their partners as long as they stand, at their level."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from factories.consortium_work import acting_for, firm, share, team, won
from filiera.common.models import AuditEvent
from filiera.common.visibility import OFFICE_AUDIENCE, PUBLIC_AUDIENCE, Audience, Role, Visibility
from filiera.competence.models import Claim, Evidence, EvidenceLink
from filiera.competence.operations.map import update_map
from filiera.funding.drafts_projects import ProjectSaid, SourceSaid
from filiera.funding.enums import ConsortiumState
from filiera.funding.models import FundedProject
from filiera.funding.operations.projects import (
    ResultSaid,
    add_result,
    drop_result,
    keep_project,
    take_back_project,
)
from filiera.funding.operations.refusals import FundingRefused
from filiera.funding.queries.consortia import consortium_page
from filiera.funding.queries.projects import draft_of_consortium, said_of
from filiera.registry.models import Province, Source
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db


def evidence_of(project: FundedProject) -> Evidence:
    return Evidence.objects.get(uid=project.evidence_uid)


def holders(project: FundedProject) -> list[tuple[str, str, bool]]:
    links = EvidenceLink.objects.filter(evidence__uid=project.evidence_uid).select_related("organisation")
    return sorted((str(one.organisation), one.role, one.independent) for one in links)


@pytest.mark.parametrize("state", ConsortiumState.values)
def test_project_is_made_of_a_consortium_that_was_funded_and_once(state: str) -> None:
    made = team(state)
    if state != "FUNDED":
        with pytest.raises(FundingRefused):
            keep_project(said=won(), consortium=made.row, now=NOW)
        return
    assert keep_project(said=won(), consortium=made.row, now=NOW).consortium == made.row
    with pytest.raises(FundingRefused):
        keep_project(said=won("Un altro (esempio)"), consortium=made.row, now=NOW)
    assert FundedProject.objects.count() == 1


def test_draft_of_a_consortium_has_its_partners_with_what_is_known() -> None:
    made = team("FUNDED", start_on=date(2027, 1, 31), duration_months=25)
    for name, cost in (("Alfa", 100), ("Beta", None)):
        made.partners[name].cost_eur = None if cost is None else Decimal(cost)
        made.partners[name].save()
    shown = consortium_page(made.fresh(), audience=OFFICE_AUDIENCE, now=NOW)
    draft = draft_of_consortium(made.fresh(), shown.partners, shown.judgement)
    partners = [(one.organisation.name if one.organisation else "", one.role, one.cost_eur) for one in draft.partners]
    assert partners == [("Alfa", "LEAD", Decimal(100)), ("Beta", "PARTNER", None)]
    assert (draft.starts_on, draft.ends_on, draft.total_cost_eur) == (date(2027, 1, 31), date(2029, 2, 27), None)
    stored = keep_project(said=draft, consortium=made.row, now=NOW)
    assert said_of(FundedProject.objects.get(pk=stored.pk)).partners == draft.partners


@pytest.mark.parametrize(
    ("values", "box"),
    [
        ({"title_it": " "}, "title_it"),
        ({"ends_on": date(2021, 1, 1)}, "ends_on"),
        ({"visibility": "OFFICE"}, "visibility"),
        ({"grant_eur": Decimal(99)}, "grant_eur"),
    ],
)
def test_project_that_cannot_be_is_refused_at_its_box(values: dict[str, object], box: str) -> None:
    with pytest.raises(FundingRefused) as error:
        keep_project(said=won("Prova (esempio)", share(firm("Alfa"), 100), **values), now=NOW)
    assert (error.value.field, FundedProject.objects.count(), Evidence.objects.count()) == (box, 0, 0)


def test_partner_gets_the_province_of_its_seat() -> None:
    firm("Alfa", province=Province.objects.get(code="CR"))
    row = keep_project(said=won("P", share(firm("Alfa"), 1), share("Dehors SA", 2)), now=NOW)
    assert sorted((str(one), one.province_id, one.country) for one in row.partners.all()) == [
        ("Alfa", "CR", "IT"),
        ("Dehors SA", None, "FR"),
    ]


def test_same_organisation_twice_counts_once_and_what_is_not_known_stays_so() -> None:
    twice = keep_project(said=won("P", share(firm("Alfa"), 1), share(firm("Alfa"), 2, leads=True)), now=NOW)
    assert [(one.role, one.grant_eur) for one in twice.partners.all()] == [("LEAD", Decimal(3))]
    half = keep_project(said=won("Q", share(firm("Alfa"), 1), share(firm("Alfa"), None)), now=NOW)
    assert [one.grant_eur for one in half.partners.all()] == [None]


def test_evidence_appears_changes_and_goes_with_its_project() -> None:
    said = won("Flaconi (esempio)", share(firm("Alfa"), 10, leads=True), share(firm("Beta"), 5), share("Dehors SA", 1))
    row = keep_project(said=said, now=NOW)
    seen = evidence_of(row)
    assert (seen.kind, seen.title_it, seen.on, seen.ended_on) == (
        "PROJECT",
        "Flaconi (esempio)",
        date(2022, 5, 1),
        date(2024, 4, 30),
    )
    assert (seen.source.name, seen.certainty, seen.visibility) == ("Decreto di concessione (esempio)", "SEEN", "PUBLIC")
    assert holders(row) == [("Alfa", "COORDINATOR", True), ("Beta", "PARTICIPANT", True)]
    changed = replace(said, title_it="Vasetti (esempio)", partners=said.partners[:1])
    keep_project(said=changed, project=row, now=NOW)
    assert (evidence_of(row).pk, evidence_of(row).title_it) == (seen.pk, "Vasetti (esempio)")
    assert holders(row) == [("Alfa", "COORDINATOR", True)]
    take_back_project(project=row, now=NOW)
    assert (Evidence.objects.count(), EvidenceLink.objects.count(), FundedProject.objects.count()) == (0, 0, 0)
    verbs = list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["record-project", "change-project", "take-back-project"]


def test_claim_of_a_partner_comes_and_goes_with_the_project() -> None:
    alfa, beta = firm("Alfa"), firm("Beta")
    keep_project(said=won("Altro (esempio)", share(beta, 1)), now=NOW)
    update_map(today=TODAY)
    said = won("Flaconi airless ricaricabili in vetro (esempio)", share(alfa, 10), summary_it="Flaconi airless.")

    def claims() -> set[str]:
        return set(Claim.objects.filter(organisation=alfa, seen_by="PUBLIC").values_list("competence_id", flat=True))

    row = keep_project(said=said, now=NOW)
    assert "PK1.CMP.AIR" in claims()
    take_back_project(project=row, now=NOW)
    assert claims() == set()


def test_evidence_without_a_source_is_no_proof_of_somebody_else() -> None:
    row = keep_project(said=won("P", share(firm("Alfa"), 1), source=None), now=NOW)
    assert (evidence_of(row).certainty, holders(row)) == ("DECLARED", [("Alfa", "PARTICIPANT", False)])


def test_own_page_as_a_source_is_not_independent() -> None:
    firm("Alfa Cosmetici", website="https://alfa.example")
    own = SourceSaid("Pagina di Alfa", "https://alfa.example/progetti")
    row = keep_project(said=won("P", share(firm("Alfa Cosmetici"), 1), share(firm("Beta"), 1), source=own), now=NOW)
    assert holders(row) == [("Alfa Cosmetici", "PARTICIPANT", False), ("Beta", "PARTICIPANT", True)]


def test_project_for_members_is_evidence_for_members() -> None:
    row = keep_project(said=won("P", share(firm("Alfa"), 1), visibility=Visibility.MEMBERS), now=NOW)
    owner, stranger = acting_for(firm("Alfa")).audience(), acting_for(firm("Zeta")).audience()
    seen = {
        PUBLIC_AUDIENCE: False,
        stranger: False,
        owner: True,
        Audience(role=Role.MEMBER): True,
        OFFICE_AUDIENCE: True,
    }
    for audience, sees in seen.items():
        twins = FundedProject.objects.visible_to(audience).exists(), Evidence.objects.visible_to(audience).exists()
        assert (row.is_visible_to(audience), *twins) == (sees, sees, sees)
    keep_project(said=replace(said_of(row), visibility=Visibility.PUBLIC), project=row, now=NOW)
    assert Evidence.objects.visible_to(PUBLIC_AUDIENCE).exists()


def test_project_of_nobody_in_the_register_is_no_evidence() -> None:
    row = keep_project(said=won("P", share("Dehors SA", 1)), now=NOW)
    assert Evidence.objects.count() == 0
    keep_project(said=won("P", share(firm("Alfa"), 1)), project=row, now=NOW)
    assert holders(row) == [("Alfa", "PARTICIPANT", True)]
    keep_project(said=won("P", share("Dehors SA", 1)), project=row, now=NOW)
    assert Evidence.objects.count() == 0


def test_result_is_said_by_the_evidence_and_taken_out_again() -> None:
    row = keep_project(said=won("P", share(firm("Alfa"), 1), summary_it="Riassunto."), now=NOW)
    made = add_result(project=row, result=ResultSaid("Brevetto del dosatore", "brevetto", TODAY), now=NOW)
    assert evidence_of(row).text_it == "Riassunto.\n\nBrevetto del dosatore"
    drop_result(result=made, now=NOW)
    assert evidence_of(row).text_it == "Riassunto."
    with pytest.raises(FundingRefused):
        add_result(project=row, result=ResultSaid("  "), now=NOW)


def test_project_that_somebody_else_took_back_is_told() -> None:
    said = won("P", share(firm("Alfa"), 1))
    row = keep_project(said=said, now=NOW)
    made = add_result(project=row, result=ResultSaid("Brevetto del dosatore"), now=NOW)
    take_back_project(project=FundedProject.objects.get(pk=row.pk), now=NOW)
    acts = (
        lambda: keep_project(said=said, project=row, now=NOW),
        lambda: add_result(project=row, result=ResultSaid("Articolo"), now=NOW),
        lambda: drop_result(result=made, now=NOW),
        lambda: take_back_project(project=row, now=NOW),
    )
    for act in acts:
        with pytest.raises(FundingRefused, match="ha ritirato"):
            act()
    assert not FundedProject.objects.exists()


def test_public_ids_are_free_and_none_is_an_address_of_ours() -> None:
    said = [
        ProjectSaid(title_it=title, cup=cup) for title, cup in (("Money", ""), ("Uno", "1"), ("Uno", "2"), ("Uno", "3"))
    ]
    codes = [keep_project(said=one, now=NOW).code for one in said]
    assert codes == ["money-2", "uno", "uno-2", "uno-3"]


def test_another_day_of_a_source_is_another_source_of_the_same_project() -> None:
    row = keep_project(said=won("P", share(firm("Alfa"), 1)), now=NOW)
    later = SourceSaid("Decreto di concessione (esempio)", "https://example.org/decreto", TODAY + timedelta(days=1))
    keep_project(said=replace(said_of(row), source=later), project=row, now=NOW)
    assert (Source.objects.filter(projects__isnull=False).get().on, Evidence.objects.count()) == (later.on, 1)
