"""The own account: what a person changes alone, what is proved again before, what is told and written down."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories import UserFactory
from factories.codes import code_of
from filiera.accounts.models import User
from filiera.common.models import AuditEvent

if TYPE_CHECKING:
    from django.core.mail import EmailMessage

pytestmark = pytest.mark.django_db

PAGE = "/it/account/"
PASSWORD = "prova-prova-prova"
AGAIN = "/it/account/again/"
PATHS = (
    *("", "password/", "address/", "again/", "again/code/", "again/passkey/", "app/", "app/remove/"),
    *("recovery-codes/", "recovery-codes/new/", "passkeys/new/", "passkeys/1/", "passkeys/1/remove/"),
)
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Mobile Safari/537.36"


def entered(user: User, device: str = FIREFOX, address: str = "192.0.2.1", password: str = PASSWORD) -> Client:
    client = Client(headers={"User-Agent": device}, REMOTE_ADDR=address)
    assert client.post("/it/sign-in/", {"login": user.email, "password": password}).status_code == 302
    return client


@pytest.fixture
def user() -> User:
    return UserFactory(name="Ada Verdi", email="ada@example.org")


@pytest.fixture
def person(user: User) -> Client:
    return entered(user)


def said(page: Any) -> list[str]:
    return [str(message) for message in page.context["messages"]]


def prove(client: Client, password: str = PASSWORD) -> None:
    client.post(AGAIN, {"password": password})


def add_app(client: Client) -> str:
    """Add an app as a person does; give its secret."""
    prove(client)
    page = client.get("/it/account/app/")
    secret = str(page.context["form"].secret)
    assert client.post("/it/account/app/", {"code": code_of(secret)}).status_code == 302
    return secret


@pytest.mark.parametrize("path", PATHS)
def test_whoever_is_not_in_is_led_to_the_sign_in(client: Client, path: str) -> None:
    answer = client.get(f"{PAGE}{path}")
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/it/sign-in/")


def test_name_and_language_change_and_the_page_speaks_the_new_one(person: Client, user: User) -> None:
    page = person.post(PAGE, {"act": "person", "name": "Ada Bianchi", "language": "en"}, follow=True)
    assert (page.redirect_chain, said(page)) == ([("/en/account/", 302)], ["Name and language are kept."])
    user.refresh_from_db()
    assert (user.name, user.language) == ("Ada Bianchi", "en")
    assert AuditEvent.objects.filter(verb="change-person", actor=user).count() == 1
    wrong = person.post(PAGE, {"act": "person", "name": "", "language": "fr"})
    assert list(wrong.context["form"].errors) == ["name", "language"]
    assert person.post(PAGE, {"act": "everything"}).status_code == 404


def test_password_changes_and_ends_the_other_sessions(
    person: Client, user: User, mailoutbox: list[EmailMessage]
) -> None:
    elsewhere = entered(user, CHROME)
    address = f"{PAGE}password/"
    wrong = person.post(address, {"oldpassword": "altra", "password1": "dodici-lettere-e-piu"})
    assert wrong.context["form"].errors["oldpassword"] == ["Questa non è la tua password di adesso."]
    page = person.post(address, {"oldpassword": PASSWORD, "password1": "dodici-lettere-e-piu"}, follow=True)
    assert said(page) == ["La tua password è cambiata: dovunque altrove sei fuori."]
    assert (person.get(PAGE).status_code, elsewhere.get(PAGE).status_code) == (200, 302)
    assert len(person.get(PAGE).context["sessions"]) == 1
    (letter,) = mailoutbox
    assert (letter.subject, letter.to) == ("La tua password è cambiata", [user.email])
    assert "da 192.0.2.1 (Firefox, Windows)" in str(letter.body)
    assert set(AuditEvent.objects.values_list("verb", flat=True)) == {"change-password", "end-sessions"}


def test_address_changes_when_the_new_one_is_confirmed(
    person: Client, user: User, mailoutbox: list[EmailMessage]
) -> None:
    address = f"{PAGE}address/"
    proof = person.post(address, {"email": "nuova@example.org", "action_add": "1"})
    assert proof["Location"].startswith(AGAIN)
    prove(person)
    sent = person.post(address, {"email": "nuova@example.org", "action_add": "1"})
    assert sent["Location"] == "/it/sign-up/confirm/"
    user.refresh_from_db()
    assert user.email == "ada@example.org"
    (letter,) = mailoutbox
    assert letter.to == ["nuova@example.org"]
    (code,) = re.findall(r"^[A-Z]{4}-[A-Z]{4}$", str(letter.body), re.MULTILINE)
    page = person.post("/it/sign-up/confirm/", {"code": code}, follow=True)
    assert (page.redirect_chain[-1][0], said(page)) == (PAGE, ["nuova@example.org è confermato."])
    user.refresh_from_db()
    assert user.email == "nuova@example.org"
    told = mailoutbox[-1]
    assert (told.to, told.subject) == (["ada@example.org"], "Il tuo indirizzo è cambiato")
    event = AuditEvent.objects.get(verb="change-address")
    assert event.detail.values == {"before": "ada@example.org", "after": "nuova@example.org"}
    entered(user)


def test_address_of_another_account_is_not_given_away(
    person: Client, user: User, mailoutbox: list[EmailMessage]
) -> None:
    other = UserFactory(email="altra@example.org")
    prove(person)
    answer = person.post(f"{PAGE}address/", {"email": other.email, "action_add": "1"})
    assert answer["Location"] == "/it/sign-up/confirm/", "the page tells nothing"
    (code,) = re.findall(r"^[A-Z]{4}-[A-Z]{4}$", str(mailoutbox[0].body), re.MULTILINE)
    page = person.post("/it/sign-up/confirm/", {"code": code})
    assert page.context["verify_form"].errors["code"] == ["Un’altra utenza ha questo indirizzo."]
    user.refresh_from_db()
    assert user.email == "ada@example.org"


def test_app_is_added_with_its_recovery_codes_and_taken_out_again(
    person: Client, user: User, mailoutbox: list[EmailMessage], django_capture_on_commit_callbacks: Any
) -> None:
    assert person.get(f"{PAGE}app/")["Location"].startswith(AGAIN)
    with django_capture_on_commit_callbacks(execute=True):
        add_app(person)
    codes = person.get(f"{PAGE}recovery-codes/")
    assert len(codes.context["unused_codes"]) == 10
    assert "un secondo fattore" in person.get(PAGE).content.decode()
    assert [letter.subject for letter in mailoutbox] == ["È stato aggiunto un secondo fattore"]
    with django_capture_on_commit_callbacks(execute=True):
        new = person.post(f"{PAGE}recovery-codes/new/", follow=True)
    assert set(new.context["unused_codes"]).isdisjoint(codes.context["unused_codes"])
    assert person.post(f"{PAGE}app/remove/")["Location"] == PAGE
    assert Authenticator.objects.filter(user=user).count() == 0
    verbs = list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))
    assert sorted(verbs) == sorted(["add-second-factor"] * 2 + ["renew-recovery-codes"] + ["remove-second-factor"] * 2)


def test_app_with_a_wrong_code_is_not_added(person: Client, user: User) -> None:
    prove(person)
    person.get(f"{PAGE}app/")
    page = person.post(f"{PAGE}app/", {"code": "123"})
    assert list(page.context["form"].errors) == ["code"]
    assert Authenticator.objects.count() == 0


def test_passkey_that_no_browser_made_is_not_added(person: Client) -> None:
    prove(person)
    address = f"{PAGE}passkeys/new/"
    for credential in ("{}", "[1]", '{"id": "x", "rawId": "x", "type": "public-key", "response": {}}', ""):
        person.get(address)
        page = person.post(address, {"name": "x", "credential": credential, "passwordless": "on"})
        assert (page.status_code, bool(page.context["form"].errors)) == (200, True)
    assert Authenticator.objects.count() == 0


def test_passkeys_of_another_person_do_not_exist(person: Client) -> None:
    other = Authenticator.objects.create(
        user=UserFactory(), type="webauthn", data={"name": "d’altri", "credential": {}}
    )
    prove(person)
    for path in ("", "remove/"):
        address = f"{PAGE}passkeys/{other.pk}/{path}"
        assert (person.get(address).status_code, person.post(address).status_code) == (404, 404)
    assert Authenticator.objects.filter(pk=other.pk).exists()


def test_proof_is_asked_for_again_after_five_minutes(person: Client) -> None:
    prove(person)
    assert person.get(f"{PAGE}app/").status_code == 200
    session = person.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 301
    session.save()
    assert person.get(f"{PAGE}app/")["Location"].startswith(AGAIN)


def test_sessions_say_where_and_end_one_by_one(person: Client, user: User) -> None:
    phone = entered(user, CHROME, "198.51.100.7")
    third = entered(user, "", "2001:db8:1:2:3:4:5:6")
    lines = person.get(PAGE).context["sessions"]
    assert {(line.device, line.address, line.is_this) for line in lines} == {
        ("Firefox, Windows", "192.0.2.1", True),
        ("Chrome, Android", "198.51.100.7", False),
        ("Dispositivo sconosciuto", "2001:db8:1:2::", False),
    }
    (of_phone,) = [line.id for line in lines if line.device == "Chrome, Android"]
    page = person.post(PAGE, {"act": "end-session", "session": of_phone}, follow=True)
    assert said(page) == ["Quella sessione è chiusa."]
    assert [one.get(PAGE).status_code for one in (person, phone, third)] == [200, 302, 200]
    assert said(person.post(PAGE, {"act": "end-others"}, follow=True)) == ["1 altra sessione è chiusa."]
    assert [one.get(PAGE).status_code for one in (person, phone, third)] == [200, 302, 302]
    assert AuditEvent.objects.filter(verb="end-sessions", actor=user).count() == 2


@pytest.mark.parametrize("chosen", ["", "x", "-1", "9" * 30])
def test_session_of_another_person_cannot_be_ended(person: Client, chosen: str) -> None:
    other = UserFactory()
    theirs = entered(other)
    (line,) = theirs.get(PAGE).context["sessions"]
    for session in (chosen, str(line.id)):
        assert said(person.post(PAGE, {"act": "end-session", "session": session}, follow=True)) == []
    assert theirs.get(PAGE).status_code == 200


def test_signing_out_takes_the_session_from_the_list(person: Client, user: User) -> None:
    other = entered(user, CHROME)
    other.post("/it/sign-out/")
    assert [line.device for line in person.get(PAGE).context["sessions"]] == ["Firefox, Windows"]


def test_last_seen_is_noted_every_ten_minutes(person: Client, user: User) -> None:
    from allauth.usersessions.models import UserSession

    before = UserSession.objects.get().last_seen_at
    person.get(PAGE)
    assert UserSession.objects.get().last_seen_at == before
    session = person.session
    session["seen_at"] -= 601
    session.save()
    person.get(PAGE, REMOTE_ADDR="198.51.100.9")
    row = UserSession.objects.get()
    assert (row.last_seen_at > before, row.ip) == (True, "198.51.100.9")


@pytest.mark.parametrize("others", [0, 2])
def test_own_page_costs_a_constant_number_of_queries(person: Client, user: User, others: int) -> None:
    for _place in range(others):
        entered(user, CHROME)
        Authenticator.objects.create(user=user, type="webauthn", data={"name": "Chiave", "credential": {}})
    with CaptureQueriesContext(connection) as queries:
        assert person.get(PAGE).status_code == 200
    assert len(queries) == 9


@pytest.mark.parametrize("role", ["OFFICE", "ADMINISTRATOR"])
def test_office_is_urged_to_add_a_second_factor(role: str) -> None:
    client = entered(UserFactory(role=role))
    for page in (PAGE, "/it/office/"):
        assert client.get(page).content.decode().count("Aggiungi un secondo fattore.") == 1, page
    add_app(client)
    for page in (PAGE, "/it/office/"):
        assert "Aggiungi un secondo fattore." not in client.get(page).content.decode()


def test_person_is_not_urged(person: Client) -> None:
    assert "Aggiungi un secondo fattore." not in person.get(PAGE).content.decode()


def test_office_without_a_second_factor_reaches_the_own_account_alone(settings: Any, person: Client) -> None:
    settings.REQUIRE_SECOND_FACTOR = "office"
    client = entered(UserFactory(role="OFFICE"))
    for page in ("/it/office/", "/it/", "/it/organisations/"):
        assert client.get(page)["Location"] == PAGE
    assert "Per andare avanti aggiungi un secondo fattore." in client.get(PAGE).content.decode()
    assert person.get("/it/").status_code == 200, "others are not asked"
    add_app(client)
    assert client.get("/it/office/").status_code == 200
    assert client.post(f"{PAGE}app/remove/").context["form"].non_field_errors() == [
        "Le utenze dell’ufficio hanno bisogno di un secondo fattore: aggiungine un altro prima di togliere questo."
    ]


def test_programs_see_nobody_where_a_second_factor_lacks(settings: Any) -> None:
    user = UserFactory(role="OFFICE")
    client = entered(user)
    address = "/api/v1/organisations"
    before = client.get(address).headers["Cache-Control"]
    settings.REQUIRE_SECOND_FACTOR = "office"
    after = client.get(address).headers["Cache-Control"]
    assert before != after == Client().get(address).headers["Cache-Control"]
