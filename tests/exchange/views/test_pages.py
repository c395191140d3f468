"""The pages of the desk, walked as the office, whoever asks and a solver."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factories import UserFactory
from factories.needs import TITLE, WORDS, asked, client_of, need, organisation, person_of, read
from filiera.exchange.models import Collaboration, Match, Need, NeedProposal
from filiera.exchange.operations.answers import accept_terms, say_yes
from filiera.exchange.operations.requesters import introduce, meet_solver

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_world")]


@pytest.fixture
def office() -> Client:
    return client_of(UserFactory(role="OFFICE"))


def test_somebody_writes_a_need_hands_it_in_and_the_office_reads_and_sends_it(office: Client) -> None:
    asks = client_of(person_of(organisation("Alba Cosmetici"), "chiede@example.org"))
    page = asks.post(reverse("need-write"), {"title": TITLE, "words": WORDS, "help": "LAB", "secrecy": "RESERVED"})
    row = Need.objects.get(title=TITLE)
    assert page.url == reverse("need", args=[row.code])
    assert asks.get(page.url).status_code == 200
    assert office.get(reverse("needs-office")).content.decode().count(TITLE) == 0
    asks.post(reverse("need-move", args=[row.code]), {"act": "hand-in"})
    assert TITLE in office.get(reverse("needs-office")).content.decode()
    shown = office.get(reverse("need-office", args=[row.code])).content.decode()
    assert "Prove Martesana" in shown
    office.post(reverse("need-read", args=[row.code]), {"brief": WORDS})
    page = office.post(reverse("need-ask", args=[row.code]), {"solver": ["prove-martesana"]}, follow=True)
    assert Match.objects.filter(need=row).count() in (0, 1)
    assert page.status_code == 200


def test_every_page_of_a_collaboration_is_shown_to_its_two_sides(office: Client) -> None:
    row = read(need())
    (match,) = asked(row, "Prove Martesana")
    solver = client_of(person_of(organisation("Prove Martesana"), "risponde@example.org"))
    asks = client_of(person_of(organisation("Alba Cosmetici"), "chiede@example.org"))
    page = reverse("need-request", args=[match.code])
    assert "siero" not in solver.get(page).content.decode()
    solver.post(reverse("need-terms", args=[match.code]))
    assert "siero" in solver.get(page).content.decode()
    solver.post(reverse("need-answer", args=[match.code]), {"says": "YES", "note": "Volentieri"})
    assert "Volentieri" in asks.get(reverse("need", args=[row.code])).content.decode()
    asks.post(reverse("need-meet", args=[match.code]), {"act": "yes"})
    office.post(reverse("match-office", args=[match.code]), {"act": "introduce"})
    move = reverse("need-collaboration-move", args=[match.code])
    together = reverse("need-collaboration", args=[match.code])
    solver.post(move, {"act": "begin"})
    solver.post(move, {"act": "step", "to": "RUNNING"})
    asks.post(
        move, {"act": "result", "result": "Prova superata", "public_title": "Stabilità di un siero senza conservanti"}
    )
    assert Collaboration.objects.get(match=match).state == "COMPLETED"
    asks.post(move, {"act": "agree"})
    solver.post(move, {"act": "agree"})
    held = Collaboration.objects.get(match=match)
    assert held.evidence is not None
    for client in (asks, solver, office):
        assert client.get(together).status_code == 200
    for client in (asks, solver, office, Client()):
        assert client.get(reverse("need-figures")).status_code == 200
    assert asks.get(reverse("needs")).status_code == 200
    assert solver.get(reverse("needs")).status_code == 200
    assert solver.get(reverse("need-rules")).status_code == 200
    assert office.get(reverse("office")).status_code == 200
    for owner in ("Alba Cosmetici", "Prove Martesana"):
        page = Client().get(reverse("organisation", args=[organisation(owner).code])).content.decode()
        assert "Stabilità di un siero senza conservanti" in page


def test_a_stranger_finds_nothing() -> None:
    row = read(need())
    (match,) = asked(row, "Prove Martesana")
    other = client_of(person_of(organisation("Casa Indaco"), "altra@example.org"))
    for client in (other, Client()):
        for name, code in (("need", row.code), ("need-request", match.code), ("need-office", row.code)):
            assert client.get(reverse(name, args=[code])).status_code in (302, 404)
    assert other.get(reverse("need", args=[row.code])).status_code == 404


def test_words_of_the_introduction_reach_both() -> None:
    row = read(need("SECRET"))
    (match,) = asked(row, "Prove Martesana")
    now = timezone.now()
    accept_terms(match=match, name="Mara Provvisoria", now=now)
    say_yes(match=match, now=now)
    meet_solver(match=match, meets=True, now=now)
    assert introduce(match=match, now=now).state == "INTRODUCED"


def test_one_sentence_is_quoted_once_with_all_that_was_read_in_it() -> None:
    row = need()
    for field, value, sentence in (("trl", [4, 4], "Una."), ("place", "Crema", "Due."), ("help", "LAB", "Una.")):
        NeedProposal.objects.create(need=row, field=field, value=value, sentence=sentence, is_sure=True)
    asks = client_of(person_of(organisation("Alba Cosmetici"), "chiede@example.org"))
    told = asks.get(reverse("need", args=[row.code])).content.decode()
    assert [told.count(words) for words in ("Una.", "Due.")] == [1, 1]
    assert told.index("TRL): 4") < told.index("Una.") < told.index("Due.")


def test_a_draft_is_handed_in_at_both_ends_of_its_page() -> None:
    row = need()
    Need.objects.filter(pk=row.pk).update(state="DRAFT")
    asks = client_of(person_of(organisation("Alba Cosmetici"), "chiede@example.org"))
    page = asks.get(reverse("need", args=[row.code])).content.decode()
    assert page.count('value="hand-in"') == 2
    assert page.index('id="words"') < page.index('id="papers"') < page.index('id="facts"')


def _changes(row: Need, **said: str) -> dict[str, str]:
    return {"secrecy": row.secrecy, "help": row.help, "enough": "3", **said}


@pytest.mark.parametrize(
    ("lang", "why"),
    [
        ("it", "L’ufficio l’ha letta: che cosa cerchi, il problema e il luogo"),
        ("en", "The office has read it: what you"),
    ],
)
def test_texts_that_the_office_has_read_stand_closed_on_the_page_that_changes_a_need(lang: str, why: str) -> None:
    row = need("RESERVED", words=f"{WORDS}\nSeconda riga.")
    asks = client_of(person_of(organisation("Alba Cosmetici"), "chiede@example.org"))
    page = f"/{lang}{reverse('need-change', args=[row.code])[3:]}"
    before = asks.get(page).content.decode()
    assert (why in before, "disabled" in before) == (False, False)
    read(row)
    shown = asks.get(page).content.decode()
    assert why in shown
    assert [re.search(rf'name="{name}"[^>]*disabled', shown) is not None for name in FIELDS] == [True] * 3 + [False]
    office = client_of(UserFactory(role="OFFICE")).get(page).content.decode()
    assert (why in office, re.search(r'name="title"[^>]*disabled', office)) == (False, None)


FIELDS = ("title", "words", "place", "enough")


def test_the_rest_of_a_need_that_was_read_is_changed_and_what_was_typed_before_is_not_lost() -> None:
    row = read(need("RESERVED", words=f"{WORDS}\nSeconda riga."))
    asks = client_of(person_of(organisation("Alba Cosmetici"), "chiede@example.org"))
    page = reverse("need-change", args=[row.code])
    assert asks.post(page, _changes(row)).status_code == 302
    held = Need.objects.get(pk=row.pk)
    assert (held.enough, held.words) == (3, f"{WORDS}\nSeconda riga.")
    late = asks.post(page, _changes(row, title=TITLE, words="Parole scritte mentre l’ufficio leggeva."))
    assert late.status_code == 422
    assert "Parole scritte mentre l’ufficio leggeva." in html.unescape(late.content.decode())
    assert re.search(r'name="words"[^>]*disabled', late.content.decode()) is None
    assert Need.objects.get(pk=row.pk).words == held.words
