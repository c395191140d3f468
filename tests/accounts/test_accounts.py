"""Accounts: opened without a password, given a role, closed; the last administrator stays; everything is written down."""

from __future__ import annotations

import socket
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from factories import UserFactory
from filiera.accounts.models import User
from filiera.accounts.operations import (
    AccountError,
    change_role,
    close_account,
    create_account,
    reopen_account,
    send_password_link,
)
from filiera.accounts.queries import accounts, has_administrator
from filiera.api.tokens import issue_token, person_of
from filiera.common.models import AuditEvent

if TYPE_CHECKING:
    from django.core.mail import EmailMessage
    from django.test import Client

pytestmark = pytest.mark.django_db


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def test_new_account_has_no_password_and_is_written_down() -> None:
    user = create_account(email=" Nuova@Example.org ", name="Nuova", role="OFFICE", language="en")
    assert (user.email, user.role, user.language, user.is_example) == ("nuova@example.org", "OFFICE", "en", False)
    assert not user.has_usable_password()
    assert verbs() == ["create-account"]


@pytest.mark.parametrize(
    ("email", "role"), [("nuova@example.org", "PERSON"), ("no address", "PERSON"), ("other@example.org", "KING")]
)
def test_account_that_cannot_be_is_refused(email: str, role: str) -> None:
    create_account(email="nuova@example.org", name="", role="PERSON")
    with pytest.raises(AccountError):
        create_account(email=email, name="", role=role)
    assert User.objects.count() == 1


def test_last_administrator_stays_one() -> None:
    first = UserFactory(role="ADMINISTRATOR")
    for act in (lambda: close_account(user=first), lambda: change_role(user=first, role="OFFICE")):
        with pytest.raises(AccountError, match="unico amministratore"):
            act()
    second = UserFactory(role="ADMINISTRATOR")
    change_role(user=first, role="OFFICE", actor=second)
    with pytest.raises(AccountError):
        close_account(user=second, actor=second)
    assert has_administrator()
    close_account(user=first, actor=second)
    reopen_account(user=first, actor=second)
    assert verbs() == ["change-role", "close-account", "reopen-account"]


def test_reopened_account_has_no_session_and_no_token_from_before(client: Client) -> None:
    user, month = UserFactory(), timedelta(days=30)
    client.force_login(user)
    token = issue_token(user)
    assert (client.get("/it/account/").status_code, person_of(token, max_age=month)) == (200, user)
    close_account(user=user)
    reopen_account(user=user)
    assert client.get("/it/account/")["Location"] == "/it/sign-in/?next=/it/account/"
    assert person_of(token, max_age=month) is None
    user.refresh_from_db()
    client.force_login(user)
    assert (client.get("/it/account/").status_code, person_of(issue_token(user), max_age=month)) == (200, user)


def test_closed_administrator_does_not_count() -> None:
    UserFactory(role="ADMINISTRATOR", is_active=False)
    with pytest.raises(AccountError):
        close_account(user=UserFactory(role="ADMINISTRATOR"))


def test_djangos_superuser_passes_by_no_rule() -> None:
    user = User.objects.create_superuser("capo@example.org", "prova-prova-prova", name="Capo")
    assert (user.role, user.is_superuser) == ("ADMINISTRATOR", False)
    assert user.has_perm("accounts.manage_accounts")
    assert not user.has_perm("competence.view_shortlist", None)


@pytest.mark.parametrize(("role", "may"), [("PERSON", False), ("OFFICE", False), ("ADMINISTRATOR", True)])
def test_only_an_administrator_manages_accounts(role: str, may: bool) -> None:
    assert UserFactory(role=role).has_perm("accounts.manage_accounts") is may


def test_link_is_mailed_in_the_persons_language(mailoutbox: list[EmailMessage]) -> None:
    send_password_link(user=UserFactory(language="en"), link="https://filiera.example/x")
    send_password_link(user=UserFactory(language="it"), link="https://filiera.example/x")
    subjects = [message.subject for message in mailoutbox]
    assert subjects == ["Your account: set a password", "La tua utenza: scegli una password"]


def test_link_that_does_not_leave_is_said(settings: Any) -> None:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = probe.getsockname()[1]
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    with pytest.raises(AccountError, match="server di posta"):
        send_password_link(user=UserFactory(), link="https://filiera.example/x")
    assert verbs() == []


def test_accounts_are_found_by_name_and_address_open_ones_first() -> None:
    closed = UserFactory(name="Anna", is_active=False)
    other = UserFactory(name="Zeno", email="anna.zeno@example.org")
    UserFactory(name="Carla")
    assert list(accounts("anna")) == [other, closed]
