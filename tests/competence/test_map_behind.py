"""Where evidence came in without the map, the office is told how many organisations wait, and computes it from there."""

from __future__ import annotations

import pytest
from django.test import Client

from factories import EvidenceFactory, LinkFactory, OrganisationFactory, UserFactory
from filiera.competence.models import Evidence
from filiera.competence.operations.map import begin_map, update_map
from filiera.competence.operations.withdrawal import withdraw
from filiera.competence.queries.waiting import organisations_behind
from tests_clock import TODAY

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("demo_world")
def test_map_is_behind_where_evidence_came_changed_or_went_until_it_is_computed() -> None:
    assert organisations_behind() == 0
    first, second, third = OrganisationFactory.create_batch(3)
    LinkFactory(organisation=first, evidence=EvidenceFactory(title_it="Nuova"), role="HOLDER")
    LinkFactory(organisation=second, evidence=EvidenceFactory(title_it="Nominata"), role="PARTNER")
    LinkFactory(organisation=OrganisationFactory(merged_into=third), evidence=EvidenceFactory(), role="HOLDER")
    assert organisations_behind() == 1
    changed = Evidence.objects.filter(links__organisation__code="alba-cosmetici", links__role="HOLDER").first()
    assert changed is not None
    Evidence.objects.filter(pk=changed.pk).update(digest="f" * 64)
    assert organisations_behind() == 2
    update_map(today=TODAY)
    assert organisations_behind() == 0
    touched = withdraw([changed.pk])
    assert organisations_behind() == len(touched) > 0


def test_today_offers_to_compute_the_map_that_is_behind(client: Client) -> None:
    client.force_login(UserFactory(role="OFFICE"))
    LinkFactory(organisation=OrganisationFactory(), evidence=EvidenceFactory(), role="HOLDER")
    page = client.get("/it/office/").content.decode()
    assert "La mappa è indietro: 1 soggetto" in page
    assert '<form method="post" action="/it/office/map/compute/">' in page
    assert client.post("/it/office/map/compute/").status_code == 302
    assert "La mappa è indietro" not in client.get("/it/office/").content.decode()


def test_today_leads_back_to_a_computation_left_half_way(client: Client) -> None:
    client.force_login(UserFactory(role="OFFICE"))
    LinkFactory(organisation=OrganisationFactory(), evidence=EvidenceFactory(), role="HOLDER")
    begin_map(today=TODAY)
    page = client.get("/it/office/").content.decode()
    assert "La mappa si sta calcolando" in page
    assert "È al passo 1 di 3" in page
    assert 'href="/it/office/map/progress/"' in page
    assert "La mappa è indietro" not in page
