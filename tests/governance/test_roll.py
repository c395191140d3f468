"""The roll is the register at the record date: classes, suspensions, arrears and directors of that day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from factories.association import member, resolution, statute
from factories.convened import arrive, body, convened
from filiera.governance.enums import BodyKind
from filiera.governance.models import Fee
from filiera.governance.operations.bodies import Office, appoint
from filiera.governance.operations.register import Event, suspend_member
from filiera.governance.quorum import quorum_now
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db


def test_the_roll_is_of_the_record_date() -> None:
    statute("with-classes", since=date(2021, 1, 1))
    late = member(name="Debitrice", member_class="sme")
    Fee.objects.create(member=late, year=2026, amount_eur=Decimal(500), due_on=date(2026, 1, 31))
    out = member(name="Sospesa", member_class="sme")
    suspend_member(member=out, event=Event("SUSPENDED", TODAY - timedelta(days=5), resolution=resolution()), now=NOW)
    member(name="Osserva", member_class="associate")
    member(name="Nuova", member_class="sme", on=TODAY - timedelta(days=10))
    seated = member(name="Siede", member_class="large")
    office = Office("Dora", "DIRECTOR", TODAY - timedelta(days=9), organisation=seated.organisation)
    appoint(body=body(BodyKind.BOARD), office=office, today=TODAY)
    member(name="Ieri", member_class="sme", on=TODAY - timedelta(days=1))
    meeting = convened(record_on=TODAY - timedelta(days=2))

    columns = ("name", "seat_class", "is_in_arrears", "is_suspended", "is_director")
    assert sorted(meeting.roll.values_list(*columns)) == [
        ("Debitrice", "sme", True, False, False),
        ("Nuova", "sme", False, False, False),
        ("Osserva", "associate", False, False, False),
        ("Siede", "large", False, False, True),
        ("Sospesa", "sme", False, True, False),
    ]
    arrive(meeting, "Debitrice", "Osserva", "Siede", now=meeting.first_at)
    now = quorum_now(meeting, at=meeting.first_at)
    # In arrears, suspended, of a class without vote, a member for less than thirty days: none of them counts.
    assert (now.base, now.present) == (1, 1)
    assert [(row.label, row.voting, row.silent) for row in now.rows] == [
        ("Grande impresa", 1, 0),
        ("Piccola e media impresa", 0, 3),
        ("Associato", 0, 1),
    ]
