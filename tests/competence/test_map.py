"""The map: strengths follow the evidence and say so, decisions outlive runs, levels do not leak into one another."""

from __future__ import annotations

from datetime import date

import pytest

from factories import EvidenceFactory, LinkFactory, OrganisationFactory, UserFactory
from filiera.common.visibility import OFFICE_AUDIENCE, PUBLIC_AUDIENCE, Visibility
from filiera.competence.models import Claim, Competence, Evidence, Summary
from filiera.competence.operations.claims import ClaimError, decide_claim
from filiera.competence.operations.map import update_claims_of, update_map
from filiera.competence.operations.map_claims import PARTNER_SHARE, USER_SHARE
from filiera.competence.operations.readings import stale_evidence
from filiera.competence.operations.withdrawal import withdraw
from filiera.competence.queries.coverage import chain_coverage
from filiera.registry.models import Delegate, Organisation
from tests_clock import TODAY

pytestmark = pytest.mark.django_db

AIRLESS = {"title_it": "Dosatore airless", "text_it": "Sistema airless a doppia parete, pompa airless per creme."}
LEAF = "PK1.CMP.AIR"


def prove(organisation: Organisation, kind: str = "PATENT", band: str = "IDENTIFIER", **fields: object) -> Evidence:
    row: Evidence = EvidenceFactory(kind=kind, **(AIRLESS | fields))
    LinkFactory(evidence=row, organisation=organisation, band=band)
    return row


def claim(organisation: Organisation, seen_by: str = "PUBLIC", code: str = LEAF) -> Claim | None:
    return Claim.objects.filter(organisation=organisation, competence_id=code, seen_by=seen_by).first()


def strength(organisation: Organisation, seen_by: str = "PUBLIC") -> float:
    found = claim(organisation, seen_by)
    return found.strength if found else 0.0


def test_evidence_gives_a_competence_with_a_reason_in_both_languages() -> None:
    organisation = OrganisationFactory()
    prove(organisation)
    update_map(today=TODAY)
    found = claim(organisation)
    assert found is not None
    assert 0.2 < found.strength < 0.6
    assert found.reason_it.startswith("Un solo brevetto")
    assert found.reason_en.startswith("A single patent")
    assert found.expires_on == date(2044, 5, 1)


def test_taking_the_only_patent_away_lowers_the_strength_and_says_so() -> None:
    organisation = OrganisationFactory()
    patent = prove(organisation)
    prove(organisation, kind="PRODUCT")
    update_map(today=TODAY)
    before = strength(organisation)
    patent.links.all().delete()
    update_map(today=TODAY)
    found = claim(organisation)
    assert found is not None
    assert found.strength < before
    assert found.previous_strength == pytest.approx(before)
    assert "unico brevetto" in found.change_it
    assert "patent" in found.change_en


def test_running_again_changes_nothing() -> None:
    organisation = OrganisationFactory()
    prove(organisation)
    update_map(today=TODAY)
    before = list(Claim.objects.order_by("organisation", "competence", "seen_by").values_list("competence", "strength"))
    counts = update_map(today=TODAY)
    after = list(Claim.objects.order_by("organisation", "competence", "seen_by").values_list("competence", "strength"))
    assert after == before
    assert (counts.read, counts.changed) == (0, 0)


def test_private_evidence_counts_only_for_those_who_may_see_it() -> None:
    organisation = OrganisationFactory()
    prove(organisation, kind="PRODUCT")
    prove(organisation, kind="PATENT", visibility=Visibility.BILATERAL)
    update_map(today=TODAY)
    public, members = strength(organisation), strength(organisation, "MEMBERS")
    own, office = strength(organisation, "BILATERAL"), strength(organisation, "OFFICE")
    assert public == members
    assert own == office
    assert own > public


