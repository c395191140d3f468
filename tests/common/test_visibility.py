"""The rule and its queryset twin say the same on a mixed population; levels are a truth table."""

from __future__ import annotations

import pytest

from factories import ClaimFactory, DelegateFactory, EvidenceFactory, LinkFactory, OrganisationFactory, UserFactory
from filiera.common.visibility import PUBLIC_AUDIENCE, Audience, Role, Visibility, audience_of
from filiera.competence.enums import LinkBand, LinkRole
from filiera.competence.models import Claim, Evidence
from filiera.registry.models import Fact, Organisation, Person, PersonRole
from filiera.registry.operations.sources import FactDraft, record_facts, record_source

AUDIENCES = {
    "visitor": PUBLIC_AUDIENCE,
    "member": Audience(Role.MEMBER, frozenset({1})),
    "office": Audience(Role.OFFICE),
    "administrator": Audience(Role.ADMINISTRATOR),
}


@pytest.mark.parametrize(
    ("who", "level", "owners", "sees"),
    [
        ("visitor", "PUBLIC", (), True),
        ("visitor", "MEMBERS", (), False),
        ("visitor", "ORGANISATION", (1,), False),
        ("visitor", "OFFICE", (1,), False),
        ("member", "PUBLIC", (), True),
        ("member", "MEMBERS", (2,), True),
        ("member", "ORGANISATION", (1,), True),
        ("member", "ORGANISATION", (2,), False),
        ("member", "ORGANISATION", (2, 1), True),
        ("member", "OFFICE", (1,), False),
        ("office", "OFFICE", (), True),
        ("office", "ORGANISATION", (2,), True),
        ("administrator", "OFFICE", (2,), True),
    ],
)
def test_may_see_truth_table(who: str, level: str, owners: tuple[int, ...], sees: bool) -> None:
    assert AUDIENCES[who].may_see(level, owners) is sees


@pytest.fixture
def population(db: None) -> list[object]:
    """Two organisations, a person of the first, and every kind of object at every level."""
    first, second = OrganisationFactory(name="Prima"), OrganisationFactory(name="Seconda")
    first.member_since_on = "2025-01-01"
    first.save()
    member = DelegateFactory(organisation=first).user
    outsider = UserFactory()
    office = UserFactory(role="OFFICE")
    for organisation in (first, second):
        for level in Visibility:
            row = EvidenceFactory(visibility=level)
            LinkFactory(evidence=row, organisation=organisation)
            ClaimFactory(organisation=organisation, seen_by=level)
            ClaimFactory(organisation=organisation, seen_by=level, competence_id="PK1.CMP.PMP", verdict="REFUSED")
            source = record_source(name=f"{organisation} {level}")
            draft = FactDraft("NOTE", f"{level}", visibility=level)
            record_facts(organisation=organisation, source=source, drafts=[draft])
    shared = EvidenceFactory(visibility=Visibility.ORGANISATION)
    LinkFactory(evidence=shared, organisation=first, band="IDENTIFIER")
    LinkFactory(evidence=shared, organisation=second, band="IDENTIFIER")
    for role in LinkRole:
        for band in (LinkBand.IDENTIFIER, LinkBand.SAME, LinkBand.CONFIRMED):
            for organisation in (first, second):
                row = EvidenceFactory(visibility=Visibility.ORGANISATION)
                LinkFactory(evidence=row, organisation=organisation, role=role, band=band)
    for level in Visibility:
        OrganisationFactory(visibility=level)
        person = Person.objects.create(name=f"Nome {level}", visibility=level)
        PersonRole.objects.create(
            person=person,
            organisation=first,
            role_it="presidente",
            role_en="president",
            certainty="SEEN",
            source=source,
        )
    return [member, outsider, office, None]


@pytest.mark.parametrize("model", [Evidence, Organisation, Fact, Claim, PersonRole])
def test_visible_to_agrees_with_is_visible_to(population: list[object], model: type) -> None:
    for user in population:
        audience = audience_of(user)
        by_rule = {row.pk for row in model.objects.all() if row.is_visible_to(audience)}
        by_query = list(model.objects.visible_to(audience).values_list("pk", flat=True))
        assert sorted(by_query) == sorted(by_rule), (user, model)


@pytest.mark.parametrize(
    ("role", "band", "owns"),
    [
        ("HOLDER", "IDENTIFIER", True),
        ("HOLDER", "CONFIRMED", True),
        ("HOLDER", "SAME", False),
        ("COORDINATOR", "IDENTIFIER", True),
        ("COORDINATOR", "CONFIRMED", True),
        ("COORDINATOR", "SAME", False),
        ("PARTICIPANT", "IDENTIFIER", True),
        ("PARTICIPANT", "CONFIRMED", True),
        ("PARTICIPANT", "SAME", False),
        ("PARTNER", "IDENTIFIER", False),
        ("PARTNER", "CONFIRMED", False),
        ("PARTNER", "SAME", False),
    ],
)
def test_private_evidence_opens_to_who_did_it_and_is_surely_meant(db: None, role: str, band: str, owns: bool) -> None:
    person = DelegateFactory()
    row = EvidenceFactory(visibility=Visibility.ORGANISATION)
    LinkFactory(evidence=row, organisation=person.organisation, role=role, band=band)
    LinkFactory(evidence=row, band="IDENTIFIER")
    audience = audience_of(person.user)
    assert row.is_visible_to(audience) is owns
    assert list(Evidence.objects.visible_to(audience)) == [row] * owns


def test_one_tie_must_both_prove_and_be_sure(db: None) -> None:
    person = DelegateFactory()
    row = EvidenceFactory(visibility=Visibility.ORGANISATION)
    LinkFactory(evidence=row, organisation=person.organisation, role="PARTNER", band="IDENTIFIER")
    LinkFactory(evidence=row, organisation=person.organisation, role="HOLDER", band="SAME")
    audience = audience_of(person.user)
    assert row.is_visible_to(audience) is False
    assert list(Evidence.objects.visible_to(audience)) == []


def test_evidence_shared_by_two_is_found_once(population: list[object]) -> None:
    audience = audience_of(population[0])
    found = list(Evidence.objects.visible_to(audience).values_list("pk", flat=True))
    assert len(found) == len(set(found))


def test_being_a_member_is_computed(db: None) -> None:
    organisation = OrganisationFactory()
    user = DelegateFactory(organisation=organisation).user
    assert user.audience().role == Role.VISITOR
    organisation.member_since_on = "2025-01-01"
    organisation.save()
    assert user.audience() == Audience(Role.MEMBER, frozenset({organisation.pk}))


def test_delegation_that_ended_gives_nothing(db: None) -> None:
    organisation = OrganisationFactory(member_since_on="2020-01-01")
    user = DelegateFactory(organisation=organisation, until_on="2024-12-31").user
    assert user.audience() == Audience()
