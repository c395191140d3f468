"""Sign-up and forgotten passwords: a stranger opens an account, and learns nothing of others'."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import caches
from django.test import Client

from factories import UserFactory
from filiera.accounts.models import User
from filiera.common.models import AuditEvent

if TYPE_CHECKING:
    from django.core.mail import EmailMessage

pytestmark = pytest.mark.django_db

PAGE = "/it/sign-up/"
CONFIRM = "/it/sign-up/confirm/"
PASSWORD = "dodici-lettere-e-piu"
NEW = {"name": "Nuova Persona", "email": "Nuova@example.org", "password1": PASSWORD, "language": "it"}
CODE = re.compile(r"^[A-Z]{4}-[A-Z]{4}$", re.MULTILINE)


def code_in(letter: EmailMessage) -> str:
    (found,) = CODE.findall(str(letter.body))
    return str(found)


def said(page: Any) -> list[str]:
    return [str(message) for message in page.context["messages"]]


def test_stranger_opens_an_account_and_confirms_the_address(client: Client, mailoutbox: list[EmailMessage]) -> None:
    assert client.post(PAGE, NEW)["Location"] == CONFIRM
    user = User.objects.get(email="nuova@example.org")
    assert (user.name, user.language, user.role, user.audience().role) == ("Nuova Persona", "it", "PERSON", "VISITOR")
    assert "_auth_user_id" not in client.session, "nobody is in before the address is confirmed"
    caches["default"].clear()  # so that another letter may leave at once
    elsewhere = Client()
    assert elsewhere.post("/it/sign-in/", {"login": user.email, "password": PASSWORD})["Location"] == CONFIRM
    assert "_auth_user_id" not in elsewhere.session
    wrong = client.post(CONFIRM, {"code": "AAAA-AAAA", "action": "verify"})
    assert wrong.context["verify_form"].errors["code"] == [
        "Questo codice non è giusto, o non lo è più. Scrivi l’ultimo."
    ]
    page = client.post(CONFIRM, {"code": code_in(mailoutbox[0]), "action": "verify"}, follow=True)
    assert client.session["_auth_user_id"] == str(user.pk)
    assert said(page) == ["nuova@example.org è confermato."]
    assert list(AuditEvent.objects.values_list("verb", flat=True)) == ["sign-up", "see-notice"]


def test_third_wrong_code_ends_the_try(client: Client, mailoutbox: list[EmailMessage]) -> None:
    client.post(PAGE, NEW)
    for _guess in range(3):
        answer = client.post(CONFIRM, {"code": "AAAA-AAAA"})
    assert answer["Location"] == "/it/sign-in/"
    assert client.post(CONFIRM, {"code": code_in(mailoutbox[0])})["Location"] == "/it/sign-in/"
    assert "_auth_user_id" not in client.session


def test_known_address_gets_the_same_pages_and_another_letter(mailoutbox: list[EmailMessage]) -> None:
    known = UserFactory(email="nota@example.org", language="en")
    pages = []
    for address in (known.email, "ignota@example.org"):
        client = Client()
        answer = client.post(PAGE, NEW | {"email": address}, follow=True)
        pages.append((answer.redirect_chain, re.sub(r'value="[^"]{40,}"', "", answer.content.decode()), said(answer)))
        again = client.post(CONFIRM, {"action": "resend"}, follow=True)
        pages[-1] += (said(again) or ["too soon"],)
        wrong = client.post(CONFIRM, {"code": "AAAA-AAAA"})
        pages[-1] += (wrong.status_code, wrong.context["verify_form"].errors["code"])
    (first, second) = pages
    assert first[0] == second[0] == [(CONFIRM, 302)]
    assert first[1].replace("nota@example.org", "X") == second[1].replace("ignota@example.org", "X")
    assert first[2:] == second[2:]
    to_known, to_new = mailoutbox[0], mailoutbox[-1]
    assert (to_known.subject, to_known.to) == ("You have an account already", ["nota@example.org"])
    assert CODE.findall(str(to_known.body)) == []
    assert (to_new.subject, to_new.to) == ("Il codice per confermare il tuo indirizzo", ["ignota@example.org"])
    assert User.objects.filter(email="nota@example.org").count() == 1


def test_letter_to_a_known_address_leads_to_another_password(client: Client, mailoutbox: list[EmailMessage]) -> None:
    known = UserFactory(email="nota@example.org")
    client.post(PAGE, NEW | {"email": known.email})
    (link,) = re.findall(r"http://testserver(\S+)", str(mailoutbox[0].body))
    page = Client().get(link, follow=True)
    assert "token_fail" not in page.context


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"email": "no"}, "email"),
        ({"email": ""}, "email"),
        ({"name": " "}, "name"),
        ({"password1": "corta"}, "password1"),
        ({"password1": "nuova.persona1"}, "password1"),
        ({"language": "fr"}, "language"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(client: Client, wrong: dict[str, str], field: str) -> None:
    page = client.post(PAGE, NEW | wrong)
    assert list(page.context["form"].errors) == [field]
    assert User.objects.count() == 0


def test_address_taken_by_somebody_before_is_won_back_by_mail(mailoutbox: list[EmailMessage]) -> None:
    """Whoever signs up with another's address gains nothing: the owner's link changes the password and confirms it."""
    Client().post(PAGE, NEW)
    owner = Client()
    owner.post("/it/password/", {"email": NEW["email"]})
    (link,) = re.findall(r"http://testserver(\S+)", str(mailoutbox[-1].body))
    form = owner.get(link, follow=True).redirect_chain[-1][0]
    owner.post(form, {"password1": "un-altra-password"})
    entered = owner.post("/it/sign-in/", {"login": NEW["email"], "password": "un-altra-password"})
    assert entered["Location"] == "/it/"


@pytest.mark.parametrize("lang", ["it", "en"])
def test_forgotten_password_is_set_by_a_link(client: Client, mailoutbox: list[EmailMessage], lang: str) -> None:
    user = UserFactory(language=lang)
    assert client.post(f"/{lang}/password/", {"email": user.email})["Location"] == f"/{lang}/password/sent/"
    subject = {"it": "Scegli un’altra password", "en": "Set another password"}[lang]
    assert [letter.subject for letter in mailoutbox] == [subject]
    (link,) = re.findall(r"http://testserver(\S+)", str(mailoutbox[0].body))
    form = client.get(link, follow=True).redirect_chain[-1][0]
    assert client.post(form, {"password1": PASSWORD})["Location"] == f"/{lang}/sign-in/"
    changed = {"it": "La tua password è cambiata", "en": "Your password is changed"}[lang]
    assert mailoutbox[-1].subject == changed
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert Client().get(link, follow=True).context["token_fail"] is True
    assert AuditEvent.objects.filter(verb="set-password", actor=user).count() == 1


def test_forgotten_password_tells_nothing_of_who_has_an_account(mailoutbox: list[EmailMessage]) -> None:
    known, closed = UserFactory(), UserFactory(is_active=False)
    pages = []
    for address in (known.email, closed.email, "nessuno@example.org"):
        answer = Client().post("/it/password/", {"email": address}, follow=True)
        pages.append((answer.redirect_chain, answer.content))
    assert pages[0] == pages[1] == pages[2]
    assert [letter.to for letter in mailoutbox] == [[known.email], [closed.email], ["nessuno@example.org"]]
    assert [letter.subject for letter in mailoutbox[1:]] == ["Nessuna utenza ha questo indirizzo"] * 2
    assert all("set-password" not in str(letter.body) for letter in mailoutbox[1:])


def test_one_address_gets_three_letters_an_hour(mailoutbox: list[EmailMessage]) -> None:
    answers = [Client().post("/it/password/", {"email": "chi@example.org"}).status_code for _time in range(4)]
    assert (answers, len(mailoutbox)) == ([302, 302, 302, 429], 3)


def test_reset_ends_every_session_even_the_own(client: Client) -> None:
    from filiera.web.sign_in.links import password_path

    user, elsewhere = UserFactory(), Client()
    for one in (client, elsewhere):
        one.post("/it/sign-in/", {"login": user.email, "password": "prova-prova-prova"})
    user.refresh_from_db()
    form = client.get(password_path(user), follow=True).redirect_chain[-1][0]
    assert client.post(form, {"password1": PASSWORD})["Location"] == "/it/sign-in/"
    assert [one.get("/it/account/").status_code for one in (client, elsewhere)] == [302, 302]


def test_letter_that_does_not_leave_breaks_nothing(client: Client, settings: Any) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    settings.EMAIL_PORT = 9
    assert client.post(PAGE, NEW)["Location"] == CONFIRM
    assert client.post("/it/password/", {"email": "chi@example.org"})["Location"] == "/it/password/sent/"
