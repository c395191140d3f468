"""Digests: what is told to whom on which day, once; nothing where there is nothing; what is hidden, to nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from factories import ClaimFactory, UserFactory
from factories.calls import call, draft
from factories.wanting import EARLIER, MONDAY, delegate, kept, letters, rhythm
from filiera.accounts import operations_letters
from filiera.accounts.models import LetterWish
from filiera.accounts.operations_letters import send_letters
from filiera.common.daily import JobFailed
from filiera.common.models import OutgoingMail
from filiera.competence.models import Competence
from filiera.funding.drafts import WindowDraft
from filiera.funding.models import Call, CallDigest, CallTold
from filiera.funding.operations import digests as digests_module
from filiera.funding.operations.calls import record_call, show_call
from filiera.funding.operations.digests import choose_digest
from filiera.funding.operations.edit import Edit, edit_call
from filiera.funding.operations.interest import Interest, say_interest
from filiera.funding.operations.searches import drop_search, follow_call, leave_call, tell_search
from filiera.funding.operations.topics import decide_topic
from filiera.funding.queries.digests import Matches, news_of
from tests_clock import NOW

pytestmark = pytest.mark.django_db
LEAF = "PK1.CMP.AIR"
TUESDAY = MONDAY + timedelta(days=1)
NEAR = WindowDraft(opens=date(2026, 10, 1), closes=datetime(2026, 12, 10, 17))
FAR = WindowDraft(opens=date(2026, 10, 1), closes=datetime(2027, 6, 10, 17))
MOVED = WindowDraft(opens=date(2026, 10, 1), closes=datetime(2027, 7, 10, 12))


def told(user: Any) -> set[tuple[str, int]]:
    return set(CallTold.objects.filter(user=user, told_at__gte=NOW).values_list("what", "number"))


def prepare(what: str, user: Any) -> Call:
    """Let one thing be there to be told, and nothing else."""
    if what == "new":
        kept(user)
        return call(window=FAR)
    made = call(window=NEAR if what == "closing" else FAR, now=EARLIER)
    follow_call(user=user, call=made, now=EARLIER)
    if what == "amended":
        record_call(draft=draft(window=MOVED), now=NOW)
    return made


@pytest.mark.parametrize("what", ["new", "amended", "closing", "nothing"])
@pytest.mark.parametrize("how", ["NEVER", "", "AT_ONCE", "DAILY", "WEEKLY"])
@pytest.mark.parametrize("day", [MONDAY, TUESDAY])
def test_what_is_told_by_day_and_rhythm(what: str, how: str, day: datetime) -> None:
    user = UserFactory()
    rhythm(user, "DAILY")
    prepare(what, user)
    looked = MONDAY if day == TUESDAY else MONDAY - timedelta(days=7)
    CallDigest.objects.filter(user=user).update(is_told=how != "NEVER")
    LetterWish.objects.filter(email=user.email).update(rhythm=how if how != "NEVER" else "DAILY", looked_at=looked)
    leaves = what != "nothing" and (how in ("AT_ONCE", "DAILY") or (how in ("", "WEEKLY") and day == MONDAY))

    assert send_letters(now=day) == int(leaves)
    assert [to for to, _subject, _body in letters()] == [user.email] * leaves
    assert {one for one, _number in told(user)} == ({what.upper()} if leaves else set())


def test_weekly_letter_that_failed_on_monday_leaves_on_tuesday(monkeypatch: pytest.MonkeyPatch) -> None:
    user = UserFactory()
    rhythm(user, "DAILY")
    prepare("new", user)
    LetterWish.objects.filter(email=user.email).update(rhythm="WEEKLY", looked_at=MONDAY - timedelta(days=7))

    def broken(*_arguments: Any, **_more: Any) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken_once:
        broken_once.setattr(digests_module, "told_rows", broken)
        with pytest.raises(JobFailed):
            send_letters(now=MONDAY)
    assert (letters(), send_letters(now=TUESDAY)) == ([], 1)
    assert send_letters(now=TUESDAY + timedelta(days=1)) == 0


@pytest.mark.parametrize(
    ("lang", "sentences"),
    [
        (
            "it",
            [
                "Novità: la trova la tua ricerca «Imballaggi».",
                "Rettificato il 25 novembre 2026: Chiusura: era «10 giugno 2027 alle 17:00», è «10 luglio 2027 alle 12:00».",
                "Chiude il 10 dicembre 2026 alle 17:00, ora di Roma. Mancano 10 giorni.",
                "/it/calls/mine/",
                "/it/answer/",
            ],
        ),
        (
            "en",
            [
                "New: your search “Imballaggi” finds it.",
                "Amended on 25 November 2026: Closing: was “10 June 2027 at 17:00”, is “10 July 2027 at 12:00”.",
                "Closes 10 December 2026 at 17:00, Rome time. 10 days left.",
                "/en/calls/mine/",
                "/en/answer/",
            ],
        ),
    ],
)
def test_letter_says_what_matters_in_the_language_of_the_account(lang: str, sentences: list[str]) -> None:
    user, organisation = delegate(language=lang)
    rhythm(user, "DAILY")
    kept(user)
    followed = call("SEGUITO", window=FAR, title="Seguito (esempio)", now=EARLIER)
    follow_call(user=user, call=followed, now=EARLIER)
    near = call("VICINO", window=NEAR, title="Vicino (esempio)", now=EARLIER)
    follow_call(user=user, call=near, now=EARLIER)
    record_call(draft=draft("SEGUITO", window=MOVED, title="Seguito (esempio)"), now=NOW)
    new = call("NUOVO", window=FAR, title="Nuovo (esempio)")
    decide_topic(call=new, competence=Competence.objects.get(code=LEAF), is_asked=True)
    ClaimFactory(organisation=organisation, competence_id=LEAF, strength=0.8, seen_by="BILATERAL")

    assert send_letters(now=MONDAY) == 1
    ((_to, subject, body),) = letters()
    for sentence in sentences:
        assert sentence in body
    assert body.count("Nuovo (esempio)") == 1
    assert subject == (
        "Bandi: 1 nuovo, 1 rettificato, 1 che sta per chiudere"
        if lang == "it"
        else "Calls: 1 new, 1 amended, 1 closes soon"
    )
    own = "La tua organizzazione ha prove di:" if lang == "it" else "Your organisation has evidence of:"
    assert own in body


def test_nothing_is_told_twice_whenever_it_runs() -> None:
    user = UserFactory()
    rhythm(user, "DAILY")
    prepare("new", user)
    sent = [send_letters(now=MONDAY + timedelta(hours=6 * n)) for n in range(12)]
    assert sent == [1, *([0] * 11)]


def test_one_letter_a_day_and_what_came_later_the_day_after() -> None:
    user = UserFactory()
    rhythm(user, "DAILY")
    prepare("new", user)
    send_letters(now=MONDAY)
    call("ALTRO", window=FAR, now=MONDAY)
    assert send_letters(now=MONDAY + timedelta(hours=3)) == 0
    assert send_letters(now=TUESDAY) == 1
    assert "ALTRO" not in letters()[0][2]


def test_run_that_dies_writes_nothing_down_and_the_next_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    user = UserFactory()
    rhythm(user, "DAILY")
    prepare("new", user)

    def die(**_values: Any) -> None:
        raise RuntimeError("no disk")

    with monkeypatch.context() as patched:
        patched.setattr(operations_letters, "queue", die)
        with pytest.raises(JobFailed):
            send_letters(now=MONDAY)
    assert (told(user), OutgoingMail.objects.count()) == (set(), 0)
    assert send_letters(now=MONDAY) == 1


def test_one_that_fails_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = UserFactory(), UserFactory()
    for user in (first, second):
        rhythm(user, "DAILY")
        kept(user)
    call(window=FAR)
    real = digests_module.news_of

    def broken(digest: CallDigest, **values: Any) -> Any:
        if digest.user_id == first.pk:
            raise RuntimeError("no news")
        return real(digest, **values)

    monkeypatch.setattr(digests_module, "news_of", broken)
    with pytest.raises(JobFailed):
        send_letters(now=MONDAY)
    assert [to for to, _subject, _body in letters()] == [second.email]


def test_what_was_there_when_a_search_was_kept_is_not_new() -> None:
    user = UserFactory()
    rhythm(user, "DAILY")
    call(window=FAR, now=EARLIER)
    kept(user)
    assert send_letters(now=MONDAY) == 0


def test_call_that_opens_later_is_new_to_a_search_of_open_ones() -> None:
    user = UserFactory()
    rhythm(user, "DAILY", days=0)
    window = WindowDraft(opens=date(2026, 12, 1), closes=date(2027, 6, 1))
    call(window=window, now=EARLIER)
    kept(user, "standing=OPEN")
    assert send_letters(now=MONDAY) == 0
    assert send_letters(now=TUESDAY + timedelta(days=1)) == 1


def test_hidden_call_is_told_to_nobody_and_shown_again_is_new() -> None:
    user = UserFactory()
    rhythm(user, "DAILY")
    kept(user)
    made = call(window=FAR, is_shown=False)
    follow_call(user=user, call=Call.objects.get(pk=made.pk), now=EARLIER)
    record_call(draft=draft(window=MOVED), now=NOW)
    assert send_letters(now=MONDAY) == 0
    leave_call(user=user, call=made)
    CallTold.objects.all().delete()
    show_call(call=Call.objects.get(pk=made.pk), is_shown=True)
    assert send_letters(now=TUESDAY) == 1


def test_closed_account_is_written_to_no_more() -> None:
    user = UserFactory()
    rhythm(user, "DAILY")
    prepare("new", user)
    user.is_active = False
    user.save()
    assert send_letters(now=MONDAY) == 0


def test_search_that_is_not_told_finds_nothing_and_told_again_begins_anew() -> None:
    user = UserFactory()
    rhythm(user, "DAILY")
    search = kept(user)
    tell_search(search=search, is_told=False, now=EARLIER)
    call(window=FAR)
    assert send_letters(now=MONDAY) == 0
    tell_search(search=search, is_told=True, now=MONDAY)
    assert send_letters(now=TUESDAY) == 0
    call("ALTRO", window=FAR, now=TUESDAY)
    assert send_letters(now=TUESDAY + timedelta(days=1)) == 1


def test_rhythm_taken_up_again_does_not_tell_what_came_meanwhile() -> None:
    user = UserFactory()
    rhythm(user, "NEVER")
    kept(user)
    call(window=FAR)
    choose_digest(user=user, is_told=True, closing_days=14, now=MONDAY)
    assert send_letters(now=TUESDAY) == 0


def test_moved_closing_is_told_again_and_only_then() -> None:
    user = UserFactory()
    rhythm(user, "DAILY")
    prepare("closing", user)
    assert send_letters(now=MONDAY) == 1
    assert send_letters(now=TUESDAY) == 0
    later = replace(NEAR, closes=datetime(2026, 12, 12, 17))
    record_call(draft=draft(window=later), now=TUESDAY)
    assert send_letters(now=TUESDAY + timedelta(days=1)) == 1
    assert {what for what, _number in told(user)} == {"CLOSING", "AMENDED"}
    assert send_letters(now=TUESDAY + timedelta(days=2)) == 0


def test_each_round_is_told_when_it_comes_near() -> None:
    user = UserFactory()
    rhythm(user, "DAILY", days=5)
    rounds = (datetime(2026, 12, 3, 12), datetime(2026, 12, 20, 12))
    made = call(window=WindowDraft(opens=date(2026, 10, 1), cutoffs=rounds), now=EARLIER)
    follow_call(user=user, call=made, now=EARLIER)
    sent = [day for day in range(30) if send_letters(now=MONDAY + timedelta(days=day))]
    assert sent == [0, 15]


def test_two_amendments_are_told_as_what_they_come_to() -> None:
    user = UserFactory()
    rhythm(user, "DAILY")
    made = call(window=FAR, now=EARLIER)
    follow_call(user=user, call=made, now=EARLIER)
    record_call(draft=draft(window=MOVED), now=NOW)
    record_call(draft=draft(window=replace(FAR, closes=datetime(2027, 8, 1, 12))), now=NOW + timedelta(hours=1))
    assert send_letters(now=MONDAY) == 1
    body = letters()[0][2]
    assert "era «10 giugno 2027 alle 17:00», è «1º agosto 2027 alle 12:00»" in body
    assert "10 luglio" not in body
    assert told(user) == {("AMENDED", 2), ("AMENDED", 3)}


def test_call_that_is_called_off_reaches_those_whose_search_found_it() -> None:
    user = UserFactory()
    rhythm(user, "DAILY")
    kept(user)
    made = call(window=FAR)
    send_letters(now=MONDAY)
    edit_call(call=made, values={"called_off_on": date(2026, 12, 1)}, edit=Edit(amends=True), now=TUESDAY)
    assert send_letters(now=TUESDAY + timedelta(hours=1)) == 1
    assert "Revocato il, ora: «1º dicembre 2026»." in letters()[-1][2]


def test_correction_of_ours_is_told_to_nobody() -> None:
    user = UserFactory()
    rhythm(user, "DAILY")
    made = call(window=FAR, now=EARLIER)
    follow_call(user=user, call=made, now=EARLIER)
    record_call(draft=draft(window=FAR, summary="Altre parole."), now=NOW)
    assert send_letters(now=MONDAY) == 0


def test_whoever_said_interest_is_told_and_who_left_is_not() -> None:
    user, organisation = delegate()
    made = call(window=FAR, now=EARLIER)
    say_interest(call=made, organisation=organisation, said=Interest(), now=EARLIER, actor=user)
    rhythm(user, "DAILY")
    record_call(draft=draft(window=MOVED), now=NOW)
    assert send_letters(now=MONDAY) == 1


def test_dropped_search_tells_nothing_more() -> None:
    user = UserFactory()
    rhythm(user, "DAILY")
    drop_search(search=kept(user))
    call(window=FAR)
    assert send_letters(now=MONDAY) == 0


def test_letter_leaves_on_commit(django_capture_on_commit_callbacks: Any) -> None:
    user = UserFactory()
    rhythm(user, "DAILY")
    prepare("new", user)
    with django_capture_on_commit_callbacks(execute=True):
        send_letters(now=MONDAY)
    assert [message.to for message in mail.outbox] == [[user.email]]
    assert timezone.localdate(LetterWish.objects.get().looked_at) == date(2026, 11, 30)


def test_of_very_many_new_ones_the_rest_is_counted() -> None:
    user = UserFactory()
    rhythm(user, "DAILY", days=0)
    kept(user)
    for number in range(33):
        call(f"N{number}", window=FAR, title=f"Bando {number} (esempio)")
    assert send_letters(now=MONDAY) == 1
    assert "E altri 3 bandi nuovi:" in letters()[0][2]
    assert len(told(user)) == 1
    assert CallTold.objects.filter(user=user).count() == 33


def test_queries_do_not_grow_with_the_calls() -> None:
    user = UserFactory()
    digest = rhythm(user, "DAILY")
    kept(user)
    numbers = []
    for number in (1, 3):
        for one in range(number):
            call(f"N{number}-{one}", window=NEAR, title=f"Bando {number} {one}")
        news_of(digest, rhythm="DAILY", now=MONDAY, matches=Matches(MONDAY))
        with CaptureQueriesContext(connection) as captured:
            news_of(digest, rhythm="DAILY", now=MONDAY, matches=Matches(MONDAY))
        numbers.append(len(captured))
    assert numbers == [13, 13]
