"""Mandates: given for a term, co-opted within the statute's limit, ended by resignation, absence, term and assembly."""

from __future__ import annotations

from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from factories import UserFactory
from factories.assemblies import Assembly
from factories.association import statute
from factories.convened import FIRST, arrive, body, convened, director, opened, representative
from filiera.accounts.models import User
from filiera.common.visibility import Visibility
from filiera.documents.models import Document
from filiera.governance.enums import BodyKind, MandateEnd
from filiera.governance.logic.closing import ClosingDoubt
from filiera.governance.models import Attendance, Body, Mandate, Resolution
from filiera.governance.operations.agenda import ItemPlan
from filiera.governance.operations.bodies import (
    MandateRefused,
    Office,
    appoint,
    coopt,
    end_mandate,
    end_terms,
    make_bodies,
)
from filiera.governance.operations.holding import close_meeting
from filiera.governance.operations.outcomes import close_vote
from filiera.governance.operations.votes import Vote, cast_votes, open_vote
from filiera.governance.queries.bodies import absences_of
from filiera.governance.queries.elected import waiting_of_elections
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db
TALK = ItemPlan("Comunicazioni", kind="BOARD", vote_mode="NONE")


@pytest.fixture(autouse=True)
def _law() -> None:
    statute()


def board() -> Body:
    """Give the board."""
    return body(BodyKind.BOARD)


def office(name: str, **more: Any) -> Office:
    """Give an office of a director from today."""
    return Office(name, more.pop("role", "DIRECTOR"), more.pop("from_on", TODAY), **more)


def held_on(row: Mandate, day: date) -> bool:
    return Mandate.objects.in_office(day).filter(pk=row.pk).exists()


def test_the_bodies_are_made_once() -> None:
    assert (
        [row.code for row in make_bodies()] == [row.code for row in make_bodies()] == ["assembly", "board", "auditor"]
    )
    assert Body.objects.count() == 3


def test_a_mandate_lasts_as_the_statute_says() -> None:
    row = appoint(body=board(), office=office("Dora", from_on=date(2026, 3, 1)), today=TODAY)
    assert row.until_on == date(2029, 2, 28)
    assert (held_on(row, date(2029, 2, 28)), held_on(row, date(2029, 3, 1))) == (True, False)


def test_there_is_one_president_and_one_office_a_person() -> None:
    user = UserFactory()
    appoint(body=board(), office=office("Dora", role="PRESIDENT", user=user), today=TODAY)
    with pytest.raises(MandateRefused, match="L'organo ha già un presidente"):
        appoint(body=board(), office=office("Enzo", role="PRESIDENT"), today=TODAY)
    with pytest.raises(MandateRefused):
        appoint(body=board(), office=office("Dora", user=user), today=TODAY)


def test_no_more_sit_than_there_are_seats() -> None:
    for number in range(11):
        appoint(body=board(), office=office(f"Persona {number}"), today=TODAY)
    with pytest.raises(MandateRefused, match="I 11 posti sono tutti occupati"):
        appoint(body=board(), office=office("Una di troppo"), today=TODAY)
    appoint(body=board(), office=office("Chi ascolta", has_vote=False), today=TODAY)


def test_seats_of_a_class_are_counted_apart() -> None:
    statute("with-classes", since=date(2021, 1, 1))
    for name in ("Uno", "Due"):
        appoint(body=board(), office=office(name, seat_class="sme"), today=TODAY)
    with pytest.raises(MandateRefused, match="posti di questa classe"):
        appoint(body=board(), office=office("Tre", seat_class="sme"), today=TODAY)


def test_the_board_co_opts_half_of_its_seats_at_most_and_until_the_next_assembly() -> None:
    for number in range(5):
        row = coopt(body=board(), office=office(f"Persona {number}"), today=TODAY)
        assert (row.is_coopted, row.until_on) == (True, None)
    with pytest.raises(MandateRefused, match="Al massimo 5 posti alla volta si coprono per cooptazione"):
        coopt(body=board(), office=office("Una di troppo"), today=TODAY)
    with pytest.raises(MandateRefused, match="non consente a questo organo di cooptare"):
        coopt(body=body(BodyKind.AUDITORS), office=office("Revisore", role="AUDITOR"), today=TODAY)

    representative("Alba")
    meeting = opened(convened(BodyKind.ASSEMBLY, ItemPlan("Apertura", vote_mode="NONE")), "Alba")
    close_meeting(meeting=meeting, now=FIRST)
    assert set(Mandate.objects.values_list("ended_how", "ended_on")) == {(MandateEnd.TERM, FIRST.date())}


def test_who_was_co_opted_and_is_elected_begins_anew() -> None:
    user = UserFactory()
    first = coopt(body=board(), office=office("Dora", user=user), today=TODAY)
    second = appoint(body=board(), office=office("Dora", user=user, from_on=TODAY + timedelta(days=5)), today=TODAY)
    first.refresh_from_db()
    assert (first.ended_on, second.is_coopted) == (TODAY + timedelta(days=5), False)


def test_a_resignation_ends_a_mandate_from_its_day_once() -> None:
    row = director("Dora")
    end_mandate(mandate=row, how=MandateEnd.RESIGNED, on=TODAY, today=TODAY, why="Motivi personali")
    row.refresh_from_db()
    assert (held_on(row, TODAY), held_on(row, TODAY - timedelta(days=1))) == (False, True)
    with pytest.raises(MandateRefused, match="Questo mandato è già finito"):
        end_mandate(mandate=row, how=MandateEnd.RESIGNED, on=TODAY, today=TODAY)


