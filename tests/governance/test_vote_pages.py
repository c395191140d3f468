"""The ballot on the page: one vote for all seats or one by one, a receipt, a result that anybody recounts."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from factories import UserFactory
from factories.assemblies import Assembly
from filiera.governance.enums import ItemState, VoteMode
from filiera.governance.logic.ballots import recount
from filiera.governance.logic.closing import ClosingDoubt
from filiera.governance.models import AgendaItem, BallotMark, OpenVote, Urn
from filiera.governance.operations.outcomes import close_vote
from filiera.governance.operations.votes import open_vote
from tests_clock import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_meeting_is_on() -> Iterator[None]:
    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        yield


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(item: AgendaItem, what: str = "vote", lang: str = "it") -> str:
    return f"/{lang}/meetings/{item.meeting_id}/items/{item.position}/{what}/"


@pytest.fixture
def assembly() -> Assembly:
    return Assembly(5, present=3)


def voting(assembly: Assembly, **values: Any) -> AgendaItem:
    return open_vote(item=assembly.item(**values), now=timezone.now())


@pytest.mark.parametrize(("lang", "words"), [("it", "Come voti?"), ("en", "How do you vote?")])
def test_an_open_vote_is_cast(assembly: Assembly, lang: str, words: str) -> None:
    item = voting(assembly)
    client = client_of(assembly.users[0])
    page = client.get(address(item, lang=lang))
    again = [client.post(address(item, lang=lang), {"vote": "FOR"}) for _time in range(2)]

    assert words in page.content.decode()
    assert [response.status_code for response in again] == [302, 302]
    assert list(OpenVote.objects.values_list("seat__name", "choice")) == [("Socio 1", "FOR")]


def test_a_vote_without_a_choice_is_given_back(assembly: Assembly) -> None:
    item = voting(assembly)
    page = client_of(assembly.users[0]).post(address(item), {}).content.decode()

    assert "Scegli, poi vota." in page
    assert not OpenVote.objects.exists()


def test_two_votes_apart(assembly: Assembly) -> None:
    assembly.proxy(3, 0)
    item = voting(assembly)
    client = client_of(assembly.users[0])
    together, apart = (client.get(address(item) + query).content.decode() for query in ("", "?split"))
    votes = {f"vote_{assembly.seats[0].pk}": "FOR", f"vote_{assembly.seats[3].pk}": "AGAINST"}
    client.post(address(item) + "?split", votes)

    assert ("Vota, 2 voti" in together, "Socio 4" in apart) == (True, True)
    assert set(OpenVote.objects.values_list("seat__name", "choice")) == {("Socio 1", "FOR"), ("Socio 4", "AGAINST")}


def test_a_secret_ballot_leaves_a_receipt(assembly: Assembly) -> None:
    item = open_vote(item=assembly.election("Boschi", "Amin"), now=timezone.now())
    client = client_of(assembly.users[0])
    page = client.get(address(item)).content.decode()
    seat = assembly.seats[0].pk
    signed = re.search(rf'name="code_{seat}" value="([^"]+)"', page)
    assert signed is not None
    form = {"vote": ["Boschi"], f"code_{seat}": signed[1]}
    first, again = (client.post(address(item), form).content.decode() for _time in range(2))
    code = Urn.objects.get().ballots[0]["code"]

    assert code in page
    assert "La tua scheda <em>è nell&#x27;urna</em>" in first or "è nell'urna" in first
    assert code in first
    assert code in again
    assert BallotMark.objects.count() == len(Urn.objects.get().ballots) == 1


def test_nobody_chooses_the_code_of_a_ballot(assembly: Assembly) -> None:
    item = open_vote(item=assembly.election("Boschi"), now=timezone.now())
    form = {"vote": ["Boschi"], f"code_{assembly.seats[0].pk}": "K7M2-94QD-XP"}
    page = client_of(assembly.users[0]).post(address(item), form).content.decode()

    assert "Il codice di questa scheda non si può usare" in page
    assert not BallotMark.objects.exists()


@pytest.mark.parametrize(
    ("names", "said"), [(["-", "Boschi"], "Una scheda bianca non nomina nessuno"), (["Boschi", "Amin"], "al massimo 1")]
)
def test_a_ballot_that_would_be_void_is_given_back(assembly: Assembly, names: list[str], said: str) -> None:
    item = open_vote(item=assembly.election("Boschi", "Amin"), now=timezone.now())

    assert said in client_of(assembly.users[0]).post(address(item), {"vote": names}).content.decode()
    assert not BallotMark.objects.exists()


def test_the_result_of_a_secret_vote_is_recounted(assembly: Assembly) -> None:
    item = open_vote(item=assembly.election("Costa", "Boschi", "Amin"), now=timezone.now())
    receipts = []
    for place, name in enumerate(["Boschi", "Amin", "Boschi"]):
        client, seat = client_of(assembly.users[place]), assembly.seats[place].pk
        signed = re.search(rf'name="code_{seat}" value="([^"]+)"', client.get(address(item)).content.decode())
        assert signed is not None
        client.post(address(item), {"vote": [name], f"code_{seat}": signed[1]})
        receipts.append(signed[1].split(":")[0])
    close_vote(item=item, now=timezone.now(), sure_of=ClosingDoubt)
    client = client_of(assembly.users[0])
    page = client.get(address(item, "result")).content.decode()
    found = client.post(address(item, "result"), {"code": receipts[0].lower()}).content.decode()
    lost = client.post(address(item, "result"), {"code": "2222-2222-22"}).content.decode()
    published = json.loads(client.get(f"/it/meetings/{item.meeting_id}/items/{item.position}/ballots.json").content)

    assert "Una persona è eletta: <em>Boschi</em>" in page
    assert re.findall(r'<th scope="row">(\w+)</th>\s*<td>(\d)</td>', page) == [
        ("Boschi", "2"),
        ("Amin", "1"),
        ("Costa", "0"),
    ]
    assert "Sì: questa scheda è contata." in found
    assert "Nessuna scheda ha questo codice." in lost
    assert recount(published["ballots"], seats=published["seats"]).votes == {"Boschi": 2, "Amin": 1}
    assert all(code in page for code in receipts)


def test_the_ballots_of_an_open_urn_are_not_given(assembly: Assembly) -> None:
    item = open_vote(item=assembly.election("Boschi"), now=timezone.now())
    client = client_of(assembly.users[0])

    assert client.get(f"/it/meetings/{item.meeting_id}/items/{item.position}/ballots.json").status_code == 404
    assert client.get(address(item, "result")).status_code == 404


def test_the_result_of_an_open_vote_says_who_voted_what(assembly: Assembly) -> None:
    item = voting(assembly)
    client_of(assembly.users[0]).post(address(item), {"vote": "FOR"})
    close_vote(item=item, now=timezone.now(), sure_of=ClosingDoubt)
    page = client_of(assembly.users[1]).get(address(item, "result")).content.decode()

    assert "La proposta <em>è approvata</em>" in page
    assert re.search(r"Voti favorevoli \(1\)</dt><dd>Socio 1</dd>", page)


@pytest.mark.parametrize("what", ["vote", "result", "lead"])
def test_a_vote_does_not_exist_for_others(assembly: Assembly, what: str) -> None:
    item = voting(assembly)
    close_vote(item=item, now=timezone.now(), sure_of=ClosingDoubt) if what == "result" else None
    for user in (UserFactory(), UserFactory(name="Altro")):
        client = client_of(user)
        assert (client.get(address(item, what)).status_code, client.post(address(item, what)).status_code) == (404, 404)
    assert Client().get(address(item, what)).status_code == (404 if what == "lead" else 302)


def test_the_office_leads_and_does_not_vote(assembly: Assembly) -> None:
    item = assembly.item(vote_mode=VoteMode.OPEN)
    office = client_of(UserFactory(role="OFFICE"))
    office.post(address(item, "lead"), {"act": "open"})
    ballot = office.get(address(item)).status_code
    asked = office.post(address(item, "lead"), {"act": "close"})
    ticked = {"act": "close", "is_sure": "on"}
    beside_another = office.post(address(item, "lead"), ticked | {"asked": "few"})
    closed = office.post(address(item, "lead"), ticked | {"asked": "nobody"})

    assert (asked.status_code, "Nessuno ha votato. Se chiudi adesso" in asked.content.decode()) == (422, True)
    assert beside_another.status_code == 422
    box = '<input type="hidden" name="asked" value="nobody" id="id_asked">'
    assert (box in beside_another.content.decode(), " checked" in beside_another.content.decode()) == (True, False)
    assert ballot == 404
    assert closed["Location"] == address(item, "result")
    assert AgendaItem.objects.get().state == ItemState.DECIDED


def test_a_member_does_not_lead(assembly: Assembly) -> None:
    item = assembly.item()

    assert client_of(assembly.users[0]).post(address(item, "lead"), {"act": "open"}).status_code == 404


def test_whoever_chairs_leads(assembly: Assembly) -> None:
    assembly.meeting.chaired_by = assembly.seats[0]
    assembly.meeting.save()
    item = assembly.item()
    client_of(assembly.users[0]).post(address(item, "lead"), {"act": "open"})

    assert AgendaItem.objects.get().state == ItemState.VOTING


def test_an_open_ballot_says_what_it_needs_and_afterwards_what_was_cast(assembly: Assembly) -> None:
    item = voting(assembly)
    client = client_of(assembly.users[0])
    before = client.get(address(item)).content.decode()
    client.post(address(item), {"vote": "AGAINST"})
    after = client.get(address(item)).content.decode()

    assert "Per approvare serve più della metà" in before
    assert re.findall(r"<dt>(Socio \d)</dt>\s*<dd>\s*(\w+)", after) == [("Socio 1", "contrario")]


def test_a_secret_ballot_says_nothing_of_what_was_cast(assembly: Assembly) -> None:
    item = open_vote(item=assembly.election("Boschi", "Amin"), now=timezone.now())
    seat = assembly.seats[0].pk
    client = client_of(assembly.users[0])
    signed = re.search(rf'name="code_{seat}" value="([^"]+)"', client.get(address(item)).content.decode())
    assert signed is not None
    client.post(address(item), {"vote": ["Boschi"], f"code_{seat}": signed[1]})
    page = client.get(address(item)).content.decode()

    assert ("Hai votato" in page, "Boschi" in page) == (True, False)
