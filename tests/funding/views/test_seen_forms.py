"""Two people who change the same thing at once: nothing is overwritten unseen, and nothing that was typed is lost."""

from __future__ import annotations

import re
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client

from factories import UserFactory
from factories.calls import call, rules
from factories.consortium_work import acting_for, firm, team
from filiera.funding.models import Call, Consortium, Partner
from tests_clock import NOW

pytestmark = pytest.mark.django_db
WARNING = "Intanto qualcun altro ha cambiato"


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def boxes(page: str, marker: str) -> dict[str, str]:
    """Give what the form that holds a box stands filled with, as a browser would send it."""
    form = next(one for one in re.findall(r"<form.*?</form>", page, re.DOTALL) if f'name="{marker}"' in one)
    found = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*?value="([^"]*)"', form))
    found |= {
        name: text.strip()
        for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL)
    }
    chosen = re.findall(r'<select[^>]*name="([^"]+)".*?<option value="([^"]*)" selected', form, re.DOTALL)
    return {name: unescape(value) for name, value in {**found, **dict(chosen)}.items() if name != "csrfmiddlewaretoken"}


def test_second_who_saves_a_call_is_told_and_then_has_the_last_word() -> None:
    row = call(rules=rules(duration_max=12))
    office = Client()
    office.force_login(UserFactory(role="OFFICE"))
    address = f"/it/office/calls/{row.code}/"
    first = boxes(office.get(address).content.decode(), "budget_eur")
    second = dict(first)
    assert office.post(address, {**first, "budget_eur": "1.000.000"}).status_code == 302
    answer = office.post(address, {**second, "programme": "Programma due"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert WARNING in page
    assert "Programma due" in page
    assert Call.objects.get(pk=row.pk).budget_eur == Decimal(1_000_000)
    again = boxes(page, "budget_eur")
    assert again["seen"] != second["seen"]
    assert office.post(address, {**again, "budget_eur": "1.000.000"}).status_code == 302
    kept = Call.objects.get(pk=row.pk)
    assert (kept.budget_eur, kept.programme) == (Decimal(1_000_000), "Programma due")


def test_second_who_says_what_the_project_is_is_told() -> None:
    made = team()
    lead = Client()
    lead.force_login(acting_for(firm("Alfa")))
    address = f"/it/consortia/{made.row.code}/"
    said = boxes(lead.get(address).content.decode(), "duration_months")
    assert lead.post(f"{address}project/", {**said, "duration_months": "20"}).status_code == 302
    answer = lead.post(f"{address}project/", {**said, "summary": "Un flacone."})
    assert answer.status_code == 422
    assert WARNING in answer.content.decode()
    assert "Un flacone." in answer.content.decode()
    assert Consortium.objects.get(pk=made.row.pk).duration_months == 20


def test_second_who_says_what_a_partner_bears_is_told() -> None:
    made = team()
    lead = Client()
    lead.force_login(acting_for(firm("Alfa")))
    address = f"/it/consortia/{made.row.code}/"
    said = boxes(lead.get(address).content.decode(), "cost_eur")
    partner = Partner.objects.get(pk=said["partner"])
    assert lead.post(f"{address}partners/", {**said, "act": "write", "cost_eur": "1.000"}).status_code == 302
    answer = lead.post(f"{address}partners/", {**said, "act": "write", "tasks": "Le prove."})
    assert (answer.status_code, WARNING in answer.content.decode()) == (422, True)
    assert "Le prove." in answer.content.decode()
    partner.refresh_from_db()
    assert (partner.cost_eur, partner.tasks) == (Decimal(1000), said["tasks"])


@pytest.mark.parametrize("changed", [{"v_": "20"}, {"article": "Art. 9"}])
def test_second_who_writes_a_rule_is_told(changed: dict[str, str]) -> None:
    row = call(rules=rules(duration_max=12))
    office = Client()
    office.force_login(UserFactory(role="OFFICE"))
    address = f"/it/office/calls/{row.code}/rules/"
    said = boxes(office.get(f"{address}?rule=duration_max").content.decode(), "v_")
    assert said["v_"] == "12"
    assert office.post(address, {**said, **changed}).status_code == 302
    answer = office.post(address, {**said, "v_": "36"})
    page = answer.content.decode()
    assert (answer.status_code, WARNING in page) == (422, True)
    assert row.rules.get().value == int(changed.get("v_", 12))
    assert office.post(address, {**boxes(page, "v_"), "v_": "36"}).status_code == 302
    assert row.rules.get().value == 36
