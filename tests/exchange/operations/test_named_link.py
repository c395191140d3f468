"""A solver without an account reads the request it agreed to, and the papers for the names, by the link of the introduction."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from factories.needs import TITLE, completed, introduced, letters_to, link_to, need, press, read
from factories.papers import letter
from filiera.documents.operations.receiving import Sent
from filiera.exchange.models import Disclosure, Match, Need
from filiera.exchange.operations.collaborations import begin_collaboration, move_collaboration
from filiera.exchange.operations.papers import add_paper, release_paper

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_world")]

MAIL, BRIEF = "prove-martesana@example.org", "Un siero senza conservanti va provato."
SECRET_WORDS = "Lo vende la nostra linea Aurora"


def with_papers() -> Need:
    row, now = need("SECRET", words=f"Serve un challenge test. {SECRET_WORDS}."), timezone.now()
    for name, stage in (("scheda.pdf", "PROBLEM"), ("disegno-alba.pdf", "NAMES")):
        release_paper(paper=add_paper(need=row, file=Sent(name, [letter("Alba", name)]), stage=stage, now=now), now=now)
    add_paper(need=row, file=Sent("trattenuto.pdf", [letter("Alba", "trattenuto")]), stage="NAMES", now=now)
    return read(row, brief=BRIEF)


def status(path: str) -> int:
    answer = Client().get(path)
    answer.getvalue()  # read to its end a file is closed; closed by hand it would close the connection too
    return answer.status_code


def test_the_introduced_read_the_request_and_the_papers_for_the_names_and_the_log_says_so() -> None:
    match = introduced(with_papers())
    link, page = link_to(MAIL), Client().get(link_to(MAIL)).content.decode()
    for words in (TITLE, "Alba Cosmetici", BRIEF, "scheda.pdf", "disegno-alba.pdf"):
        assert words in page
    assert SECRET_WORDS not in page
    assert "trattenuto.pdf" not in page
    answer = Client().get(f"{link}files/2/")
    answer.getvalue()
    assert (answer.status_code, "disegno-alba.pdf" in answer["Content-Disposition"]) == (200, True)
    assert status(f"{link}files/3/") == 404
    last = Disclosure.objects.filter(match=match).order_by("-pk")[0]
    assert (last.stage, last.what, last.email) == ("NAMES", "Documento 2", MAIL)


def test_closed_by_its_reader_it_opens_nothing_and_changes_nothing() -> None:
    match = introduced(with_papers())
    link = link_to(MAIL)
    assert press(link, "DONE").status_code == 200
    assert (status(link), status(f"{link}files/2/")) == (410, 410)
    assert Match.objects.get(pk=match.pk).state == "INTRODUCED"


def test_it_lasts_ninety_days() -> None:
    introduced(with_papers())
    link = link_to(MAIL)
    for days, expected in ((89, 200), (91, 410)):
        with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
            assert status(link) == expected
            assert status(f"{link}files/2/") == expected


@pytest.mark.parametrize("is_stopped", [True, False])
def test_it_ends_with_the_collaboration(is_stopped: bool) -> None:
    match = introduced(with_papers())
    link = link_to(MAIL)
    if is_stopped:
        row = begin_collaboration(match=match, now=timezone.now())
        assert status(link) == 200
        move_collaboration(collaboration=row, to="STOPPED", why="Troppo caro", now=timezone.now())
        move_collaboration(collaboration=row, to="RUNNING", now=timezone.now())
    else:
        completed(match)
    assert (status(link), status(f"{link}files/2/")) == (410, 410)


def test_whoever_asks_gets_no_such_link() -> None:
    introduced(with_papers())
    asked, told = letters_to("chiede@example.org")[-1], letters_to(MAIL)[-1]
    assert asked.subject == told.subject
    assert ("/answer/" in asked.body, "/answer/" in told.body) == (False, True)
