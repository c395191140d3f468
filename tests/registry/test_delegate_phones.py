"""The telephone of a delegate: written by its own people and the office, read by them alone, gone with the delegation."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from factories import DelegateFactory, OrganisationFactory, SourceFactory, UserFactory
from filiera.common.models import AuditDetail, AuditEvent
from filiera.registry.enums import FactField
from filiera.registry.models import Delegate, Fact, Organisation
from filiera.registry.operations.delegates import Act, DelegateRefused, end_delegation, register_delegate, write_phone
from filiera.registry.queries.contacts import phones_of
from tests_clock import TODAY

pytestmark = pytest.mark.django_db
NUMBER = "+39 02 5550 1234"


@pytest.fixture
def firm() -> Organisation:
    return OrganisationFactory(code="alba", name="Alba")


def delegate(firm: Organisation, **values: Any) -> Delegate:
    return DelegateFactory(organisation=firm, **values)


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def said(row: Delegate, phone: str = NUMBER) -> dict[str, str]:
    return {"delegation": str(row.pk), "phone": phone}


@pytest.mark.parametrize("lang", ["it", "en"])
@pytest.mark.parametrize("by_office", [False, True])
def test_own_people_and_the_office_write_it_on_the_page_and_take_it_away(
    firm: Organisation, by_office: bool, lang: str
) -> None:
    row, other = delegate(firm, role="CONTACT"), delegate(firm, role="REPRESENTATIVE")
    client = client_of(UserFactory(role="OFFICE") if by_office else row.user)
    page = f"/{lang}{reverse('delegates', args=['alba'])[3:]}"
    assert NUMBER not in client.get(page).content.decode()
    answer = client.post(f"{page}phone/", said(other), follow=True).content.decode()
    assert NUMBER in answer
    assert ("Telefono di un delegato" in answer) is (lang == "it")
    assert Delegate.objects.get(pk=other.pk).phone == NUMBER
    client.post(f"{page}phone/", said(other, "  "))
    assert Delegate.objects.get(pk=other.pk).phone == ""


def test_nobody_else_reads_it_or_writes_it(firm: Organisation) -> None:
    row = delegate(firm, phone=NUMBER)
    stranger = delegate(OrganisationFactory(code="altra")).user
    page, write = reverse("delegates", args=["alba"]), reverse("delegate-phone", args=["alba"])
    for client in (Client(), client_of(stranger)):
        assert NUMBER not in client.get(page, follow=True).content.decode()
        assert NUMBER not in client.get(reverse("organisation", args=["alba"])).content.decode()
        client.post(write, said(row, "02 1111111"))
    assert Delegate.objects.get(pk=row.pk).phone == NUMBER


def test_a_number_is_written_for_no_delegate_of_another(firm: Organisation) -> None:
    row, other = delegate(firm), delegate(OrganisationFactory(code="altra"))
    answer = client_of(row.user).post(reverse("delegate-phone", args=["alba"]), said(other))
    assert answer.status_code == 422
    assert Delegate.objects.get(pk=other.pk).phone == ""


@pytest.mark.parametrize("phone", ["chiamami", "123", "<b>02 5550123</b>", "0" * 41])
def test_what_is_no_number_is_refused_at_its_box(firm: Organisation, phone: str) -> None:
    row = delegate(firm)
    answer = client_of(row.user).post(reverse("delegate-phone", args=["alba"]), said(row, phone))
    assert (answer.status_code, 'id="id_phone-error"' in answer.content.decode()) == (422, True)
    with pytest.raises(DelegateRefused) as refused:
        write_phone(delegate=row, phone=phone, today=TODAY)
    assert refused.value.field == "phone"
    assert Delegate.objects.get(pk=row.pk).phone == ""


def test_the_trail_says_that_it_changed_and_never_the_number(firm: Organisation) -> None:
    row = delegate(firm)
    for _ in range(2):
        write_phone(delegate=row, phone=f" {NUMBER} ", today=TODAY, actor=row.user)
    event = AuditEvent.objects.get(verb="write-delegate-phone")
    assert event.about == "alba"
    assert not [one for one in AuditDetail.objects.all() if NUMBER in str(vars(one))]


def test_it_goes_with_the_delegation_and_stays_with_a_later_act_of_the_same_person(firm: Organisation) -> None:
    row = delegate(firm, phone=NUMBER)
    act = Act("Nomina", on=TODAY, until_on=None)
    later = register_delegate(user=row.user, organisation=firm, role="REPRESENTATIVE", act=act, today=TODAY)
    assert (Delegate.objects.get(pk=row.pk).phone, later.phone) == ("", NUMBER)
    assert end_delegation(delegate=later, why="Dimissioni", today=TODAY).phone == ""
    with pytest.raises(DelegateRefused):
        write_phone(delegate=later, phone=NUMBER, today=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Delegate.objects.filter(pk=later.pk).update(phone=NUMBER)


def test_the_office_calls_the_contact_first_and_each_number_once(firm: Organisation) -> None:
    delegate(firm, role="REPRESENTATIVE", phone="02 5550 9999", user__name="Rosa Rappresenta")
    delegate(firm, role="CONTACT", phone=NUMBER, user__name="Carlo Contatto")
    for value in ("+390255501234", "0373 000000"):
        Fact.objects.create(organisation=firm, field=FactField.PHONE, value=value, source=SourceFactory())
    found = [(one.who, one.dialled) for one in phones_of(firm, today=TODAY)]
    assert found == [("Carlo Contatto", "+390255501234"), ("Rosa Rappresenta", "0255509999"), ("", "0373000000")]
