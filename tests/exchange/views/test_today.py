"""What of needs stands on the office's first page, and the page of one silence."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factories import UserFactory
from factories.needs import asked, client_of, letters_to, need, organisation, person_of, read
from filiera.exchange.models import Match
from filiera.exchange.operations.answers import pass_on, say_yes
from filiera.exchange.operations.chasing import chase_solvers
from filiera.registry.enums import FactField
from filiera.registry.models import Fact

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_world")]

MAIL = "prove-martesana@example.org"


def office() -> Client:
    return client_of(UserFactory(role="OFFICE"))


def silent(days: int, secrecy: str = "OPEN", **values: object) -> Match:
    at = timezone.now() - timedelta(days=days)
    (match,) = asked(read(need(secrecy, now=at, **values), now=at), "Prove Martesana", now=at)
    return match


def test_today_shows_each_chase_with_its_picture_its_text_and_the_telephone() -> None:
    match = silent(24)
    page = office().get("/it/office/").content.decode()
    chase = reverse("match-chase", args=[match.code])
    assert f'form="chase-{match.code}"' in page
    assert "24 giorni di silenzio; si scrive nei giorni 9, 21, si smette il giorno 45." in page
    assert f'href="/it{chase[3:]}#call"' in page


def test_today_shows_the_funnel_and_what_falls_due() -> None:
    silent(3, title="Serve entro poco", deadline_on=timezone.localdate() + timedelta(days=4))
    page = office().get("/it/office/").content.decode()
    assert "primo contatto (mediana)" in page
    assert "Serve entro poco" in page
    assert "serve risposta" in page


def test_one_click_on_today_sends_the_text_as_it_was_changed_and_leads_back() -> None:
    match = silent(24)
    said = {"words": "Solo due righe.", "from": "today", "act": "remind"}
    answer = office().post(reverse("match-chase", args=[match.code]), said)
    assert (answer.status_code, answer["Location"]) == (302, reverse("office"))
    assert "Solo due righe." in letters_to(MAIL)[-1].body


def test_a_refused_letter_is_shown_again_with_what_was_written() -> None:
    match = silent(24, "SECRET")
    before = len(letters_to(MAIL))
    answer = office().post(reverse("match-chase", args=[match.code]), {"words": "Chiama Alba Cosmetici."})
    assert answer.status_code == 422
    assert "Chiama Alba Cosmetici." in answer.content.decode()
    assert 'name="looked"' in answer.content.decode()
    assert len(letters_to(MAIL)) == before


def test_the_page_of_a_silence_gives_the_number_to_ring_and_takes_what_it_said() -> None:
    match = silent(45)
    chase_solvers(now=timezone.now())
    Fact.objects.create(
        organisation=organisation("Prove Martesana"), field=FactField.PHONE, value="+39 02 555 0199", **_sourced()
    )
    client = office()
    page = client.get(reverse("match-chase", args=[match.code])).content.decode()
    assert 'href="tel:+39025550199"' in page
    said = {"act": "told", "says": "NO", "why": "NO_CAPACITY"}
    client.post(reverse("match-office", args=[match.code]), said)
    assert Match.objects.get(pk=match.pk).state == "REFUSED"


def test_the_page_of_a_silence_names_whose_number_it_is() -> None:
    match = silent(22)
    person_of(organisation("Prove Martesana"), "risponde@example.org").delegations.update(phone="02 5550 1234")
    page = office().get(reverse("match-chase", args=[match.code])).content.decode()
    assert re.search(r'href="tel:0255501234"[^>]*>Bea Rispondente[^<]*, 02 5550 1234</a>', page)


def _sourced() -> dict[str, object]:
    row = Fact.objects.filter(organisation=organisation("Prove Martesana")).first()
    assert row is not None
    return {"source": row.source}


def test_a_match_that_has_answered_has_no_page_of_silence() -> None:
    match = silent(3)
    Match.objects.filter(pk=match.pk).update(state="REFUSED", refusal="OTHER")
    answer = office().get(reverse("match-chase", args=[match.code]))
    assert answer["Location"] == reverse("need-office", args=[match.need.code]) + "#asked"


def test_today_says_whose_address_is_to_be_found_until_it_is_written_down() -> None:
    match = silent(1)
    pass_on(match=match, who="Carlo Neri", now=timezone.now())
    client, line = office(), "Prove Martesana dice che risponde un’altra persona, Carlo Neri: trova l’indirizzo"
    page = client.get("/it/office/").content.decode()
    way = f"{reverse('need-office', args=[match.need.code])}#match-{match.code}"
    assert line in page
    assert f'href="{way.replace("/en/", "/it/")}"' in page
    shown = client.get(way).content.decode()
    assert f'id="match-{match.code}"' in shown
    assert "Ancora nessuno può scrivere a questa persona" in shown
    said = {"act": "told", "says": "OTHER", "who": "Carlo Neri, carlo.neri@example.org"}
    client.post(reverse("match-office", args=[match.code]), said)
    assert len(letters_to("carlo.neri@example.org")) == 1
    assert line not in client.get("/it/office/").content.decode()
    assert "Ancora nessuno può scrivere a questa persona" not in client.get(way).content.decode()


def test_an_address_is_sought_no_more_once_the_solver_has_answered() -> None:
    match = silent(1)
    pass_on(match=match, who="Carlo Neri", now=timezone.now())
    say_yes(match=match, now=timezone.now())
    assert "Carlo Neri: trova l’indirizzo" not in office().get("/it/office/").content.decode()
