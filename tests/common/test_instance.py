"""The contact of an instance: an address of mail where the office has one, the site's form otherwise; nothing made up."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

FORM = "http://testserver/it/suggest/"
MAIL = "ufficio@cluster.example"


@pytest.fixture
def with_address(settings: Any, tmp_path: Path) -> None:
    """Give the instance an address of its own."""
    values = yaml.safe_load((Path(settings.INSTANCE_DIR) / "instance.yaml").read_text(encoding="utf-8"))
    values["contact"]["email"] = MAIL
    (tmp_path / "instance.yaml").write_text(yaml.safe_dump(values), encoding="utf-8")
    settings.INSTANCE_DIR = tmp_path


def contacts(client: Client) -> list[object]:
    """Give the contact as every surface says it: page of privacy, security.txt, API, catalogue, home's description."""
    privacy = client.get("/it/privacy/").content.decode()
    security = client.get("/.well-known/security.txt").content.decode().splitlines()[0]
    point = client.get("/api/v1/catalogue").json()["dcat:dataset"][0]["dcat:contactPoint"]
    reached = {name: value["@id"] for name, value in point.items() if name.startswith("vcard:has")}
    home = client.get("/it/").content.decode()
    return [
        f'href="mailto:{MAIL}"' in privacy,
        'href="/it/suggest/">Scrivi all’ufficio</a>' in privacy,
        security,
        client.get("/api/v1/instance").json()["contact"],
        reached,
        '"email"' in home,
    ]


def test_office_without_an_address_is_reached_by_the_form(client: Client) -> None:
    reached = {"vcard:hasURL": FORM}
    assert contacts(client) == [False, True, f"Contact: {FORM}", FORM, reached, False]


@pytest.mark.usefixtures("with_address")
def test_office_with_an_address_is_written_to(client: Client) -> None:
    reached = {"vcard:hasEmail": f"mailto:{MAIL}"}
    assert contacts(client) == [True, False, f"Contact: mailto:{MAIL}", MAIL, reached, True]


def test_no_address_of_the_instance_is_made_up(settings: Any) -> None:
    text = (Path(settings.INSTANCE_DIR) / "instance.yaml").read_text(encoding="utf-8")
    assert "example.org" not in text
