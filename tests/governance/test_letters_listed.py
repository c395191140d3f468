"""The page of letters lists every letter of the office, those that leave by another way than the outbox too."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from factories import UserFactory
from factories.association import statute
from factories.convened import convened, representative
from filiera.accounts.operations import send_password_link
from filiera.common.models import OutgoingMail
from filiera.governance.operations.meetings import cancel_meeting
from tests_clock import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Client:
    client = Client()
    client.force_login(UserFactory(role="OFFICE"))
    return client


def test_notices_and_password_links_are_listed(office: Client) -> None:
    statute()
    representative("Alba", email="alba@example.org")
    convened()
    send_password_link(user=UserFactory(email="rosa@example.org"), link="https://example.org/segreto")
    page = office.get("/it/office/letters/").content.decode()

    assert list(OutgoingMail.objects.order_by("pk").values_list("email", "verb", "body")) == [
        ("alba@example.org", "send-notices", ""),
        ("rosa@example.org", "send-password-link", ""),
    ]
    assert "alba@example.org" in page
    assert "rosa@example.org" in page
    assert "Ogni lettera <em>è partita</em>" in page


def test_where_no_letter_ever_left_the_page_says_so(office: Client) -> None:
    assert "Nessuna lettera <em>è ancora partita</em>" in office.get("/it/office/letters/").content.decode()


def test_a_cancellation_that_did_not_arrive_is_said(office: Client, settings: Any) -> None:
    statute()
    representative("Alba", email="alba@example.org")
    meeting = convened()
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    settings.EMAIL_PORT = 1
    with time_machine.travel(NOW, tick=False):
        cancel_meeting(meeting=meeting, why="Manca la sala", now=NOW)
        office.force_login(UserFactory(role="OFFICE"))
        page = office.get("/it/office/letters/").content.decode()

    assert "Alcune lettere <em>non sono arrivate</em>" in page
    assert "1 avviso non è arrivato" in page


@pytest.mark.parametrize("email", ["rosa@example.org", "nessuno@example.org"])
def test_letters_to_sign_in_are_listed_where_there_is_an_account(client: Client, email: str) -> None:
    UserFactory(email="rosa@example.org")
    client.post(reverse("account_reset_password"), {"email": email})

    found = list(OutgoingMail.objects.values_list("email", "verb", "body"))
    assert found == ([("rosa@example.org", "write-about-sign-in", "")] if email.startswith("rosa") else [])
