"""Feeds and calendars of calls: what they hold, that dates move under the same id, that nothing hidden is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from factories import UserFactory
from factories.calls import call, draft
from factories.wanting import EARLIER, delegate, draft_for, kept, signed_in
from filiera.common.models import AuditEvent
from filiera.common.visibility import PUBLIC_AUDIENCE
from filiera.funding.drafts import WindowDraft
from filiera.funding.filters import CallFilter
from filiera.funding.models import Call, CallFeed, ConsortiumTask
from filiera.funding.operations.calls import record_call, show_call
from filiera.funding.operations.edit import Edit, edit_call
from filiera.funding.operations.feeds import feed_token, make_feed, revoke_feeds
from filiera.funding.operations.searches import follow_call
from filiera.funding.queries.feeds import calls_of_calendar, entries_of
from filiera.funding.views import feeds
from tests_clock import NOW

pytestmark = pytest.mark.django_db
FAR = WindowDraft(opens=date(2026, 10, 1), closes=datetime(2027, 6, 10, 17))
MOVED = replace(FAR, closes=datetime(2027, 7, 10, 12))
ATOM = "{http://www.w3.org/2005/Atom}"
CLOSES = "call-esempio-1@127.0.0.1"


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def events(response: Any) -> dict[str, Any]:
    assert response.status_code == 200, response.status_code
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    found = Calendar.from_ical(response.content)
    return {str(one["UID"]): one for one in found.walk("VEVENT")}


def calendar(query: str = "", client: Client | None = None) -> dict[str, Any]:
    return events((client or Client()).get(f"/it/calls/calendar.ics{query}"))


def atom() -> ET.Element:
    return ET.fromstring(Client().get("/it/calls/feed.atom").content)  # noqa: S314 - it is our own


def test_moment_has_its_zone_and_a_day_alone_is_a_day() -> None:
    call(window=replace(FAR, tz="Europe/Brussels"))
    response = Client().get("/it/calls/calendar.ics")
    found = events(response)
    closes, opens = found[CLOSES], found["call-esempio-1-opens@127.0.0.1"]

    assert closes["DTSTART"].params["TZID"] == "Europe/Brussels"
    assert closes.decoded("DTSTART").isoformat() == "2027-06-10T17:00:00+02:00"
    assert opens.decoded("DTSTART") == date(2026, 10, 1)
    assert "BEGIN:VTIMEZONE" in response.content.decode()
    assert str(closes["SUMMARY"]) == "Chiude: Imballaggi riciclabili (esempio)"
    assert str(closes["STATUS"]) == "CONFIRMED"


def test_moved_date_keeps_its_id_and_counts_on() -> None:
    call(window=FAR)
    before = calendar()[CLOSES]
    record_call(draft=draft(window=MOVED), now=NOW + timedelta(hours=1))
    after = calendar()[CLOSES]

    assert (before["SEQUENCE"], after["SEQUENCE"]) == (1, 2)
    assert after.decoded("DTSTART").isoformat() == "2027-07-10T12:00:00+02:00"
    assert after.decoded("LAST-MODIFIED") == NOW + timedelta(hours=1) > before.decoded("LAST-MODIFIED")


def test_rounds_have_an_entry_each_and_one_that_falls_away_is_cancelled() -> None:
    rounds = tuple(datetime(2027, month, 10, 12) for month in (1, 3, 5))
    call(window=WindowDraft(opens=date(2026, 10, 1), cutoffs=rounds))
    assert sorted(calendar()) == [
        f"call-esempio-1-{one}@127.0.0.1" for one in ("opens", "round-1", "round-2", "round-3")
    ]
    moved = (rounds[0], datetime(2027, 4, 1, 12))
    record_call(draft=draft(window=WindowDraft(opens=date(2026, 10, 1), cutoffs=moved)), now=NOW)
    found = calendar()

    assert [str(found[f"call-esempio-1-round-{n}@127.0.0.1"]["STATUS"]) for n in (1, 2, 3)] == [
        "CONFIRMED",
        "CONFIRMED",
        "CANCELLED",
    ]
    assert found["call-esempio-1-round-2@127.0.0.1"].decoded("DTSTART").date() == date(2027, 4, 1)


def test_call_that_is_called_off_is_cancelled_and_stays() -> None:
    made = call(window=FAR)
    edit_call(call=made, values={"called_off_on": date(2026, 11, 24)}, edit=Edit(amends=True), now=NOW)
    found = calendar()
    assert {str(one["STATUS"]) for one in found.values()} == {"CANCELLED"}
    assert "revocato" in str(found[CLOSES]["DESCRIPTION"])


def test_what_is_hidden_again_is_cancelled_without_a_word() -> None:
    made = call(window=FAR)
    show_call(call=made, is_shown=False)
    edit_call(call=Call.objects.get(), values={"closes": datetime(2027, 9, 9, 9)}, edit=Edit(), now=NOW)
    for address in ("/it/calls/calendar.ics", "/it/calls/calendar.ics?q=niente", "/it/calls/esempio-1/calendar.ics"):
        response = Client().get(address)
        found = events(response)
        assert {str(one["STATUS"]) for one in found.values()} == {"CANCELLED"}
        assert CLOSES in found
        assert "Imballaggi" not in response.content.decode()
        assert b"2027" not in response.content
    office = Client().get("/it/calls/feed.atom").content.decode()
    assert "Imballaggi" not in office


def test_call_that_nobody_ever_saw_is_nowhere() -> None:
    call(window=FAR, is_shown=False, source="HAND", ref="MAI")
    Call.objects.update(visibility="OFFICE")
    assert not AuditEvent.objects.filter(verb="show-call").exists()
    assert calendar() == {}
    assert Client().get(f"/it/calls/{Call.objects.get().code}/calendar.ics").status_code == 404


def test_public_calendar_is_the_same_for_the_office() -> None:
    call(window=FAR, is_shown=False, source="HAND", ref="MAI")
    assert calendar(client=signed_in(UserFactory(role="OFFICE"))) == {}


def test_calendar_follows_the_filter_but_not_its_dates() -> None:
    call("A", window=FAR, level="EU")
    call("B", window=FAR, level="REGIONAL", title="Altro (esempio)")
    assert set(calendar("?level=EU")) == {"call-a@127.0.0.1", "call-a-opens@127.0.0.1"}
    assert set(calendar("?level=EU&within=15&standing=FORTHCOMING")) == set(calendar("?level=EU"))


def test_feed_names_each_call_for_ever_and_says_what_changed() -> None:
    made = call(window=FAR)
    first = atom()
    record_call(draft=draft(window=MOVED), now=NOW + timedelta(hours=1))
    call("DOPO", window=FAR, title="Dopo (esempio)", now=NOW + timedelta(minutes=10))
    again = atom()
    ids = [one.findtext(f"{ATOM}id") for one in again.findall(f"{ATOM}entry")]
    entry = again.find(f"{ATOM}entry")
    assert entry is not None

    assert ids[0] == first.find(f"{ATOM}entry").findtext(f"{ATOM}id")  # type: ignore[union-attr]
    assert str(ids[0]).endswith(f":call:{made.code}")
    assert len(ids) == 2
    assert entry.findtext(f"{ATOM}updated") == "2026-11-25T10:30:00+00:00"
    assert "era «10 giugno 2027 alle 17:00», è «10 luglio 2027 alle 12:00»" in str(entry.findtext(f"{ATOM}summary"))
    assert entry.findtext(f"{ATOM}title") == "Imballaggi riciclabili (esempio) (rettificato)"


def test_feed_takes_what_sources_write_for_text() -> None:
    call(window=FAR, summary="<script>alert(1)</script>")
    entry = atom().find(f"{ATOM}entry")
    assert entry is not None
    assert "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>" in str(entry.findtext(f"{ATOM}summary"))


def test_list_says_where_its_feed_is() -> None:
    page = Client().get("/it/calls/?level=EU").content.decode()
    assert 'type="application/atom+xml"' in page
    assert 'href="/it/calls/feed.atom?level=EU"' in page


def test_whoever_has_it_already_is_told_so() -> None:
    call(window=FAR)
    for address in ("/it/calls/calendar.ics", "/it/calls/feed.atom", "/it/calls/esempio-1/calendar.ics"):
        first = Client().get(address)
        assert Client().get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    tag = Client().get("/it/calls/calendar.ics")["ETag"]
    record_call(draft=draft(window=MOVED), now=NOW)
    assert Client().get("/it/calls/calendar.ics", headers={"If-None-Match": tag}).status_code == 200


def test_whoever_reads_too_often_is_told_when_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "READS", replace(feeds.READS, times=2))
    answers = [Client().get("/it/calls/calendar.ics") for _time in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert 0 < int(answers[2]["Retry-After"]) <= 3600


def own(feed: CallFeed) -> Any:
    return Client().get(f"/it/calls/mine/{feed_token(feed)}.ics")


def test_own_calendar_has_what_concerns_its_person_and_nothing_else() -> None:
    user, organisation = delegate()
    followed, found, applied, other = (
        call(name, window=FAR, title=f"{name.title()} (esempio)", now=EARLIER)
        for name in ("SEGUITO", "TROVATO", "CONSORZIO", "ALTRO")
    )
    follow_call(user=user, call=followed, now=EARLIER)
    kept(user, "q=trovato")
    kept(user, "q=altro", told=False)
    row = draft_for(applied, organisation)
    lead = row.partners.get()
    for what, done in (("Scrivere il piano", None), ("Firmare", NOW)):
        ConsortiumTask.objects.create(
            consortium=row, what=what, owner=lead, due_on=date(2026, 12, 20), done_at=done, made_at=EARLIER
        )
    found_events = events(own(make_feed(user=user, now=NOW)))
    names = {str(one.get("SUMMARY", "")) for one in found_events.values()}

    assert {f"Chiude: {one.title_it}" for one in (followed, found, applied)} <= names
    assert f"Chiude: {other.title_it}" not in names
    tasks = {str(one["SUMMARY"]): str(one["STATUS"]) for uid, one in found_events.items() if uid.startswith("task-")}
    assert tasks == {"Da fare: Scrivere il piano": "CONFIRMED", "Da fare: Firmare": "CANCELLED"}


def test_own_calendar_shows_no_tasks_of_others() -> None:
    user, _organisation = delegate("Alba Cosmetici")
    _other_user, other = delegate("Beta Imballi")
    row = draft_for(call(window=FAR), other)
    ConsortiumTask.objects.create(
        consortium=row, what="Segreto", owner=row.partners.get(), due_on=date(2026, 12, 20), made_at=EARLIER
    )
    assert events(own(make_feed(user=user, now=NOW))) == {}


def test_address_is_one_is_told_again_and_can_be_revoked() -> None:
    user = UserFactory()
    first = make_feed(user=user, now=NOW)
    assert make_feed(user=user, now=NOW + timedelta(seconds=1)) == first
    token = feed_token(first)
    assert token not in str(CallFeed.objects.values())
    assert own(first).status_code == 200
    assert CallFeed.objects.get().last_read_on == date(2026, 11, 25)
    assert revoke_feeds(user=user, now=NOW) == 1
    assert own(first).status_code == 404
    second = make_feed(user=user, now=NOW + timedelta(minutes=1))
    assert feed_token(second) != token
    assert own(second).status_code == 200


def test_address_of_a_closed_account_opens_nothing() -> None:
    user = UserFactory()
    feed = make_feed(user=user, now=NOW)
    user.is_active = False
    user.save()
    assert own(feed).status_code == 404
    assert Client().get("/it/calls/mine/no-such.ics").status_code == 404


def test_own_calendar_is_kept_by_nobody_in_between() -> None:
    assert own(make_feed(user=UserFactory(), now=NOW))["Cache-Control"] == "private, no-cache"


def test_address_that_the_secret_no_longer_gives_is_made_anew(settings: Any) -> None:
    user = UserFactory()
    old = make_feed(user=user, now=NOW)
    settings.SECRET_KEY = "another" * 9
    assert feed_token(old) == ""
    assert feed_token(make_feed(user=user, now=NOW + timedelta(minutes=1))) != ""


def test_both_languages() -> None:
    call(window=FAR)
    found = events(Client().get("/en/calls/calendar.ics"))
    assert str(found[CLOSES]["SUMMARY"]) == "Closes: Imballaggi riciclabili (esempio)"


def test_queries_do_not_grow_with_the_calls() -> None:
    numbers = []
    for number in (1, 3):
        for one in range(number):
            call(f"N{number}-{one}", window=FAR, title=f"Bando {number} {one}")
        with CaptureQueriesContext(connection) as captured:
            found = calls_of_calendar(CallFilter(), audience=PUBLIC_AUDIENCE, now=NOW)
            assert len(entries_of(found, audience=PUBLIC_AUDIENCE)) == 2 * len(found)
        numbers.append(len(captured))
    assert numbers == [6, 6]
