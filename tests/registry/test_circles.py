"""Circles: who stands in one today, what it adds to an audience, what a signature is worth and until when."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from factories import DelegateFactory, OrganisationFactory, UserFactory
from factories.documents import NOW, SINCE, TERMS, make_circle, make_signer
from filiera.common.acting import Acting, Standing
from filiera.common.models import AuditEvent, Circle
from filiera.common.visibility import Audience, Role, Visibility
from filiera.registry.models import CircleMember, Opening
from filiera.registry.operations.circles import CircleRefused, close_circle, end_place, enrol, open_circle, sign_terms
from filiera.registry.operations.openings import KEPT, forget_openings, record_opening
from filiera.registry.queries.circles import circle_lines
from tests_clock import TODAY

pytestmark = pytest.mark.django_db


def circles_of(user: Any, today: Any = TODAY) -> tuple[frozenset[int], frozenset[int]]:
    audience = user.audience(today)
    return audience.circle_ids, audience.signed_ids


def test_table_opens_to_people_and_to_whoever_acts_for_an_organisation() -> None:
    table, person, delegate = make_circle(), UserFactory(), DelegateFactory()
    enrol(circle=table, user=person, today=SINCE)
    enrol(circle=table, organisation=delegate.organisation, today=SINCE)
    for user in (person, delegate.user):
        assert circles_of(user) == ({table.pk}, frozenset())
        assert circles_of(user, SINCE - timedelta(1)) == (frozenset(), frozenset())
    assert circles_of(UserFactory()) == (frozenset(), frozenset())


def test_agreement_counts_for_whoever_signed_these_very_terms() -> None:
    agreement, signer, named = make_circle("NDA"), UserFactory(), UserFactory()
    make_signer(agreement, signer)
    enrol(circle=agreement, user=named, today=SINCE)
    assert circles_of(signer) == (frozenset(), {agreement.pk})
    assert circles_of(named) == (frozenset(), frozenset())
    Circle.objects.filter(pk=agreement.pk).update(terms_digest="0" * 64)
    assert circles_of(signer) == (frozenset(), frozenset())


def test_place_and_circle_end_at_once() -> None:
    table, agreement, person = make_circle(), make_circle("NDA"), UserFactory()
    member = enrol(circle=table, user=person, today=SINCE)
    make_signer(agreement, person)
    end_place(member=member, today=TODAY)
    close_circle(circle=agreement, today=TODAY)
    assert circles_of(person, TODAY - timedelta(1)) == ({table.pk}, {agreement.pk})
    assert circles_of(person) == (frozenset(), frozenset())
    assert CircleMember.objects.get(circle=agreement).signed_name == person.name
    assert list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True)) == [
        "open-circle",
        "open-circle",
        "enrol",
        "enrol",
        "sign-terms",
        "end-place",
        "close-circle",
    ]


def test_enrolling_twice_is_once_and_again_after_the_end() -> None:
    table, person = make_circle(), UserFactory()
    first = enrol(circle=table, user=person, today=SINCE)
    assert enrol(circle=table, user=person, today=TODAY) == first
    end_place(member=first, today=TODAY)
    assert enrol(circle=table, user=person, today=TODAY) != first


def test_what_makes_no_sense_is_refused() -> None:
    table, agreement, named = make_circle(), make_circle("NDA"), make_circle("BILATERAL")
    organisation, person = OrganisationFactory(), UserFactory()
    closed = close_circle(circle=make_circle(), today=TODAY)
    for circle, who in (
        (agreement, {"organisation": organisation}),
        (named, {"user": person}),
        (table, {}),
        (table, {"user": person, "organisation": organisation}),
        (closed, {"user": person}),
    ):
        with pytest.raises(CircleRefused):
            enrol(circle=circle, today=TODAY, **who)
    for values in ({"kind": "NDA", "title": "Senza testo"}, {"kind": "TABLE", "title": "  "}):
        with pytest.raises(CircleRefused):
            open_circle(today=TODAY, **values)
    member = enrol(circle=agreement, user=person, today=SINCE)
    for more in ({"actor": UserFactory()}, {"name": " "}, {"read": "0" * 64}):
        with pytest.raises(CircleRefused):
            sign_terms(
                member=member, now=NOW, **{"name": "A B", "read": agreement.terms_digest, "actor": person, **more}
            )
    assert CircleMember.objects.get(pk=member.pk).signed_at is None


def test_database_keeps_a_place_to_one_and_a_signature_whole() -> None:
    table, person, organisation = make_circle(), UserFactory(), OrganisationFactory()
    wrong = (
        {},
        {"user": person, "organisation": organisation},
        {"organisation": organisation, "signed_at": NOW, "signed_digest": "x", "signed_name": "y"},
        {"user": person, "signed_at": NOW},
        {"user": person, "ended_on": SINCE - timedelta(1)},
    )
    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            CircleMember.objects.create(circle=table, from_on=SINCE, **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Circle.objects.create(kind="NDA", title="x", opened_on=SINCE)
    assert make_circle("NDA").terms == TERMS


@pytest.mark.parametrize("number", [1, 3])
def test_circles_cost_an_audience_one_query(number: int, django_assert_num_queries: Any) -> None:
    delegate = DelegateFactory()
    for _one in range(number):
        enrol(circle=make_circle(), user=delegate.user, today=SINCE)
        make_signer(make_circle("NDA"), delegate.user)
    # The hats, the circles, the seats in bodies.
    with django_assert_num_queries(3):
        audience = delegate.user.audience(TODAY)
    assert (len(audience.circle_ids), len(audience.signed_ids)) == (number, number)


def test_office_on_behalf_of_somebody_reads_nothing_under_an_agreement() -> None:
    office, organisation = UserFactory(role="OFFICE"), OrganisationFactory()
    acting = Acting(organisation.pk, organisation.code, organisation.name, on_behalf=True)
    office.stand(Standing((), acting))
    audience = office.audience(TODAY)
    assert audience.organisation_ids == {organisation.pk}
    assert audience.may_see("NDA", [organisation.pk]) is False
    assert audience.is_logged("BILATERAL", [organisation.pk]) is True
    own = Audience(Role.OFFICE, frozenset({organisation.pk}))
    assert own.is_logged("BILATERAL", [organisation.pk]) is False


def test_lines_of_openings_go_after_a_year() -> None:
    table = make_circle()
    for at in (NOW, NOW - KEPT, NOW - KEPT - timedelta(1)):
        record_opening(user=None, thing=table, title="x", level=Visibility.TABLE, act="READ", now=at)
    assert forget_openings(now=NOW) == 1
    assert Opening.objects.count() == 2


def test_lines_of_circles_count_who_stands_and_who_has_signed(django_assert_num_queries: Any) -> None:
    agreement = make_circle("NDA")
    make_signer(agreement)
    enrol(circle=agreement, user=UserFactory(), today=SINCE)
    make_circle("BILATERAL")
    with django_assert_num_queries(2):
        assert [(one.circle, one.members, one.signed) for one in circle_lines(TODAY)] == [(agreement, 2, 1)]
