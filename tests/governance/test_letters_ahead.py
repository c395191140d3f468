"""The letters of a meeting are read before they leave, and reading them changes nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from factories import UserFactory
from factories.association import member
from factories.convened import FIRST, convened, planned, representative
from filiera.governance.enums import MeetingState
from filiera.governance.models import NoticeDelivery, RollSeat
from tests_clock import NOW

pytestmark = pytest.mark.django_db


def office() -> Client:
    client = Client()
    client.force_login(UserFactory(role="OFFICE"))
    return client


def test_the_notice_is_read_before_anybody_is_convened() -> None:
    meeting = planned()
    representative("Alba")
    silent = member()
    with time_machine.travel(NOW, tick=False):
        page = office().get(reverse("meeting-convene", args=[meeting.pk])).content.decode()
    meeting.refresh_from_db()

    assert "1 lettera <em>sta per partire</em>" in page
    assert "Piano di attività" in page
    assert silent.organisation.name in page
    assert (meeting.state, RollSeat.objects.count(), NoticeDelivery.objects.count()) == (MeetingState.PLANNED, 0, 0)
    assert mail.outbox == []


def test_that_the_quorum_is_missing_is_asked_for_before_it_is_declared() -> None:
    representative("Alba")
    meeting = convened()
    mail.outbox.clear()
    with time_machine.travel(FIRST, tick=False):
        client = office()
        page = client.get(reverse("meeting-no-quorum", args=[meeting.pk])).content.decode()
        before = len(mail.outbox)
        client.post(reverse("meeting-step", args=[meeting.pk]), {"act": "no-quorum", "call": "1"})
    with time_machine.travel(FIRST + timedelta(days=2), tick=False):
        again = client.post(
            reverse("meeting-step", args=[meeting.pk]), {"act": "no-quorum", "call": "1"}, follow=True
        ).content.decode()
    meeting.refresh_from_db()

    assert '<input type="hidden" name="call" value="1">' in page
    assert "Dichiarato già" in again
    assert "Seconda convocazione: Assemblea ordinaria" in page
    assert (before, meeting.call, len(mail.outbox)) == (0, 2, 1)


def test_a_cancellation_is_read_before_it_leaves() -> None:
    representative("Alba")
    meeting = convened()
    mail.outbox.clear()
    cancel = reverse("meeting-cancel", args=[meeting.pk])
    with time_machine.travel(NOW, tick=False):
        client = office()
        assert client.get(cancel, {"why": " "}).headers["Location"].endswith("/desk/#cancel")
        page = client.get(cancel, {"why": "Manca la sala"}).content.decode()
        meeting.refresh_from_db()
        before = (meeting.state, len(mail.outbox))
        client.post(reverse("meeting-step", args=[meeting.pk]), {"act": "cancel", "why": "Manca la sala"})
    meeting.refresh_from_db()

    assert "1 lettera <em>sta per partire</em>" in page
    assert ("Annullata: Assemblea ordinaria" in page, "Motivo: Manca la sala" in page) == (True, True)
    assert 'name="why" value="Manca la sala"' in page
    assert (before, meeting.state, len(mail.outbox)) == ((MeetingState.CONVENED, 0), MeetingState.CANCELLED, 1)


def test_who_does_not_lead_reads_no_letter() -> None:
    alba = representative("Alba")
    meeting = convened()
    client = Client()
    client.force_login(alba)

    for name in ("meeting-convene", "meeting-no-quorum", "meeting-cancel"):
        assert client.get(reverse(name, args=[meeting.pk])).status_code in (302, 404)
