"""What is put to the vote is read before it, on the page of the meeting and on the desk."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from factories import UserFactory
from factories.convened import body, planned, representative
from filiera.common.models import AuditEvent
from filiera.governance.enums import BodyKind
from filiera.governance.operations.agenda import ItemPlan
from filiera.governance.operations.candidates import set_candidates
from filiera.governance.operations.convening import convene_meeting
from tests_clock import NOW

pytestmark = pytest.mark.django_db


def test_members_read_before_the_vote_what_they_will_vote_on(client: Client) -> None:
    alba = representative("Alba")
    office = UserFactory(role="OFFICE")
    plan = ItemPlan("Piano 2027", proposal="Si approva il piano.", text="Il piano è nelle carte.")
    election = ItemPlan("Nomina", kind="ELECTION", vote_mode="SECRET", seats=2)
    meeting = planned(BodyKind.ASSEMBLY, plan, election)
    set_candidates(item=meeting.items.get(position=2), names=["Boschi", "Amin"])
    convene_meeting(meeting=meeting, now=NOW)
    pages = []
    for user, name in ((alba, "meeting"), (office, "meeting-desk")):
        client.force_login(user)
        with time_machine.travel(NOW, tick=False):
            pages.append(client.get(reverse(name, args=[meeting.pk])))

    for page in pages:
        said = " ".join(page.content.decode().split())
        for words in (
            "Si approva il piano.",
            "Il piano è nelle carte.",
            "Boschi, Amin.",
            "voto segreto",
            "2 posti",
            "Elezione",
        ):
            assert words in said, words


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("it", "organo eletto: Consiglio Direttivo, rinnovato per intero"),
        ("en", "body elected: Board, all of it anew"),
    ],
)
def test_an_election_says_which_body_it_fills(client: Client, lang: str, said: str) -> None:
    board, meeting = body(BodyKind.BOARD), planned(BodyKind.ASSEMBLY)
    client.force_login(UserFactory(role="OFFICE"))
    values = {"title": "Cariche", "kind": "ELECTION", "seats": 2, "renews": "on"}
    with time_machine.travel(NOW, tick=False):
        address = reverse("meeting-item-new", args=[meeting.pk])
        unsaid = client.post(address, values)
        done = client.post(address, values | {"fills": board.pk})
        desk = " ".join(client.get(f"/{lang}/meetings/{meeting.pk}/desk/").content.decode().split())
    item = meeting.items.get(title="Cariche")
    told = AuditEvent.objects.filter(verb="add-item").latest("pk").detail.after

    assert (unsaid.status_code, done.status_code, item.fills, item.renews) == (422, 302, board, True)
    assert (told["fills"], told["renews"]) == (board.code, True)
    assert said in desk
