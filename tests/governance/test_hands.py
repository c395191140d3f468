"""A show of hands is written down by who leads, for the seats that are there and have not voted."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from factories import UserFactory
from factories.assemblies import Assembly
from filiera.common.models import AuditEvent
from filiera.governance.enums import VoteMode
from filiera.governance.logic.closing import ClosingDoubt
from filiera.governance.models import Attendance, BallotMark, ConflictDeclaration, OpenVote
from filiera.governance.operations.hands import record_votes
from filiera.governance.operations.outcomes import close_vote
from filiera.governance.operations.votes import Vote, VoteError, cast_votes, open_vote
from filiera.governance.queries.hands import hand_seats
from filiera.governance.queries.minutes import computed_minutes
from filiera.governance.queries.votes import still_to_vote
from tests_clock import NOW

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)
FOR, AGAINST = Vote("FOR"), Vote("AGAINST")


def office_client() -> Client:
    client = Client()
    client.force_login(UserFactory(role="OFFICE", name="Ufficio"))
    return client


def test_who_leads_records_the_votes_of_the_room() -> None:
    assembly = Assembly(5, present=4)
    assembly.proxy(4, 0)
    item = open_vote(item=assembly.item(), now=LATER)
    cast_votes(item=item, votes={assembly.seats[0].pk: AGAINST}, user=assembly.users[0], now=LATER)
    names = [(one.seat.name, one.is_by_proxy) for one in still_to_vote(item, at=LATER)]
    votes = {seat.pk: FOR for seat in assembly.seats}
    actor = UserFactory(role="OFFICE")
    casting = record_votes(item=item, votes=votes, now=LATER, actor=actor)

    assert names == [("Socio 2", False), ("Socio 3", False), ("Socio 4", False), ("Socio 5", True)]
    assert (len(casting.cast), casting.before) == (4, (assembly.seats[0].pk,))
    assert list(OpenVote.objects.order_by("seat__name").values_list("choice", "is_by_hand", "cast_by")) == [
        ("AGAINST", False, assembly.users[0].pk),
        *[("FOR", True, actor.pk)] * 4,
    ]
    assert AuditEvent.objects.filter(verb="record-vote").count() == 4
    assert close_vote(item=item, now=LATER, sure_of=ClosingDoubt).judgement["figures"]["for"] == 4


def test_who_does_not_count_is_not_offered_nor_recorded() -> None:
    assembly = Assembly(5, present=4)
    item = assembly.item()
    ConflictDeclaration.objects.create(item=item, seat=assembly.seats[0], reason="concorrente", declared_at=NOW)
    open_vote(item=item, now=LATER)

    assert [one.seat.name for one in still_to_vote(item, at=LATER)] == ["Socio 2", "Socio 3", "Socio 4"]
    for place in (0, 4):
        with pytest.raises(VoteError):
            record_votes(item=item, votes={assembly.seats[place].pk: FOR}, now=LATER)
    assert not OpenVote.objects.exists()


def test_nobody_records_a_secret_vote_for_another() -> None:
    assembly = Assembly(3)
    item = open_vote(item=assembly.item(vote_mode=VoteMode.SECRET), now=LATER)

    with pytest.raises(VoteError):
        record_votes(item=item, votes={assembly.seats[0].pk: FOR}, now=LATER)
    assert not BallotMark.objects.exists()


def test_the_desk_records_one_against_and_all_the_others_in_favour() -> None:
    assembly = Assembly(5, present=4)
    item = open_vote(item=assembly.item(), now=LATER)
    client = office_client()
    with time_machine.travel(LATER, tick=False):
        desk = client.get(f"/it/meetings/{assembly.meeting.pk}/desk/").content.decode()
        address = f"/it/meetings/{assembly.meeting.pk}/items/{item.position}/hands/"
        empty = client.post(address, {})
        sent = client.post(address, {f"hand_{assembly.seats[1].pk}": "AGAINST", "rest": "FOR"})

    assert "Si approva." in desk
    assert "4 dei presenti o rappresentati non hanno votato:" in desk
    assert "Socio 1, Socio 2, Socio 3, Socio 4." in desk
    assert (empty.status_code, sent.status_code) == (422, 302)
    assert list(OpenVote.objects.order_by("seat__name").values_list("choice", flat=True)) == [
        "FOR",
        "AGAINST",
        "FOR",
        "FOR",
    ]


def test_the_desk_records_an_open_election() -> None:
    assembly = Assembly(3)
    item = open_vote(item=assembly.election("Boschi", "Amin", vote_mode=VoteMode.OPEN), now=LATER)
    with time_machine.travel(LATER, tick=False):
        address = f"/it/meetings/{assembly.meeting.pk}/items/{item.position}/hands/"
        office_client().post(address, {f"hand_{assembly.seats[0].pk}": ["Amin"], f"hand_{assembly.seats[1].pk}": ["-"]})

    assert list(OpenVote.objects.order_by("seat__name").values_list("names", flat=True)) == [["Amin"], []]


def test_a_member_records_nothing_for_the_room() -> None:
    assembly = Assembly(3)
    item = open_vote(item=assembly.item(), now=LATER)
    client = Client()
    client.force_login(assembly.users[0])
    with time_machine.travel(LATER, tick=False):
        sent = client.post(f"/it/meetings/{assembly.meeting.pk}/items/{item.position}/hands/", {"rest": "FOR"})

    assert sent.status_code == 404
    assert not OpenVote.objects.exists()


def test_the_minutes_and_the_result_say_who_did_not_vote() -> None:
    assembly = Assembly(3)
    item = open_vote(item=assembly.item(), now=LATER)
    record_votes(item=item, votes={assembly.seats[0].pk: FOR}, now=LATER)
    close_vote(item=item, now=LATER, sure_of=ClosingDoubt)
    told = str(computed_minutes(assembly.meeting))
    page = office_client().get(f"/it/meetings/{assembly.meeting.pk}/items/{item.position}/result/").content.decode()

    assert "Presenti o rappresentati, non hanno votato: Socio 2, Socio 3." in told
    assert "Per alzata di mano, scritto da chi conduceva la riunione: Socio 1." in told
    assert "Presenti o rappresentati, non hanno votato: Socio 2, Socio 3." in " ".join(page.split())


def test_of_a_secret_vote_only_how_many_did_not_vote_is_told() -> None:
    assembly = Assembly(3)
    item = open_vote(item=assembly.item(vote_mode=VoteMode.SECRET), now=LATER)
    with time_machine.travel(LATER, tick=False):
        desk = office_client().get(f"/it/meetings/{assembly.meeting.pk}/desk/").content.decode()
    close_vote(item=item, now=LATER, sure_of=ClosingDoubt)
    told = str(computed_minutes(assembly.meeting))

    assert "3 dei presenti o rappresentati non hanno votato." in desk
    assert "Chi non ha un dispositivo vota su uno della sala" in desk
    assert "Scrivi i voti per alzata di mano" not in desk
    assert "3 dei presenti o rappresentati non hanno votato." in told


def test_hands_are_of_the_room_and_who_voted_keeps_the_own_vote() -> None:
    assembly = Assembly(5)
    Attendance.objects.filter(seat=assembly.seats[3]).update(mode="REMOTE")
    item = open_vote(item=assembly.item(), now=LATER)
    cast_votes(item=item, votes={assembly.seats[0].pk: AGAINST}, user=assembly.users[0], now=LATER)

    assert [one.seat.name for one in hand_seats(item, at=LATER)] == ["Socio 2", "Socio 3", "Socio 5"]
    with pytest.raises(VoteError, match="in sala"):
        record_votes(item=item, votes={assembly.seats[3].pk: FOR}, now=LATER)


def test_a_hand_is_corrected_until_the_vote_closes() -> None:
    assembly = Assembly(3)
    item = open_vote(item=assembly.item(), now=LATER)
    votes = {seat.pk: FOR for seat in assembly.seats}
    record_votes(item=item, votes=votes, now=LATER)
    casting = record_votes(item=item, votes={**votes, assembly.seats[1].pk: AGAINST}, now=LATER)
    with time_machine.travel(LATER, tick=False):
        desk = office_client().get(f"/it/meetings/{assembly.meeting.pk}/desk/").content.decode()
    box = desk.partition(f'name="hand_{assembly.seats[1].pk}"')[2].partition("</select>")[0]

    assert '<option value="AGAINST" selected>' in box
    assert "Socio 2: è scritto «Contrario», qui lo correggi" in " ".join(desk.split())

    assert casting.cast == (assembly.seats[1].pk,)
    assert list(OpenVote.objects.order_by("seat__name").values_list("choice", flat=True)) == ["FOR", "AGAINST", "FOR"]
    close_vote(item=item, now=LATER, sure_of=ClosingDoubt)
    with pytest.raises(VoteError):
        record_votes(item=item, votes=votes, now=LATER)


def test_all_the_others_are_those_without_a_device_and_are_told_before() -> None:
    assembly = Assembly(3)
    Attendance.objects.filter(seat=assembly.seats[0]).update(user=assembly.users[0])
    item = open_vote(item=assembly.item(), now=LATER)
    client, pk = office_client(), assembly.meeting.pk
    with time_machine.travel(LATER, tick=False):
        desk = " ".join(client.get(f"/it/meetings/{pk}/desk/").content.decode().split())
        done = client.post(f"/it/meetings/{pk}/items/{item.position}/hands/", {"rest": "FOR"}, follow=True)

    assert "scrive al massimo 2 voti, meno quelli che scegli uno per uno: Socio 2, Socio 3." in desk
    assert "Socio 1: vota da un dispositivo" in desk
    assert "2 voti sono scritti." in done.content.decode()
    assert list(OpenVote.objects.order_by("seat__name").values_list("seat__name", flat=True)) == ["Socio 2", "Socio 3"]


def test_whose_hand_was_written_reads_by_whom_and_how() -> None:
    assembly = Assembly(3)
    item = open_vote(item=assembly.item(), now=LATER)
    record_votes(item=item, votes={assembly.seats[0].pk: FOR}, now=LATER, actor=UserFactory(name="Ufficio"))
    client = Client()
    client.force_login(assembly.users[0])
    with time_machine.travel(LATER, tick=False):
        page = client.get(f"/it/meetings/{assembly.meeting.pk}/items/{item.position}/vote/").content.decode()

    text = " ".join(page.split())
    assert "L’alzata di mano di Socio 1 è stata vista in sala e scritta da Ufficio" in text
    assert "si può correggere finché il voto è aperto" in text
