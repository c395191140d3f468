"""The form to join: what is asked of whom, where it goes on, and towns that there are."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation

from filiera.governance.forms_join import OrganisationForm
from filiera.governance.models import MembershipApplication
from filiera.registry.models import Municipality, Province

pytestmark = pytest.mark.django_db

WRITTEN = {"name": "Alba", "kind": "COMPANY", "size": "SMALL", "vat": "00743110157"}


@pytest.fixture
def milan() -> None:
    values = {"name": "Milano", "region": "Lombardia", "in_region": True}
    province, _is_new = Province.objects.get_or_create(code="MI", defaults=values)
    town = {"name": "Milano", "search_name": "milano", "province": province}
    Municipality.objects.get_or_create(code="015146", defaults=town)


@pytest.mark.parametrize(
    ("town", "vat", "said"),
    [
        ("Milano", "00743110157", []),
        ("Milan", "00743110157", []),
        ("Milanooo", "00743110157", ["Non c'è un comune con questo nome. Intendevi Milano?"]),
        ("Xyzw", "00743110157", ["Non c'è un comune con questo nome."]),
        ("Lugano", "", []),
    ],
)
def test_town_of_an_italian_organisation_is_a_municipality(milan: None, town: str, vat: str, said: list[str]) -> None:
    with translation.override("it"):
        form = OrganisationForm({**WRITTEN, "vat": vat, "town": town})
        form.is_valid()

        assert list(form.errors.get("town", [])) == said


def test_fields_that_companies_must_fill_say_so(client: Client) -> None:
    client.post("/it/join/begin/")
    page = client.get(f"/it/join/{MembershipApplication.objects.get().code}/step/organisation/").content.decode()

    assert page.count("serve alle imprese") == 2


def test_a_draft_goes_on_at_its_first_open_step(client: Client) -> None:
    client.post("/it/join/begin/")
    row = MembershipApplication.objects.get()
    MembershipApplication.objects.filter(pk=row.pk).update(answers={"organisation": {"name": "Alba"}})
    page = client.get("/it/join/").content.decode()

    assert f"/it/join/{row.code}/step/representative/" in page
    assert page.index("Continua la domanda") < page.index("altra domanda")


def test_the_bodies_are_at_the_foot_of_every_page(client: Client) -> None:
    assert '<a href="/it/bodies/">Organi</a>' in "".join(client.get("/it/join/").content.decode().split("\n"))
