"""Meetings by the API: for whoever was convened and for the office; to others they do not exist."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.test import Client

from factories import UserFactory
from factories.convened import arrive, convened, planned, representative
from tests_clock import NOW

pytestmark = pytest.mark.django_db


def asked(client: Client, user: Any, path: str) -> Any:
    """Ask as somebody."""
    if user is None:
        client.logout()
    else:
        client.force_login(user)
    with time_machine.travel(NOW, tick=False):
        return client.get(f"/api/v1{path}?lang=it")


def test_meetings_are_for_their_roll_and_the_office(client: Client) -> None:
    alba = representative("Alba")
    meeting, draft = convened(), planned()
    office, stranger = UserFactory(role="OFFICE"), UserFactory()

    listed = {
        name: [row["id"] for row in asked(client, user, "/meetings").json()["items"]]
        for name, user in (("alba", alba), ("office", office), ("stranger", stranger), ("visitor", None))
    }
    assert listed == {"alba": [meeting.pk], "office": [draft.pk, meeting.pk], "stranger": [], "visitor": []}
    codes = [asked(client, user, f"/meetings/{meeting.pk}").status_code for user in (alba, office, stranger, None)]
    assert codes == [200, 200, 404, 404]
    assert asked(client, alba, f"/meetings/{draft.pk}").status_code == 404


def test_a_meeting_tells_its_quorum_with_the_article(client: Client) -> None:
    alba = representative("Alba")
    representative("Brina")
    meeting = convened()
    arrive(meeting, "Alba", now=meeting.first_at)
    with time_machine.travel(meeting.first_at, tick=False):
        client.force_login(alba)
        told = client.get(f"/api/v1/meetings/{meeting.pk}?lang=it").json()

    assert told["finding"] == "C'è il numero legale: 1 voto su 2"
    assert (told["quorum"]["present"], told["quorum"]["needed"], told["quorum"]["article"]) == (
        1,
        1,
        "art. 21 c. 1 c.c.",
    )
    assert told["quorum"]["classes"] == [
        {"name": "Socio ordinario", "with_vote": 2, "present": 1, "by_proxy": 0, "without_vote": 0}
    ]
    assert [(item["title"], item["body_elected"], item["renews_body"]) for item in told["items"]] == [
        ("Piano di attività", "", False)
    ]
