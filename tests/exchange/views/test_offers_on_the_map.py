"""Offers on the pages of the map: of whoever offers, and of what is offered; each reader sees what it may read."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factories import OrganisationFactory, UserFactory
from factories.needs import client_of, organisation, person_of
from factories.offers import draft, offered
from filiera.exchange.operations.offer_replies import decide_offer_reply, reply_to_offer
from filiera.exchange.operations.offers import withdraw_offer
from filiera.registry.operations.merges import MergeRefused, merge_organisations

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_world")]
LEAF = "PK1.CMP.AIR"
OWNER = "Prove Martesana"


@pytest.fixture
def readers() -> dict[str, Client]:
    return {
        "visitor": Client(),
        "member": client_of(person_of(organisation("Casa Indaco"), "altra@example.org")),
        "own": client_of(person_of(organisation(OWNER), "sua@example.org")),
        "office": client_of(UserFactory(role="OFFICE")),
    }


def who_reads(readers: dict[str, Client], words: str, url: str) -> set[str]:
    return {who for who, client in readers.items() if words in client.get(url).content.decode()}


EVERYBODY = {"visitor", "member", "own", "office"}


@pytest.mark.parametrize("page", ["organisation", "competence"])
def test_published_offers_stand_on_both_pages_as_far_as_each_may_read_them(
    page: str, readers: dict[str, Client]
) -> None:
    own = organisation(OWNER)
    url = reverse(page, args=[own.code if page == "organisation" else LEAF])
    offered(own, LEAF, title="Per tutti (esempio)")
    offered(own, LEAF, title="Per i soci (esempio)", for_members=True)
    draft(own, title="Bozza segreta (esempio)").topics.create(competence_id=LEAF)
    withdraw_offer(offer=offered(own, LEAF, title="Ritirata (esempio)"), now=timezone.now())
    assert who_reads(readers, "Per tutti (esempio)", url) == EVERYBODY
    assert who_reads(readers, "Per i soci (esempio)", url) == EVERYBODY - {"visitor"}
    assert who_reads(readers, "Bozza segreta (esempio)", url) == set()
    assert who_reads(readers, "Ritirata (esempio)", url) == set()


def test_offer_of_a_hidden_organisation_is_on_no_page_of_a_competence(readers: dict[str, Client]) -> None:
    hidden = OrganisationFactory(name="Nascosta (esempio)", visibility="OFFICE")
    offered(hidden, LEAF, title="Di chi è nascosto (esempio)")
    url = reverse("competence", args=[LEAF])
    assert who_reads(readers, "Di chi è nascosto (esempio)", url) == {"office"}


def test_competence_names_offers_that_bring_it_or_what_is_below_it_and_no_other() -> None:
    own = organisation(OWNER)
    row = offered(own, LEAF, title="Una pompa (esempio)")
    page = {code: Client().get(reverse("competence", args=[code])).content.decode() for code in (LEAF, "PK1.CMP")}
    assert all("Una pompa (esempio)" in text and "Chi la offre" in text for text in page.values())
    row.topics.update(is_refused=True)
    assert "Una pompa (esempio)" not in Client().get(reverse("competence", args=[LEAF])).content.decode()


def test_page_of_who_offers_nothing_says_nothing_of_it() -> None:
    page = Client().get(reverse("organisation", args=[organisation("Casa Indaco").code])).content.decode()
    assert "Che cosa offre" not in page


def test_two_of_whom_one_answers_the_other_are_not_joined_before_it_is_decided() -> None:
    kept, gone = organisation(OWNER), organisation("Casa Indaco")
    row = offered(gone, title="Una pompa (esempio)")
    reply = reply_to_offer(offer=row, organisation=kept, note="Fa per noi.", now=timezone.now())
    for one, other in ((kept, gone), (gone, kept)):
        with pytest.raises(MergeRefused, match="Una pompa"):
            merge_organisations(kept=one, gone=other)
    decide_offer_reply(reply=reply, takes=False, now=timezone.now())
    merge_organisations(kept=kept, gone=gone)
    row.refresh_from_db()
    assert row.organisation == kept
