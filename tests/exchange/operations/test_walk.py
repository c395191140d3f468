"""A need from its words to the introduction, by links alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from factories.needs import asked, letters_to, link_to, need, organisation, person_of, press, read, read_on
from filiera.accounts.models import AnswerLink
from filiera.exchange.enums import TO_REMIND
from filiera.exchange.models import Disclosure, Match
from filiera.exchange.operations.answers import TOLD, pass_on
from filiera.exchange.operations.asking import send_question
from filiera.exchange.operations.requesters import introduce
from filiera.exchange.operations.taking import take_answer
from filiera.exchange.queries.candidates import candidates_for
from filiera.exchange.queries.contacts import is_own_address
from filiera.exchange.queries.matches import request_of
from filiera.exchange.queries.waiting import waiting_needs
from filiera.registry.enums import Scheme
from filiera.registry.models import Identifier
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
    problem = read_on(link_to("prove-martesana@example.org"))
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


@pytest.mark.parametrize(("secrecy", "name"), [("RESERVED", ""), ("SECRET", "Piero Passante")])
def test_a_receipt_that_is_passed_on_opens_the_problem_to_nobody_who_has_not_accepted(secrecy: str, name: str) -> None:
    (match,) = asked(read(need(secrecy)), "Prove Martesana")
    mail, stranger = "prove-martesana@example.org", Client()
    own = read_on(link_to(mail), "Mara Provvisoria")
    assert "siero" in Client().get(own).content.decode()
    assert own not in letters_to(mail)[-1].body
    passed_on = link_to(mail)
    page = stranger.get(passed_on).content.decode()
    assert ("siero" in page, 'value="READ"' in page, 'value="YES"' in page) == (False, True, True)
    assert stranger.get(f"{passed_on}files/1/").status_code == 404
    if secrecy == "SECRET":
        assert press(passed_on, "READ", "Piero").status_code == 422
    assert "siero" in stranger.get(read_on(passed_on, name)).content.decode()
    seen = Disclosure.objects.filter(match=match, stage="PROBLEM").order_by("pk")
    assert [one.name for one in seen] == ["Mara Provvisoria", name]
    assert all(one.terms_digest for one in seen)
    assert Match.objects.get(pk=match.pk).terms_name == "Mara Provvisoria"
    assert press(passed_on, "READ", name).content.decode().count("siero") == 0


def test_who_has_read_the_problem_answers_from_the_receipt_and_the_reminder_asks_for_the_conditions_again() -> None:
    (match,) = asked(read(need("SECRET")), "Prove Martesana")
    mail = "prove-martesana@example.org"
    page = read_on(link_to(mail), "Mara Provvisoria")
    send_question(Match.objects.get(pk=match.pk), now=timezone.now(), kind=TO_REMIND)
    assert Client().get(page).status_code == 410
    assert "siero" not in Client().get(link_to(mail)).content.decode()
    press(link_to(mail), "YES")
    assert Match.objects.get(pk=match.pk).state == "INTERESTED"


def test_the_page_of_the_problem_closes_two_days_after_the_conditions_were_accepted() -> None:
    asked(read(need("RESERVED")), "Prove Martesana")
    page = read_on(link_to("prove-martesana@example.org"))
    with time_machine.travel(timezone.now() + timedelta(hours=49)):
        assert Client().get(page).status_code == 410
        assert Client().get(link_to("prove-martesana@example.org")).status_code == 200


@pytest.mark.parametrize("way", ["LINK", "PAGE"])
def test_a_question_is_passed_on_to_no_address_of_another_domain_before_the_office_has_seen_it(way: str) -> None:
    (match,) = asked(read(need("SECRET")), "Prove Martesana")
    who, words = (
        "Piero Passante piero@altrove.example",
        "piero@altrove.example non è fra gli indirizzi di Prove Martesana",
    )
    if way == "LINK":
        told = press(link_to("prove-martesana@example.org"), "OTHER", who).content.decode()
        assert words in told
        assert words in letters_to("prove-martesana@example.org")[-1].body
    else:
        pass_on(match=match, who=who, now=timezone.now())
    match.refresh_from_db()
    assert (match.email, match.passed_to) == ("prove-martesana@example.org", who)
    assert (letters_to("piero@altrove.example"), AnswerLink.objects.filter(email="piero@altrove.example").count()) == (
        [],
        0,
    )
    shown = request_of(match)
    assert shown is not None
    assert words in shown.passed
    (line,) = [one for one in waiting_needs(now=timezone.now()) if "Piero Passante" in one.title]
    assert (line.word, line.act) == ("indirizzo da confermare", "Confermalo")
    take_answer(match, {"says": "OTHER", "who": who}, now=timezone.now(), user=None, way=TOLD)
    assert len(letters_to("piero@altrove.example")) == 1
    assert not [one for one in waiting_needs(now=timezone.now()) if "Piero Passante" in one.title]


@pytest.mark.parametrize(
    ("email", "is_own"),
    [
        ("mara@example.org", True),
        ("mara@prove.martesana.example", True),
        ("mara@lab.prove.martesana.example", True),
        ("mara@martesana.example", False),
        ("delegata@gmail.com", True),
        ("altra@gmail.com", False),
        ("mara@notexample.org", False),
    ],
)
def test_which_addresses_are_known_to_be_of_a_solver(email: str, is_own: bool) -> None:
    (match,) = asked(read(need("OPEN")), "Prove Martesana")
    solver = organisation("Prove Martesana")
    person_of(solver, "delegata@gmail.com")
    Identifier.objects.filter(organisation=solver).delete()
    Identifier.objects.create(organisation=solver, scheme=Scheme.DOMAIN, value="prove.martesana.example")
    assert is_own_address(match, email, today=timezone.localdate()) is is_own
    pass_on(match=match, who=f"Mara {email}", now=timezone.now())
    assert (Match.objects.get(pk=match.pk).email == email) is is_own


def test_one_row_for_a_need_and_a_solver_however_often_it_is_asked() -> None:
    row = read(need())
    asked(row, "Prove Martesana")
    asked(row, "Prove Martesana")
    assert Match.objects.filter(need=row).count() == 1
    assert len(letters_to("prove-martesana@example.org")) == 1
