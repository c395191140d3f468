"""What a person chose for all letters is kept by the need desk: at once, one letter a day, one a week, or on the site alone.

A request that was held is told once, counts in the budget at once and is not reminded before it was told; a run that is
stopped has told nothing; what fell away is not said.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from factories.needs import asked, letters_to, link_to, need, organisation, person_of, press, read
from filiera.accounts import operations_letters
from filiera.accounts.models import AnswerLink, HeldLetter, LetterWish
from filiera.accounts.operations_letters import choose_letters, send_letters
from filiera.accounts.queries import asked_lately
from filiera.common.daily import JobFailed
from filiera.exchange.models import Match
from filiera.exchange.operations.answers import answer_later, pass_on, refuse
from filiera.exchange.operations.asking import dismiss_match
from filiera.exchange.operations.chasing import chase_solvers, remind
from filiera.exchange.operations.need_ends import end_need, expire_needs
from filiera.exchange.operations.refusals import ExchangeRefused

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_world")]

SOLVER, MAIL = "Prove Martesana", "prove-martesana@example.org"
ASKER = "chiede@example.org"
TUESDAY = datetime.fromisoformat("2026-12-01T09:00+00:00")
MONDAY = TUESDAY + timedelta(days=6)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(TUESDAY, tick=False) as traveller:
        yield traveller


def at(clock: time_machine.Traveller, day: float) -> datetime:
    """Move to a day, counted from the Tuesday on which everything begins."""
    clock.move_to(TUESDAY + timedelta(days=day))
    return timezone.now()


def wants(rhythm: str, *, channel: str = "MAIL", email: str = MAIL, account: bool = True) -> Any:
    user = person_of(organisation(SOLVER), email) if account else None
    choose_letters(email=email, channel=channel, rhythm=rhythm, now=timezone.now(), actor=user)
    return user


def fresh(match: Match) -> Match:
    return Match.objects.get(pk=match.pk)


@pytest.mark.parametrize("account", [True, False])
@pytest.mark.parametrize(
    ("channel", "rhythm", "day"),
    [("MAIL", "AT_ONCE", 0), ("MAIL", "DAILY", 1), ("MAIL", "WEEKLY", 6), ("SITE", "AT_ONCE", None)],
)
def test_day_on_which_a_request_is_told(
    channel: str, rhythm: str, day: int | None, account: bool, clock: time_machine.Traveller
) -> None:
    if channel == "SITE" and not account:
        with pytest.raises(operations_letters.LettersRefused):
            wants(rhythm, channel=channel, account=account)
        return
    wants(rhythm, channel=channel, account=account)
    (match,) = asked(read(need()), SOLVER)
    send_letters(now=timezone.now()) if day == 0 else None
    told = [0] * len(letters_to(MAIL))
    for one in range(1, 9):
        send_letters(now=at(clock, one))
        told += [one] * (len(letters_to(MAIL)) - len(told))
    assert told == ([] if day is None else [day])
    expected = TUESDAY + timedelta(days=day or 0)
    assert fresh(match).told_at == expected
    assert AnswerLink.objects.filter(kind="need-ask").count() == (0 if day is None else 1)
    assert not HeldLetter.objects.exists()


def test_request_held_is_counted_in_the_budget_and_once(clock: time_machine.Traveller) -> None:
    wants("WEEKLY")
    for title in ("Una prova", "Un’altra"):
        asked(read(need(title=title)), SOLVER)
    assert asked_lately([MAIL], now=timezone.now())[MAIL] == 2
    send_letters(now=at(clock, 6))
    assert asked_lately([MAIL], now=timezone.now())[MAIL] == 2
    assert len(letters_to(MAIL)) == 1


def test_silence_counts_from_the_letter_not_from_the_asking(clock: time_machine.Traveller) -> None:
    wants("WEEKLY")
    (match,) = asked(read(need()), SOLVER)
    assert [chase_solvers(now=at(clock, day)) for day in (3, 5)] == [0, 0]
    assert send_letters(now=at(clock, 6)) == 1
    assert [chase_solvers(now=at(clock, 6 + day)) for day in (1, 8)] == [0, 0]
    assert chase_solvers(now=at(clock, 6 + 9)) == 0, "it is held: the letter of the next Monday brings it"
    assert HeldLetter.objects.get().kind == "need-remind"
    assert [chase_solvers(now=at(clock, 6 + day)) for day in (10, 12)] == [0, 0]
    assert fresh(match).reminded_at is None
    assert send_letters(now=at(clock, 20)) == 1
    assert timezone.localdate(fresh(match).reminded_at) == timezone.localdate(TUESDAY + timedelta(days=20))
    assert "Te l’abbiamo chiesto il 7 dicembre 2026." in letters_to(MAIL)[-1].body
    link = link_to(MAIL)
    assert chase_solvers(now=at(clock, 6 + 44)) == 0
    assert Client().get(link).status_code == 200
    assert chase_solvers(now=at(clock, 6 + 45)) == 1
    assert fresh(match).state == "SILENT"


def test_what_was_never_told_never_ends(clock: time_machine.Traveller) -> None:
    wants("WEEKLY")
    (match,) = asked(read(need()), SOLVER)
    assert chase_solvers(now=at(clock, 60)) == 0  # no letter left in all that time
    assert fresh(match).state == "ASKED"


def test_old_link_answers_until_the_new_letter_has_left(clock: time_machine.Traveller) -> None:
    asked(read(need()), SOLVER)
    first = link_to(MAIL)
    wants("WEEKLY", account=False)
    chase_solvers(now=at(clock, 9))
    assert (Client().get(first).status_code, len(letters_to(MAIL))) == (200, 1)
    send_letters(now=at(clock, 13))
    assert (Client().get(first).status_code, Client().get(link_to(MAIL)).status_code) == (410, 200)


def test_reminders_and_new_requests_stand_in_one_letter(clock: time_machine.Traveller) -> None:
    wants("DAILY")
    asked(read(need("OPEN", title="La prima")), SOLVER)
    send_letters(now=at(clock, 1))
    now = at(clock, 10)
    asked(read(need("OPEN", title="La seconda")), SOLVER)
    chase_solvers(now=now)
    assert send_letters(now=now) == 1
    letter = letters_to(MAIL)[-1]
    assert letter.subject == "2 richieste aspettano la tua risposta"
    assert "Te l’abbiamo chiesto il 2 dicembre 2026." in letter.body
    assert len(set(re.findall(r"/it/answer/\S+", letter.body))) == 2
    assert len(letters_to(MAIL)) == 2


@pytest.mark.parametrize("gone", ["refused", "ended", "dismissed", "expired"])
def test_what_fell_away_is_not_said(gone: str, clock: time_machine.Traveller) -> None:
    wants("DAILY")
    row = read(need())
    (match,) = asked(row, SOLVER)
    now = timezone.now()
    if gone == "refused":
        refuse(match=match, why="NO_CAPACITY", now=now)
    elif gone == "ended":
        end_need(need=row, solved=False, why="ELSEWHERE", now=now)
    elif gone == "dismissed":
        dismiss_match(need=row, solver=organisation(SOLVER), why="Già al lavoro.", now=now)
    else:
        expire_needs(now=now + timedelta(days=400))
    assert not HeldLetter.objects.filter(kind="need-ask").exists()
    assert send_letters(now=at(clock, 1)) == 0
    assert letters_to(MAIL) == []


def test_run_twice_tells_once_and_missed_yesterday_tells_today(clock: time_machine.Traveller) -> None:
    wants("DAILY")
    asked(read(need()), SOLVER)
    assert [send_letters(now=at(clock, 2 + hours / 24)) for hours in range(0, 20, 5)] == [1, 0, 0, 0]
    asked(read(need(title="Dopo")), SOLVER)
    assert send_letters(now=at(clock, 2.5)) == 0, "one letter a day"
    assert send_letters(now=at(clock, 3)) == 1


def test_weekly_letter_missed_on_monday_leaves_on_tuesday(clock: time_machine.Traveller) -> None:
    wants("WEEKLY")
    asked(read(need()), SOLVER)
    assert [send_letters(now=at(clock, day)) for day in (1, 5, 7, 8)] == [0, 0, 1, 0]


def test_run_that_is_stopped_has_told_nothing_and_the_next_tells(
    clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    wants("DAILY")
    (match,) = asked(read(need()), SOLVER)

    def die(**_values: Any) -> None:
        raise RuntimeError("no disk")

    with monkeypatch.context() as patched:
        patched.setattr(operations_letters, "queue", die)
        with pytest.raises(JobFailed):
            send_letters(now=at(clock, 1))
    assert (fresh(match).told_at, AnswerLink.objects.count(), HeldLetter.objects.count()) == (None, 0, 1)
    assert send_letters(now=timezone.now()) == 1
    assert fresh(match).told_at == timezone.now()


def test_who_turns_to_at_once_gets_what_was_held_now(clock: time_machine.Traveller) -> None:
    user = wants("WEEKLY")
    (match,) = asked(read(need()), SOLVER)
    choose_letters(email=MAIL, channel="MAIL", rhythm="AT_ONCE", now=at(clock, 1), actor=user)
    assert (len(letters_to(MAIL)), fresh(match).told_at) == (1, timezone.now())
    assert send_letters(now=at(clock, 6)) == 0


def test_who_reads_on_the_site_finds_it_there_and_another_is_told_late(clock: time_machine.Traveller) -> None:
    user = wants("AT_ONCE", channel="SITE")
    other = person_of(organisation(SOLVER), "altra@example.org")
    (match,) = asked(read(need()), SOLVER)
    client = Client()
    client.force_login(user)
    page = client.get("/it/account/waiting/").content.decode()
    assert f"/it/needs/requests/{match.code}/" in page
    assert [chase_solvers(now=at(clock, day)) for day in (9, 15)] == [0, 0]
    with pytest.raises(ExchangeRefused, match="sul sito"):
        remind(match=match, now=timezone.now())
    remind(match=match, now=at(clock, 21))
    assert (letters_to(MAIL), len(letters_to(other.email))) == ([], 1)
    assert chase_solvers(now=at(clock, 45)) == 1


def test_reminder_by_a_click_waits_for_the_next_letter_and_is_not_asked_twice(clock: time_machine.Traveller) -> None:
    asked(read(need()), SOLVER)
    match = Match.objects.get()
    wants("WEEKLY")
    remind(match=match, now=at(clock, 7))
    assert len(letters_to(MAIL)) == 1
    with pytest.raises(ExchangeRefused, match="prossima lettera"):
        remind(match=match, now=at(clock, 8))
    assert send_letters(now=at(clock, 13)) == 1


def test_reminder_in_words_of_the_office_waits_with_them(clock: time_machine.Traveller) -> None:
    (match,) = asked(read(need()), SOLVER)
    wants("WEEKLY")
    remind(match=match, now=at(clock, 7), words="Ci siamo sentiti al telefono.\n\nBasta un clic.")
    assert send_letters(now=at(clock, 13)) == 1
    body = letters_to(MAIL)[-1].body
    assert "Ci siamo sentiti al telefono." in body
    assert "Te l’abbiamo chiesto" not in body
    assert not HeldLetter.objects.exists(), "its words go with it"


def test_passed_on_silence_begins_anew_with_whoever_answers(clock: time_machine.Traveller) -> None:
    choose_letters(email="terza@example.org", channel="MAIL", rhythm="WEEKLY", now=TUESDAY)
    (match,) = asked(read(need()), SOLVER)
    pass_on(match=match, who="Carla Terza terza@example.org", now=at(clock, 8))
    assert (fresh(match).told_at, chase_solvers(now=at(clock, 12))) == (None, 0)
    assert send_letters(now=at(clock, 13)) == 1
    assert chase_solvers(now=at(clock, 21)) == 0
    assert fresh(match).told_at == TUESDAY + timedelta(days=13)


def test_put_off_it_is_asked_again_in_the_next_letter(clock: time_machine.Traveller) -> None:
    (match,) = asked(read(need()), SOLVER)
    wants("WEEKLY")
    answer_later(match=match, on=timezone.localdate() + timedelta(days=14), now=timezone.now())
    chase_solvers(now=at(clock, 14))
    assert (fresh(match).state, len(letters_to(MAIL))) == ("ASKED", 1)
    assert send_letters(now=at(clock, 20)) == 1
    assert chase_solvers(now=at(clock, 28)) == 0, "nine days after that letter, not after the day that was named"


def test_whoever_asks_reads_of_several_solvers_in_one_letter_by_need(clock: time_machine.Traveller) -> None:
    choose_letters(email=ASKER, channel="MAIL", rhythm="DAILY", now=TUESDAY)
    for title in ("Il siero", "La crema"):
        asked(read(need("OPEN", title=title)), SOLVER, "Laboratorio Muzza")
    for row in Match.objects.order_by("need__title", "solver__name"):
        link = AnswerLink.objects.get(kind="need-ask", arguments={"match": row.pk})
        body = next(one.body for one in letters_to(link.email) if row.need.title in one.subject)
        press(re.findall(r"(/it/answer/\S+)", body)[0], "YES")
    assert [one for one in letters_to(ASKER) if "Il siero" in one.body] == []
    assert send_letters(now=at(clock, 1)) == 1
    (letter,) = letters_to(ASKER)
    assert letter.subject == "4 novità sulle tue esigenze"
    order = re.findall(r"^\d\. .*«(Il siero|La crema)»", letter.body, re.M)
    assert order in (["Il siero"] * 2 + ["La crema"] * 2, ["La crema"] * 2 + ["Il siero"] * 2)


def test_need_that_expires_is_told_to_whoever_asks(clock: time_machine.Traveller) -> None:
    row = read(need())
    assert expire_needs(now=at(clock, 400)) == 1
    (letter,) = letters_to(ASKER)
    assert row.title in letter.subject
    assert f"/it/needs/{row.code}/" in letter.body


SENTENCES = {
    "it": (
        "2 richieste aspettano la tua risposta",
        [
            "1. La seconda prova: fa per Prove Martesana?",
            "2. La prima prova: fa per Prove Martesana?",
            "Alba Cosmetici cerca questo:",
            "Ogni link è una domanda sola, a cui si risponde nella sua pagina, senza accesso; aprirlo non cambia nulla.",
            "Sistema Cosmetico Lombardo\n\nQuanto spesso e dove ti scriviamo: http",
        ],
    ),
    "en": (
        "2 requests wait for your answer",
        [
            "1. La seconda prova: is it for Prove Martesana?",
            "2. La prima prova: is it for Prove Martesana?",
            "Alba Cosmetici looks for this:",
            "Each link is one question, answered on its page without an account; to open it changes nothing.",
            "Lombardy Cosmetic System\n\nHow often we write to you, and where: http",
        ],
    ),
}


@pytest.mark.parametrize("lang", ["it", "en"])
def test_letter_reads_well_in_the_language_of_its_reader(lang: str, clock: time_machine.Traveller) -> None:
    user = wants("DAILY")
    user.language = lang
    user.save()
    for hours, title in ((0, "La prima prova"), (1, "La seconda prova")):
        clock.move_to(TUESDAY + timedelta(hours=hours))
        asked(read(need("OPEN", title=title)), SOLVER)
    send_letters(now=at(clock, 1))
    (letter,) = letters_to(MAIL)
    subject, sentences = SENTENCES[lang]
    assert letter.subject == subject
    assert [one for one in sentences if one not in letter.body] == []
    assert letter.body.index("La seconda prova") < letter.body.index("La prima prova")


def test_link_at_the_foot_chooses_without_an_account_and_the_address_is_told(clock: time_machine.Traveller) -> None:
    asked(read(need()), SOLVER)
    (path,) = re.findall(r"http://[^/]+(/it/letters/\S+)", letters_to(MAIL)[0].body)
    page = Client().get(path).content.decode()
    assert MAIL in page
    assert "solo sul sito" not in page
    assert Client().post(path, {"rhythm": "WEEKLY"}).status_code == 200
    assert LetterWish.objects.get(email=MAIL).rhythm == "WEEKLY"
    assert "una lettera alla settimana" in letters_to(MAIL)[-1].body
    assert Client().post(path, {"rhythm": "WEEKLY", "channel": "SITE"}).status_code == 200
    assert LetterWish.objects.get(email=MAIL).channel == "MAIL"
    assert Client().post(path, {"rhythm": "NEVER"}).status_code == 422
    for wrong in (path[:-2] + "x/", "/it/letters/1/", "/it/letters/1:x/"):
        assert Client().get(wrong).status_code == 404


def test_page_of_the_account_keeps_the_choice(clock: time_machine.Traveller) -> None:
    user = person_of(organisation(SOLVER), MAIL)
    client = Client()
    client.force_login(user)
    assert client.post("/it/account/letters/", {"channel": "MAIL", "rhythm": "DAILY"}).status_code == 302
    asked(read(need()), SOLVER)
    page = client.get("/it/account/letters/").content.decode()
    assert "1 cosa la aspetta" in page
    assert client.post("/it/account/letters/", {"channel": "MAIL", "rhythm": "x"}).status_code == 422
    assert Client().get("/it/account/letters/").status_code == 302
