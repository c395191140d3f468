"""Before the first map: pages that need it say that it is being prepared, and never that nobody can do anything."""

from __future__ import annotations

import pytest
from django.test import Client

from factories import LinkFactory, OrganisationFactory, RunFactory, UserFactory
from filiera.competence.models import MapRun
from filiera.competence.operations.map import update_map
from filiera.competence.views import preparing
from tests_clock import TODAY

pytestmark = pytest.mark.django_db

PAGES = ("ask/", "ask/?q=airless", "chain/", "competences/PK1.CMP.AIR/")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("lang", "title"), [("it", "La mappa è in preparazione"), ("en", "The map is being prepared")])
def test_page_that_needs_the_map_says_so(client: Client, path: str, lang: str, title: str) -> None:
    response = client.get(f"/{lang}/{path}")
    page = response.content.decode()
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert f"<h1>{title}</h1>" in page
    assert f'href="/{lang}/organisations/"' in page
    assert "office/map/compute" not in page


def test_home_draws_no_broken_chain_before_the_first_map(client: Client) -> None:
    assert 'aria-labelledby="chain"' not in client.get("/it/").content.decode()
    RunFactory()
    assert 'aria-labelledby="chain"' in client.get("/it/").content.decode()


def test_map_that_began_and_did_not_end_is_no_map(client: Client) -> None:
    MapRun.objects.create(reader="test", model="hash-v1", input_digest="x", on="2026-11-25")
    assert client.get("/it/chain/").status_code == 503


def test_office_computes_it_from_the_page(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "BUDGET_SECONDS", 60)
    LinkFactory(evidence__title_it="Flaconi airless", evidence__title_en="Airless bottles")
    client.force_login(UserFactory(role="OFFICE"))
    page = client.get("/it/ask/").content.decode()
    assert 'action="/it/office/map/compute/"' in page
    done = client.post("/it/office/map/compute/", follow=True)
    assert done.redirect_chain == [("/it/chain/", 302)]
    (said,) = [str(message) for message in done.context["messages"]]
    assert said.startswith("La mappa è pronta: prove lette 1,")
    for path in PAGES:
        assert client.get(f"/it/{path}").status_code == 200, path


def test_others_compute_nothing(client: Client) -> None:
    assert client.post("/it/office/map/compute/")["Location"].startswith("/it/sign-in/")
    client.force_login(UserFactory())
    assert client.post("/it/office/map/compute/").status_code == 404
    assert not MapRun.objects.exists()


def test_computation_of_one_organisation_is_no_map(client: Client) -> None:
    update_map(today=TODAY, only=[OrganisationFactory().pk])
    assert client.get("/it/chain/").status_code == 503
    update_map(today=TODAY)
    assert client.get("/it/chain/").status_code != 503
