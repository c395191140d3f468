"""Nobody can tell who asks before both say yes: all that a solver can read is the same, whoever asks.

The attack is a comparison. The same need is asked twice, by two organisations that differ in everything; whatever a solver
gets, by mail, by link or on any page, must be the same but for codes that are drawn and the clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factories import UserFactory
from factories.needs import TITLE, asked, letters_to, link_to, need, organisation, person_of, press, read, read_on
from factories.papers import letter
from filiera.accounts.operations_letters import choose_letters, send_letters
from filiera.api.tokens import issue_token
from filiera.documents.operations.receiving import Sent
from filiera.exchange.models import Match
from filiera.exchange.operations.answers import refuse, say_yes
from filiera.exchange.operations.asking import Pick, ask_solvers, dismiss_match
from filiera.exchange.operations.chasing import remind
from filiera.exchange.operations.need_ends import end_need
from filiera.exchange.operations.papers import add_paper, release_paper
from filiera.exchange.operations.requesters import meet_solver
from filiera.exchange.queries.refusals import may_be_doubted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_world")]

SOLVER, MAIL = "Prove Martesana", "prove-martesana@example.org"
ASKERS = ("Alba Cosmetici", "Casa Indaco")
DRAWN = re.compile(
    r"/answer/[\w-]{43}/|/letters/\d+:[\w-]{43}/|csrfmiddlewaretoken\"\s+value=\"\w+\"|nonce=\"[^\"]+\"|\b[23456789abcdefghjkmnpqrstuvwxyz]{12}\b"
)
ROW_NUMBER = re.compile(r"(?<![\w:.T-])\d{1,9}(?![\w:.T-])")
"""The number of a row, which stands alone: PostgreSQL gives none twice, whatever was taken back. Days and hours stay."""

START = datetime.fromisoformat("2026-12-01T09:00+00:00")

DESK = (
    "/it/needs/",
    "/it/needs/figures/",
    "/it/needs/refusals/",
    "/it/association/",
    "/it/organisations/alba-cosmetici/",
    "/it/organisations/casa-indaco/",
    "/it/organisations/prove-martesana/",
    "/it/account/data/",
    "/it/account/letters/",
    "/it/account/waiting/",
    "/it/account/data/file/",
    "/api/v1/organisations/alba-cosmetici",
)
"""Pages that say something of needs, of those who ask, or of the reader: read at every stage, by every rhythm."""

REST = (
    "/it/",
    "/it/organisations/",
    "/it/organisations/?view=map",
    "/it/organisations/?view=network",
    "/it/ask/?q=challenge+test+ISO+11930",
    "/it/chain/",
    "/it/calls/feed.atom",
    "/it/calls/calendar.ics",
    "/api/v1/organisations",
    "/api/v1/evidence",
)
"""The rest of the site, which takes most of the time: read at every stage once, whatever the rhythm and the database."""


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def plain(text: str) -> str:
    return DRAWN.sub("…", text)


def read_everything(client: Client, token: str, more: tuple[str, ...], rhythm: str) -> dict[str, str]:
    """Read every page and every letter that a solver can."""
    found = {}
    rest = REST if rhythm == "AT_ONCE" and connection.vendor == "sqlite" else ()
    for address in (*DESK, *rest, *more):
        said: dict[str, Any] = {"HTTP_AUTHORIZATION": f"Bearer {token}"} if address.startswith("/api/") else {}
        answer = client.get(address, **said)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        headers = sorted((name, value) for name, value in answer.headers.items() if name not in ("Set-Cookie", "ETag"))
        text = body.decode(errors="replace")
        if "/account/data/" in address:
            text, headers = ROW_NUMBER.sub("#", text), [one for one in headers if one[0] != "Content-Length"]
        found[plain(address)] = plain(f"{answer.status_code} {headers} {text}")
    found["letters"] = plain("\n".join(f"{one.subject}\n{one.body}" for one in letters_to(MAIL)))
    return found


def seen_of(who: str, secrecy: str, stage: str, clock: Any, at: datetime, rhythm: str = "AT_ONCE") -> dict[str, str]:
    """Let somebody ask, and give all that the solver can read then, by the rhythm it chose; nothing of it stays."""
    with transaction.atomic():
        clock.move_to(START)
        solver = person_of(organisation(SOLVER), MAIL)
        choose_letters(email=MAIL, channel="MAIL", rhythm=rhythm, now=START, actor=solver)
        client, token = Client(), issue_token(solver)
        client.force_login(solver)
        clock.move_to(at)  # who asks does so at another hour: no clock of a page may tell
        row = need(secrecy, of=who)
        sent = Sent(f"{who}.pdf", [letter(who, "Il siero si separa a quaranta gradi.")])
        paper = add_paper(need=row, file=sent, stage="PROBLEM", now=timezone.now())
        clock.move_to(START + timedelta(days=2))
        (match,) = asked(read(row), SOLVER)
        release_paper(paper=paper, now=timezone.now())
        more = [reverse("need-request", args=[match.code]), reverse("need-request-paper", args=[match.code, 1])]
        if stage == "held":
            found = read_everything(client, token, tuple(more), rhythm)
            transaction.set_rollback(True)
            return found
        send_letters(now=timezone.now() + timedelta(days=1))
        more += [link_to(MAIL), f"{link_to(MAIL)}files/1/"]
        if stage not in ("asked", "over unread"):
            problem = read_on(link_to(MAIL), "Mara Provvisoria")
            more += [problem, f"{problem}files/1/"]
        if stage == "reminded":
            clock.move_to(START + timedelta(days=13))
            remind(match=match, now=timezone.now())
            send_letters(now=timezone.now())
            more.append(link_to(MAIL))
        if stage == "refused":
            refuse(match=match, why="NO_CAPACITY", now=timezone.now())
        if stage == "not ours":
            press(link_to(MAIL), "NO_COMPETENCE")
            more.append(link_to(MAIL))
            press(link_to(MAIL), may_be_doubted(Match.objects.get(pk=match.pk))[0].code)
        if stage in ("declined", "set aside"):
            say_yes(match=match, now=timezone.now())
        if stage == "declined":
            meet_solver(match=match, meets=False, note=f"Noi di {who} non vogliamo.", now=timezone.now())
        if stage == "set aside":
            why = f"Lavora già con {who}."
            dismiss_match(need=row, solver=organisation(SOLVER), why=why, now=timezone.now())
        if stage in ("over", "over unread"):
            clock.move_to(START + timedelta(days=5))
            before = len(letters_to(MAIL))
            end_need(need=row, solved=False, why="ELSEWHERE", note=f"Ci pensa {who}.", now=timezone.now())
            send_letters(now=timezone.now() + timedelta(days=1))
            assert len(letters_to(MAIL)) == before + 1
        found = read_everything(client, token, tuple(more), rhythm)
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize(
    "stage",
    ["asked", "read on", "reminded", "refused", "not ours", "declined", "set aside", "over", "over unread"],
)
@pytest.mark.parametrize("secrecy", ["RESERVED", "SECRET"])
def test_solver_reads_the_same_whoever_asks(secrecy: str, stage: str, clock: time_machine.Traveller) -> None:
    assert_same(secrecy, stage, clock, "AT_ONCE")


@pytest.mark.parametrize("stage", ["held", "asked", "read on", "reminded", "over"])
@pytest.mark.parametrize("secrecy", ["RESERVED", "SECRET"])
def test_letter_that_gathers_is_the_same_whoever_asks(secrecy: str, stage: str, clock: time_machine.Traveller) -> None:
    assert_same(secrecy, stage, clock, "DAILY")


def assert_same(secrecy: str, stage: str, clock: time_machine.Traveller, rhythm: str) -> None:
    """Compare all that can be read when one asks, and when another does at another hour."""
    first = seen_of(ASKERS[0], secrecy, stage, clock, START + timedelta(hours=1), rhythm)
    second = seen_of(ASKERS[1], secrecy, stage, clock, START + timedelta(days=1, hours=5), rhythm)
    assert first.keys() == second.keys()
    different = [name for name in first if first[name] != second[name]]
    assert different == []


def test_paper_is_given_once_the_problem_may_be_read_and_bears_no_name(clock: time_machine.Traveller) -> None:
    at = START + timedelta(hours=1)
    before, after = (seen_of(ASKERS[0], "RESERVED", stage, clock, at) for stage in ("asked", "read on"))
    papers = [{said[:3] for name, said in seen.items() if "/papers/1/" in name} for seen in (before, after)]
    links = [sorted(said[:3] for name, said in seen.items() if name.endswith("files/1/")) for seen in (before, after)]
    assert (papers, links) == ([{"404"}, {"200"}], [["404"], ["200"]])
    assert not [name for name, said in after.items() if f"{ASKERS[0]}.pdf" in said]


def test_the_comparison_sees_a_difference_where_there_is_one(clock: time_machine.Traveller) -> None:
    first = seen_of(ASKERS[0], "OPEN", "asked", clock, START)
    second = seen_of(ASKERS[1], "OPEN", "asked", clock, START)
    assert {name for name in first if first[name] != second[name]} >= {"letters"}


def parts_of(letter: str) -> list[str]:
    """Give what a letter that gathers says of each thing, without its number."""
    return [plain(one) for one in re.split(r"^\d\. ", letter.split("\n\nOgni link")[0], flags=re.MULTILINE)[1:]]


@pytest.mark.parametrize("secrecy", ["RESERVED", "SECRET"])
def test_two_that_ask_the_same_stand_in_one_letter_word_for_word(secrecy: str, clock: time_machine.Traveller) -> None:
    choose_letters(email=MAIL, channel="MAIL", rhythm="DAILY", now=START)
    for hours, who in enumerate(ASKERS):
        clock.move_to(START + timedelta(hours=hours))
        asked(read(need(secrecy, of=who)), SOLVER)
    send_letters(now=START + timedelta(days=1))
    (letter,) = letters_to(MAIL)
    first, second = parts_of(letter.body)
    assert first.strip() == second.strip()


def test_two_solvers_of_one_person_are_not_told_that_it_is_one_need(clock: time_machine.Traveller) -> None:
    """The letter is the same where both are asked of one need and where each is asked of another."""
    solvers = (SOLVER, "Laboratorio Muzza")
    found = []
    for one_need in (True, False):
        with transaction.atomic():
            choose_letters(email=MAIL, channel="MAIL", rhythm="DAILY", now=START)
            rows = [read(need("RESERVED", of=who)) for who in ASKERS]
            for number, name in enumerate(solvers):
                row = rows[0] if one_need else rows[number]
                ask_solvers(need=row, picks=[Pick(organisation(name), MAIL, is_looked_at=True)], now=START)
            send_letters(now=START + timedelta(days=1))
            found.append(plain(letters_to(MAIL)[-1].body))
            transaction.set_rollback(True)
    assert found[0] == found[1]
    assert len(parts_of(found[0])) == 2


def test_strangers_and_other_members_do_not_know_that_there_is_a_need() -> None:
    row = read(need("SECRET"))
    asked(row, SOLVER)
    other = person_of(organisation("Casa Indaco"), "altra@example.org")
    client = Client()
    client.force_login(other)
    for address in ("/it/needs/", "/it/needs/figures/", "/it/organisations/alba-cosmetici/", "/it/"):
        for reader in (client, Client()):
            page = reader.get(address).content.decode()
            assert TITLE not in page
            assert row.code not in page


def test_office_that_opens_a_need_leaves_a_line_for_whoever_asks() -> None:
    row = read(need("SECRET"))
    office = Client()
    office.force_login(UserFactory(role="OFFICE"))
    office.get(reverse("need-office", args=[row.code]))
    assert organisation("Alba Cosmetici").openings.filter(title=TITLE).exists()


def test_no_solver_is_told_of_others() -> None:
    row = read(need("RESERVED"))
    first = asked(row, SOLVER, "Laboratorio Muzza")
    press(link_to("laboratorio-muzza@example.org"), "READ")
    press(link_to("laboratorio-muzza@example.org"), "YES")
    said = "\n".join(one.subject + one.body for one in letters_to(MAIL))
    page = Client().get(link_to(MAIL)).content.decode()
    assert "Muzza" not in said + page
    assert len(first) == 2
