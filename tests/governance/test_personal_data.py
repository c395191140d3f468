"""What the association holds of a person: the own open votes, not those that others wrote; all that was answered."""

from __future__ import annotations

from datetime import timedelta

import pytest

from factories import UserFactory
from factories.assemblies import Assembly
from factories.association import application
from filiera.governance.models import Attendance
from filiera.governance.operations.admissions import ask_applicant, take_application
from filiera.governance.operations.applications import answer_request, save_unfinished
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


def test_an_application_is_given_whole_with_what_the_office_asked_and_was_answered() -> None:
    rosa = UserFactory()
    row = take_application(application=application(applicant=rosa), actor=None)
    row = ask_applicant(application=row, question="Che cosa producete?", now=NOW, actor=None)
    row = answer_request(application=row, answer="Creme viso.", now=NOW, actor=rosa)
    ask_applicant(application=row, question="Dove?", now=NOW, actor=None)
    begun = application(applicant=rosa, sent=False)
    save_unfinished(application=begun, step="class", written={"why": "Per il distretto"}, now=NOW)
    (section,) = [one for one in association_sections(rosa) if one.code == "applications"]
    sent, draft = (str(line[3]).split("; ") for line in section.rows)

    assert sent[-1] == "Che cosa producete?: Creme viso."
    assert [one for one in sent if one.startswith("at: ")] == []
    assert [one for one in draft if one.startswith(("why: ", "member_class: "))] == ["why: Per il distretto"]
