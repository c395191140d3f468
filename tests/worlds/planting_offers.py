"""Offers at each level and in each state, answers to them, and needs that they may answer and that few may know of."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from filiera.common.visibility import Visibility
from filiera.exchange.operations.needs import Written, publish_need, read_need, write_need
from filiera.exchange.operations.offer_replies import reply_to_offer
from filiera.exchange.operations.offers import Sheet, publish_offer, withdraw_offer, write_offer
from tests_clock import NOW
from worlds.planting import LEAF

if TYPE_CHECKING:
    from filiera.exchange.models import Offer
    from worlds.planting import World

EARLIER = NOW - timedelta(days=5)


def plant_offers(world: World) -> World:
    """Plant a draft, an offer for members, one that was answered and withdrawn, one of a hidden organisation; and needs."""
    cast = world.cast
    own, two = cast.own("alfa") | cast.office(), cast.own("alfa") | cast.own("beta") | cast.office()
    _write(world, "alfa", "draft", own)
    publish_offer(
        offer=_write(world, "alfa", "for members", cast.readers("MEMBERS", "alfa"), for_members=True), now=NOW
    )
    _answered(world, two)
    hidden = cast.own("ombra-bilateral") | cast.office()
    publish_offer(offer=_write(world, "ombra-bilateral", "hidden", hidden), now=NOW)
    _needs(world)
    return world


def _write(
    world: World, code: str, what: str, readers: frozenset[str], *, for_members: bool = False, is_private: bool = True
) -> Offer:
    """Write an offer of which every box bears a word."""

    def said(box: str) -> str:
        return f"{box} {world.word(f'{box} of an offer: {what}', readers)}"

    row = write_offer(
        organisation=world.organisations[code],
        sheet=Sheet(
            title=said("titolo"),
            problem=said("problema"),
            solution=said("soluzione"),
            proof=said("prova"),
            rights_note=said("diritti"),
            sought=["PILOT"],
            sought_note=said("cerca"),
            trl=4,
            contact_name=said("contatto"),
            contact_email=f"{world.word(f'address on an offer: {what}', readers)}@example.org",
            for_members=for_members,
        ),
        now=EARLIER,
    )
    row.topics.create(competence_id=LEAF, passage=said("passo") if what == "draft" else "")
    world.value("offer", row.code)
    if is_private:
        world.private.add(("offer", row.code))
    return row


def _answered(world: World, two: frozenset[str]) -> None:
    """Let alfa offer something, beta answer, and alfa withdraw it: the two and the office go on reading both."""
    row = publish_offer(offer=_write(world, "alfa", "withdrawn", two), now=EARLIER)
    note = f"Risposta {world.word('answer to an offer', two)}"
    reply = reply_to_offer(offer=row, organisation=world.organisations["beta"], note=note, now=EARLIER)
    world.value("offer-reply", reply.pk)
    withdraw_offer(offer=row, now=NOW)


def _needs(world: World) -> None:
    """Let gamma look, in secret and with reserve, for what an offer of beta's that everybody reads brings."""
    beta, gamma = world.organisations["beta"], world.organisations["gamma"]
    offer = write_offer(
        organisation=beta,
        sheet=Sheet(title="Flacone (esempio)", problem="Pesa", solution="Leggero", trl=7, sought=["LICENCE"]),
        now=EARLIER,
    )
    offer.topics.create(competence_id=LEAF)
    publish_offer(offer=offer, now=NOW)
    assert offer.organisation.visibility == Visibility.PUBLIC
    world.value("offer", offer.code)
    readers = world.cast.own("gamma") | world.cast.office()
    for secrecy in ("SECRET", "RESERVED"):
        title = f"Cerca {world.word(f'title of a {secrecy} need that an offer may answer', readers)}"
        need = write_need(organisation=gamma, written=Written(title=title, words="x", secrecy=secrecy), now=EARLIER)
        need.topics.create(competence_id=LEAF)
        publish_need(need=need, now=EARLIER)
        read_need(need=need, brief="x", now=NOW)
