"""Who has not signed in and opens an address of the office is led to the sign-in, whatever stands behind it."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from factories import UserFactory
from factories.sheets import sheet_of, tried

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("lang", ["it", "en"])
@pytest.mark.parametrize(
    "address", ["", "imports/{pk}/", "imports/{pk}/trial/?page=2", "evidence/999/", "no/such/page/"]
)
def test_signed_out_is_led_to_sign_in_and_back(lang: str, address: str) -> None:
    batch = tried(sheet_of("Alba;;Crema;;;;"))
    path = f"/{lang}/office/{address.format(pk=batch.pk)}"
    answer = Client().get(path)
    to = urlsplit(answer["Location"])
    assert (answer.status_code, to.path, parse_qs(to.query)) == (302, f"/{lang}/sign-in/", {"next": [path]})


def test_signed_out_comes_back_to_the_page_after_signing_in() -> None:
    batch = tried(sheet_of("Alba;;Crema;;;;"))
    user = UserFactory(role="OFFICE")
    user.set_password("una parola lunga")
    user.save()
    client, path = Client(), f"/it/office/imports/{batch.pk}/"
    door = client.get(path)["Location"]
    answer = client.post(door, {"login": user.email, "password": "una parola lunga", "next": path})
    assert answer["Location"] == path


def test_signed_out_act_leads_back_to_the_first_page_of_the_office() -> None:
    answer = Client().post("/en/office/imports/1/undo/", {"sure": "1"})
    assert answer["Location"] == "/en/sign-in/?next=/en/office/"
    part = Client().post("/en/office/map/advance/", headers={"HX-Request": "true"})
    assert part["HX-Redirect"] == "/en/sign-in/?next=/en/office/"


@pytest.mark.parametrize("address", ["", "imports/1/", "evidence/1/", "no/such/page/"])
def test_signed_in_without_the_right_finds_nothing(address: str) -> None:
    client = Client()
    client.force_login(UserFactory())
    assert client.get(f"/it/office/{address}").status_code == 404
