"""The letter of a chase as a person changes it, who else of a solver is told, and what is told by telephone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from factories import DelegateFactory, UserFactory
from factories.needs import asked, letters_to, need, organisation, read
from filiera.exchange.models import Match
from filiera.exchange.operations.answers import TOLD, accept_terms
from filiera.exchange.operations.chasing import chase_solvers, remind
from filiera.exchange.operations.refusals import ExchangeRefused
from filiera.exchange.operations.taking import take_answer
from filiera.exchange.pages_chasing import chase_page
from filiera.exchange.queries.chasing import next_letter, next_to_tell
from filiera.exchange.queries.waiting import waiting_needs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_world")]

MAIL = "prove-martesana@example.org"


def silent_since(days: int, secrecy: str = "OPEN") -> tuple[Match, Any]:
    now = timezone.now()
    at = now - timedelta(days=days)
    (match,) = asked(read(need(secrecy, now=at), now=at), "Prove Martesana", now=at)
    return match, now


def test_the_letter_leaves_as_it_was_changed_with_its_link() -> None:
    match, now = silent_since(21)
    remind(match=match, now=now, words="Buongiorno Marta,\n\nce la fate entro\nvenerdì?")
    body = letters_to(MAIL)[-1].body
    assert "Buongiorno Marta,\n\nce la fate entro venerdì?" in body
    assert "/answer/" in body
    assert "ultima volta" not in body


def test_the_letter_leaves_as_it_is_where_nothing_was_changed() -> None:
    match, now = silent_since(21)
    written = "\r\n\r\n".join(next_letter(match, now=now).lines)
    remind(match=match, now=now, words=written)
    assert "ultima volta" in letters_to(MAIL)[-1].body


def test_what_tells_who_asks_does_not_leave_unlooked_at() -> None:
    match, now = silent_since(21, "SECRET")
    before = len(letters_to(MAIL))
    with pytest.raises(ExchangeRefused, match="Alba Cosmetici") as refused:
        remind(match=match, now=now, words="Chi chiede è Alba Cosmetici.")
    assert refused.value.field == "words"
    assert len(letters_to(MAIL)) == before
    remind(match=match, now=now, words="Chi chiede è Alba Cosmetici.", is_looked_at=True)
    assert len(letters_to(MAIL)) == before + 1


def test_the_problem_does_not_leave_unlooked_at_before_its_conditions_are_accepted() -> None:
    match, now = silent_since(21, "RESERVED")
    words = "\n\n".join([*next_letter(match, now=now).lines, "È per un SIERO senza\nconservanti: ce la fate?"])
    with pytest.raises(ExchangeRefused, match="SIERO senza conservanti.*il problema") as refused:
        remind(match=match, now=now, words=words)
    assert refused.value.field == "words"
    accept_terms(match=match, name="Mara Provvisoria", now=now)
    remind(match=match, now=now, words=words)
    assert "SIERO senza conservanti" in letters_to(MAIL)[-1].body


def test_the_problem_of_an_open_need_may_be_said_again() -> None:
    match, now = silent_since(21)
    remind(match=match, now=now, words="Vi avevamo chiesto di un siero senza conservanti.")
    assert "siero senza conservanti" in letters_to(MAIL)[-1].body


def test_an_escalation_never_tells_the_same_person_twice() -> None:
    match, now = silent_since(21)
    row = organisation("Prove Martesana")
    for email in ("prima@example.org", "seconda@example.org"):
        DelegateFactory(user=UserFactory(email=email), organisation=row)
    for day in (0, 30, 60):
        at = now + timedelta(days=day)
        remind(match=match, now=at)
        until = timezone.localdate(at) + timedelta(days=8)
        take_answer(match, {"says": "LATER", "on": until}, now=at, user=None, way=TOLD)
    told = {email: len(letters_to(email)) for email in ("prima@example.org", "seconda@example.org")}
    assert told == {"prima@example.org": 1, "seconda@example.org": 1}
    assert next_to_tell(match, now=now + timedelta(days=70)) is None


def test_whoever_passed_the_question_on_is_not_told_again() -> None:
    match, now = silent_since(21)
    DelegateFactory(user=UserFactory(email=MAIL), organisation=organisation("Prove Martesana"))
    take_answer(match, {"says": "OTHER", "who": "Mara mara@example.org"}, now=now, user=None)
    assert next_to_tell(Match.objects.get(pk=match.pk), now=now) is None


def test_after_silence_a_telephone_call_puts_it_off_and_it_is_asked_again() -> None:
    match, now = silent_since(45)
    assert chase_solvers(now=now) == 1
    silent = Match.objects.get(pk=match.pk)
    on = timezone.localdate(now) + timedelta(days=10)
    take_answer(silent, {"says": "LATER", "on": on}, now=now, user=None, way=TOLD)
    held = Match.objects.get(pk=match.pk)
    assert (held.state, held.ended_at) == ("LATER", None)
    assert chase_solvers(now=now + timedelta(days=10)) == 1
    assert Match.objects.get(pk=match.pk).state == "ASKED"


def test_after_the_letter_that_says_it_is_the_last_the_page_offers_no_other() -> None:
    match, now = silent_since(21)
    assert chase_page(match, now=now)["may_write"] is True
    remind(match=match, now=now)
    held = Match.objects.get(pk=match.pk)
    found = [chase_page(held, now=now + timedelta(days=day)) for day in (1, 8)]
    assert [(page["may_write"], page["quiet_until"], page["may_tell"]) for page in found] == [(False, "", True)] * 2


def test_a_late_letter_by_the_rhythm_of_its_reader_was_the_last_too() -> None:
    match, now = silent_since(30)
    Match.objects.filter(pk=match.pk).update(reminded_at=now - timedelta(days=7))
    held = Match.objects.get(pk=match.pk)
    with pytest.raises(ExchangeRefused, match="Il tempo delle lettere è finito"):
        remind(match=held, now=now)
    (line,) = [one for one in waiting_needs(now=now) if "non dice se prende" in one.title]
    assert (line.chase, line.act, line.url) == (None, "Chiama", reverse("match-chase", args=[held.code]) + "#call")


@pytest.mark.parametrize(("secrecy", "signs"), [("RESERVED", False), ("SECRET", True)])
def test_the_letter_about_a_secret_request_says_that_an_agreement_is_signed(secrecy: str, signs: bool) -> None:
    silent_since(0, secrecy)
    body = letters_to(MAIL)[-1].body
    assert ("accordo di riservatezza" in body) is signs
    assert "un clic" not in body
    assert "non succede nulla" not in body
