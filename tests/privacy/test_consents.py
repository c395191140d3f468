"""Consents: apart, with their proof, withdrawn as easily as given, never lost; the notice that was seen."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone, translation

from factories.documents import pdf
from filiera.accounts.models import User
from filiera.documents.models import Document
from filiera.privacy.models import Consent, NoticeSeen
from filiera.privacy.notice import notice_on, notices
from filiera.privacy.operations.consents import ConsentRefused, give_consent, withdraw_consent
from filiera.privacy.operations.notices import record_notice_seen
from filiera.privacy.queries.consents import consenting
from tests_clock import NOW

pytestmark = pytest.mark.django_db

CONSENTS = "/it/office/people/consents/"


def give(person: Any, purpose: str = "NEWSLETTER", **values: Any) -> Consent:
    return give_consent(
        **({"user": person, "purpose": purpose, "language": "it", "now": NOW, "actor": person} | values)
    )


def test_consent_keeps_the_text_that_was_read(person: Any) -> None:
    row = give(person, language="en")
    assert row.text.startswith("I agree to receive")
    assert row.digest == hashlib.sha256(row.text.encode()).hexdigest()
    assert (row.language, row.given_how, row.given_by, row.notice_version) == ("en", "ACCOUNT", person, "2026-11-25")


def test_one_consent_does_not_give_another(person: Any) -> None:
    give(person)
    assert [[row.user for row in consenting(purpose)] for purpose in ("NEWSLETTER", "PHOTOS")] == [[person], []]


def test_consent_given_twice_is_one(person: Any) -> None:
    assert give(person) == give(person)
    assert Consent.objects.count() == 1


def test_withdrawn_and_given_again_leaves_its_history(person: Any) -> None:
    first = give(person)
    withdraw_consent(user=person, purpose="NEWSLETTER", now=NOW + timedelta(hours=1), actor=person)
    assert [row.user for row in consenting("NEWSLETTER")] == []
    second = give(person, now=NOW + timedelta(hours=2))
    assert [row.user for row in consenting("NEWSLETTER")] == [person]
    assert list(Consent.objects.order_by("pk")) == [first, second]


def test_withdrawing_what_was_not_given_changes_nothing(person: Any) -> None:
    assert withdraw_consent(user=person, purpose="PHOTOS", now=NOW, actor=person) is None


def test_closed_account_consents_to_nothing(person: Any) -> None:
    give(person)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert [row.user for row in consenting("NEWSLETTER")] == []


def test_paper_says_where_it_is_kept(person: Any, office: Any) -> None:
    with pytest.raises(ConsentRefused):
        give(person, how="PAPER", actor=office)
    row = give(person, how="PAPER", actor=office, note="Faldone 3")
    assert (row.note, row.given_by) == ("Faldone 3", office)


PAPER = {"purpose": "PHOTOS", "signed_on": "2026-11-20", "kept": "Armadio 2"}


def test_office_writes_a_paper_down_with_its_scan(client: Client, person: Any, office: Any) -> None:
    client.force_login(office)
    scan = SimpleUploadedFile("consenso.pdf", pdf())
    assert client.post(CONSENTS, PAPER | {"email": person.email, "scan": scan}).status_code == 302
    row, document = Consent.objects.get(), Document.objects.get()
    assert (row.user, row.purpose, row.given_how, row.given_by) == (person, "PHOTOS", "PAPER", office)
    assert timezone.localdate(row.given_at) == date(2026, 11, 20)
    assert row.note == f"Armadio 2 · documento {document.pk}"
    assert (document.visibility, document.content_visibility) == ("OFFICE", "OFFICE")
    assert person.email in client.get(CONSENTS).content.decode()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"email": "nessuno@example.org"}, "Nessuna utenza aperta ha questo indirizzo"),
        ({"signed_on": "2099-01-01"}, "Questo giorno deve ancora venire"),
    ],
)
def test_paper_that_cannot_be_is_refused(
    client: Client, person: Any, office: Any, values: dict[str, str], words: str
) -> None:
    client.force_login(office)
    page = client.post(CONSENTS, PAPER | {"email": person.email} | values)
    assert (page.status_code, words in page.content.decode(), Consent.objects.count()) == (422, True, 0)


def test_paper_of_a_consent_that_stands_is_refused(client: Client, person: Any, office: Any) -> None:
    client.force_login(office)
    answers = [client.post(CONSENTS, PAPER | {"email": person.email}).status_code for _time in range(2)]
    assert (answers, Consent.objects.count()) == ([302, 422], 1)


@pytest.mark.parametrize("lang", ["it", "en"])
def test_consents_page_is_the_offices(client: Client, person: Any, office: Any, lang: str) -> None:
    page = CONSENTS.replace("/it/", f"/{lang}/")
    client.force_login(person)
    assert client.get(page).status_code == 404
    client.force_login(office)
    assert client.get(page).status_code == 200


def test_database_lets_one_consent_stand(person: Any) -> None:
    row = give(person)
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_page_gives_and_withdraws_in_one_click(client: Client, person: Any) -> None:
    client.force_login(person)
    page = client.get("/it/account/").content.decode()
    assert page.count("Acconsento a ricevere per e-mail la newsletter") == 1
    assert "checked" not in page
    client.post("/it/account/consents/", {"purpose": "NEWSLETTER", "act": "give", "from": "account"})
    assert [row.user for row in consenting("NEWSLETTER")] == [person]
    client.post("/it/account/consents/", {"purpose": "NEWSLETTER", "act": "withdraw", "from": "data"})
    assert [row.user for row in consenting("NEWSLETTER")] == []


@pytest.mark.parametrize("values", [{"purpose": "ALL", "act": "give"}, {"purpose": "PHOTOS", "act": "sell"}, {}])
def test_odd_consent_is_no_page(client: Client, person: Any, values: dict[str, str]) -> None:
    client.force_login(person)
    assert client.post("/it/account/consents/", values).status_code == 404


def test_consents_are_for_whoever_signed_in(client: Client) -> None:
    assert client.post("/it/account/consents/", {"purpose": "PHOTOS", "act": "give"}).status_code == 302
    assert Consent.objects.count() == 0


@pytest.mark.parametrize(("lang", "words"), [("it", "Chi risponde dei dati"), ("en", "Who answers for the data")])
def test_notice_page_in_both_languages(client: Client, lang: str, words: str) -> None:
    page = client.get(f"/{lang}/privacy/").content.decode()
    notice = notices()[-1]
    assert words in page
    assert notice.digest() in page
    assert all(str(one.what.it if lang == "it" else one.what.en) in page for one in notice.purposes)


def test_unknown_version_of_the_notice_is_no_page(client: Client) -> None:
    assert client.get("/it/privacy/?version=1999").status_code == 404
    assert client.get("/it/privacy/?version=2026-11-25").status_code == 200


def test_first_notice_holds_before_any_is_in_force() -> None:
    assert notice_on(date(2020, 1, 1)) == notices()[0]


def test_notice_says_all_in_both_languages() -> None:
    for notice in notices():
        written = [notice.controller, *notice.parts]
        assert all(len(part.lines.it) == len(part.lines.en) and part.heading.it and part.heading.en for part in written)


def test_notice_seen_is_written_once_an_occasion(person: Any) -> None:
    for occasion in ("sign-up", "application", "sign-up"):
        record_notice_seen(user=person, occasion=occasion, language="it", now=NOW)
    rows = NoticeSeen.objects.order_by("pk")
    assert [(row.occasion, row.version, row.digest) for row in rows] == [
        (occasion, "2026-11-25", notices()[-1].digest()) for occasion in ("sign-up", "application")
    ]


def test_whoever_signs_up_has_seen_the_notice(client: Client) -> None:
    values = {"name": "Nuova Persona", "email": "nuova@example.org", "password1": "quattro parole in fila"}
    client.post("/en/sign-up/", values | {"language": "en"})
    row = NoticeSeen.objects.get()
    assert (row.user.email, row.occasion, row.language) == ("nuova@example.org", "sign-up", "en")
    assert len(mail.outbox) == 1


def test_consent_page_speaks_english(client: Client, person: Any) -> None:
    client.force_login(person)
    with translation.override("en"):
        assert "I agree to receive the cluster" in client.get("/en/account/").content.decode()
