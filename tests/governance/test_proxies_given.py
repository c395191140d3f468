"""Proxies: written, dated, limited in number, never blank, revocable until the vote; refused with the reason."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail as mail_outbox
from django.test import Client

from factories import UserFactory
from factories.association import statute
from factories.convened import FIRST, arrive, convened, director, first_item, opened, representative, seat_of
from filiera.governance.enums import BodyKind, ItemState
from filiera.governance.models import Meeting, Proxy, RollSeat
from filiera.governance.operations.agenda import ItemPlan
from filiera.governance.operations.proxies import Written, give_proxy, revoke_proxy
from filiera.governance.operations.steps import MeetingRefused
from filiera.governance.queries.proxy_holders import possible_holders
from filiera.governance.quorum import quorum_now
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db
NAMES = ("Alba", "Brina", "Cima", "Duna", "Elce")


@pytest.fixture
def meeting() -> Meeting:
    """Give an assembly of five members."""
    for name in NAMES:
        representative(name)
    return convened()


def give(meeting: Meeting, giver: str, holder: str, **more: Any) -> Proxy:
    """Give a proxy today."""
    written = more.pop("written", Written(TODAY))
    return give_proxy(
        giver=seat_of(meeting, giver), holder=seat_of(meeting, holder), written=written, user=None, now=NOW, **more
    )


def test_a_proxy_counts_for_the_quorum_while_its_giver_is_away(meeting: Meeting) -> None:
    give(meeting, "Alba", "Brina")
    arrive(meeting, "Brina")
    now = quorum_now(meeting, at=FIRST)
    assert (now.present, now.in_person, now.by_proxy, now.base) == (2, 1, 1, 5)

    arrive(meeting, "Alba")
    now = quorum_now(meeting, at=FIRST)
    assert (now.present, now.in_person, now.by_proxy) == (2, 2, 0)


def test_a_holder_has_no_more_than_the_statute_lets(meeting: Meeting) -> None:
    give(meeting, "Alba", "Elce")
    give(meeting, "Brina", "Elce")
    with pytest.raises(MeetingRefused, match="Elce ha già 2 deleghe, quante se ne possono avere"):
        give(meeting, "Cima", "Elce")
    assert Proxy.objects.count() == 2


def test_one_gives_one_proxy_at_a_time(meeting: Meeting) -> None:
    first = give(meeting, "Alba", "Brina")
    with pytest.raises(MeetingRefused, match="La sua delega l'ha già Brina"):
        give(meeting, "Alba", "Cima")
    revoke_proxy(proxy=first, now=NOW, user=None)
    assert give(meeting, "Alba", "Cima").holder.name == "Cima"


def test_nobody_gives_a_proxy_to_itself_nor_later_dated(meeting: Meeting) -> None:
    with pytest.raises(MeetingRefused):
        give(meeting, "Alba", "Alba")
    with pytest.raises(MeetingRefused, match="la data del giorno in cui è scritta"):
        give(meeting, "Alba", "Brina", written=Written(TODAY + timedelta(days=1)))
    with pytest.raises(MeetingRefused, match="più di un anno"):
        give(meeting, "Alba", "Brina", written=Written(date(2025, 1, 1), on_paper=True))


def test_the_holder_is_of_the_same_class_where_the_statute_says() -> None:
    statute("with-classes", since=date(2021, 1, 1))
    representative("Alba", member_class="sme")
    representative("Brina", member_class="large")
    representative("Cima", member_class="associate")
    representative("Duna", member_class="sme")
    meeting = convened(second_at=FIRST + timedelta(days=1))
    with pytest.raises(
        MeetingRefused, match="Brina non può averla .art. 13 dello statuto.: la delega è data a un socio"
    ):
        give(meeting, "Alba", "Brina")
    with pytest.raises(MeetingRefused, match="Cima non ha voto in questa riunione"):
        give(meeting, "Cima", "Alba")
    assert give(meeting, "Alba", "Duna").holder.name == "Duna"


def test_while_a_vote_is_open_proxies_stand_still(meeting: Meeting) -> None:
    proxy = give(meeting, "Alba", "Brina")
    opened(meeting, "Brina", "Cima")
    item = first_item(meeting)
    item.state = ItemState.VOTING
    item.save()
    with pytest.raises(MeetingRefused, match="Si sta votando il punto 1"):
        revoke_proxy(proxy=proxy, now=FIRST, user=None)
    with pytest.raises(MeetingRefused, match="Si sta votando il punto 1"):
        give_proxy(
            giver=seat_of(meeting, "Duna"),
            holder=seat_of(meeting, "Brina"),
            written=Written(TODAY),
            user=None,
            now=FIRST,
        )


def test_a_revoked_proxy_no_longer_counts(meeting: Meeting) -> None:
    proxy = give(meeting, "Alba", "Brina")
    arrive(meeting, "Brina")
    revoke_proxy(proxy=proxy, now=FIRST, user=None)
    assert quorum_now(meeting, at=FIRST + timedelta(minutes=1)).present == 1


@pytest.mark.parametrize("on_paper", [False, True])
def test_nobody_stands_for_a_director(on_paper: bool) -> None:
    for name in ("Tizio", "Caio"):
        director(name)
    board = convened(BodyKind.BOARD)
    with pytest.raises(MeetingRefused, match="art. 2388"):
        give(board, "Tizio", "Caio", written=Written(TODAY, on_paper=on_paper))
    assert not Proxy.objects.exists()


def test_pages_and_letter_of_the_board_offer_no_proxy(client: Client) -> None:
    tizio = director("Tizio", email="tizio@example.org")
    director("Caio")
    board = convened(BodyKind.BOARD)
    with time_machine.travel(FIRST, tick=False):
        client.force_login(tizio.user)
        own = client.get(f"/it/meetings/{board.pk}/").content.decode()
        client.force_login(UserFactory(role="OFFICE"))
        desk = client.get(f"/it/meetings/{board.pk}/desk/").content.decode()

    letter = next(mail for mail in mail_outbox.outbox if mail.to == ["tizio@example.org"])
    assert ("desk/proxy/" in desk, f"/it/meetings/{board.pk}/proxy/" in own) == (False, False)
    assert "delega" not in letter.body
    assert "Ordine del giorno, documenti e voto sono qui" in letter.body


def test_only_who_may_hold_it_is_offered_and_a_director_with_what_is_lost() -> None:
    statute("with-classes", since=date(2021, 1, 1))
    for name in ("Alba", "Duna", "Elce", "Gelso"):
        representative(name, member_class="sme")
    representative("Brina", member_class="large")
    meeting = convened(BodyKind.ASSEMBLY, ItemPlan("Bilancio", kind="ACCOUNTS", proposal="Si approva."))
    RollSeat.objects.filter(name="Duna").update(is_director=True)
    offered = [
        (one.seat.name, one.loses_accounts) for one in possible_holders(meeting, giver=seat_of(meeting, "Alba"), at=NOW)
    ]
    assert offered == [("Duna", True), ("Elce", False), ("Gelso", False)]


def test_who_holds_as_many_as_one_may_is_not_offered(meeting: Meeting) -> None:
    give(meeting, "Alba", "Elce")
    give(meeting, "Brina", "Elce")
    offered = [one.seat.name for one in possible_holders(meeting, giver=seat_of(meeting, "Cima"), at=NOW)]
    assert offered == ["Alba", "Brina", "Duna"]


def test_the_page_offers_them_and_says_why_another_is_refused(client: Client) -> None:
    statute("with-classes", since=date(2021, 1, 1))
    alba = representative("Alba", member_class="sme")
    for name, member_class in (("Brina", "large"), ("Duna", "sme")):
        representative(name, member_class=member_class)
    meeting = convened()
    client.force_login(alba)
    with time_machine.travel(NOW, tick=False):
        page = client.get(f"/it/meetings/{meeting.pk}/").content.decode()
        refused = client.post(f"/it/meetings/{meeting.pk}/proxy/", {"holder": seat_of(meeting, "Brina").pk})
    assert (">Duna</option>" in page, ">Brina</option>" in page) == (True, False)
    assert (refused.status_code, "Brina non può averla" in refused.content.decode()) == (422, True)


def test_a_giver_without_a_vote_is_told_at_its_own_box() -> None:
    statute("with-classes", since=date(2021, 1, 1))
    representative("Cima", member_class="associate")
    representative("Alba", member_class="sme")
    meeting = convened(second_at=FIRST + timedelta(days=1))
    with pytest.raises(MeetingRefused) as refused:
        give(meeting, "Cima", "Alba", written=Written(TODAY, on_paper=True))
    assert refused.value.field == "giver"
