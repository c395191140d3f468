"""The rule and its queryset twin say the same on a mixed population; levels are a truth table."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import ClaimFactory, DelegateFactory, EvidenceFactory, LinkFactory, OrganisationFactory, UserFactory
from filiera.common import visibility
from filiera.common.visibility import (
    OFFICE_AUDIENCE,
    PLAIN_LEVELS,
    PUBLIC_AUDIENCE,
    Audience,
    AudiencePart,
    Role,
    Visibility,
    audience_of,
)
from filiera.competence.enums import LinkBand, LinkRole
from filiera.competence.models import Claim, Evidence
from filiera.registry.models import Fact, Organisation, Person, PersonRole
from filiera.registry.operations.sources import FactDraft, record_facts, record_source
from tests_clock import TODAY

AUDIENCES = {
    "visitor": PUBLIC_AUDIENCE,
    "delegate": Audience(Role.VISITOR, frozenset({1})),
    "member": Audience(Role.MEMBER, frozenset({1})),
    "named": Audience(Role.MEMBER, frozenset({3}), circle_ids=frozenset({7})),
    "signer": Audience(Role.VISITOR, signed_ids=frozenset({7})),
    "board": Audience(Role.VISITOR, on_board=True),
    "office": OFFICE_AUDIENCE,
    "office that signed": Audience(Role.OFFICE, signed_ids=frozenset({7})),
    "administrator": Audience(Role.ADMINISTRATOR),
}

OPEN = {
    "visitor": ({"PUBLIC"}, set(), set()),
    "delegate": ({"PUBLIC"}, {"MEMBERS", "TABLE", "BILATERAL", "NDA"}, set()),
    "member": ({"PUBLIC", "MEMBERS"}, {"TABLE", "BILATERAL", "NDA"}, set()),
    "named": ({"PUBLIC", "MEMBERS"}, set(), {"TABLE", "BILATERAL"}),
    "signer": ({"PUBLIC"}, set(), {"NDA"}),
    "board": ({"PUBLIC", "MEMBERS", "BOARD"}, set(), set()),
    "office": (set(Visibility) - {"NDA"}, set(), set()),
    "office that signed": (set(Visibility) - {"NDA"}, set(), {"NDA"}),
    "administrator": (set(Visibility) - {"NDA"}, set(), set()),
}
"""By audience: what is open whoever owns it, what is added for organisation 1's own, and for what circle 7 is shared with."""


@pytest.mark.parametrize("level", Visibility)
@pytest.mark.parametrize("who", AUDIENCES)
def test_may_see_truth_table(who: str, level: Visibility) -> None:
    anybodys, own, shared = OPEN[who]
    audience = AUDIENCES[who]
    for owners in ((), (1,), (2,), (2, 1)):
        for circle in (None, 7, 8):
            expected = level in anybodys or (level in own and 1 in owners) or (level in shared and circle == 7)
            assert audience.may_see(level, owners, circle) is expected, (owners, circle)


LEVELS, NUMBERS = st.sampled_from(Visibility), st.integers(1, 3)
SETS = st.frozensets(NUMBERS)
PEOPLE = st.builds(Audience, st.sampled_from(Role), SETS, circle_ids=SETS, signed_ids=SETS, on_board=st.booleans())


@given(PEOPLE, PEOPLE, LEVELS, SETS, st.none() | NUMBERS)
def test_what_is_shared_both_may_see(
    one: Audience, other: Audience, level: Visibility, owners: frozenset[int], circle: int | None
) -> None:
    both = one.shared_with(other)
    if both.may_see(level, owners, circle):
        assert one.may_see(level, owners, circle)
        assert other.may_see(level, owners, circle)


@given(PEOPLE, LEVELS, SETS)
def test_opening_is_logged_where_the_office_is_no_owner_and_under_agreements(
    who: Audience, level: Visibility, owners: frozenset[int]
) -> None:
    others = who.is_office and not who.organisation_ids & owners
    expected = level == "NDA" or (others and level in {"TABLE", "BILATERAL", "BOARD"})
    assert who.is_logged(level, owners) is expected


def test_board_seat_comes_from_whoever_registers_it(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    chair = UserFactory()
    seats = lambda user, _ids, today: AudiencePart(on_board=user == chair and today == TODAY)  # noqa: E731
    monkeypatch.setattr(visibility, "audience_parts", [*visibility.audience_parts, seats])
    assert [chair.audience(TODAY).on_board, chair.audience(TODAY + timedelta(1)).on_board] == [True, False]
    assert UserFactory().audience(TODAY).on_board is False


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
        for level in PLAIN_LEVELS:
            row = EvidenceFactory(visibility=level)
            LinkFactory(evidence=row, organisation=organisation)
            ClaimFactory(organisation=organisation, seen_by=level)
            ClaimFactory(organisation=organisation, seen_by=level, competence_id="PK1.CMP.PMP", verdict="REFUSED")
            source = record_source(name=f"{organisation} {level}")
            draft = FactDraft("NOTE", f"{level}", visibility=level)
            record_facts(organisation=organisation, source=source, drafts=[draft])
    shared = EvidenceFactory(visibility=Visibility.BILATERAL)
    LinkFactory(evidence=shared, organisation=first, band="IDENTIFIER")
    LinkFactory(evidence=shared, organisation=second, band="IDENTIFIER")
    for role in LinkRole:
        for band in (LinkBand.IDENTIFIER, LinkBand.SAME, LinkBand.CONFIRMED):
            for organisation in (first, second):
                row = EvidenceFactory(visibility=Visibility.BILATERAL)
                LinkFactory(evidence=row, organisation=organisation, role=role, band=band)
    for level in PLAIN_LEVELS:
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
    row = EvidenceFactory(visibility=Visibility.BILATERAL)
    LinkFactory(evidence=row, organisation=person.organisation, role=role, band=band)
    LinkFactory(evidence=row, band="IDENTIFIER")
    audience = audience_of(person.user)
    assert row.is_visible_to(audience) is owns
    assert list(Evidence.objects.visible_to(audience)) == [row] * owns


def test_one_tie_must_both_prove_and_be_sure(db: None) -> None:
    person = DelegateFactory()
    row = EvidenceFactory(visibility=Visibility.BILATERAL)
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
