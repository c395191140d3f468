"""The administrator's pages of accounts, and the link by which a person sets a password."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from factories import DelegateFactory, OrganisationFactory, UserFactory
from filiera.accounts.models import User
from filiera.common.models import AuditEvent
from filiera.web.sign_in.links import password_path

if TYPE_CHECKING:
    from django.core.mail import EmailMessage

pytestmark = pytest.mark.django_db

PAGE = "/it/office/accounts/"
NEW = {"email": "nuova@example.org", "name": "Nuova", "role": "PERSON", "language": "it"}


@pytest.fixture
def administrator() -> Any:
    return UserFactory(role="ADMINISTRATOR", name="Capo")


@pytest.fixture
def office(client: Client, administrator: Any) -> Client:
    client.force_login(administrator)
    return client


def said(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


@pytest.mark.parametrize("role", ["PERSON", "OFFICE"])
def test_pages_do_not_exist_for_others(role: str, administrator: Any) -> None:
    client = Client()
    assert client.get(PAGE)["Location"] == f"/it/sign-in/?next={PAGE}"
    client.force_login(UserFactory(role=role))
    for address in (PAGE, f"{PAGE}{administrator.pk}/"):
        assert (client.get(address).status_code, client.post(address, NEW).status_code) == (404, 404)
    assert "office/accounts" not in client.get("/it/privacy/").content.decode()


@pytest.mark.parametrize(("lang", "title"), [("it", "persone"), ("en", "people")])
def test_list_says_who_signs_in(office: Client, lang: str, title: str) -> None:
    delegate = DelegateFactory(organisation__name="Alba")
    UserFactory(name="Chiusa", is_active=False)
    page = office.get(f"/{lang}/office/accounts/").content.decode()
    assert f"2 {title}" in page
    for word in (delegate.user.email, "Alba", "Chiusa", {"it": "chiusa", "en": "closed"}[lang]):
        assert word in page
    assert "Chiusa" not in office.get(PAGE, {"q": "capo"}).content.decode()


def test_list_names_those_acted_for_today(office: Client) -> None:
    user, tomorrow = UserFactory(name="Ada"), timezone.localdate() + timedelta(days=1)
    for name, since, until in (
        ("Alba", date(2020, 1, 1), None),
        ("Beta", date(2020, 1, 1), tomorrow),
        ("Finita", date(2020, 1, 1), date(2021, 1, 1)),
        ("Futura", tomorrow, None),
        ("Futura a termine", tomorrow, tomorrow),
    ):
        DelegateFactory(user=user, organisation=OrganisationFactory(name=name), from_on=since, until_on=until)
    (line,) = [one for one in office.get(PAGE).context["lines"] if one.user == user]
    assert [one.name for one in line.organisations] == ["Alba", "Beta"]


@pytest.mark.parametrize(("lang", "mark"), [("it", "esempio"), ("en", "example")])
def test_invented_person_is_marked_once(office: Client, lang: str, mark: str) -> None:
    user = UserFactory(name="Livia Sestante (esempio)", is_example=True)
    for page in (f"/{lang}/office/accounts/", f"/{lang}/office/accounts/{user.pk}/"):
        html = office.get(page).content.decode()
        main = html[html.index("<main") :]
        assert re.findall(r"Livia Sestante[^<]*(?:</a>)? *(<span class=\"eg\">[^<]*</span>)?", main)[-1] == (
            f'<span class="eg">{mark}</span>'
        )
        assert "(esempio)" not in main


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_a_constant_number_of_queries(office: Client, number: int) -> None:
    for _place in range(number):
        DelegateFactory()
    with CaptureQueriesContext(connection) as queries:
        assert office.get(PAGE).status_code == 200
    assert len(queries) == 10


def test_new_account_gets_a_link_that_works_once(office: Client, mailoutbox: list[EmailMessage]) -> None:
    page = office.post(PAGE, NEW, follow=True)
    user = User.objects.get(email="nuova@example.org")
    (link,) = re.findall(r"http://testserver(\S+)", str(mailoutbox[0].body))
    assert said(page)[-1].endswith(link)
    person = Client()
    form = person.get(link, follow=True)
    address = form.redirect_chain[-1][0]
    assert person.post(address, {"password1": "dodici-lettere-e-piu"})["Location"] == "/it/sign-in/"
    entered = person.post("/it/sign-in/", {"login": user.email, "password": "dodici-lettere-e-piu"})
    assert entered.status_code == 302
    again = Client().get(link, follow=True).content.decode()
    assert "Questo link è già servito" in again
    expected = {"create-account", "send-password-link", "set-password"}
    assert set(AuditEvent.objects.values_list("verb", flat=True)) == expected


def test_weak_password_is_refused(client: Client) -> None:
    address = client.get(password_path(UserFactory()), follow=True).redirect_chain[-1][0]
    page = client.post(address, {"password1": "corta"})
    assert page.context["form"].errors["password1"] == ["Questa password è troppo corta: servono almeno 12 caratteri."]


def test_link_of_a_closed_account_is_worth_nothing(client: Client) -> None:
    page = client.get(password_path(UserFactory(is_active=False)), follow=True)
    assert page.context["token_fail"] is True


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"email": "no"}, "email"),
        ({"email": "capo@example.org"}, "email"),
        ({"role": "KING"}, "role"),
        ({"name": ""}, "name"),
    ],
)
def test_account_that_cannot_be_is_said_beside_its_field(office: Client, wrong: dict[str, str], field: str) -> None:
    UserFactory(email="capo@example.org")
    page = office.post(PAGE, NEW | wrong)
    assert list(page.context["form"].errors) == [field]
    assert not User.objects.filter(email="nuova@example.org").exists()


def test_two_organisations_of_one_name_are_told_apart_by_id(office: Client) -> None:
    OrganisationFactory(name="Alba", code="alba-1")
    second = OrganisationFactory(name="Alba", code="alba-2")
    user = UserFactory()
    words = {"act": "act-for", "role": "CONTACT", "act_words": "Incarico"}
    page = office.post(f"{PAGE}{user.pk}/", words | {"organisation": "Alba"})
    assert list(page.context["acts_form"].errors) == ["organisation"]
    office.post(f"{PAGE}{user.pk}/", words | {"organisation": "alba-2"})
    assert user.delegations.get().organisation == second


def test_acts_on_an_account(office: Client, mailoutbox: list[EmailMessage]) -> None:
    user, alba = UserFactory(), OrganisationFactory(name="Alba")
    address = f"{PAGE}{user.pk}/"
    assert "<dd>Italiano</dd>" in office.get(address).content.decode()
    for act, values, sentence in (
        ("role", {"role": "OFFICE"}, "Il ruolo è cambiato."),
        (
            "act-for",
            {"organisation": alba.code, "role": "CONTACT", "act_words": "Incarico"},
            f"{user} agisce per Alba.",
        ),
        ("stop", {"code": alba.code}, f"{user} non agisce più per Alba."),
        ("close", {}, "L’utenza è chiusa: chi era dentro con questa è fuori."),
        ("reopen", {}, "L’utenza è di nuovo aperta."),
    ):
        assert said(office.post(address, {"act": act} | values, follow=True)) == [sentence]
    user.refresh_from_db()
    assert (user.role, user.is_active, user.delegations.count()) == ("OFFICE", True, 1)
    office.post(address, {"act": "link"})
    assert len(mailoutbox) == 1
    assert office.post(address, {"act": "stop", "code": "nobody"}).status_code == 404
    assert office.post(address, {"act": "act-for", "organisation": "Nessuna"}).status_code == 200
    assert office.post(address, {"act": "role", "role": "KING"}).status_code == 200


def test_administrator_cannot_shut_themselves_out(office: Client, administrator: Any) -> None:
    address = f"{PAGE}{administrator.pk}/"
    for values in ({"act": "close"}, {"act": "role", "role": "PERSON"}):
        (sentence,) = said(office.post(address, values, follow=True))
        assert sentence.startswith("È l’unico amministratore")
    assert office.get(PAGE).status_code == 200


def test_closed_account_is_out_at_once(office: Client) -> None:
    user, other = UserFactory(role="OFFICE"), Client()
    other.force_login(user)
    assert other.get("/it/office/").status_code == 200
    office.post(f"{PAGE}{user.pk}/", {"act": "close"})
    assert other.get("/it/office/").status_code == 302


def test_administrator_takes_out_lost_second_factors(office: Client) -> None:
    from allauth.mfa.models import Authenticator

    user = UserFactory()
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    address = f"{PAGE}{user.pk}/"
    assert "impostato" in office.get(address).content.decode()
    (sentence,) = said(office.post(address, {"act": "factors"}, follow=True))
    assert sentence == "I secondi fattori sono tolti: la persona entra con la sola password."
    assert Authenticator.objects.count() == 0
    assert AuditEvent.objects.get(verb="take-out-second-factors").detail.values == {"factors": 1}


def test_address_that_is_not_confirmed_is_said(office: Client) -> None:
    from allauth.account.models import EmailAddress

    user = UserFactory()
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)
    assert "non ancora confermato" in office.get(f"{PAGE}{user.pk}/").content.decode()
