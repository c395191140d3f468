"""An address that takes acts alone leads whoever comes by it otherwise to the page where the act is done."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from factories import UserFactory
from factories.assemblies import Assembly
from filiera.governance.operations.votes import open_vote
from tests_clock import NOW

pytestmark = pytest.mark.django_db
DESK = ("desk/open/", "desk/step/", "desk/attendance/", "desk/proxy/", "desk/said/", "items/1/hands/", "items/1/lead/")
PART = ("come/", "leave/", "proxy/", "conflict/", "objection/")


@pytest.fixture
def assembly(db: None) -> Assembly:
    """Give an assembly whose first item is voted."""
    assembly = Assembly(3)
    open_vote(item=assembly.item(), now=NOW)
    return assembly


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_an_act_leads_back_in_the_language_of_its_address(assembly: Assembly, language: str, method: str) -> None:
    client = Client()
    client.force_login(UserFactory(role="OFFICE"))
    meeting = f"/{language}/meetings/{assembly.meeting.pk}/"
    led = {act: getattr(client, method)(f"{meeting}{act}").headers.get("Location") for act in DESK}
    assert led == dict.fromkeys(DESK, f"{meeting}desk/")
    fees = getattr(client, method)(f"/{language}/office/fees/rates/")
    assert fees.headers["Location"] == f"/{language}/office/fees/"

    client.force_login(assembly.users[0])
    led = {act: getattr(client, method)(f"{meeting}{act}").headers.get("Location") for act in PART}
    assert led == dict.fromkeys(PART, meeting)


def test_an_act_that_is_not_ones_own_does_not_exist(assembly: Assembly) -> None:
    member, stranger = Client(), Client()
    member.force_login(assembly.users[0])
    stranger.force_login(UserFactory())
    meeting = f"/it/meetings/{assembly.meeting.pk}/"
    assert {member.get(f"{meeting}{act}").status_code for act in DESK} == {404}
    assert {stranger.get(f"{meeting}{act}").status_code for act in (*DESK, *PART)} == {404}
    office = Client()
    office.force_login(UserFactory(role="OFFICE"))
    assert office.get("/it/office/fees/999/pay/").status_code == 404
    assert office.get(reverse("fee-desk-annul", args=[999])).status_code == 404
    assert office.get("/it/meetings/999/desk/open/").status_code == 404


def test_other_methods_lead_back_too_and_change_nothing(assembly: Assembly) -> None:
    client = Client()
    client.force_login(UserFactory(role="OFFICE"))
    answer = client.put(f"/it/meetings/{assembly.meeting.pk}/desk/step/", {"act": "close"})
    assembly.meeting.refresh_from_db()
    assert (answer.status_code, assembly.meeting.state) == (302, "OPEN")
