"""Sign-in: who is let in, who is slowed down, what is said to those who are not, and where it leads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from factories import UserFactory
from factories.codes import code_of
from filiera.common.models import AuditEvent

if TYPE_CHECKING:
    from filiera.accounts.models import User

pytestmark = pytest.mark.django_db

DOOR = "/it/sign-in/"
SECOND = "/it/sign-in/second-step/"
PASSWORD = "prova-prova-prova"
NOT_TOGETHER = "Indirizzo e password non corrispondono. Controllali tutti e due."
TOO_MANY = "Troppi tentativi. Aspetta un quarto d’ora, poi riprova."


def enter(client: Client, user: User, password: str = PASSWORD, **more: str) -> Any:
    return client.post(DOOR, {"login": user.email, "password": password} | more)


def with_app(user: User) -> str:
    """Give an account an app, as the page does; give its secret."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def test_address_in_any_case_and_password_are_enough(client: Client) -> None:
    user = UserFactory(email="ada@example.org")
    assert client.post(DOOR, {"login": " ADA@example.org ", "password": PASSWORD})["Location"] == "/it/"
    assert client.session["_auth_user_id"] == str(user.pk)


def test_wrong_password_unknown_address_and_closed_account_get_one_answer(client: Client) -> None:
    closed, known = UserFactory(is_active=False), UserFactory()
    said = []
    for address, password in ((known.email, "altra"), ("nessuno@example.org", PASSWORD), (closed.email, PASSWORD)):
        page = client.post(DOOR, {"login": address, "password": password})
        assert page.status_code == 200
        said.append(page.context["form"].non_field_errors())
    assert said == [[NOT_TOGETHER]] * 3
    assert AuditEvent.objects.count() == 0


def test_ninth_try_at_one_account_from_one_address_waits(client: Client) -> None:
    user, other = UserFactory(), UserFactory()
    for _guess in range(8):
        assert enter(client, user, "sbagliata").context["form"].non_field_errors() == [NOT_TOGETHER]
    assert enter(client, user).context["form"].non_field_errors() == [TOO_MANY]
    assert enter(client, other)["Location"] == "/it/", "another account from the same address goes on"
    elsewhere = Client(REMOTE_ADDR="192.0.2.9")
    assert enter(elsewhere, user)["Location"] == "/it/", "nobody can lock a person out of the account"


