"""Where the shell leads: one's own organisation, the shortlist with its count, and after signing in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories import DelegateFactory, OrganisationFactory, UserFactory

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

PAGE = "/it/privacy/"
PASSWORD = "prova-prova-prova"


def links(client: Client, word: str, page: str = PAGE) -> list[tuple[str, str]]:
    """Give address and words of the links of a page whose words hold a word."""
    html = client.get(page).content.decode()
    return [found for found in re.findall(r'<a href="([^"]*)"[^>]*>([^<]*)</a>', html) if word in found[1].lower()]


@pytest.mark.parametrize(("lang", "words"), [("it", "La mia pagina"), ("en", "My organisation")])
def test_whoever_acts_for_an_organisation_is_led_to_it(client: Client, lang: str, words: str) -> None:
    delegate = DelegateFactory(organisation__name="Alba")
    client.force_login(delegate.user)
    own = [(f"/{lang}/organisations/alba/", words)] * 2
    assert links(client, words.lower(), f"/{lang}/privacy/") == own


def test_somebody_who_stands_for_two_is_led_to_the_one_acted_for(client: Client) -> None:
    user = UserFactory()
    for name in ("Zeta", "Alba"):
        DelegateFactory(user=user, organisation=OrganisationFactory(name=name))
    client.force_login(user)
    assert links(client, "la mia pagina", "/it/privacy/") == []
    client.post("/it/acting/", {"as-whom": "zeta"})
    own = [("/it/organisations/zeta/", "La mia pagina")] * 2
    assert links(client, "la mia pagina", "/it/privacy/") == own


@pytest.mark.parametrize("role", ["PERSON", "OFFICE"])
def test_whoever_acts_for_nobody_has_no_such_link(client: Client, role: str) -> None:
    client.force_login(UserFactory(role=role))
    assert links(client, "organizzazione") == []


def test_shortlist_is_in_every_menu_with_its_count(client: Client) -> None:
    assert links(client, "rosa") == [("/it/shortlist/", "Rosa"), ("/it/shortlist/", "La tua rosa")]
    for _time in range(2):
        client.post(f"/it/shortlist/keep/{OrganisationFactory().code}/")
    assert links(client, "rosa") == [("/it/shortlist/", "Rosa (2)"), ("/it/shortlist/", "La tua rosa (2)")]


def test_count_is_of_what_its_reader_may_see(client: Client) -> None:
    kept = OrganisationFactory()
    client.post(f"/it/shortlist/keep/{kept.code}/")
    type(kept).objects.update(visibility="OFFICE")
    assert links(client, "rosa") == [("/it/shortlist/", "Rosa"), ("/it/shortlist/", "La tua rosa")]


def test_stranger_without_a_shortlist_costs_no_query(client: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(PAGE).status_code == 200
    assert len(queries) == 0


@pytest.mark.parametrize(
    ("role", "place"), [("PERSON", "/it/"), ("OFFICE", "/it/office/"), ("ADMINISTRATOR", "/it/office/")]
)
def test_sign_in_leads_where_the_work_is(client: Client, role: str, place: str) -> None:
    user: Any = UserFactory(role=role)
    entered = {"login": user.email, "password": PASSWORD}
    assert client.post("/it/sign-in/", entered)["Location"] == place
    assert client.get("/it/sign-in/")["Location"] == place
    client.logout()
    assert client.post("/it/sign-in/", entered | {"next": "/it/chain/"})["Location"] == "/it/chain/"


@pytest.mark.parametrize(
    ("address", "other"),
    [
        ("/it/privacy/?a=1", "/en/privacy/?a=1"),
        ("/it/non-esiste/?a=1", "/en/non-esiste/?a=1"),
        ("/en/no-such-page/", "/it/no-such-page/"),
    ],
)
def test_language_switch_leads_elsewhere_even_from_a_page_that_does_not_exist(
    client: Client, address: str, other: str
) -> None:
    page = client.get(address).content.decode()
    assert re.findall(r'<a href="([^"]*)" lang="\w+" hreflang', page)[:1] == [other]
