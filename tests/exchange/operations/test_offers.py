"""An offer from its draft to its end: what a sheet must say, its steps, its days, its proof, who answers it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from factories import DelegateFactory, EvidenceFactory, LinkFactory, OrganisationFactory
from factories.needs import letters_to
from factories.offers import draft, offered, sheet
from filiera.common.models import AuditEvent
from filiera.competence.models import Competence
from filiera.exchange.enums import OfferState
from filiera.exchange.logic.shared import shared_weight
from filiera.exchange.logic.steps import OFFER_STEPS
from filiera.exchange.models import Offer, OfferReply
from filiera.exchange.operations.offer_replies import decide_offer_reply, reply_to_offer
from filiera.exchange.operations.offers import (
    change_offer,
    expire_offers,
    find_again,
    publish_offer,
    renew_offer,
    withdraw_offer,
    write_offer,
)
from filiera.exchange.operations.refusals import ExchangeRefused
from filiera.exchange.operations.topics import decide_offer_topic, read_offer_topics
from filiera.registry.models import Organisation
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm() -> Organisation:
    return OrganisationFactory(name="Laboratorio Alfa")


def test_draft_is_its_owners_and_becomes_public_with_its_days(firm: Organisation) -> None:
    row = draft(firm, now=NOW)
    assert (row.state, row.visibility, row.expires_on) == ("DRAFT", "BILATERAL", None)
    row = publish_offer(offer=row, now=NOW)
    assert (row.state, row.visibility) == ("PUBLISHED", "PUBLIC")
    assert row.expires_on == TODAY + timedelta(days=365)
    assert list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True)) == ["write-offer", "publish-offer"]


def test_second_click_is_the_same_offer(firm: Organisation) -> None:
    assert draft(firm, now=NOW) == draft(firm, now=NOW + timedelta(seconds=9))


def test_offer_for_members_is_at_their_level_and_follows_a_change(firm: Organisation) -> None:
    row = offered(firm, for_members=True, now=NOW)
    assert row.visibility == "MEMBERS"
    assert change_offer(offer=row, sheet=sheet(), now=NOW).visibility == "PUBLIC"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"problem": " "}, "problem"),
        ({"solution": ""}, "solution"),
        ({"trl": None}, "trl"),
        ({"sought": (), "sought_note": ""}, "sought"),
    ],
)
def test_sheet_that_lacks_something_stays_a_draft(firm: Organisation, said: dict[str, object], field: str) -> None:
    row = draft(firm, now=NOW, **said)
    with pytest.raises(ExchangeRefused) as refused:
        publish_offer(offer=row, now=NOW)
    assert refused.value.field == field
    row.refresh_from_db()
    assert row.state == "DRAFT"


@pytest.mark.parametrize(
    ("said", "field"), [({"title": " "}, "title"), ({"trl": 10}, "trl"), ({"solution": "x" * 1201}, "solution")]
)
def test_sheet_that_is_wrong_is_not_written(firm: Organisation, said: dict[str, object], field: str) -> None:
    with pytest.raises(ExchangeRefused) as refused:
        write_offer(organisation=firm, sheet=sheet(**said), now=NOW)
    assert refused.value.field == field


def test_published_sheet_is_not_emptied(firm: Organisation) -> None:
    row = offered(firm, now=NOW)
    with pytest.raises(ExchangeRefused):
        change_offer(offer=row, sheet=sheet(problem=""), now=NOW)


def test_service_needs_no_maturity(firm: Organisation) -> None:
    assert offered(firm, kind="SERVICE", trl=None, now=NOW).state == "PUBLISHED"


@pytest.mark.parametrize("state", OfferState)
def test_no_act_goes_past_the_table(firm: Organisation, state: OfferState) -> None:
    row = draft(firm, now=NOW)
    row.state, row.published_at, row.expires_on = state, NOW, TODAY
    row.visibility = "PUBLIC" if state == OfferState.PUBLISHED else "BILATERAL"
    row.save()
    for act, to in ((publish_offer, OfferState.PUBLISHED), (withdraw_offer, OfferState.WITHDRAWN)):
        with transaction.atomic():
            if to == state or to in OFFER_STEPS.after(state):
                assert act(offer=row, now=NOW).state == to
            else:
                with pytest.raises(ExchangeRefused):
                    act(offer=row, now=NOW)
            transaction.set_rollback(True)


def test_offer_expires_its_owner_is_told_and_it_is_published_again(firm: Organisation) -> None:
    person = DelegateFactory(organisation=firm, user__email="laboratorio@example.org")
    row, other = offered(firm, now=NOW), offered(firm, title="Altra offerta", now=NOW)
    renew_offer(offer=other, now=NOW + timedelta(days=100))
    late = NOW + timedelta(days=366)
    assert expire_offers(now=late) == 1
    assert expire_offers(now=late) == 0
    row.refresh_from_db()
    assert (row.state, row.visibility) == ("EXPIRED", "BILATERAL")
    (letter,) = letters_to(person.user.email)
    assert row.title in letter.subject
    with pytest.raises(ExchangeRefused):
        renew_offer(offer=row, now=late)
    assert publish_offer(offer=row, now=late).ended_at is None


def test_proof_is_ones_own_and_everybody_who_reads_the_sheet_may_see_it(firm: Organisation) -> None:
    own, inside, others = EvidenceFactory(), EvidenceFactory(visibility="MEMBERS"), EvidenceFactory()
    for one in (own, inside):
        LinkFactory(organisation=firm, evidence=one, band="IDENTIFIER")
    LinkFactory(organisation=OrganisationFactory(name="Altra"), evidence=others, band="IDENTIFIER")
    assert draft(firm, evidence=own, now=NOW).evidence == own
    for piece in (inside, others):
        with pytest.raises(ExchangeRefused) as refused:
            draft(firm, title="Due", evidence=piece, now=NOW)
        assert refused.value.field == "evidence"
    assert draft(firm, title="Tre", evidence=inside, for_members=True, now=NOW).evidence == inside


def test_competences_are_read_and_what_a_person_says_stays(firm: Organisation) -> None:
    row = draft(firm, now=NOW)
    assert read_offer_topics(offer=row) > 0
    assert read_offer_topics(offer=row) == 0
    first = row.topics.order_by("pk").first()
    assert first is not None
    assert first.passage
    decide_offer_topic(offer=row, competence=first.competence, is_brought=False)
    leaf = Competence.objects.get(code="PK1.CMP.AIR")
    decide_offer_topic(offer=row, competence=leaf, is_brought=True)
    change_offer(offer=row, sheet=sheet(title="Conservante per creme dai raspi"), now=NOW)
    row.refresh_from_db()
    read_offer_topics(offer=row)
    said = dict(row.topics.filter(origin="PERSON").values_list("competence_id", "is_refused"))
    assert said == {first.competence_id: True, "PK1.CMP.AIR": False}


def test_answer_reaches_the_owner_once_and_whoever_answered_hears_what_was_decided(firm: Organisation) -> None:
    DelegateFactory(organisation=firm, user__email="laboratorio@example.org")
    other = OrganisationFactory(name="Marchio Beta")
    DelegateFactory(organisation=other, user__email="marchio@example.org")
    row = offered(firm, now=NOW)
    reply = reply_to_offer(offer=row, organisation=other, note="Ci serve per una crema.", now=NOW)
    assert reply_to_offer(offer=row, organisation=other, note="Ancora", now=NOW) == reply
    (letter,) = letters_to("laboratorio@example.org")
    assert "Ci serve per una crema." in letter.body
    assert "marchio@example.org" in letter.body
    decide_offer_reply(reply=reply, takes=True, now=NOW)
    (answer,) = letters_to("marchio@example.org")
    assert "ada@example.org" in answer.body
    with pytest.raises(ExchangeRefused):
        decide_offer_reply(reply=reply, takes=False, now=NOW)


def test_declined_answer_names_no_address(firm: Organisation) -> None:
    other = OrganisationFactory(name="Marchio Beta")
    DelegateFactory(organisation=other, user__email="marchio@example.org")
    reply = reply_to_offer(offer=offered(firm, now=NOW), organisation=other, note="Per noi", now=NOW)
    decide_offer_reply(reply=reply, takes=False, now=NOW)
    (answer,) = letters_to("marchio@example.org")
    assert "ada@example.org" not in answer.body


def test_letters_of_an_answer_name_whoever_answered_and_never_their_own_reader(firm: Organisation) -> None:
    other = OrganisationFactory(name="Marchio Beta")
    both = DelegateFactory(organisation=firm, user__email="due.cappelli@example.org").user
    DelegateFactory(organisation=other, user=both)
    second = DelegateFactory(organisation=other, user__email="seconda@example.org", user__name="Seconda Prova").user
    row, mail = offered(firm, now=NOW, contact_email="due.cappelli@example.org"), "due.cappelli@example.org"
    reply = reply_to_offer(offer=row, organisation=other, note="Per noi", now=NOW, actor=second)
    assert "Scrivi a: Seconda Prova, seconda@example.org" in letters_to(mail)[-1].body
    decide_offer_reply(reply=reply, takes=True, now=NOW)
    assert "Scrivi a" not in letters_to(mail)[-1].body
    assert len(letters_to(mail)) == 2


def test_whoever_answers_its_own_offer_for_another_is_not_told_to_write_to_itself(firm: Organisation) -> None:
    other = OrganisationFactory(name="Marchio Beta")
    both = DelegateFactory(organisation=firm, user__email="due.cappelli@example.org").user
    DelegateFactory(organisation=other, user=both)
    row = offered(firm, now=NOW)
    reply_to_offer(offer=row, organisation=other, note="Per noi", now=NOW, actor=both)
    assert "Scrivi a" not in letters_to("due.cappelli@example.org")[-1].body
    third = OrganisationFactory(name="Marchio Gamma")
    DelegateFactory(organisation=third, user=both)
    DelegateFactory(organisation=third, user__email="altra@example.org")
    reply_to_offer(offer=row, organisation=third, note="Per noi", now=NOW, actor=both)
    assert "Scrivi a: altra@example.org" in letters_to("due.cappelli@example.org")[-1].body


def test_nobody_answers_a_draft_or_an_offer_of_its_own_or_without_a_word(firm: Organisation) -> None:
    other, row = OrganisationFactory(name="Marchio Beta"), offered(firm, now=NOW)
    for offer, who, note in ((draft(firm, title="Bozza", now=NOW), other, "x"), (row, firm, "x"), (row, other, " ")):
        with pytest.raises(ExchangeRefused):
            reply_to_offer(offer=offer, organisation=who, note=note, now=NOW)
    assert OfferReply.objects.count() == 0


@pytest.mark.parametrize(
    "values",
    [
        {"visibility": "PUBLIC"},
        {"state": "PUBLISHED"},
        {"state": "PUBLISHED", "visibility": "PUBLIC", "expires_on": TODAY, "published_at": NOW, "for_members": True},
        {"state": "PUBLISHED", "visibility": "PUBLIC", "expires_on": TODAY, "published_at": NOW, "trl": None},
        {"trl": 0},
        {"title": ""},
    ],
)
def test_database_keeps_what_cannot_be(firm: Organisation, values: dict[str, object]) -> None:
    row = draft(firm, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Offer.objects.filter(pk=row.pk).update(**values)


def test_name_taken_out_of_a_sheet_finds_it_no_more(firm: Organisation) -> None:
    row = offered(firm, proof="Provato da Zoe Prova", now=NOW)
    Offer.objects.filter(pk=row.pk).update(proof="Provato da una persona")
    assert find_again(words=["Zoe Prova"]) == 1
    row.refresh_from_db()
    assert "zoe" not in row.search_text


def test_what_is_shared_is_a_part_of_what_is_sought() -> None:
    sought = {"A": 1.0, "B": 0.5, "C": 0.5}
    assert shared_weight(sought, {"A": 1.0, "C": 0.5}) == type(shared_weight({}, {}))(0.625, ("A", "C"))
    assert shared_weight(sought, {"D": 1.0}).score == 0
    assert shared_weight({}, sought).codes == ()