@pytest.mark.parametrize(
    ("bands", "levels"),
    [
        (["IDENTIFIER"], ["BILATERAL", "OFFICE"]),
        (["CONFIRMED"], ["BILATERAL", "OFFICE"]),
        (["SAME"], ["OFFICE"]),
        (["SAME", "IDENTIFIER"], ["BILATERAL", "OFFICE"]),
        (["IDENTIFIER", "SAME"], ["BILATERAL", "OFFICE"]),
    ],
)
def test_private_evidence_counts_for_the_organisation_only_where_it_is_surely_meant(
    bands: list[str], levels: list[str]
) -> None:
    organisation = OrganisationFactory()
    row = EvidenceFactory(kind="PATENT", visibility=Visibility.BILATERAL, **AIRLESS)
    for band in bands:
        LinkFactory(evidence=row, organisation=organisation, band=band)
    update_map(today=TODAY)
    said = Claim.objects.filter(organisation=organisation, competence_id=LEAF)
    shown = [one.seen_by for one in Summary.objects.filter(organisation=organisation) if one.points]
    assert sorted(said.values_list("seen_by", flat=True)) == levels
    assert sorted(shown) == levels


def test_computing_one_organisation_reads_nothing_of_others() -> None:
    one, other = OrganisationFactory(), OrganisationFactory()
    own, foreign = prove(one), prove(other)
    update_claims_of(organisations=[one], today=TODAY)
    own.refresh_from_db()
    foreign.refresh_from_db()
    assert stale_evidence() == [foreign.pk]
    assert claim(one) is not None
    assert claim(other) is None


def test_map_says_nothing_more_of_who_has_no_evidence_left() -> None:
    organisation = OrganisationFactory()
    row = prove(organisation)
    update_map(today=TODAY)
    row.links.all().delete()
    update_map(today=TODAY)
    assert not Claim.objects.filter(organisation=organisation).exists()
    assert not Summary.objects.filter(organisation=organisation).exists()


def test_competence_proved_by_private_evidence_alone_is_unknown_to_others() -> None:
    organisation = OrganisationFactory()
    prove(organisation, visibility=Visibility.OFFICE)
    update_map(today=TODAY)
    levels = set(Claim.objects.filter(organisation=organisation).values_list("seen_by", flat=True))
    assert levels == {"OFFICE"}


def test_what_the_map_said_goes_with_the_evidence_that_proved_it() -> None:
    organisation = OrganisationFactory()
    gone, _left = prove(organisation), prove(OrganisationFactory())
    update_map(today=TODAY)
    assert withdraw([gone.pk]) == {organisation.pk}
    assert claim(organisation) is None
    assert not Summary.objects.filter(organisation=organisation).exists()
    assert Claim.objects.exclude(organisation=organisation).exists()


def test_a_delegate_learns_nothing_of_what_the_office_alone_may_see() -> None:
    organisation, person = OrganisationFactory(), UserFactory()
    Delegate.objects.create(user=person, organisation=organisation, act="Incarico (esempio)", from_on=TODAY)
    prove(organisation, visibility=Visibility.OFFICE)
    update_map(today=TODAY)
    leaf = Competence.objects.get(code=LEAF)
    with pytest.raises(ClaimError):
        decide_claim(organisation=organisation, competence=leaf, verdict="REFUSED", actor=person, today=TODAY)


def test_own_word_counts_less_than_anothers() -> None:
    first, second = OrganisationFactory(), OrganisationFactory()
    prove(first, kind="PRODUCT")
    own = prove(second, kind="PRODUCT")
    own.links.update(independent=False)
    update_map(today=TODAY)
    assert strength(second) < strength(first)


def test_being_named_as_a_partner_proves_nothing() -> None:
    organisation = OrganisationFactory()
    row = EvidenceFactory(kind="PARTNERSHIP", **AIRLESS)
    LinkFactory(evidence=row, organisation=organisation, role="PARTNER")
    update_map(today=TODAY)
    assert claim(organisation) is None


def test_project_proves_less_for_a_partner_than_for_who_leads_it() -> None:
    leader, partner, author = OrganisationFactory(), OrganisationFactory(), OrganisationFactory()
    project, paper = EvidenceFactory(kind="PROJECT", **AIRLESS), EvidenceFactory(kind="PUBLICATION", **AIRLESS)
    LinkFactory(evidence=project, organisation=leader, role="COORDINATOR")
    LinkFactory(evidence=project, organisation=partner, role="PARTICIPANT")
    LinkFactory(evidence=paper, organisation=author, role="PARTICIPANT")
    LinkFactory(evidence=paper, organisation=(first := OrganisationFactory()), role="HOLDER")
    update_map(today=TODAY)
    assert strength(partner) == pytest.approx(PARTNER_SHARE * strength(leader))
    assert strength(author) == strength(first)


