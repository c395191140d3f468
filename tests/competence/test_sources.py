"""The sources of evidence and facts, as an audience may know them, on page and API alike."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from factories import EvidenceFactory, LinkFactory, OrganisationFactory
from filiera.common.partial_date import PartialDate
from filiera.common.visibility import OFFICE_AUDIENCE, PUBLIC_AUDIENCE
from filiera.competence.queries.sources import source_rows
from filiera.registry.operations.sources import FactDraft, record_facts, record_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def sources() -> None:
    """Make a source of one public piece, one of a fact, and two that a visitor may not know of."""
    LinkFactory(evidence=EvidenceFactory(source=record_source(name="Registro pubblico")))
    LinkFactory(evidence=EvidenceFactory(source=record_source(name="Carte riservate"), visibility="OFFICE"))
    hidden = OrganisationFactory(name="Nascosta", visibility="OFFICE")
    LinkFactory(evidence=EvidenceFactory(source=record_source(name="Di una sola nascosta")), organisation=hidden)
    named = record_source(name="Camera di commercio")
    record_facts(organisation=OrganisationFactory(), source=named, drafts=[FactDraft("NOTE", "Nota")])


@pytest.mark.usefixtures("sources")
def test_sources_and_their_pieces_are_those_that_the_audience_may_see() -> None:
    public = dict(source_rows(audience=PUBLIC_AUDIENCE).values_list("name", "pieces"))
    assert public == {"Registro pubblico": 1, "Camera di commercio": 0}
    office = dict(source_rows(audience=OFFICE_AUDIENCE).values_list("name", "pieces"))
    assert office == public | {"Carte riservate": 1, "Di una sola nascosta": 1}
    assert [row.name for row in source_rows(audience=PUBLIC_AUDIENCE, words="camera COMMERCIO")] == [
        "Camera di commercio"
    ]


def test_date_of_a_source_is_as_exact_as_it_is_known(client: Client) -> None:
    for name, on in (("Anno", "2023"), ("Mese", "2015-03"), ("Giorno", "2015-03-02")):
        LinkFactory(evidence=EvidenceFactory(source=record_source(name=name, on=PartialDate.parse(on))))
    page = client.get("/it/sources/").content.decode()
    assert re.findall(r'<td data-l="data">([^<]*)</td>', page) == ["2023", "2 marzo 2015", "marzo 2015"]


@pytest.mark.usefixtures("sources")
def test_page_and_api_count_alike(client: Client) -> None:
    page = client.get("/it/sources/")
    rows = {row.name: row.pieces for row in page.context["page"]}
    items = client.get("/api/v1/sources").json()["items"]
    assert {one["name"]: one["evidence_count"] for one in items} == rows
    assert page.context["pieces"] == 1
    assert "solo fatti" in page.content.decode()
