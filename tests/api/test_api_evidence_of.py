"""The evidence of an organisation: as many pieces in its count, in its list and on its page."""

from __future__ import annotations

import pytest
from django.test import Client

from factories import EvidenceFactory, LinkFactory, OrganisationFactory
from filiera.common.visibility import PUBLIC_AUDIENCE
from filiera.competence.filters import current_organisations
from filiera.competence.models import EvidenceLink

pytestmark = [pytest.mark.usefixtures("demo_world"), pytest.mark.django_db]

API = "/api/v1"


def test_evidence_is_counted_as_it_is_listed_and_shown(client: Client) -> None:
    named = EvidenceLink.objects.filter(role="PARTNER").exclude(organisation=None)
    partners = set(named.values_list("organisation__code", flat=True))
    codes = current_organisations(PUBLIC_AUDIENCE).filter(code__in=partners).values_list("code", flat=True)
    assert "alba-cosmetici" in codes
    for code in sorted(codes)[:12]:
        count = client.get(f"{API}/organisations/{code}").json()["evidence_count"]
        assert client.get(f"{API}/organisations/{code}/evidence").json()["total"] == count
        assert client.get(f"{API}/evidence", {"organisation": code}).json()["total"] == count
        assert len(client.get(f"/it/organisations/{code}/").context["profile"].evidence) == count


def test_what_only_names_an_organisation_is_listed_where_it_is_asked_for(client: Client) -> None:
    organisation = OrganisationFactory(code="zeta")
    for role, title in (("HOLDER", "Prova"), ("PARTNER", "Nominata"), ("FUNDER", "Pagata")):
        LinkFactory(organisation=organisation, role=role, evidence=EvidenceFactory(title_it=title))
    for address, asked in ((f"{API}/organisations/zeta/evidence", {}), (f"{API}/evidence", {"organisation": "zeta"})):
        own = client.get(address, asked).json()["items"]
        everything = client.get(address, asked | {"ties": "all"}).json()["items"]
        assert [one["title"] for one in own] == ["Prova"]
        assert [one["title"] for one in everything] == ["Pagata", "Nominata", "Prova"]
