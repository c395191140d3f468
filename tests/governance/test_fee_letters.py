"""Members are told of fees, receipts and annulled receipts; what nobody has set or made waits for the office."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from factories import DelegateFactory, UserFactory
from factories.association import member, statute
from factories.convened import acting
from factories.outbox import posted
from filiera.governance.models import Fee, FeePayment, Member
from filiera.governance.operations.fees import FeeRefused, Payment, annul_payment, issue_fees, record_payment, set_rate
from filiera.governance.queries.fees import open_eur, total_of
from filiera.governance.queries.waiting import waiting_of_members
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db


def reachable() -> Member:
    row = member()
    DelegateFactory(organisation=row.organisation, user=UserFactory(email="rosa@example.org"))
    return row


def rate() -> None:
    set_rate(year=2026, member_class="ordinary", size="", amount_eur=Decimal(500))


def fee() -> Fee:
    rate()
    reachable()
    return issue_fees(year=2026, today=TODAY).made[0]


def office() -> Client:
    client = Client()
    client.force_login(UserFactory(role="OFFICE"))
    return client


def waits() -> list[tuple[str, str]]:
    with time_machine.travel(NOW, tick=False):
        return [(one.title, one.text) for one in waiting_of_members()]


def test_rates_that_nobody_set_wait_and_then_fees_that_nobody_made() -> None:
    statute()
    assert waits() == []
    member()
    assert waits() == [("Mancano gli importi 2026", "1 socio resta senza quota finché non ci sono: socio ordinario.")]
    rate()
    assert [title for title, _text in waits()] == ["1 socio senza quota 2026"]
    issue_fees(year=2026, today=TODAY)
    assert [title for title, _text in waits() if "senza quota" in title or "Mancano" in title] == []


@pytest.mark.parametrize("count", [1, 3])
def test_what_is_missing_costs_the_same_queries(count: int, django_assert_num_queries: Any) -> None:
    for _n in range(count):
        member()
    with time_machine.travel(NOW, tick=False), django_assert_num_queries(7):
        assert len(waiting_of_members()) == 1


def test_making_fees_tells_each_member_and_the_office_how_many() -> None:
    rate()
    reachable()
    for _n in range(12):
        member(member_class="observer")
    with time_machine.travel(NOW, tick=False):
        client = office()
        client.post(reverse("fees-desk-issue"))
        page = client.get(reverse("fees-desk")).content.decode()

    letters = posted()
    assert [(one.to, "Causale: Quota 2026, socio n. 1" in one.body) for one in letters] == [
        (["rosa@example.org"], True)
    ]
    assert "e altri 2" in page


def test_a_payment_brings_the_receipt_and_one_by_mistake_is_annulled(django_capture_on_commit_callbacks: Any) -> None:
    made = fee()
    client = office()
    values = {"paid_on": TODAY.isoformat(), "amount_eur": "500", "method": "TRANSFER"}
    with time_machine.travel(NOW, tick=False), django_capture_on_commit_callbacks(execute=True):
        client.force_login(UserFactory(role="OFFICE"))
        client.post(reverse("fee-desk-pay", args=[made.pk]), values)
    payment = FeePayment.objects.get()
    address = reverse("fee-desk-annul", args=[payment.pk])
    with time_machine.travel(NOW, tick=False), django_capture_on_commit_callbacks(execute=True):
        refused = client.post(address, {"why": ""})
        client.post(address, {"why": "di un altro socio"})
    payment.refresh_from_db()

    assert [one.subject.split(":")[0] for one in posted()] == [
        "Ricevuta n. 1/2026",
        "La ricevuta n. 1/2026 è annullata",
    ]
    assert (refused.status_code, payment.annulled_at, payment.annulled_why) == (422, NOW, "di un altro socio")
    assert (open_eur(Fee.objects.get(), TODAY), total_of(2026)) == (500, (500, 0))


def test_receipts_stay_without_gaps_after_one_is_annulled() -> None:
    made = fee()
    first = record_payment(fee=made, payment=Payment(TODAY, Decimal(500)), now=NOW)
    with pytest.raises(FeeRefused):
        annul_payment(payment=first, why=" ", now=NOW)
    annul_payment(payment=first, why="doppio", now=NOW)
    annul_payment(payment=first, why="altro", now=NOW)
    second = record_payment(fee=made, payment=Payment(TODAY, Decimal(500)), now=NOW)
    first.refresh_from_db()

    assert (str(first), first.annulled_why, str(second)) == ("1/2026", "doppio", "2/2026")


def test_a_member_without_a_fee_is_not_called_in_order() -> None:
    row = member()
    user = acting(UserFactory(), row.organisation)
    DelegateFactory(organisation=row.organisation, user=user)
    with time_machine.travel(NOW, tick=False):
        client = Client()
        client.force_login(user)
        before = client.get(reverse("membership", args=[row.organisation.code])).content.decode()
        rate()
        issue_fees(year=2026, today=TODAY)
        after = client.get(reverse("membership", args=[row.organisation.code])).content.decode()

    assert "La quota 2026 <em>non è ancora stata fissata</em>" in before
    assert "Chiedi all&#x27;ufficio il conto su cui versare. Causale: Quota 2026, socio n. 1" in after


def test_only_the_office_annuls_payments() -> None:
    made = record_payment(fee=fee(), payment=Payment(TODAY, Decimal(500)), now=NOW)
    client = Client()
    client.force_login(UserFactory())
    status = client.post(reverse("fee-desk-annul", args=[made.pk]), {"why": "x"}).status_code
    made.refresh_from_db()

    assert (status in (302, 404), made.annulled_at) == (True, None)


def test_what_is_wrong_in_a_payment_is_said_at_its_fee_alone() -> None:
    first = fee()
    set_rate(year=2027, member_class="ordinary", size="", amount_eur=Decimal(500))
    second = issue_fees(year=2027, today=TODAY).made[0]
    with time_machine.travel(NOW, tick=False):
        answer = office().post(reverse("fee-desk-pay", args=[first.pk]), {"paid_on": "ieri", "reference": "CRO 77"})
    page = answer.content.decode()

    assert answer.status_code == 422
    assert [f'id="payment-{one.pk}-paid_on"' in page for one in (first, second)] == [True, True]
    assert [f'href="#payment-{one.pk}-paid_on"' in page for one in (first, second)] == [True, False]
    assert page.count("CRO 77") == 1
