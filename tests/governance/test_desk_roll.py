"""The roll on the desk: whom the notice reached is for whoever leads, at which address for the office alone."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from factories import UserFactory
from factories.convened import FIRST, arrive, convened, director
from filiera.governance.enums import BodyKind
from filiera.governance.operations.agenda import ItemPlan

pytestmark = pytest.mark.django_db


def test_who_leads_sees_whom_the_notice_reached_and_the_office_alone_at_which_address(client: Client) -> None:
    president, other = director("Dora", role="PRESIDENT"), director("Enzo")
    meeting = convened(BodyKind.BOARD, ItemPlan("Bilancio", kind="BOARD", proposal="Si approva."))
    arrive(meeting, "Dora", "Enzo")
    pages = []
    for who in (president.user, UserFactory(role="OFFICE")):
        with time_machine.travel(FIRST, tick=False):
            client.force_login(who)
            pages.append(client.get(reverse("meeting-desk", args=[meeting.pk])).content.decode())
    assert [(other.user.email in page, "inviato" in page) for page in pages] == [(False, True), (True, True)]
