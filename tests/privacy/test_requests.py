"""The desk of requests: the month runs from the arrival, is extended once with a reason, and the pages are the office's."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from factories import UserFactory
from factories.traces import leave_traces
from filiera.accounts.models import User
from filiera.common.days import months_later
from filiera.privacy.logic import answer_due, authority_due
from filiera.privacy.models import Breach, RightsRequest
from filiera.privacy.operations.breaches import BreachRefused, note_breach_told, record_breach, weigh_breach
from filiera.privacy.operations.requests import RequestRefused, close_request, extend_request, receive_request
from filiera.privacy.queries.own_data import own_file, own_sections
from filiera.privacy.queries.requests import breach_lines, requests_due
from filiera.registry.queries.privacy_waiting import waiting_of_breaches, waiting_of_privacy
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db

DESK = "/it/office/people/"


def ask(**values: Any) -> RightsRequest:
    return receive_request(**({"right": "ACCESS", "now": NOW, "actor": None, "email": "chi@example.org"} | values))


@pytest.mark.parametrize(
    ("on", "due", "extended"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), date(2026, 4, 30)),
        (date(2028, 1, 31), date(2028, 2, 29), date(2028, 4, 30)),
        (date(2026, 11, 25), date(2026, 12, 25), date(2027, 2, 25)),
    ],
)
def test_month_ends_on_the_same_day_or_the_last(on: date, due: date, extended: date) -> None:
    assert (answer_due(on), answer_due(on, is_extended=True)) == (due, extended)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 30))
def test_months_later_never_skips_a_month(day: date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day


def test_request_runs_from_its_arrival() -> None:
    row = ask(received_at=NOW - timedelta(days=20))
    assert row.due_on == date(2026, 12, 5)
    assert requests_due(today=TODAY).late == 0
    assert requests_due(today=date(2026, 12, 6)).late == 1


def test_request_of_somebody_with_an_account_is_tied_to_it(person: Any) -> None:
    row = ask(email=person.email.upper())
    assert (row.user, row.email) == (person, "")
    assert ask(email=person.email) == row


def test_person_is_told_when_somebody_asked_in_their_name(
    person: Any, office: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        ask(user=person, actor=person, right="ACCESS")
        ask(email=person.email, actor=office, right="ERASURE")
    [letter] = mail.outbox
    assert (letter.to, letter.subject) == ([person.email], "Una richiesta sui tuoi dati")
    assert "Se non sei stato tu" in letter.body or "Se non l’hai chiesto tu" in letter.body


@pytest.mark.parametrize("values", [{"email": ""}, {"email": "non è"}, {"received_at": NOW + timedelta(days=1)}])
def test_request_that_cannot_be_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(RequestRefused):
        ask(**values)


def test_term_is_extended_once_within_the_month_with_a_reason() -> None:
    row = ask()
    with pytest.raises(RequestRefused):
        extend_request(request=row, why=" ", now=NOW, actor=None)
    assert extend_request(request=row, why="Molti fogli", now=NOW, actor=None).due_on == date(2027, 2, 25)
    with pytest.raises(RequestRefused):
        extend_request(request=row, why="Ancora", now=NOW, actor=None)


def test_term_is_not_extended_after_the_month() -> None:
    with pytest.raises(RequestRefused):
        extend_request(request=ask(), why="Tardi", now=NOW + timedelta(days=40), actor=None)


def test_answer_needs_words_and_is_given_once(office: Any) -> None:
    row = ask()
    with pytest.raises(RequestRefused):
        close_request(request=row, answer="", now=NOW, actor=office)
    assert close_request(request=row, answer="Ecco", now=NOW, actor=office).handled_by == office
    with pytest.raises(RequestRefused):
        close_request(request=row, answer="Ecco", now=NOW, actor=office)


def test_today_says_what_is_due() -> None:
    assert waiting_of_privacy() == []
    ask(received_at=datetime(2020, 1, 1, tzinfo=UTC))
    [found] = waiting_of_privacy()
    assert (found.title, found.tone, found.url) == ("1 persona chiede dei suoi dati", "bad", DESK)


def test_reason_and_answer_reach_whoever_asked(
    person: Any, office: Any, django_capture_on_commit_callbacks: Any
) -> None:
    person.language = "en"
    person.save()
    with django_capture_on_commit_callbacks(execute=True):
        extend_request(request=ask(), why="Molti fogli", now=NOW, actor=office)
        row = ask(user=person, actor=person, right="OBJECTION")
        close_request(request=row, answer="We keep the minutes by law.", now=NOW, actor=office, refused=True)
    extended, answered = mail.outbox
    assert (extended.to, extended.subject) == (["chi@example.org"], "La risposta alla tua richiesta richiede più tempo")
    assert "Il motivo: Molti fogli" in extended.body
    assert "25 febbraio 2027" in extended.body
    assert (answered.to, answered.subject) == ([person.email], "The answer to your request")
    assert "We keep the minutes by law." in answered.body
    assert "you can turn to the Garante" in answered.body


def test_administrators_today_counts_the_hours_of_a_breach(client: Client, office: Any, administrator: Any) -> None:
    row = record_breach(title="Foglio inviato", nature="Un foglio", known_at=NOW, now=NOW, actor=administrator)
    told = [
        [(one.title, one.tone) for one in waiting_of_breaches(now=NOW + timedelta(hours=hours))] for hours in (0, 73)
    ]
    assert told == [[("Foglio inviato", "warn")], [("Foglio inviato", "bad")]]
    [soon] = waiting_of_breaches(now=NOW + timedelta(hours=71))
    assert "Resta 1 ora" in soon.text
    for user, stands in ((office, False), (administrator, True)):
        client.force_login(user)
        assert ("Foglio inviato" in client.get("/it/office/").content.decode()) is stands
    weigh_breach(breach=row, is_risky=False, why="Era vuoto", measures="", actor=administrator)
    assert [one.tone for one in waiting_of_breaches(now=NOW + timedelta(hours=73))] == ["unknown"]
    note_breach_told(breach=row, whom="CLOSED", now=NOW, actor=administrator)
    assert waiting_of_breaches(now=NOW) == []


ADDRESSES = (DESK, f"{DESK}processing/", f"{DESK}processing/file/")


@pytest.mark.parametrize("address", [*ADDRESSES, f"{DESK}breaches/"])
def test_desk_is_closed_to_whoever_does_not_work_here(client: Client, person: Any, address: str) -> None:
    assert client.get(address).status_code == 302
    client.force_login(person)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("lang", ["it", "en"])
def test_office_opens_the_desk_and_not_the_breaches(client: Client, office: Any, lang: str) -> None:
    client.force_login(office)
    assert [client.get(address.replace("/it/", f"/{lang}/")).status_code for address in ADDRESSES] == [200, 200, 200]
    assert client.get(f"/{lang}/office/people/breaches/").status_code == 404


def test_desk_asks_as_much_of_three_as_of_one(client: Client, office: Any) -> None:
    client.force_login(office)
    counts = []
    for number in (1, 3):
        while RightsRequest.objects.filter(done_at=None).count() < number:
            receive_request(right="ACCESS", user=UserFactory(), now=NOW, actor=None)
            close_request(
                request=receive_request(right="OBJECTION", user=UserFactory(), now=NOW, actor=None),
                answer="Sì",
                now=NOW,
                actor=office,
            )
        with CaptureQueriesContext(
            connection,
        ) as found:
            client.get(DESK)
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_office_writes_down_extends_answers_and_erases(client: Client, office: Any, person: Any) -> None:
    client.force_login(office)
    values = {"right": "ERASURE", "email": person.email, "received_on": "2026-11-20"}
    assert client.post(DESK, values).status_code == 302
    row = RightsRequest.objects.get()
    page = f"{DESK}{row.pk}/"
    assert "Èrica" in client.get(f"{page}?traces=1").content.decode()
    assert client.post(page, {"act": "odd"}).status_code == 404
    assert client.post(page, {"act": "answer"}).status_code == 200
    client.post(page, {"act": "erase"})
    row.refresh_from_db()
    assert row.done_at is not None
    assert "Èrica" not in client.get(page).content.decode()
    assert not User.objects.get(pk=person.pk).is_active


def test_refusal_stands_at_the_box_that_is_wrong(client: Client, office: Any) -> None:
    client.force_login(office)
    page = client.post(DESK, {"right": "ACCESS", "email": "chi@example.org", "received_on": "2099-01-01"})
    assert list(page.context["form"].errors) == ["received_on"]


def test_own_data_shows_every_section_and_gives_the_file(client: Client, person: Any) -> None:
    leave_traces(person)
    client.force_login(person)
    page = client.get("/it/account/data/").content.decode()
    assert all(str(one.title).replace("'", "&#x27;") in page for one in own_sections(person))
    file = json.loads(client.get("/it/account/data/file/").content)
    filled = [code for code, one in file["sections"].items() if one["rows"]]
    assert sorted(set(file["sections"]) - set(filled)) == []
    assert file["sections"]["account"]["rows"][0]["email"] == person.email
    assert file["sections"]["delegations"]["after_erasure"] == "KEPT"


def test_own_data_are_of_nobody_else(client: Client, person: Any) -> None:
    leave_traces(person)
    other = UserFactory(name="Altra Persona")
    held = {code: one["rows"] for code, one in own_file(other, now=NOW)["sections"].items() if one["rows"]}
    assert sorted(held) == ["account"]
    for address in ("/it/account/data/", "/it/account/data/file/", "/it/account/data/erase/"):
        assert client.get(address).status_code == 302


@pytest.mark.parametrize(("lang", "words"), [("it", "italiano"), ("en", "Italian")])
def test_the_language_is_told_in_words(person: Any, lang: str, words: str) -> None:
    with override(lang):
        [section] = [one for one in own_sections(person) if one.code == "account"]

    assert section.rows[0][2] == words


def test_secret_ballot_is_told_only_as_cast(person: Any) -> None:
    leave_traces(person)
    [section] = [one for one in own_sections(person) if one.code == "ballots"]
    assert [code for code, _words in section.columns] == ["meeting", "item", "seat"]
    assert len(section.rows) == 1


def test_erasure_is_asked_by_whoever_has_just_proved_who_it_is(client: Client, person: Any) -> None:
    client.force_login(person)
    response = client.get("/it/account/data/erase/")
    assert (response.status_code, "/account/again/" in response.headers["Location"]) == (302, True)
    client.post(response.headers["Location"], {"password": "prova-prova-prova"})
    assert "Questo si cancella" in client.get("/it/account/data/erase/").content.decode()
    client.post("/it/account/data/erase/")
    row = RightsRequest.objects.get()
    assert (row.user, row.right) == (person, "ERASURE")


def test_correction_is_asked_from_the_page(client: Client, person: Any) -> None:
    client.force_login(person)
    client.post("/en/account/data/", {"right": "RECTIFICATION", "words": "Not my role"})
    row = RightsRequest.objects.get()
    assert (row.user, row.words) == (person, "Not my role")
    assert "Not my role" not in client.get("/en/account/data/").content.decode().split("<h1")[0]


def test_breach_runs_seventy_two_hours(administrator: Any) -> None:
    row = record_breach(title="Foglio inviato", nature="Un foglio", known_at=NOW, now=NOW, actor=administrator)
    assert authority_due(row.known_at) == NOW + timedelta(hours=72)
    assert [line.is_late for line in breach_lines(now=NOW + timedelta(hours=71))] == [False]
    assert [line.is_late for line in breach_lines(now=NOW + timedelta(hours=73))] == [True]
    with pytest.raises(BreachRefused):
        note_breach_told(breach=row, whom="CLOSED", now=NOW, actor=administrator)
    weigh_breach(breach=row, is_risky=True, why="Nomi", measures="", actor=administrator)
    with pytest.raises(BreachRefused):
        note_breach_told(breach=row, whom="CLOSED", now=NOW, actor=administrator)
    note_breach_told(breach=row, whom="AUTHORITY", now=NOW, actor=administrator)
    assert [line.is_late for line in breach_lines(now=NOW + timedelta(hours=73))] == [False]
    note_breach_told(breach=row, whom="CLOSED", now=NOW, actor=administrator)


@pytest.mark.parametrize("lang", ["it", "en"])
def test_administrator_writes_a_breach_down(client: Client, administrator: Any, lang: str) -> None:
    client.force_login(administrator)
    page = f"/{lang}/office/people/breaches/"
    client.post(page, {"title": "Posta", "known_at": "2026-11-20T10:00", "nature": "Un indirizzo", "people_touched": 1})
    row = Breach.objects.get()
    client.post(f"{page}{row.pk}/", {"act": "weigh", "is_risky": "no", "why": "Uno solo", "measures": ""})
    client.post(f"{page}{row.pk}/", {"act": "CLOSED"})
    row.refresh_from_db()
    assert (row.is_risky, row.closed_at is not None) == (False, True)
    assert client.get(page).status_code == client.get(f"{page}{row.pk}/").status_code == 200
