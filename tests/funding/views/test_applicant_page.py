"""What an organisation says of itself for calls: what nobody said is not known, and is no zero."""

from __future__ import annotations

import re
from decimal import Decimal
from html import unescape

import pytest
import time_machine
from django.test import Client

from factories.calls import member
from factories.consortium_work import acting_for
from filiera.funding.models import ApplicantProfile, DeMinimisAward
from filiera.registry.models import Organisation
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db


def shown(row: Organisation) -> str:
    client = Client()
    client.force_login(acting_for(row))
    with time_machine.travel(NOW, tick=False):
        page = client.get(f"/it/organisations/{row.code}/for-calls/")
    return " ".join(unescape(page.content.decode()).split()).replace("\xa0", " ")


def test_room_under_de_minimis_is_not_known_before_all_awards_are_said() -> None:
    row = member("Alba")
    page = shown(row)
    assert len(re.findall(r"<dd>\s*non si sa\s*</dd>", page)) == 2
    assert "300.000 €" not in page


def test_room_under_de_minimis_is_what_the_awards_leave() -> None:
    row = member("Alba")
    ApplicantProfile.objects.create(organisation=row, visibility="BILATERAL", awards_known=True, changed_at=NOW)
    assert "300.000 €" in shown(row)
    DeMinimisAward.objects.create(
        organisation=row, visibility="BILATERAL", granted_on=TODAY, amount_eur=Decimal(120_000)
    )
    page = shown(row)
    assert "180.000 €" in page
    assert "120.000 €" in page
