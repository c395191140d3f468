"""Shortlists: what leaves by mail is open to whom it is for, what did not leave is not said to have left."""

from __future__ import annotations

import socket
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from factories import DelegateFactory, OrganisationFactory, UserFactory
from filiera.common.models import AuditEvent
from filiera.competence.models import Shortlist, Summary
from filiera.competence.operations.shortlists import SENDINGS

if TYPE_CHECKING:
    from django.core.mail import EmailMessage

pytestmark = pytest.mark.django_db


def kept(owner: Any, *organisations: Any) -> Shortlist:
    """Make a shortlist of somebody's, each organisation with a reason that speaks of private evidence."""
    row = Shortlist.objects.create(owner=owner, question="flaconi airless")
    for organisation in organisations:
        row.items.create(organisation=organisation, reason="Ha la prova KIRIBA-7.")
    return row


def office() -> Any:
    return UserFactory(role="OFFICE")


def signed_in(user: Any, row: Shortlist | None = None) -> Client:
    client = Client()
    client.force_login(user)
    if row is not None:
        assert client.get(f"/it/shortlist/saved/{row.token}/").status_code == 302
    return client


def say(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_mail_lists_what_its_reader_may_see(mailoutbox: list[EmailMessage]) -> None:
    shown, hidden = OrganisationFactory(name="Alba"), OrganisationFactory(name="Segreta", visibility="OFFICE")
    Summary.objects.create(
        organisation=shown, seen_by="PUBLIC", held=1, reason_it="Un brevetto.", reason_en="A patent."
    )
    client = signed_in(user := office(), kept(user, shown, hidden))
    page = client.post("/it/shortlist/", {"to": "chi@example.org", "words": "Ecco."}, follow=True)
    assert say(page) == [
        "Mandata a chi@example.org.",
        "1 soggetto è rimasto fuori: non è aperto a chi hai scritto.",
    ]
    message = mailoutbox[0]
    assert "- Alba: Un brevetto." in str(message.body)
    assert "Segreta" not in str(message.body)
    assert "KIRIBA" not in str(message.body)
    assert (message.subject, message.to) == ("Una rosa di 1 soggetto", ["chi@example.org"])


def test_mail_to_the_office_from_the_office_keeps_everything(mailoutbox: list[EmailMessage]) -> None:
    hidden = OrganisationFactory(name="Segreta", visibility="OFFICE")
    client = signed_in(user := office(), kept(user, hidden))
    client.post("/it/shortlist/", {"to": office().email})
    assert "- Segreta: Ha la prova KIRIBA-7." in str(mailoutbox[0].body)


def test_member_does_not_lend_what_is_their_organisations_own(mailoutbox: list[EmailMessage]) -> None:
    own = OrganisationFactory(name="Nostra", visibility="ORGANISATION")
    delegate = DelegateFactory(organisation=own)
    client = signed_in(delegate.user, kept(delegate.user, own))
    page = client.post("/it/shortlist/", {"to": "chi@example.org"})
    assert say(page) == ["Non può uscire niente: la rosa è vuota, o quello che contiene non è aperto a chi scrivi."]
    assert mailoutbox == []
    colleague = DelegateFactory(organisation=own)
    client.post("/it/shortlist/", {"to": colleague.user.email})
    assert len(mailoutbox) == 1


@pytest.mark.parametrize("lang", ["it", "en"])
def test_mail_that_the_server_refuses_is_not_sent(settings: Any, lang: str) -> None:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = probe.getsockname()[1]
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    row = kept(user := office(), OrganisationFactory())
    page = signed_in(user, row).post(f"/{lang}/shortlist/", {"to": "chi@example.org", "words": "Ecco."})
    (said,) = say(page)
    assert said.startswith({"it": "Il server di posta non ha preso", "en": "The mail server did not take"}[lang])
    assert page.context["form"]["words"].value() == "Ecco."
    row.refresh_from_db()
    assert (row.sent_at, row.sent_to) == (None, "")
    assert not AuditEvent.objects.filter(verb="send-shortlist").exists()


def test_mail_that_left_is_written_down(mailoutbox: list[EmailMessage]) -> None:
    row = kept(user := office(), OrganisationFactory())
    signed_in(user, row).post("/it/shortlist/", {"to": "chi@example.org"})
    row.refresh_from_db()
    assert (row.sent_to, row.sent_at is not None) == ("chi@example.org", True)
    event = AuditEvent.objects.get(verb="send-shortlist")
    assert (event.actor, event.object_id) == (user, str(row.pk))


def test_account_sends_so_many_a_day(mailoutbox: list[EmailMessage]) -> None:
    client = signed_in(user := office(), kept(user, OrganisationFactory()))
    for _time in range(SENDINGS.times):
        client.post("/it/shortlist/", {"to": "chi@example.org"})
    page = client.post("/it/shortlist/", {"to": "chi@example.org"})
    assert (len(mailoutbox), say(page)[-1][:21]) == (SENDINGS.times, "Oggi hai mandato 20 r")


def test_visitors_shortlist_becomes_the_persons_own_at_sign_in(client: Client) -> None:
    organisation, user = OrganisationFactory(), UserFactory()
    client.post(f"/it/shortlist/keep/{organisation.code}/", {"question": "airless", "reason": "Sì."})
    row = Shortlist.objects.get()
    assert (row.owner, row.question) == (None, "airless")
    client.post("/it/sign-in/", {"username": user.email, "password": "prova-prova-prova"})
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
    password = {"username": user.email, "password": "prova-prova-prova", "next": address}
    assert client.post("/it/sign-in/", password)["Location"] == address
    assert client.get(address)["Location"] == "/it/shortlist/"
    assert client.get("/it/shortlist/").context["shortlist"] == row


def test_forwarded_link_of_another_looks_like_nothing() -> None:
    row = kept(UserFactory(), OrganisationFactory())
    client = signed_in(office())
    assert client.get(f"/it/shortlist/saved/{row.token}/").status_code == 404
    assert client.get("/it/shortlist/saved/no-such-thing/").status_code == 404


def test_token_of_another_in_the_session_gives_nothing(client: Client) -> None:
    organisation = OrganisationFactory()
    client.post(f"/it/shortlist/keep/{organisation.code}/")
    Shortlist.objects.update(owner=UserFactory())
    client.force_login(UserFactory())
    assert client.get("/it/shortlist/").context["shortlist"] is None
    assert client.get("/it/shortlist/export.pdf").status_code == 404
