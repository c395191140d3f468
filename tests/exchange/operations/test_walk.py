"""A need from its words to the introduction, by links alone."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from factories.needs import asked, letters_to, link_to, need, press, read
from filiera.exchange.models import Disclosure, Match
from filiera.exchange.operations.requesters import introduce
from filiera.exchange.queries.candidates import candidates_for
from tests_clock import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_world")]


def test_topics_are_read_with_their_sentence() -> None:
    row = need()
    topics = {one.competence_id: one.passage for one in row.topics.all()}
    assert topics
    assert any("challenge test" in passage for passage in topics.values())


def test_candidates_are_ranked_with_reasons_and_bars() -> None:
    found = candidates_for(read(need()), now=NOW)
    names = [one.organisation.name for one in found.lines]
    assert "Prove Martesana" in names[:3]
    assert "Alba Cosmetici" not in names
    assert all(one.line.reason for one in found.lines[:3])


def test_a_reserved_need_goes_by_links_from_the_request_to_the_introduction() -> None:
    row = read(need())
    (match,) = asked(row, "Prove Martesana")
    mail = letters_to("prove-martesana@example.org")[-1]
    assert "Alba" not in mail.body + mail.subject
    assert "siero" not in mail.body
    page = Client().get(link_to("prove-martesana@example.org")).content.decode()
    assert "Alba" not in page
    assert "siero" not in page
    first = press(link_to("prove-martesana@example.org"), "READ")
    assert first.status_code == 200
    assert "/answer/" in first.content.decode()
    problem = link_to("prove-martesana@example.org")
    page = Client().get(problem).content.decode()
    assert "siero" in page
    assert "Alba" not in page
    press(problem, "YES")
    match.refresh_from_db()
    assert match.state == "INTERESTED"
    mail = letters_to("chiede@example.org")[-1]
    assert "Prove Martesana" in mail.subject
    press(link_to("chiede@example.org"), "YES")
    match.refresh_from_db()
    assert match.state == "MUTUAL"
    introduce(match=match, now=timezone.now())
    assert "Alba Cosmetici" in letters_to("prove-martesana@example.org")[-1].body
    assert "prove-martesana@example.org" in letters_to("chiede@example.org")[-1].body
    stages = list(Disclosure.objects.filter(match=match).order_by("pk").values_list("stage", flat=True))
    assert stages == ["SECTOR", "PROBLEM", "NAMES"]


def test_one_row_for_a_need_and_a_solver_however_often_it_is_asked() -> None:
    row = read(need())
    asked(row, "Prove Martesana")
    asked(row, "Prove Martesana")
    assert Match.objects.filter(need=row).count() == 1
    assert len(letters_to("prove-martesana@example.org")) == 1
