"""Interest in a call and partners wanted: who sees what, once each, and what a decision brings."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories import DelegateFactory, OrganisationFactory, UserFactory
from factories.calls import call, member
from factories.wanting import delegate, draft_for, letters, signed_in
from filiera.common.models import AuditEvent
from filiera.common.visibility import PUBLIC_AUDIENCE
from filiera.funding.models import Call, CallDigest, ExpressionOfInterest, PartnerWanted, WantedReply
from filiera.funding.operations.calls import show_call
from filiera.funding.operations.interest import (
    Interest,
    Notice,
    close_notice,
    decide_reply,
    reply_to_notice,
    say_interest,
    withdraw_interest,
    write_notice,
)
from filiera.funding.operations.refusals import FundingRefused
from filiera.funding.queries.interest import may_read, notices_open_to
from tests_clock import NOW

pytestmark = pytest.mark.django_db
SECRET = "parole segrete"


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def text(response: Any) -> str:
    return " ".join(unescape(response.content.decode()).split())


class People:
    """An office, the member that acts, another member, somebody who is none, a visitor."""

    def __init__(self) -> None:
        self.own, self.organisation = delegate("Alba Cosmetici")
        self.other, self.other_organisation = delegate("Beta Imballi")
        self.stranger = UserFactory()
        DelegateFactory(user=self.stranger, organisation=OrganisationFactory(name="Esterna"))
        self.office = UserFactory(role="OFFICE")

    def of(self, who: str) -> Client:
        return Client() if who == "visitor" else signed_in(getattr(self, who))


EVERYBODY = ("own", "other", "stranger", "office", "visitor")


@pytest.mark.parametrize(("for_members", "readers"), [(False, {"own", "office"}), (True, {"own", "other", "office"})])
def test_interest_is_read_by_whom_it_is_for(for_members: bool, readers: set[str]) -> None:
    people, made = People(), call()
    said = Interest(note=SECRET, offers="prove di stabilità", for_members=for_members)
    say_interest(call=made, organisation=people.organisation, said=said, now=NOW, actor=people.own)
    found = {who for who in EVERYBODY if SECRET in text(people.of(who).get(f"/it/calls/{made.code}/"))}
    assert found == readers
    counted = {
        who for who in EVERYBODY if "1 soggetto interessato" in text(people.of(who).get(f"/it/calls/{made.code}/"))
    }
    assert counted == {"office"}


@pytest.mark.parametrize(
    ("who", "status"), [("own", 302), ("other", 302), ("stranger", 404), ("office", 404), ("visitor", 404)]
)
def test_members_alone_say_interest(who: str, status: int) -> None:
    people, made = People(), call()
    answer = people.of(who).post(f"/it/calls/{made.code}/interest/", {"note": "Ci siamo"})
    assert answer.status_code == status
    assert ExpressionOfInterest.objects.count() == int(status == 302)


def test_what_was_typed_too_long_is_not_lost() -> None:
    people, made = People(), call()
    words = "Ci siamo. " + "x" * 600
    answer = people.of("own").post(f"/it/calls/{made.code}/interest/", {"note": words, "offers": "Un impianto"})
    page = answer.content.decode()
    assert (answer.status_code, words in page, "Un impianto" in page) == (422, True, True)
    assert "600 caratteri" in page
    assert ExpressionOfInterest.objects.count() == 0


def test_interest_is_said_once_said_otherwise_and_withdrawn() -> None:
    people, made = People(), call()
    client = people.of("own")
    address = f"/it/calls/{made.code}/interest/"
    for _time in range(2):
        client.post(address, {"note": "Ci siamo"})
    client.post(address, {"note": "Ci siamo eccome", "for_members": "on"})
    row = ExpressionOfInterest.objects.get()
    assert (row.note, row.visibility, row.said_by) == ("Ci siamo eccome", "MEMBERS", people.own)
    assert AuditEvent.objects.filter(verb="say-interest").count() == 2
    assert CallDigest.objects.get(user=people.own).is_told
    for _time in range(2):
        client.post(address, {"act": "withdraw"})
    assert "Ci siamo" not in text(people.of("other").get(f"/it/calls/{made.code}/"))
    client.post(address, {"note": "Di nuovo"})
    assert list(ExpressionOfInterest.objects.order_by("pk").values_list("note", flat=True)) == [
        "Ci siamo eccome",
        "Di nuovo",
    ]


def test_interest_in_a_call_that_was_called_off_is_refused() -> None:
    people, made = People(), call()
    Call.objects.update(called_off_on="2026-11-01")
    with pytest.raises(FundingRefused):
        say_interest(call=made, organisation=people.organisation, said=Interest(), now=NOW)
    assert withdraw_interest(call=made, organisation=people.organisation, now=NOW) == 0


def notice(people: People, made: Call, **said: Any) -> PartnerWanted:
    values = {"title": "Cerchiamo un laboratorio (esempio)", "text": SECRET, **said}
    return write_notice(call=made, organisation=people.organisation, said=Notice(**values), now=NOW, actor=people.own)


@pytest.mark.parametrize("is_public", [False, True])
@pytest.mark.parametrize("is_closed", [False, True])
@pytest.mark.parametrize("is_hidden", [False, True])
def test_notice_is_read_by_whom_it_is_for(is_public: bool, is_closed: bool, is_hidden: bool) -> None:
    people, made = People(), call()
    row = notice(people, made, is_public=is_public)
    if is_closed:
        close_notice(notice=row, now=NOW)
    if is_hidden:
        show_call(call=Call.objects.get(), is_shown=False)
    may = {"office"} | (set() if is_hidden else {"own"})
    if not is_closed and not is_hidden:
        may |= {"other"} | ({"stranger", "visitor"} if is_public else set())
    addresses = {who: people.of(who).get(f"/it/calls/wanted/{row.pk}/") for who in EVERYBODY}
    assert {who for who, answer in addresses.items() if answer.status_code == 200} == may
    assert {answer.status_code for who, answer in addresses.items() if who not in may} <= {404}
    listed = {who for who in EVERYBODY if row.title in text(people.of(who).get("/it/calls/wanted/"))}
    assert "<h3" not in text(people.of("office").get("/it/calls/wanted/")), "no heading is passed over"
    assert listed == (set() if is_closed else may)


def test_lists_and_the_single_rule_agree() -> None:
    people, made = People(), call()
    rows = [notice(people, made, title=f"N{n}", is_public=bool(n % 2)) for n in range(4)]
    close_notice(notice=rows[3], now=NOW)
    for audience, own in ((PUBLIC_AUDIENCE, None), (people.other.audience(NOW.date()), people.other_organisation.pk)):
        listed = set(notices_open_to(audience).values_list("pk", flat=True))
        assert listed == {
            row.pk
            for row in PartnerWanted.objects.all()
            if row.closed_at is None and may_read(row, audience=audience, organisation_id=own)
        }


def test_notice_is_written_on_a_page_once_and_shown_at_its_call() -> None:
    people, made = People(), call()
    client = people.of("own")
    address = f"/it/calls/{made.code}/wanted/"
    assert "Alba Cosmetici cerca partner" in text(client.get(address))
    said = {"title": "Cerchiamo un laboratorio (esempio)", "text": "Prove", "is_public": "1"}
    answers = [client.post(address, said) for _time in range(2)]
    row = PartnerWanted.objects.get()
    assert {one["Location"] for one in answers} == {f"/it/calls/wanted/{row.pk}/"}
    assert row.visibility == "PUBLIC"
    assert row.title in text(Client().get(f"/it/calls/{made.code}/"))
    assert client.post(address, {"title": " "}).status_code == 422
    assert people.of("office").get(address).status_code == 404


def test_draft_of_a_notice_is_one_that_the_organisation_leads_for_this_call() -> None:
    people, made = People(), call()
    other_call = call("ALTRO")
    wrong = [
        draft_for(other_call, people.organisation),
        draft_for(made, people.other_organisation, (people.organisation, "ACCEPTED")),
        draft_for(made, people.organisation, state="ABANDONED"),
    ]
    for row in wrong:
        with pytest.raises(FundingRefused):
            notice(people, made, consortium=row)
    right = draft_for(made, people.organisation)
    assert notice(people, made, consortium=right).consortium == right
    page = text(people.of("other").get(f"/it/calls/wanted/{PartnerWanted.objects.get().pk}/"))
    assert right.name not in page


def test_notice_is_answered_once_and_only_the_two_and_the_office_read_it() -> None:
    people, made = People(), call()
    row = notice(people, made, is_public=True)
    address = f"/it/calls/wanted/{row.pk}/"
    third, _organisation = delegate("Gamma")
    for _time in range(2):
        assert people.of("other").post(f"{address}reply/", {"note": "Noi abbiamo un laboratorio"}).status_code == 302
    assert WantedReply.objects.count() == 1
    assert [to for to, _subject, _body in letters("reply-to-notice")] == [people.own.email]
    found = {who for who in EVERYBODY if "Noi abbiamo" in text(people.of(who).get(address))}
    assert found == {"own", "other", "office"}
    assert "Noi abbiamo" not in text(signed_in(third).get(address))
    assert people.of("own").post(f"{address}reply/", {"note": "A noi"}).status_code == 404
    assert people.of("visitor").post(f"{address}reply/", {"note": "x"}).status_code == 404
    assert people.of("stranger").post(f"{address}reply/", {"note": " "}).status_code == 422
    assert people.of("stranger").post(f"{address}reply/", {"note": "Anche noi"}).status_code == 302


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("act", ["take", "decline"])
def test_who_decides_on_an_answer(who: str, act: str) -> None:
    people, made = People(), call()
    row = notice(people, made, is_public=True)
    reply = reply_to_notice(notice=row, organisation=people.other_organisation, note="Noi", now=NOW)
    answer = people.of(who).post(f"/it/calls/wanted/replies/{reply.pk}/", {"act": act})
    may = who in ("own", "office")
    assert answer.status_code == (302 if may else 404)
    reply.refresh_from_db()
    assert reply.state == ({"take": "TAKEN", "decline": "DECLINED"}[act] if may else "OPEN")
    assert [to for to, _subject, _body in letters("decide-reply")] == [people.other.email] * may


def test_answer_that_is_taken_up_is_proposed_for_the_draft_once() -> None:
    people, made = People(), call()
    consortium = draft_for(made, people.organisation)
    row = notice(people, made, consortium=consortium)
    reply = reply_to_notice(notice=row, organisation=people.other_organisation, note="Noi", now=NOW)
    for _time in range(2):
        decide_reply(reply=reply, takes=True, now=NOW)
    partner = consortium.partners.get(organisation=people.other_organisation)
    assert (partner.state, partner.tasks) == ("PROPOSED", "Noi")
    assert len(letters("decide-reply")) == 1
    with pytest.raises(FundingRefused):
        decide_reply(reply=reply, takes=False, now=NOW)


def test_answer_of_one_who_is_a_partner_already_is_taken_up_all_the_same() -> None:
    people, made = People(), call()
    consortium = draft_for(made, people.organisation, (people.other_organisation, "ACCEPTED"))
    row = notice(people, made, consortium=consortium)
    reply = reply_to_notice(notice=row, organisation=people.other_organisation, note="Noi", now=NOW)
    assert decide_reply(reply=reply, takes=True, now=NOW).state == "TAKEN"
    assert consortium.partners.count() == 2


def test_closed_notice_takes_no_answer_and_who_answered_still_reads_it() -> None:
    people, made = People(), call()
    row = notice(people, made)
    reply_to_notice(notice=row, organisation=people.other_organisation, note="Noi", now=NOW)
    for _time in range(2):
        people.of("own").post(f"/it/calls/wanted/{row.pk}/close/")
    assert AuditEvent.objects.filter(verb="close-notice").count() == 1
    with pytest.raises(FundingRefused):
        reply_to_notice(notice=row, organisation=member("Gamma"), note="Noi", now=NOW)
    assert people.of("other").get(f"/it/calls/wanted/{row.pk}/").status_code == 200
    assert people.of("other").post(f"/it/calls/wanted/{row.pk}/close/").status_code == 404


def test_notice_leaves_the_list_when_its_call_is_over() -> None:
    people, made = People(), call()
    row = notice(people, made, is_public=True)
    assert row.title in text(Client().get("/it/calls/wanted/"))
    with time_machine.travel(NOW + timedelta(days=200), tick=False):
        assert row.title not in text(Client().get("/it/calls/wanted/"))


def test_notices_are_found_by_competence() -> None:
    people, made = People(), call()
    notice(people, made, title="Uno", competences=["PK1.CMP.AIR"], is_public=True)
    notice(people, made, title="Due", is_public=True)
    page = text(Client().get("/it/calls/wanted/?competence=PK1.CMP"))
    assert ("Uno" in page, "Due" in page) == (True, False)


@pytest.mark.parametrize(
    ("lang", "heading"), [("it", "1 annuncio di ricerca partner"), ("en", "1 organisation looks for partners")]
)
def test_both_languages(lang: str, heading: str) -> None:
    people, made = People(), call()
    notice(people, made, is_public=True)
    assert heading in text(Client().get(f"/{lang}/calls/wanted/"))


def test_queries_do_not_grow_with_the_notices() -> None:
    people, made, numbers = People(), call(), []
    for number in (1, 3):
        for one in range(number):
            notice(people, made, title=f"N{number}-{one}", is_public=True, competences=["PK1.CMP.AIR"])
        with CaptureQueriesContext(connection) as captured:
            Client().get("/it/calls/wanted/")
        numbers.append(len(captured))
    assert numbers[0] == numbers[1]
