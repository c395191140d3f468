"""What the association holds of a person: the own open votes, not those that somebody wrote down of others."""

from __future__ import annotations

from datetime import timedelta

import pytest

from factories import UserFactory
from factories.assemblies import Assembly
from filiera.governance.models import Attendance
from filiera.governance.operations.hands import record_votes
from filiera.governance.operations.votes import Vote, cast_votes, open_vote
from filiera.governance.personal_data import association_sections
from tests_clock import NOW

pytestmark = pytest.mark.django_db


def test_hands_are_votes_of_who_showed_them_and_not_of_who_wrote_them() -> None:
    assembly = Assembly(3, present=3)
    office = UserFactory(role="OFFICE")
    later = NOW + timedelta(minutes=5)
    item = open_vote(item=assembly.item(), now=later)
    Attendance.objects.filter(seat=assembly.seats[1]).update(user=assembly.users[1])
    Attendance.objects.filter(seat=assembly.seats[2]).update(person_name="Persona 3")
    cast_votes(item=item, votes={assembly.seats[0].pk: Vote("FOR")}, user=assembly.users[0], now=later)
    record_votes(item=item, votes={seat.pk: Vote("AGAINST") for seat in assembly.seats[1:]}, now=later, actor=office)
    found = {}
    for user in (office, *assembly.users):
        (section,) = [one for one in association_sections(user) if one.code == "votes"]
        found[str(user)] = [(row[2], row[3]) for row in section.rows]

    assert list(found.values()) == [
        [],
        [("Socio 1", "a favore")],
        [("Socio 2", "contrario")],
        [("Socio 3", "contrario")],
    ]
