"""Evidence is in and the map has not read it: lists and pages say that it waits, and not that there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client

from factories import EvidenceFactory, LinkFactory, OrganisationFactory, UserFactory
from filiera.common.visibility import OFFICE_AUDIENCE, PUBLIC_AUDIENCE
from filiera.competence.operations.summaries import refresh_summaries
from filiera.competence.queries.directory import entries_of
from tests_clock import TODAY

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from filiera.registry.models import Organisation

pytestmark = pytest.mark.django_db

WAITS = {"it": "le prove aspettano la mappa", "en": "its evidence waits for the map"}
COUNT = {"it": "0 competenze", "en": "0 competences"}
NOTHING = {"it": "nessuna prova", "en": "no evidence"}
PROVED = {
    "it": "Niente che le prove dimostrino abbastanza",
    "en": "Nothing that the evidence proves well enough to count.",
}


@pytest.fixture
def ditta() -> Organisation:
    return OrganisationFactory(name="Ditta Rossa")


def said(page: str, lang: str) -> tuple[bool, bool, bool]:
    return WAITS[lang] in page, COUNT[lang] in page, NOTHING[lang] in page


@pytest.mark.parametrize("lang", ["it", "en"])
def test_directory_says_that_evidence_waits_as_soon_as_it_comes_in_and_until_the_map_reads_it(
    ditta: Organisation, lang: str
) -> None:
    client = Client()
    address = f"/{lang}/organisations/"
    assert said(client.get(address).content.decode(), lang) == (False, True, True)
    LinkFactory(organisation=ditta)
    assert said(client.get(address).content.decode(), lang) == (True, False, False)
    refresh_summaries(organisation_ids=[ditta.pk])
    assert said(client.get(address).content.decode(), lang) == (False, True, False)


@pytest.mark.parametrize("lang", ["it", "en"])
def test_shortlist_says_that_evidence_waits(ditta: Organisation, lang: str) -> None:
    client = Client()
    LinkFactory(organisation=ditta)
    client.post(f"/{lang}/shortlist/keep/{ditta.code}/")
    assert said(client.get(f"/{lang}/shortlist/").content.decode(), lang) == (True, False, False)


@pytest.mark.parametrize("lang", ["it", "en"])
def test_page_of_an_organisation_says_that_evidence_waits_and_not_that_it_proves_nothing(
    ditta: Organisation, lang: str
) -> None:
    LinkFactory(organisation=ditta)
    page = Client().get(f"/{lang}/organisations/{ditta.code}/").content.decode()
    assert (*said(page, lang), PROVED[lang] in page) == (True, False, False, False)
    refresh_summaries(organisation_ids=[ditta.pk])
    page = Client().get(f"/{lang}/organisations/{ditta.code}/").content.decode()
    assert (*said(page, lang), PROVED[lang] in page) == (False, True, False, True)


def test_evidence_waits_only_for_who_may_see_it_and_where_it_proves(ditta: Organisation) -> None:
    named, bare = OrganisationFactory(name="Solo nominata"), OrganisationFactory(name="Senza niente")
    LinkFactory(organisation=ditta, evidence=EvidenceFactory(visibility="OFFICE"))
    LinkFactory(organisation=named, role="PARTNER")
    rows = [ditta, named, bare]
    waits = {
        audience.role.value: [entry.waits for entry in entries_of(rows, audience=audience, today=TODAY)]
        for audience in (PUBLIC_AUDIENCE, OFFICE_AUDIENCE)
    }
    assert waits == {"VISITOR": [False, False, False], "OFFICE": [True, False, False]}
    client = Client()
    client.force_login(UserFactory(role="OFFICE"))
    assert WAITS["it"] in client.get("/it/organisations/").content.decode()
    assert WAITS["it"] not in Client().get("/it/organisations/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_waiting_costs_one_query_and_only_where_a_summary_is_missing(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    found = OrganisationFactory.create_batch(rows)
    for row in found:
        LinkFactory(organisation=row)
    with django_assert_num_queries(2):
        entries_of(found, audience=PUBLIC_AUDIENCE, today=TODAY)
    refresh_summaries(organisation_ids=[row.pk for row in found])
    with django_assert_num_queries(1):
        entries_of(found, audience=PUBLIC_AUDIENCE, today=TODAY)


def test_api_says_that_evidence_waits_until_the_map_reads_it(client: Client, ditta: Organisation) -> None:
    LinkFactory(organisation=ditta, band="IDENTIFIER")
    OrganisationFactory(name="Ditta Verde", code="verde")
    listed = {one["id"]: one for one in client.get("/api/v1/organisations").json()["items"]}
    one = client.get(f"/api/v1/organisations/{ditta.code}").json()
    shown = [
        (found["competences_held"], found["evidence_waits"]) for found in (listed[ditta.code], listed["verde"], one)
    ]
    assert shown == [(0, True), (0, False), (0, True)]
    refresh_summaries(organisation_ids=[ditta.pk])
    assert client.get("/api/v1/organisations").json()["items"][0]["evidence_waits"] is False
