"""What people tell the office: errors beside their field, nothing lost, handled once, for the office alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from factories import OrganisationFactory, UserFactory
from filiera.competence.models import Suggestion
from filiera.competence.operations.suggestions import SuggestionError, handle_suggestion

pytestmark = pytest.mark.django_db

GOOD = {"kind": "CORRECTION", "words": "Lo stabilimento è a Soncino.", "name": "Chi Scrive", "email": "chi@example.org"}


def test_message_reaches_the_office(client: Client) -> None:
    organisation = OrganisationFactory()
    response = client.post("/it/suggest/", GOOD | {"organisation": organisation.code})
    assert response.status_code == 302
    row = Suggestion.objects.get()
    assert (row.organisation, row.words, row.handled_at) == (organisation, GOOD["words"], None)


@pytest.mark.parametrize(
    ("field", "value"), [("words", ""), ("email", "chi"), ("name", ""), ("kind", "JOKE"), ("proof_url", "non un url")]
)
def test_bad_field_is_told_and_nothing_written_is_lost(client: Client, field: str, value: str) -> None:
    response = client.post("/it/suggest/", GOOD | {field: value})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert "summary-bad" in response.content.decode()
    assert Suggestion.objects.count() == 0
    if field != "words":
        assert "Soncino" in response.content.decode()


def test_machine_is_refused(client: Client) -> None:
    assert client.post("/it/suggest/", GOOD | {"website": "https://spam.example"}).status_code == 200
    assert Suggestion.objects.count() == 0


def test_seventh_message_of_an_hour_is_refused(client: Client) -> None:
    for _message in range(8):
        client.post("/it/suggest/", GOOD)
    assert Suggestion.objects.count() == 6


def test_private_organisation_cannot_be_named(client: Client) -> None:
    organisation = OrganisationFactory(name="Riservata", visibility="OFFICE")
    response = client.get("/it/suggest/", {"organisation": organisation.code})
    assert "Riservata" not in response.content.decode()


def test_only_the_office_reads_them(client: Client) -> None:
    client.post("/it/suggest/", GOOD)
    assert client.get("/it/office/suggestions/").status_code == 302
    client.force_login(UserFactory())
    assert client.get("/it/office/suggestions/").status_code == 404
    client.force_login(UserFactory(role="OFFICE"))
    assert GOOD["words"] in client.get("/it/office/suggestions/").content.decode()


def test_message_is_handled_once() -> None:
    row = Suggestion.objects.create(**GOOD)
    person = UserFactory(role="OFFICE")
    handle_suggestion(suggestion=row, actor=person, answer="Corretto.")
    with pytest.raises(SuggestionError):
        handle_suggestion(suggestion=row, actor=person, answer="Ancora.")
    row.refresh_from_db()
    assert row.answer == "Corretto."


@pytest.mark.parametrize(
    ("lang", "subject", "answered"),
    [
        ("it", "La tua segnalazione: che cosa abbiamo fatto", "Ecco la nostra risposta:"),
        ("en", "Your message: what was done", "This is our answer:"),
    ],
)
def test_answer_goes_to_whoever_wrote_in_their_language(client: Client, lang: str, subject: str, answered: str) -> None:
    person = UserFactory(role="OFFICE")
    client.post(f"/{lang}/suggest/", GOOD)
    client.force_login(person)
    pk = Suggestion.objects.get().pk
    client.post(f"/it/office/suggestions/{pk}/handled/", {"answer": "Corretto: è a Soncino."})
    (letter,) = mail.outbox
    assert (letter.to, letter.reply_to, letter.subject) == (["chi@example.org"], [person.email], subject)
    assert f"> {GOOD['words']}\n\n{answered}\n\nCorretto: è a Soncino.\n\n" in letter.body
    assert Suggestion.objects.get().handled_by == person


def test_message_is_not_closed_without_words(client: Client) -> None:
    row = Suggestion.objects.create(**GOOD)
    client.force_login(UserFactory(role="OFFICE"))
    page = client.post(f"/it/office/suggestions/{row.pk}/handled/", {"answer": "  "}).content.decode()
    assert "Scrivi che cosa è stato fatto" in page
    row.refresh_from_db()
    assert (row.handled_at, mail.outbox) == (None, [])


def test_answer_that_the_mail_server_refuses_closes_nothing_and_is_not_lost(client: Client, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    row = Suggestion.objects.create(**GOOD)
    client.force_login(UserFactory(role="OFFICE"))
    page = client.post(f"/it/office/suggestions/{row.pk}/handled/", {"answer": "Corretto."}).content.decode()
    assert "non è partito niente" in page
    assert ">Corretto.</textarea>" in page
    row.refresh_from_db()
    assert (row.handled_at, row.handled_by, row.answer) == (None, None, "")
