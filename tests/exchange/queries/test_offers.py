"""Offers as each may know them: the list and its filter, which needs an offer may answer, in so many queries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import QueryDict

from factories import OrganisationFactory
from factories.offers import draft, offered
from filiera.common.visibility import OFFICE_AUDIENCE, PUBLIC_AUDIENCE, Audience, Role
from filiera.exchange.models import Need
from filiera.exchange.operations.needs import Written, publish_need, read_need, write_need
from filiera.exchange.operations.offers import withdraw_offer
from filiera.exchange.queries.offer_matches import needs_for, offers_for
from filiera.exchange.queries.offers import OfferFilter, may_read_offer, offer_lines
from filiera.registry.models import Organisation
from tests_clock import NOW

pytestmark = pytest.mark.django_db

AIR, OTHER = "PK1.CMP.AIR", "PK1.CMP.JAR"
MEMBER = Audience(role=Role.MEMBER)


@pytest.fixture
def leaf() -> str:
    """Give another leaf of the taxonomy than AIR."""
    from filiera.competence.models import Competence

    row = Competence.objects.filter(level=3, successor=None).exclude(code=AIR).order_by("ordinal").first()
    assert row is not None
    return str(row.code)


def own_of(organisation: Organisation) -> Audience:
    return Audience(role=Role.MEMBER, organisation_ids=frozenset({organisation.pk}))


def found(audience: Audience, **query: str) -> list[str]:
    asked = QueryDict(mutable=True)
    asked.update(query)
    return [row.title for row in OfferFilter.from_query(asked).offers(audience)]


def need_of(organisation: Organisation, secrecy: str, *competences: str, is_read: bool = True) -> Need:
    written = Written(title=f"Esigenza {secrecy}", words="Cerchiamo flaconi.", secrecy=secrecy)
    row = publish_need(need=write_need(organisation=organisation, written=written, now=NOW), now=NOW)
    for code in competences:
        row.topics.create(competence_id=code)
    return read_need(need=row, brief="Flaconi.", now=NOW) if is_read else row


def test_list_is_of_what_each_may_read() -> None:
    firm, hidden = OrganisationFactory(name="Alfa"), OrganisationFactory(name="Ombra", visibility="OFFICE")
    offered(firm, title="Pubblica")
    offered(firm, title="Per i soci", for_members=True)
    draft(firm, title="Bozza")
    withdraw_offer(offer=offered(firm, title="Ritirata"), now=NOW)
    offered(hidden, title="Di chi non si vede")
    assert found(PUBLIC_AUDIENCE) == ["Pubblica"]
    assert found(MEMBER) == ["Per i soci", "Pubblica"]
    assert found(own_of(firm)) == ["Per i soci", "Pubblica"]
    assert found(OFFICE_AUDIENCE) == ["Di chi non si vede", "Per i soci", "Pubblica"]


def test_one_sheet_is_read_by_whom_the_list_shows_it() -> None:
    firm, hidden = OrganisationFactory(name="Alfa"), OrganisationFactory(name="Ombra", visibility="OFFICE")
    rows = [
        offered(firm, title="Pubblica"),
        offered(firm, title="Per i soci", for_members=True),
        offered(hidden, title="Di chi non si vede"),
    ]
    for audience in (PUBLIC_AUDIENCE, MEMBER, OFFICE_AUDIENCE):
        listed = set(found(audience))
        assert {one.title for one in rows if may_read_offer(one, audience=audience, organisation_id=None)} == listed


def test_draft_is_read_by_its_own_and_the_office_alone() -> None:
    firm, other = OrganisationFactory(name="Alfa"), OrganisationFactory(name="Beta")
    row = draft(firm)
    assert may_read_offer(row, audience=own_of(firm), organisation_id=firm.pk)
    assert may_read_offer(row, audience=OFFICE_AUDIENCE, organisation_id=None)
    assert not may_read_offer(row, audience=own_of(other), organisation_id=other.pk)
    assert not may_read_offer(row, audience=PUBLIC_AUDIENCE, organisation_id=None)


def test_filter_by_words_kind_maturity_and_competence(leaf: str) -> None:
    firm = OrganisationFactory(name="Alfa")
    offered(firm, AIR, title="Flacone riciclato", solution="Vetro più leggero.", trl=8)
    offered(firm, leaf, title="Emulsione stabile", solution="Stabilità a 40 gradi.", kind="RESULT", trl=3)
    assert found(PUBLIC_AUDIENCE, q="stabilita") == ["Emulsione stabile"]
    assert found(PUBLIC_AUDIENCE, q="vetro emulsione") == []
    assert found(PUBLIC_AUDIENCE, kind="RESULT") == ["Emulsione stabile"]
    assert found(PUBLIC_AUDIENCE, trl="5") == ["Flacone riciclato"]
    assert found(PUBLIC_AUDIENCE, competence=AIR) == ["Flacone riciclato"]
    assert found(PUBLIC_AUDIENCE, competence="PK1.CMP") == ["Flacone riciclato"]
    assert len(found(PUBLIC_AUDIENCE, kind="NOTHING", trl="77")) == 2


@pytest.mark.parametrize("number", [1, 3])
def test_lines_cost_the_same_however_many(number: int, django_assert_num_queries: Callable[[int], Any]) -> None:
    firm = OrganisationFactory(name="Alfa")
    for place in range(number):
        offered(firm, AIR, title=f"Offerta {place}")
    with django_assert_num_queries(3):
        lines = offer_lines(OfferFilter().offers(MEMBER), own_id=firm.pk)
    assert len(lines) == number
    assert all(line.topics for line in lines)


@pytest.mark.parametrize("number", [1, 3])
def test_offers_for_a_need_cost_the_same_however_many(
    number: int, django_assert_num_queries: Callable[[int], Any]
) -> None:
    asks, firm = OrganisationFactory(name="Chiede"), OrganisationFactory(name="Alfa")
    need = need_of(asks, "SECRET", AIR)
    for place in range(number):
        offered(firm, AIR, title=f"Offerta {place}")
    with django_assert_num_queries(3):
        assert len(offers_for(need, OFFICE_AUDIENCE)) == number


@pytest.mark.parametrize("number", [1, 3])
def test_needs_for_an_offer_cost_the_same_however_many(
    number: int, django_assert_num_queries: Callable[[int], Any]
) -> None:
    offer = offered(OrganisationFactory(name="Alfa"), AIR)
    for place in range(number):
        need_of(OrganisationFactory(name=f"Chiede {place}"), "SECRET", AIR)
    with django_assert_num_queries(2):
        assert len(needs_for(offer, OFFICE_AUDIENCE)) == number


def test_offers_for_a_need_come_by_weight_with_the_reason(leaf: str) -> None:
    asks, firm = OrganisationFactory(name="Chiede"), OrganisationFactory(name="Alfa")
    need = need_of(asks, "SECRET", AIR, leaf)
    one, both = offered(firm, AIR, title="Una"), offered(firm, AIR, leaf, title="Tutte e due")
    offered(firm, title="Nessuna")
    offered(asks, AIR, leaf, title="Sua")
    found = offers_for(need, OFFICE_AUDIENCE)
    assert [(line.offer, line.score) for line in found] == [(both, 1.0), (one, 0.5)]
    assert found[0].reason.count(",") >= 1
    assert offers_for(need, own_of(asks)) == found
    assert offers_for(need, own_of(firm)) == ()
    assert offers_for(need, MEMBER) == ()
    assert offers_for(need, PUBLIC_AUDIENCE) == ()


def test_offer_refused_kept_out_or_not_shown_is_not_proposed(leaf: str) -> None:
    asks, firm = OrganisationFactory(name="Chiede"), OrganisationFactory(name="Alfa")
    need = need_of(asks, "OPEN", AIR)
    refused = offered(firm, AIR, title="Tolta")
    refused.topics.update(is_refused=True)
    draft(firm, title="Bozza").topics.create(competence_id=AIR)
    out = OrganisationFactory(name="Fuori")
    offered(out, AIR, title="Tenuta fuori")
    need.exclusions.create(organisation=out)
    assert offers_for(need, OFFICE_AUDIENCE) == ()


def test_secret_and_reserved_needs_are_the_offices_alone() -> None:
    asks, firm = OrganisationFactory(name="Chiede"), OrganisationFactory(name="Alfa")
    offer = offered(firm, AIR)
    for secrecy in ("OPEN", "RESERVED", "SECRET"):
        need_of(asks, secrecy, AIR)
    need_of(OrganisationFactory(name="Non letta"), "OPEN", AIR, is_read=False)
    kept_out = need_of(OrganisationFactory(name="Tiene fuori"), "OPEN", AIR)
    kept_out.exclusions.create(organisation=firm)
    assert [one.need.secrecy for one in needs_for(offer, own_of(firm))] == ["OPEN"]
    assert len(needs_for(offer, OFFICE_AUDIENCE)) == 5
    assert needs_for(offer, own_of(asks)) == ()
    assert needs_for(offer, PUBLIC_AUDIENCE) == ()