def test_machine_that_is_owned_proves_little_of_making_machines() -> None:
    words = {"title_it": "Turboemulsori e miscelatori", "text_it": "Un turboemulsore sotto vuoto e due miscelatori."}
    maker, user = OrganisationFactory(stage_id="machinery_automation"), OrganisationFactory(stage_id="rnd_formulation")
    for one in (maker, user):
        prove(one, kind="EQUIPMENT", **words)
    update_map(today=TODAY)
    made, used = claim(maker, code="MCH.PRO.MIX"), claim(user, code="MCH.PRO.MIX")
    assert made is not None
    assert used is not None
    assert used.strength == pytest.approx(USER_SHARE * made.strength, abs=1e-5)


def test_refusal_outlives_the_next_run() -> None:
    organisation, person = OrganisationFactory(), UserFactory(role="OFFICE")
    prove(organisation)
    update_map(today=TODAY)
    leaf = Competence.objects.get(code=LEAF)
    decide_claim(organisation=organisation, competence=leaf, verdict="REFUSED", actor=person, today=TODAY)
    prove(organisation, kind="PRODUCT")
    update_map(today=TODAY)
    found = claim(organisation)
    assert found is not None
    assert found.verdict == "REFUSED"
    here = {"organisation": organisation, "competence": leaf}
    assert Claim.objects.visible_to(OFFICE_AUDIENCE).filter(**here).exists()
    assert not Claim.objects.visible_to(PUBLIC_AUDIENCE).filter(**here).exists()


def test_correction_carries_the_evidence_to_the_right_competence() -> None:
    organisation, person = OrganisationFactory(), UserFactory(role="OFFICE")
    row = prove(organisation)
    update_map(today=TODAY)
    right = Competence.objects.get(code="PK1.CMP.PMP")
    leaf = Competence.objects.get(code=LEAF)
    decide_claim(
        organisation=organisation, competence=leaf, verdict="CORRECTED", corrected_to=right, actor=person, today=TODAY
    )
    update_map(today=TODAY)
    assert claim(organisation) is None
    found = claim(organisation, code="PK1.CMP.PMP")
    assert found is not None
    assert found.verdict == "CORRECTED"
    assert list(found.claim_proofs.values_list("evidence_id", flat=True)) == [row.pk]


def test_nothing_is_confirmed_without_evidence() -> None:
    organisation, person = OrganisationFactory(), UserFactory(role="OFFICE")
    leaf = Competence.objects.get(code=LEAF)
    with pytest.raises(ClaimError):
        decide_claim(organisation=organisation, competence=leaf, verdict="CONFIRMED", actor=person, today=TODAY)


def test_confirmation_does_not_change_the_strength() -> None:
    organisation, person = OrganisationFactory(), UserFactory(role="OFFICE")
    prove(organisation)
    update_map(today=TODAY)
    before = strength(organisation)
    leaf = Competence.objects.get(code=LEAF)
    decide_claim(organisation=organisation, competence=leaf, verdict="CONFIRMED", actor=person, today=TODAY)
    found = claim(organisation)
    assert found is not None
    assert (found.verdict, found.strength) == ("CONFIRMED", before)


def test_chain_forgets_a_holder_whose_evidence_went_between_two_computations() -> None:
    organisation = OrganisationFactory()
    gone = prove(organisation)
    update_map(today=TODAY)
    leaf = {one.code: one for one in chain_coverage(audience=PUBLIC_AUDIENCE).leaves}[LEAF]
    assert [holder.id for holder in leaf.holders] == [organisation.pk]
    withdraw([gone.pk])
    leaf = {one.code: one for one in chain_coverage(audience=PUBLIC_AUDIENCE).leaves}[LEAF]
    assert leaf.holders == ()