def test_many_accounts_from_one_address_wait_too(client: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login": "100/60s/ip"}
    for guess in range(40):
        client.post(DOOR, {"login": f"chi{guess}@example.org", "password": "sbagliata"})
    assert enter(client, UserFactory()).context["form"].non_field_errors() == [TOO_MANY]


def test_being_slowed_down_is_said_on_a_page_of_ours(client: Client) -> None:
    for _time in range(30):
        client.post(DOOR, {})
    page = client.post(DOOR, {})
    assert page.status_code == 429
    assert "Aspetta un poco, poi riprova" in page.content.decode()


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_next_leads_nowhere_else(client: Client, elsewhere: str) -> None:
    assert enter(client, UserFactory(), next=elsewhere)["Location"] == "/it/"


def test_page_keeps_where_one_wanted_to_go(client: Client) -> None:
    html = client.get(f"{DOOR}?next=/it/shortlist/").content.decode()
    assert html.count('<input type="hidden" name="next" value="/it/shortlist/">') == 2
    assert 'href="/it/sign-up/?next=%2Fit%2Fshortlist%2F"' in html


def test_second_factor_is_asked_for_and_no_code_serves_twice(client: Client) -> None:
    user = UserFactory()
    secret = with_app(user)
    assert enter(client, user, next="/it/chain/")["Location"] == SECOND
    assert "_auth_user_id" not in client.session
    assert client.get("/it/account/")["Location"].startswith(DOOR)
    wrong = client.post(SECOND, {"code": "000000"})
    assert wrong.context["form"].errors["code"] == ["Questo codice non è giusto, o non lo è più. Scrivi l’ultimo."]
    code = code_of(secret)
    assert client.post(SECOND, {"code": code})["Location"] == "/it/chain/"
    other = Client()
    enter(other, user)
    assert other.post(SECOND, {"code": code}).status_code == 200
    assert other.post(SECOND, {"code": code_of(secret, later=1)})["Location"] == "/it/"


def test_codes_are_slowed_down_as_passwords_are(client: Client) -> None:
    user = UserFactory()
    secret = with_app(user)
    enter(client, user)
    for _guess in range(8):
        client.post(SECOND, {"code": "000000"})
    assert client.post(SECOND, {"code": code_of(secret)}).context["form"].errors["code"] == [TOO_MANY]


def test_recovery_code_stands_in_once(client: Client) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    user = UserFactory()
    with_app(user)
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    enter(client, user)
    assert client.post(SECOND, {"code": code})["Location"] == "/it/"
    other = Client()
    enter(other, user)
    assert other.post(SECOND, {"code": code}).status_code == 200


def test_half_done_sign_in_can_be_left(client: Client) -> None:
    user, other = UserFactory(), UserFactory()
    with_app(user)
    enter(client, user)
    assert client.get(DOOR)["Location"] == SECOND
    assert client.post("/it/sign-in/again/")["Location"] == DOOR
    assert enter(client, other)["Location"] == "/it/"


def test_account_closed_between_the_two_steps_does_not_enter(client: Client) -> None:
    user = UserFactory()
    secret = with_app(user)
    enter(client, user)
    type(user).objects.filter(pk=user.pk).update(is_active=False)
    page = client.post(SECOND, {"code": code_of(secret)}, follow=True)
    assert "_auth_user_id" not in client.session
    assert [str(message) for message in page.context["messages"]] == [NOT_TOGETHER]


def test_secret_of_an_app_cannot_be_read_in_the_database() -> None:
    from allauth.mfa.models import Authenticator

    user = UserFactory()
    secret = with_app(user)
    assert secret not in str(Authenticator.objects.get(user=user).data)


def test_key_used_before_still_reads_secrets(client: Client, settings: Any) -> None:
    user = UserFactory()
    secret = with_app(user)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another-key-" + "y" * 40
    enter(client, user)
    assert client.post(SECOND, {"code": code_of(secret)})["Location"] == "/it/"


@pytest.mark.parametrize("lang", ["it", "en"])
def test_no_passkey_is_offered_at_a_bare_number(client: Client, lang: str) -> None:
    with_name = client.get(f"/{lang}/sign-in/").content.decode()
    by_number = client.get(f"/{lang}/sign-in/", HTTP_HOST="127.0.0.1:8000").content.decode()
    assert ("data-passkey" in with_name, "data-passkey" in by_number) == (True, False)


def test_passkey_of_nobody_opens_nothing(client: Client) -> None:
    address = "/it/sign-in/passkey/"
    asked = client.get(address, headers={"Accept": "application/json"}).json()
    assert set(asked) == {"request_options"}
    for credential in ("{}", "null", "[1]", '{"id": "x", "response": {}}', "no json"):
        page = client.post(address, {"credential": credential}, follow=True)
        assert [str(one) for one in page.context["messages"]] == ["Questa passkey qui non apre nessuna utenza."]
    assert "_auth_user_id" not in client.session


def test_sign_in_pages_carry_no_script_of_their_own(client: Client) -> None:
    html = client.get(DOOR).content.decode()
    assert re.findall(r"<script(?![^>]* src=)(?![^>]*json)", html) == []
    assert "'unsafe-inline'" not in client.get(DOOR)["Content-Security-Policy"]


@pytest.mark.parametrize("seen", ["", "unix:", "2001:db8::5%eth0"])
def test_server_that_sees_no_network_address_still_lets_in(seen: str) -> None:
    assert enter(Client(REMOTE_ADDR=seen), UserFactory())["Location"] == "/it/"
