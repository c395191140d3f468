"""What people tell the office: errors beside their field, nothing lost, handled once, for the office alone."""

from __future__ import annotations

import pytest
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
