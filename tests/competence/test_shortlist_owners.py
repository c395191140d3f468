"""Whose a shortlist is: a visitor's, a person's, and nobody else's."""

from __future__ import annotations

import pytest
from django.test import Client

from factories import OrganisationFactory, UserFactory
from factories.shortlists import kept, signed_in
from filiera.common.models import AuditEvent
from filiera.competence.models import Shortlist

pytestmark = pytest.mark.django_db


def test_visitors_shortlist_becomes_the_persons_own_at_sign_in(client: Client) -> None:
    organisation, user = OrganisationFactory(), UserFactory()
    client.post(f"/it/shortlist/keep/{organisation.code}/", {"question": "airless"})
    row = Shortlist.objects.get()
    assert (row.owner, row.question) == (None, "airless")
    client.post("/it/sign-in/", {"login": user.email, "password": "prova-prova-prova"})
    row.refresh_from_db()
    assert row.owner == user
    assert client.get("/it/shortlist/").context["shortlist"] == row
    assert AuditEvent.objects.filter(verb="adopt-shortlist", actor=user).count() == 1


def test_sending_asks_to_sign_in_and_comes_back(client: Client) -> None:
    organisation = OrganisationFactory()
    client.post(f"/it/shortlist/keep/{organisation.code}/")
    response = client.post("/it/shortlist/", {"to": "chi@example.org"})
    assert response["Location"] == "/it/sign-in/?next=/it/shortlist/"


def test_forwarded_link_asks_the_visitor_to_sign_in_and_comes_back(client: Client) -> None:
    row = kept(user := UserFactory(), OrganisationFactory())
    for token in (row.token, "no-such-thing"):
        address = f"/it/shortlist/saved/{token}/"
        assert client.get(address)["Location"] == f"/it/sign-in/?next={address}"
    address = f"/it/shortlist/saved/{row.token}/"
    password = {"login": user.email, "password": "prova-prova-prova", "next": address}
    assert client.post("/it/sign-in/", password)["Location"] == address
    assert client.get(address)["Location"] == "/it/shortlist/"
    assert client.get("/it/shortlist/").context["shortlist"] == row


def test_forwarded_link_of_another_looks_like_nothing() -> None:
    row = kept(UserFactory(), OrganisationFactory())
    client = signed_in(UserFactory(role="OFFICE"))
    assert client.get(f"/it/shortlist/saved/{row.token}/").status_code == 404
    assert client.get("/it/shortlist/saved/no-such-thing/").status_code == 404


def test_token_of_another_in_the_session_gives_nothing(client: Client) -> None:
    organisation = OrganisationFactory()
    client.post(f"/it/shortlist/keep/{organisation.code}/")
    Shortlist.objects.update(owner=UserFactory())
    client.force_login(UserFactory())
    assert client.get("/it/shortlist/").context["shortlist"] is None
    assert client.get("/it/shortlist/export.pdf").status_code == 404
