"""Which organisations of the register may be one: by name, VAT number or domain, unless somebody said that they are two."""

from __future__ import annotations

from typing import Any

import pytest

from factories import OrganisationFactory, SourceFactory
from filiera.registry.enums import AliasKind, FactField, Scheme
from filiera.registry.models import Alias, Fact, Identifier, Organisation
from filiera.registry.operations.tell_apart import tell_apart
from filiera.registry.queries.twins import twins_among

pytestmark = pytest.mark.django_db


def two(name: str = "Laboratorio Beta", **values: Any) -> tuple[Organisation, Organisation]:
    return OrganisationFactory(name="Laboratorio Alfa S.r.l."), OrganisationFactory(name=name, **values)


def are_twins(*rows: Organisation) -> bool:
    first, second = (row.pk for row in rows)
    found = twins_among([first, second])
    assert found in ({}, {first: {second}, second: {first}})
    return bool(found)


@pytest.mark.parametrize(
    ("name", "legal_name", "is_one"),
    [
        ("LABORATORIO ALFA SRL", "", True),
        ("Alfa", "Laboratorio Alfa s.p.a.", True),
        ("Laboratorio Alfa Due", "", False),
    ],
)
def test_the_same_name_whatever_its_legal_form(name: str, legal_name: str, is_one: bool) -> None:
    assert are_twins(*two(name, legal_name=legal_name)) is is_one


@pytest.mark.parametrize(("kind", "is_one"), [(AliasKind.ALIAS, True), (AliasKind.ACRONYM, False)])
def test_another_name_counts_and_an_acronym_does_not(kind: str, is_one: bool) -> None:
    first, second = two()
    Alias.objects.create(organisation=second, name="Laboratorio Alfa", search_name="laboratorio alfa", kind=kind)
    assert are_twins(first, second) is is_one


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("www.alfa.example", "alfa.example", True),
        ("alfa.example", "beta.example", False),
        ("facebook.com", "facebook.com", False),
    ],
)
def test_the_same_domain_unless_it_is_of_many(one: str, other: str, is_one: bool) -> None:
    first, second = two()
    Identifier.objects.create(organisation=first, scheme=Scheme.DOMAIN, value=one)
    Fact.objects.create(organisation=second, field=FactField.WEBSITE, value=f"https://{other}/", source=SourceFactory())
    assert are_twins(first, second) is is_one


def test_the_same_vat_number_though_only_one_may_hold_it() -> None:
    first, second = two()
    Identifier.objects.create(organisation=first, scheme=Scheme.VAT, value="IT01234567897")
    Fact.objects.create(organisation=second, field=FactField.VAT, value="012 3456 7897", source=SourceFactory())
    assert are_twins(first, second)


@pytest.mark.parametrize("turned", [False, True])
def test_what_somebody_said_are_two_is_left_out(turned: bool) -> None:
    first, second = two("Laboratorio Alfa")
    assert are_twins(first, second)
    tell_apart(first=second if turned else first, second=first if turned else second)
    assert not are_twins(first, second)


def test_it_costs_the_same_however_many(django_assert_num_queries: Any) -> None:
    rows = [OrganisationFactory(name="Laboratorio Alfa", code=f"alfa-{number}").pk for number in range(4)]
    with django_assert_num_queries(5):
        assert len(twins_among(rows[:2])) == 2
    with django_assert_num_queries(5):
        assert len(twins_among(rows)) == 4