def test_terms_that_are_over_are_written_down_once() -> None:
    row = appoint(
        body=board(), office=office("Dora", from_on=date(2020, 1, 1), until_on=date(2022, 12, 31)), today=TODAY
    )
    assert [one.pk for one in end_terms(today=TODAY)] == [row.pk]
    row.refresh_from_db()
    assert (row.ended_on, row.ended_how) == (date(2023, 1, 1), MandateEnd.TERM)
    assert end_terms(today=TODAY) == []


def test_absences_are_counted_back_from_the_last_meeting_and_let_a_mandate_lapse() -> None:
    absent, present, third = director("Dora"), director("Enzo"), director("Fosca")
    for number in range(3):
        now = NOW + timedelta(days=number)
        meeting = convened(BodyKind.BOARD, TALK, first_at=now + timedelta(days=20), second_at=None, now=now)
        names = ["Enzo", "Fosca", *(["Dora"] if number == 0 else [])]
        close_meeting(meeting=opened(meeting, *names, now=meeting.first_at), now=meeting.first_at)
    assert absences_of(board()) == {absent.pk: 2, present.pk: 0, third.pk: 0}
    with pytest.raises(MandateRefused, match="decade dopo 3 assenze di fila .*: finora sono 2"):
        end_mandate(mandate=absent, how=MandateEnd.LAPSED, on=TODAY, today=TODAY)

    Attendance.objects.filter(seat__mandate=absent).delete()
    assert end_mandate(mandate=absent, how=MandateEnd.LAPSED, on=TODAY, today=TODAY).ended_how == MandateEnd.LAPSED


def test_whoever_sits_on_the_board_reads_what_is_the_boards_while_in_office() -> None:
    row = director("Dora")
    paper = Document.objects.create(
        title="Riservato",
        search_text="riservato",
        visibility="BOARD",
        content_visibility="BOARD",
        created_at=NOW,
        changed_at=NOW,
    )
    user = User.objects.get(pk=row.user_id)
    audience = user.audience(TODAY)
    assert (audience.on_board, Visibility.BOARD in audience.levels, paper.is_visible_to(audience)) == (True, True, True)
    assert not paper.is_visible_to(UserFactory().audience(TODAY))

    end_mandate(mandate=row, how=MandateEnd.RESIGNED, on=TODAY, today=TODAY)
    assert not paper.is_visible_to(User.objects.get(pk=row.user_id).audience(TODAY))


@pytest.mark.parametrize(("lang", "words"), [("it", "1 persona <em>risponde"), ("en", "1 person <em>answers")])
def test_everybody_sees_who_sits_on_the_board(client: Client, lang: str, words: str) -> None:
    director("Dora", role="PRESIDENT")
    with time_machine.travel(NOW, tick=False):
        text = client.get(reverse("bodies").replace("/it/", f"/{lang}/")).content.decode()
    assert (words in text, "Dora" in text, "@example.org" in text) == (True, True, False)


def test_the_office_gives_and_ends_offices_on_pages(client: Client) -> None:
    board()
    client.force_login(UserFactory(role="OFFICE"))
    user = UserFactory()
    data = {"person_name": "Dora", "email": user.email, "role": "PRESIDENT", "from_on": TODAY, "has_vote": "on"}
    with time_machine.travel(NOW, tick=False):
        wrong = client.post(reverse("mandate-new", args=["board"]), data | {"email": "nessuno@example.org"})
        client.post(reverse("mandate-new", args=["board"]), data)
        row = Mandate.objects.get()
        end = {"mandate": row.pk, "how": "RESIGNED", "on": TODAY}
        client.post(reverse("mandate-end", args=["board"]), end)
    row.refresh_from_db()
    assert (wrong.status_code, row.user, row.ended_how) == (422, user, "RESIGNED")


def test_whoever_was_elected_waits_for_the_office_until_it_is_given(client: Client) -> None:
    assembly = Assembly(4)
    item = open_vote(item=assembly.election("Boschi", "Tirelli"), now=NOW)
    ballot = {assembly.seats[1].pk: Vote(names=("Boschi",), code="K7M2-94QD-XP")}
    cast_votes(item=item, votes=ballot, user=assembly.users[1], now=NOW)
    close_vote(item=item, now=NOW, sure_of=ClosingDoubt)
    act = Resolution.objects.get()
    page = reverse("bodies-office")
    client.force_login(UserFactory(role="OFFICE"))
    with time_machine.travel(NOW, tick=False):
        make_bodies()
        assert [one.title for one in waiting_of_elections()] == ["Boschi: risulta dall'elezione"]
        link = f"{reverse('mandate-new', args=['board'])}?name=Boschi&resolution={act.pk}"
        assert link in unescape(client.get(page).content.decode())
        assert 'value="Boschi"' in client.get(link).content.decode()
        appoint(body=board(), office=office("Elena Boschi", resolution=act), today=TODAY)
        assert waiting_of_elections() == []
        assert link not in unescape(client.get(page).content.decode())


def test_nobody_is_on_the_roll_of_a_board_whose_term_is_over() -> None:
    director("Dora")
    appoint(body=board(), office=office("Enzo", from_on=date(2020, 1, 1), until_on=date(2022, 12, 31)), today=TODAY)
    meeting = convened(BodyKind.BOARD, TALK)
    assert list(meeting.roll.values_list("name", "is_director")) == [("Dora", True)]
    arrive(meeting, "Dora")
