"""What the statute allows to suspend is put to the board once; all late fees are reminded of by one click."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from factories import DelegateFactory, UserFactory
from factories.association import member, statute
from factories.convened import FIRST, planned
from factories.outbox import posted
from filiera.governance.enums import BodyKind, MeetingState
from filiera.governance.files import shipped_statute
from filiera.governance.models import Fee, Member
from filiera.governance.operations.fees import FeeRefused
from filiera.governance.operations.suspensions import propose_suspensions
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db


def late(days: int) -> Member:
    row = member(member_class=next(iter(shipped_statute("with-classes").classes)))
    DelegateFactory(organisation=row.organisation, user=UserFactory())
    Fee.objects.create(member=row, year=2026, amount_eur=Decimal(100), due_on=TODAY - timedelta(days=days))
    return row


def test_late_members_are_put_to_the_board_once() -> None:
    statute("with-classes", date(2020, 1, 2))
    row, _other = late(200), late(20)
    with pytest.raises(FeeRefused):
        propose_suspensions(today=TODAY)
    meeting = planned(BodyKind.BOARD)
    [made] = propose_suspensions(today=TODAY)

    assert made.title == f"Sospensione di {row.organisation.name}"
    assert shipped_statute("with-classes").fees.article in made.proposal
    assert propose_suspensions(today=TODAY) == []
    meeting.state = MeetingState.CANCELLED
    meeting.save()
    planned(BodyKind.BOARD, first_at=FIRST + timedelta(days=9), second_at=None)
    assert len(propose_suspensions(today=TODAY)) == 1


def test_one_click_proposes_and_one_reminds_of_all() -> None:
    statute("with-classes", date(2020, 1, 2))
    late(200)
    late(20)
    meeting = planned(BodyKind.BOARD)
    client = Client()
    client.force_login(UserFactory(role="OFFICE"))
    with time_machine.travel(NOW, tick=False):
        page = client.get(reverse("fees-desk")).content.decode()
        led = client.post(reverse("fees-desk-propose"))["Location"]
        client.post(reverse("fees-desk-remind"))
        client.post(reverse("fees-desk-remind"))

    assert "Sollecita tutti: 2 lettere" in page
    assert led == reverse("meeting-desk", args=[meeting.pk])
    assert len(posted()) == 2


def test_only_the_office_proposes_and_reminds() -> None:
    client = Client()
    client.force_login(UserFactory())
    found = [client.post(reverse(name)).status_code for name in ("fees-desk-propose", "fees-desk-remind")]

    assert all(status in (302, 404) for status in found)
