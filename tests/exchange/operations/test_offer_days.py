"""The last days of an offer, and answers that wait: who is told of them, when, and how often."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from factories import DelegateFactory, OrganisationFactory, UserFactory
from factories.needs import letters_to, person_of
from factories.offers import draft, offered
from filiera.common.instance import current_instance
from filiera.common.models import AuditEvent
from filiera.exchange.operations.offer_replies import decide_offer_reply, reply_to_offer
from filiera.exchange.operations.offer_warnings import warn_of_expiry
from filiera.exchange.operations.offers import renew_offer, withdraw_offer
from filiera.exchange.queries.waiting_offers import offers_due, waiting_offers
from filiera.exchange.queries.waiting_people import waiting_for_person
from filiera.registry import hooks
from filiera.registry.models import Organisation
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db

WARNS = timedelta(days=current_instance().needs.offer_warns_days)
LASTS = timedelta(days=current_instance().needs.offer_lasts_days)
DAY = timedelta(days=1)
OWNER = "ada@example.org"


@pytest.fixture
def firm() -> Organisation:
    row = OrganisationFactory(name="Laboratorio Alfa")
    DelegateFactory(organisation=row, user=UserFactory(email=OWNER))
    return row


def test_owner_is_told_once_so_many_days_before_and_again_after_a_renewal(firm: Organisation) -> None:
    row = offered(firm, title="Un estratto (esempio)", now=NOW)
    first = NOW + LASTS - WARNS
    assert warn_of_expiry(now=first - DAY) == 0
    assert (warn_of_expiry(now=first), warn_of_expiry(now=first + DAY)) == (1, 0)
    (letter,) = letters_to(OWNER)
    assert "Un estratto (esempio)" in letter.subject
    assert reverse("offer", args=[row.code]) in letter.body
    assert AuditEvent.objects.filter(verb="warn-of-expiry").count() == 1
    renewed = renew_offer(offer=row, now=first + DAY)
    assert (renewed.warned_at, warn_of_expiry(now=first + 2 * DAY)) == (None, 0)
    assert warn_of_expiry(now=first + DAY + LASTS - WARNS) == 1


def test_nobody_is_told_of_what_is_no_offer_any_more_or_not_yet(firm: Organisation) -> None:
    draft(firm, title="Una bozza", now=NOW)
    withdraw_offer(offer=offered(firm, title="Ritirata", now=NOW), now=NOW)
    late = NOW + LASTS + 2 * DAY
    offered(firm, title="Scaduta", now=NOW)
    assert warn_of_expiry(now=late) == 0
    assert letters_to(OWNER) == []


def test_where_nobody_can_be_written_to_it_is_tried_again() -> None:
    alone = OrganisationFactory(name="Senza nessuno")
    row, day = offered(alone, now=NOW), NOW + LASTS - WARNS
    assert warn_of_expiry(now=day) == 0
    row.refresh_from_db()
    assert row.warned_at is None
    DelegateFactory(organisation=alone, user=UserFactory(email="nuova@example.org"))
    assert warn_of_expiry(now=day + DAY) == 1


def test_answers_wait_on_the_pages_of_whoever_offers_and_on_no_other(firm: Organisation) -> None:
    asks, row = OrganisationFactory(name="Marchio Beta"), offered(firm, title="Un estratto (esempio)", now=NOW)
    reply = reply_to_offer(offer=row, organisation=asks, note="Fa per noi (esempio).", now=NOW)
    owner, other = Client(), Client()
    owner.force_login(person_of(firm, "altra-ada@example.org"))
    other.force_login(person_of(asks, "bea@example.org"))
    for page in ("needs", "offers"):
        text = owner.get(reverse(page)).content.decode()
        assert "1 risposta alle tue offerte aspetta la tua parola" in text
        assert "Fa per noi (esempio)." in text
        assert "Fa per noi (esempio)." not in other.get(reverse(page)).content.decode()
    assert "Fa per noi (esempio)." not in Client().get(reverse("offers")).content.decode()
    decide_offer_reply(reply=reply, takes=True, now=NOW)
    assert "Fa per noi (esempio)." not in owner.get(reverse("needs")).content.decode()


def test_what_waits_for_a_person_names_answers_to_its_own_offers(firm: Organisation) -> None:
    asks, row = OrganisationFactory(name="Marchio Beta"), offered(firm, title="Un estratto (esempio)", now=NOW)
    reply = reply_to_offer(offer=row, organisation=asks, note="Fa per noi (esempio).", now=NOW)
    owner, other = person_of(firm, "altra-ada@example.org"), person_of(asks, "bea@example.org")
    for user in (owner, other):
        user.stand(user.standing(TODAY))
    (one,) = waiting_for_person(owner)
    assert (one.title, one.text) == ("Marchio Beta risponde a «Un estratto (esempio)»", "Fa per noi (esempio).")
    assert one.url == reverse("offer", args=[row.code]) + "#answers"
    assert [waiting_for_person(user) for user in (other, UserFactory(), UserFactory(role="OFFICE"))] == [[], [], []]
    assert one in [thing for source in hooks.waiting_for for thing in source(owner, NOW)]
    decide_offer_reply(reply=reply, takes=True, now=NOW)
    assert waiting_for_person(owner) == []


def test_office_reads_late_answers_and_offers_that_end_soon(firm: Organisation) -> None:
    row = offered(firm, title="Un estratto (esempio)", now=NOW)
    reply = reply_to_offer(offer=row, organisation=OrganisationFactory(name="Marchio Beta"), note="Sì.", now=NOW)
    assert waiting_offers(now=NOW + 14 * DAY) == []
    (late,) = waiting_offers(now=NOW + 15 * DAY)
    assert (late.is_late, "Marchio Beta" in late.title, "15" in late.text) == (True, True, True)
    decide_offer_reply(reply=reply, takes=False, now=NOW + 15 * DAY)
    assert waiting_offers(now=NOW + 16 * DAY) == []
    assert offers_due(now=NOW) == []
    assert [one.on for one in offers_due(now=NOW + LASTS - 14 * DAY)] == [TODAY + LASTS]


def test_office_sees_them_on_its_first_page(firm: Organisation) -> None:
    row = offered(firm, title="Un estratto (esempio)", now=NOW)
    reply_to_offer(offer=row, organisation=OrganisationFactory(name="Marchio Beta"), note="Sì.", now=NOW)
    office = Client()
    office.force_login(UserFactory(role="OFFICE"))
    with time_machine.travel(NOW + 15 * DAY, tick=False):
        assert "Laboratorio Alfa non dice se accoglie" in office.get(reverse("office")).content.decode()
