"""A tenth of the members, with reasons, makes an assembly a duty: counted as the register is, signed once each."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import translation

from factories import UserFactory
from factories.association import member, resolution, statute
from factories.convened import acting, plan, representative
from filiera.common.in_words import long_date
from filiera.common.models import AuditEvent
from filiera.governance.enums import BodyKind, PetitionState
from filiera.governance.models import Body, Member, Petition
from filiera.governance.operations.agenda import ItemPlan, add_item
from filiera.governance.operations.bodies import make_bodies
from filiera.governance.operations.convening import convene_meeting
from filiera.governance.operations.meetings import cancel_meeting, plan_meeting
from filiera.governance.operations.petitions import close_petition, open_petition, sign_petition, withdraw_signature
from filiera.governance.operations.register import Event, exclude_member
from filiera.governance.operations.steps import MeetingRefused
from filiera.governance.queries.petitions import counted
from filiera.governance.queries.waiting_meetings import waiting_of_meetings
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def members() -> list[Member]:
    """Give eleven members: a tenth is two."""
    statute()
    return [member() for _number in range(11)]


def exclude_member_of(row: Member) -> None:
    """End a membership by a resolution."""
    event = Event("EXCLUDED", TODAY - timedelta(days=1), resolution=resolution(BodyKind.ASSEMBLY), note="Gravi motivi")
    exclude_member(member=row, event=event, now=NOW)


def asked(row: Member) -> Petition:
    """Open a request."""
    return open_petition(member=row, title="Revisione delle quote", reasons="Le quote sono alte.", now=NOW, user=None)


def asked_by_two(members: list[Member]) -> Petition:
    """Give a request that two signed, where there are bodies to answer it."""
    make_bodies()
    petition = asked(members[0])
    sign_petition(petition=petition, member=members[1], now=NOW, user=None)
    return petition


def test_a_tenth_makes_it_due_and_not_one_less(members: list[Member]) -> None:
    petition = asked(members[0])
    (count,) = counted([petition], today=TODAY)
    assert (count.signed, count.needed, count.base, count.is_due) == (1, 2, 11, False)

    sign_petition(petition=petition, member=members[0], now=NOW, user=None)
    petition.refresh_from_db()
    assert petition.state == PetitionState.OPEN

    sign_petition(petition=petition, member=members[1], now=NOW, user=None)
    petition.refresh_from_db()
    (count,) = counted([petition], today=TODAY)
    assert (petition.state, petition.due_at, count.is_due) == (PetitionState.DUE, NOW, True)
    assert "(art. 20 c. 2 c.c.)" in count.sentence


def test_without_reasons_or_membership_nobody_asks(members: list[Member]) -> None:
    with pytest.raises(MeetingRefused, match="Scrivi le ragioni"):
        open_petition(member=members[0], title="Quote", reasons="  ", now=NOW, user=None)
    exclude_member_of(members[1])
    with pytest.raises(MeetingRefused, match="Solo i soci"):
        open_petition(member=members[1], title="Quote", reasons="Alte", now=NOW, user=None)
    assert Petition.objects.count() == 0


def test_a_signature_is_taken_back_until_it_is_due(members: list[Member]) -> None:
    petition = asked(members[0])
    assert withdraw_signature(petition=petition, member=members[0], user=None)
    for row in members[:2]:
        sign_petition(petition=petition, member=row, now=NOW, user=None)
    with pytest.raises(MeetingRefused, match="la firma resta"):
        withdraw_signature(petition=petition, member=members[0], user=None)


def test_one_that_is_due_is_not_closed_and_is_met_by_an_assembly(members: list[Member]) -> None:
    petition = asked_by_two(members)
    petition.refresh_from_db()
    with pytest.raises(MeetingRefused, match="va convocata"):
        close_petition(petition=petition, why="no", now=NOW)
    with time_machine.travel(NOW, tick=False):
        assert "Revisione delle quote" in [one.title for one in waiting_of_meetings()]

    meeting = plan_meeting(body=Body.objects.get(kind=BodyKind.ASSEMBLY), plan=plan(), petition=petition)
    add_item(meeting=meeting, plan=ItemPlan("Revisione delle quote", proposal="Si rivedono."), today=TODAY)
    convene_meeting(meeting=meeting, now=NOW, accepts_unreached=True)
    petition.refresh_from_db()
    assert petition.state == PetitionState.MET
    with time_machine.travel(NOW, tick=False):
        assert "Revisione delle quote" not in [one.title for one in waiting_of_meetings()]

    cancel_meeting(meeting=meeting, why="Sala chiusa", now=NOW)
    petition.refresh_from_db()
    told = AuditEvent.objects.filter(object_type="governance.Petition", verb__in=["meet-petition", "reopen-petition"])
    assert petition.state == PetitionState.DUE
    assert [(one.verb, one.detail.before, one.detail.after) for one in told.order_by("pk")] == [
        ("meet-petition", {"state": "DUE"}, {"state": "MET"}),
        ("reopen-petition", {"state": "MET"}, {"state": "DUE"}),
    ]
    with time_machine.travel(NOW, tick=False):
        assert "Revisione delle quote" in [one.title for one in waiting_of_meetings()]


def test_the_office_is_warned_where_no_assembly_was_held_for_a_year(members: list[Member]) -> None:
    with time_machine.travel(NOW, tick=False):
        (waiting,) = waiting_of_meetings()
    assert waiting.title == "L'assemblea è in ritardo"
    assert "ne serve una ogni 12 mesi, per il bilancio (art. 20 c. 1 c.c.)" in waiting.text


def see(client: Client, user: Any, address: str, **data: Any) -> Any:
    """Open a page, or send its form, as somebody."""
    client.force_login(user)
    with time_machine.travel(NOW, tick=False):
        return client.post(address, data) if data else client.get(address)


@pytest.mark.parametrize("lang", ["it", "en"])
def test_a_representative_asks_and_another_signs_on_pages(client: Client, lang: str) -> None:
    alba, brina = representative("Alba"), representative("Brina")
    data = {"title": "Quote", "reasons": "Sono alte"}
    see(client, alba, reverse("petition-new"), **data)
    petition = Petition.objects.get()
    address = reverse("petition", args=[petition.pk])
    see(client, brina, reverse("petition-sign", args=[petition.pk]), sign="1")
    assert petition.signatures.count() == 2
    assert see(client, brina, address.replace("/it/", f"/{lang}/")).status_code == 200
    assert see(client, brina, reverse("petitions").replace("/it/", f"/{lang}/")).status_code == 200


def test_a_stranger_sees_no_request_and_a_contact_person_does_not_sign(client: Client) -> None:
    representative("Alba")
    contact = representative("Brina", role="CONTACT")
    petition = asked(Member.objects.get(number=1))
    address = reverse("petition", args=[petition.pk])
    assert see(client, UserFactory(), address).status_code == 404
    assert see(client, contact, address).status_code == 200
    assert see(client, contact, reverse("petition-sign", args=[petition.pk]), sign="1").status_code == 404
    assert see(client, contact, reverse("petition-new")).status_code == 404
    assert petition.signatures.count() == 1


def test_what_is_done_on_behalf_signs_nothing() -> None:
    row = member()
    office = acting(UserFactory(role="OFFICE"), row.organisation, on_behalf=True)
    assert not office.has_perm("governance.ask_for_assembly", row.organisation)


def test_one_who_asks_is_counted_in_the_singular_and_nobody_calls_it_yet(client: Client, members: list[Member]) -> None:
    petition = asked(members[0])
    assert counted([petition], today=TODAY)[0].sentence.startswith("La chiede 1 socio su")
    address = reverse("petition", args=[petition.pk])
    office = UserFactory(role="OFFICE")
    early = see(client, office, address).content.decode()
    sign_petition(petition=petition, member=members[1], now=NOW, user=None)
    due = see(client, office, address).content.decode()
    plans = f"?petition={petition.pk}"
    assert (plans in early, plans in due) == (False, True)


def test_what_is_asked_for_is_on_the_agenda_linked_both_ways_and_once_on_today(
    client: Client, members: list[Member]
) -> None:
    petition = asked_by_two(members)
    meeting = plan_meeting(body=Body.objects.get(kind=BodyKind.ASSEMBLY), plan=plan(), petition=petition)
    (item,) = meeting.items.all()
    assert (item.title, item.text, item.kind) == ("Revisione delle quote", "Le quote sono alte.", "ORDINARY")
    office, desk = UserFactory(role="OFFICE"), reverse("meeting-desk", args=[meeting.pk])
    page = reverse("petition", args=[petition.pk])
    assert f'href="{page}"' in see(client, office, desk).content.decode()
    assert f'href="{desk}"' in see(client, office, page).content.decode()
    with time_machine.travel(NOW, tick=False):
        about = [(one.title, one.url) for one in waiting_of_meetings() if one.url in (desk, page)]
    assert about == [("Revisione delle quote", desk)]


def test_the_office_records_a_signature_on_paper(client: Client, members: list[Member]) -> None:
    petition = asked(members[0])
    office, address = UserFactory(role="OFFICE"), reverse("petition-paper", args=[petition.pk])
    data = {"member": members[1].pk, "name": "Ida Terza", "signed_on": TODAY.isoformat()}
    early = see(client, office, address, **data | {"signed_on": (TODAY - timedelta(days=1)).isoformat()})
    signed_before = petition.signatures.count()
    done = see(client, office, address, **data)
    petition.refresh_from_db()
    told = AuditEvent.objects.filter(verb="sign-petition").latest("pk")

    assert (early.status_code, signed_before, done.status_code) == (422, 1, 302)
    assert (petition.signatures.count(), petition.state) == (2, PetitionState.DUE)
    assert (told.actor, told.detail.values["name"], told.detail.values["on_paper"]) == (office, "Ida Terza", True)
    paper = petition.signatures.get(member=members[1])
    assert (paper.user, paper.on_paper_on, paper.signed_at) == (None, TODAY, NOW)
    with translation.override("it"):
        assert f"su carta, {long_date(TODAY)}" in see(client, office, address.removesuffix("paper/")).content.decode()
    assert see(client, office, address, **data).status_code == 422
    client.force_login(UserFactory())
    assert client.post(address, data).status_code == 404


def test_a_draft_that_answers_it_is_for_the_office_alone_and_one_cancelled_answers_nothing(
    client: Client, members: list[Member]
) -> None:
    petition = asked_by_two(members)
    meeting = plan_meeting(body=Body.objects.get(kind=BodyKind.ASSEMBLY), plan=plan(), petition=petition)
    office, page = UserFactory(role="OFFICE"), reverse("petition", args=[petition.pk])
    reader = representative("Alba")
    new = f'href="{reverse("meeting-new")}?petition={petition.pk}"'
    seen = {who: see(client, user, page).content.decode() for who, user in (("office", office), ("member", reader))}
    assert {who: meeting.title in text for who, text in seen.items()} == {"office": True, "member": False}
    assert new not in seen["office"]

    convene_meeting(meeting=meeting, now=NOW, accepts_unreached=True)
    assert meeting.title in see(client, reader, page).content.decode()
    cancel_meeting(meeting=meeting, why="Sala chiusa", now=NOW)
    assert new in see(client, office, page).content.decode()


def test_one_that_became_due_because_members_left_is_not_closed(client: Client, members: list[Member]) -> None:
    petition = asked(members[0])
    exclude_member_of(members[10])
    (count,) = counted([petition], today=TODAY)
    assert (count.needed, count.is_due, petition.state) == (1, True, PetitionState.OPEN)
    with pytest.raises(MeetingRefused, match="va convocata"):
        close_petition(petition=petition, why="no", now=NOW)
    page = see(client, UserFactory(role="OFFICE"), reverse("petition", args=[petition.pk])).content.decode()
    assert reverse("petition-close", args=[petition.pk]) not in page


@pytest.mark.parametrize(("lang", "said"), [("it", "Chiusa dall'ufficio"), ("en", "Closed by the office on")])
def test_whoever_signed_reads_why_it_was_closed(client: Client, members: list[Member], lang: str, said: str) -> None:
    petition = asked(members[0])
    close_petition(petition=petition, why="  Se ne parla\n in marzo. ", now=NOW)
    page = see(client, representative("Alba"), f"/{lang}/petitions/{petition.pk}/").content.decode()
    text = " ".join(page.replace("&#x27;", "'").split())

    assert (said in text, ": Se ne parla in marzo." in text) == (True, True)


def test_only_an_assembly_answers_what_members_ask_for(client: Client, members: list[Member]) -> None:
    petition = asked_by_two(members)
    board = Body.objects.get(kind=BodyKind.BOARD)
    values = {"body": board.pk, "title": "Consiglio", "first_at": "2027-03-01T10:00", "place": "Crema"}
    refused = see(client, UserFactory(role="OFFICE"), f"/it/office/meetings/new/?petition={petition.pk}", **values)
    assert (refused.status_code, "lo decide l’assemblea" in refused.content.decode()) == (422, True)
    assert petition.meetings.count() == 0

    Petition.objects.update(state=PetitionState.CLOSED)
    with pytest.raises(MeetingRefused, match="già chiusa"):
        plan_meeting(body=Body.objects.get(kind=BodyKind.ASSEMBLY), plan=plan(), petition=petition)
