"""Addresses as attackers, old links and broken mail clients write them: never a fault of ours."""

from __future__ import annotations

import pytest
from django.test import Client

from factories import OrganisationFactory
from filiera.competence.operations.map import update_map
from tests_clock import TODAY

pytestmark = pytest.mark.django_db

ODD = [
    "/it/organisations/?q=%00",
    "/it/organisations/?q=%25%27%22;--",
    "/it/organisations/?page=99999999999999999999",
    "/it/organisations/?page=-1",
    "/it/organisations/?near=%00&km=10",
    "/it/organisations/?near=Atlantide&km=10",
    "/it/organisations/?near=Crema&km=999999999999",
    "/it/organisations/?km=-5&near=Crema",
    "/it/organisations/?km=%C2%B2&near=Crema",
    "/it/organisations/?page=%C2%B2",
    "/it/organisations/?competence=%00",
    "/it/organisations/?competence=NO.SUCH.LEAF",
    "/it/organisations/?stage=%00&province=%00&size=%00&kind=%00&proof=%00",
    "/it/organisations/?" + "&".join(f"stage=s{n}" for n in range(400)),
    "/it/organisations/map/?near=%F0%9F%92%84&km=20",
    "/it/organisations/network/?around=%00",
    "/it/organisations/network/?around=no-such-thing",
    "/it/organisations/%00/",
    "/it/competences/%00/",
    "/it/competences/NO.SUCH.LEAF/",
    "/it/chain/?stage=%00&without=%00",
    "/it/ask/?q=%00%00airless",
    "/it/ask/?q=" + "airless%20" * 900,
    "/it/ask/?q=%F0%9F%92%84%E2%80%8F%D8%A7",
    "/it/ask/?q=<script>alert(1)</script>",
    "/it/suggest/?organisation=%00&competence=%00",
    "/it/shortlist/saved/%00/",
    "/it/shortlist/export.exe",
    "/fr/organisations/",
    "/it/../../etc/passwd",
    "/it/sign-in/?next=https://evil.example/",
]


@pytest.mark.parametrize("address", ODD)
def test_odd_address_is_answered(client: Client, address: str) -> None:
    OrganisationFactory(name="Alba", lat=45.36, lon=9.68)
    update_map(today=TODAY)
    client.raise_request_exception = True
    response = client.get(address)
    assert response.status_code in (200, 302, 400, 404), response.status_code
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("code", ["no-such-thing", "x" * 300])
def test_keeping_what_does_not_exist_is_not_found(client: Client, code: str) -> None:
    assert client.post(f"/it/shortlist/keep/{code}/").status_code == 404


def test_form_without_its_token_is_refused() -> None:
    strict = Client(enforce_csrf_checks=True)
    organisation = OrganisationFactory()
    assert strict.post(f"/it/shortlist/keep/{organisation.code}/").status_code == 403


def test_strict_policy_is_sent_with_every_page(client: Client) -> None:
    policy = client.get("/it/privacy/").headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe-inline" not in policy


def test_signing_in_slows_down_whoever_guesses(client: Client) -> None:
    for _guess in range(9):
        response = client.post("/it/sign-in/", {"login": "chi@example.org", "password": "sbagliata"})
    assert "quarto d’ora" in response.content.decode()


@pytest.mark.parametrize("lang", ["it", "en"])
@pytest.mark.parametrize("path", ["organisations/?q=%00", "organisations/?q=%01a", "organisations/?%1f=1", "ask%07/"])
def test_control_character_gets_a_page_that_says_so(client: Client, lang: str, path: str) -> None:
    response = client.get(f"/{lang}/{path}")
    assert (response.status_code, response["Content-Type"]) == (400, "text/html; charset=utf-8")
    title = {"it": "Qui c’è un carattere che non si legge", "en": "A character here cannot be read"}[lang]
    assert f"<h1>{title}</h1>" in response.content.decode()
    assert "unsafe-inline" not in response["Content-Security-Policy"]


def test_tabs_and_line_ends_are_text(client: Client) -> None:
    assert client.get("/it/organisations/?q=a%0d%0a%09b").status_code == 200


def test_form_with_a_zero_byte_gets_the_same_page(client: Client) -> None:
    response = client.post(f"/it/shortlist/keep/{OrganisationFactory().code}/", {"question": "a\x00b"})
    assert "Qui c’è un carattere che non si legge" in response.content.decode()


@pytest.mark.parametrize("path", ["organisations?q=%01", "organisations/%07", "%00"])
def test_control_character_in_the_api_is_a_problem(client: Client, path: str) -> None:
    response = client.get(f"/api/v1/{path}")
    assert response.status_code in (404, 422)
    assert response["Content-Type"] == "application/problem+json"


def test_what_was_pasted_does_not_break_the_workbook(client: Client) -> None:
    organisation = OrganisationFactory()
    client.post(f"/it/shortlist/keep/{organisation.code}/", {"question": "a\x0bb", "competence": "c\x0cd"})
    assert client.get("/it/shortlist/export.xlsx").content[:2] == b"PK"
    assert client.get("/it/shortlist/export.pdf").content[:5] == b"%PDF-"


@pytest.mark.parametrize("lang", ["it", "en"])
def test_form_that_is_too_long_gets_a_page_that_says_so(client: Client, lang: str) -> None:
    response = client.post(f"/{lang}/shortlist/keep/{OrganisationFactory().code}/", {"question": "a" * 6 * 1024**2})
    title = {"it": "Quello che hai mandato è troppo lungo", "en": "What was sent is too long"}[lang]
    assert response.status_code == 413
    assert f"<h1>{title}</h1>" in response.content.decode()
    assert "5 MB" in response.content.decode()
