"""What is read in a need, what should not leave, questions of its topics, needs like it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factories import UserFactory
from factories.needs import asked, need, organisation, person_of, read
from filiera.common.visibility import OFFICE_AUDIENCE, audience_of
from filiera.exchange.models import Need
from filiera.exchange.operations.need_ends import end_need
from filiera.exchange.operations.needs import answer_questions, read_need
from filiera.exchange.operations.proposals import propose, take_proposal
from filiera.exchange.operations.refusals import ExchangeRefused
from filiera.exchange.queries.mails import from_mail
from filiera.exchange.queries.similar import similar_needs
from filiera.exchange.queries.understood import doubtful_in, understood
from filiera.exchange.topic_questions import questions_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_world")]

LOUD = "Alba Cosmetici cerca un laboratorio a Crema: tel. 0373 123456, prezzo 1,20 euro al pezzo."
MAIL = """Da: Ambra Sottoriva <alba@example.org>
Inviato: lunedì 23 novembre 2026
A: ufficio@example.org
Oggetto: Challenge test per un siero

Buongiorno,
ci serve un challenge test secondo ISO 11930 su un siero senza conservanti, entro il 20 gennaio 2027.
È una cosa riservata.
Un saluto
Ambra
"""


def test_what_is_read_is_proposed_with_its_sentence_and_taken_once() -> None:
    row = need(words="Il siero è pronto a TRL 6. Serve un challenge test entro il 20 gennaio 2099, in Lombardia.")
    propose(need=row, now=timezone.now())
    fields = {one.field: one for one in row.proposals.all()}
    assert set(fields) >= {"deadline", "trl"}
    assert "20 gennaio 2099" in fields["deadline"].sentence
    take_proposal(proposal=fields["deadline"], takes=True, now=timezone.now())
    take_proposal(proposal=fields["trl"], takes=False, now=timezone.now())
    row.refresh_from_db()
    assert (row.deadline_on.isoformat(), row.trl_start) == ("2099-01-20", None)
    propose(need=row, now=timezone.now())
    assert {one.label for one in understood(row)}.isdisjoint({"Maturità (TRL)"})


def test_what_gives_the_requester_away_is_told_and_does_not_leave_unlooked_at() -> None:
    row = need(words=LOUD)
    codes = {one.code for one in doubtful_in(row, LOUD)}
    assert codes >= {"OWN_NAME", "PHONE", "PRICE"}
    with pytest.raises(ExchangeRefused, match="Alba Cosmetici"):
        read_need(need=row, brief=LOUD, now=timezone.now())
    row.refresh_from_db()
    assert row.read_at is None
    assert read_need(need=row, brief="Serve un laboratorio.", now=timezone.now()).state == "MATCHING"


def test_open_need_may_say_who_asks_but_not_at_which_price() -> None:
    row = need("OPEN", words="Alba Cosmetici cerca un laboratorio per un challenge test.")
    assert read_need(need=row, brief=row.words, now=timezone.now()).visibility == "MEMBERS"
    other = need("OPEN", words=LOUD, title="Un’altra")
    with pytest.raises(ExchangeRefused):
        read_need(need=other, brief=LOUD, now=timezone.now())


def test_a_pasted_mail_fills_the_form() -> None:
    found = from_mail(MAIL, now=timezone.now())
    assert found["contact_email"] == "alba@example.org"
    assert found["organisation"] == organisation("Alba Cosmetici")
    assert found["title"] == "Challenge test per un siero"
    assert "ISO 11930" in found["words"]
    assert "Oggetto" not in found["words"]
    assert found["secrecy"] in ("RESERVED", "SECRET")
    client = Client()
    client.force_login(UserFactory(role="OFFICE"))
    page = client.post(reverse("need-write-office"), {"text": MAIL}).content.decode()
    assert "Challenge test per un siero" in page
    assert Need.objects.count() == 0


def test_questions_are_those_of_the_topics_and_solvers_read_the_answers() -> None:
    row = need()
    codes = [one.competence_id for one in row.topics.all()]
    assert "method" in {one.code for one in questions_for(codes)}
    assert {one.code for one in questions_for([])} == {"done"}
    answer_questions(need=row, answers={"method": "ISO 11930, UE", "odd": "x"}, now=timezone.now())
    row.refresh_from_db()
    assert row.answers == {"method": "ISO 11930, UE"}
    read(row)
    (match,) = asked(row, "Prove Martesana")
    solver = Client()
    solver.force_login(person_of(organisation("Prove Martesana"), "risponde@example.org"))
    page = reverse("need-request", args=[match.code])
    assert "ISO 11930, UE" not in solver.get(page).content.decode()
    solver.post(reverse("need-terms", args=[match.code]))
    assert "ISO 11930, UE" in solver.get(page).content.decode()


def test_like_needs_are_shown_to_whoever_may_see_them() -> None:
    secret = need("SECRET", of="Casa Indaco")
    shown = read(need("OPEN", of="Lotto Piccolo"))
    mine = need()
    member = audience_of(person_of(organisation("Alba Cosmetici"), "socia@example.org"))
    titles = {one.who for one in similar_needs(mine, audience=member)}
    assert titles == {"Lotto Piccolo"}
    assert {one.who for one in similar_needs(mine, audience=OFFICE_AUDIENCE)} == {"Lotto Piccolo", "Casa Indaco"}
    end_need(need=shown, solved=True, now=timezone.now())
    assert {one.who for one in similar_needs(mine, audience=member)} == {"Lotto Piccolo"}
    assert secret.visibility == "BILATERAL"
