"""What was composed, as a page: who may make a draft of it, whom the draft lets lead, one draft for two clicks."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.test import Client

from factories import UserFactory
from factories.calls import call, member
from factories.consortium_work import acting_for
from filiera.accounts.models import User
from filiera.common.again import SECOND_CLICK
from filiera.funding.models import ComposingRun, Consortium
from filiera.funding.operations.calls import show_call
from filiera.funding.personal_data_consortia import consortia_sections
from filiera.registry.models import Organisation
from tests_clock import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows() -> dict[str, Organisation]:
    return {name: member(name) for name in ("Alfa", "Beta", "Gamma")}


def composed(made_by: User, lead: Organisation | None) -> ComposingRun:
    """Keep a composition of Alfa and Gamma that Gamma leads, and an alternative of Alfa and Beta."""
    partners = [
        {"id": code, "role": role, "covers": [], "marginal": 0.5, "needed_for": [], "cost_eur": 1000.0}
        for code, role in (("alfa", "partner"), ("gamma", "lead"))
    ]
    other = {"partners": ["alfa", "beta"], "objective": 0.4, "differs_by": 1, "best_of_those": True}
    said = {"partners": partners, "coverage": [], "gaps": [], "alternatives": [other]}
    return ComposingRun.objects.create(
        call=call(),
        lead=lead,
        solver="highs-v1",
        asked={"idea": "un flacone senza aria"},
        digest="0" * 64,
        status="optimal",
        objective=0.5,
        seconds=0.1,
        codes=["alfa", "gamma"],
        result={"it": said, "en": said},
        made_at=NOW,
        made_by=made_by,
    )


def client(user: User) -> Client:
    found = Client()
    found.force_login(user)
    return found


@pytest.mark.parametrize(
    ("who", "lead", "may_begin"),
    [
        ("office", "Beta", True),
        ("office", None, True),
        ("Alfa", "Alfa", True),
        ("Alfa", "Beta", False),  # nobody begins a consortium in the name of another
        ("Alfa", None, False),
    ],
)
def test_draft_is_begun_by_the_office_or_by_who_leads_it(
    rows: dict[str, Organisation], who: str, lead: str | None, may_begin: bool
) -> None:
    user = UserFactory(role="OFFICE") if who == "office" else acting_for(rows[who])
    run = composed(user, rows[lead] if lead else None)
    page = client(user).get(f"/it/compositions/{run.pk}/")
    assert page.status_code == 200
    assert ("Crea la bozza" in page.content.decode()) is may_begin
    said = client(user).post(f"/it/compositions/{run.pk}/", {"name": "Airless", "which": "0"})
    assert said.status_code == (302 if may_begin else 404)
    assert Consortium.objects.count() == int(may_begin)


@pytest.mark.parametrize(("lead", "which", "leads"), [(None, "0", "Gamma"), (None, "1", "Alfa"), ("Beta", "1", "Beta")])
def test_draft_is_led_by_who_was_to_lead_else_by_whom_the_composition_lets_lead(
    rows: dict[str, Organisation], lead: str | None, which: str, leads: str
) -> None:
    office = UserFactory(role="OFFICE")
    run = composed(office, rows[lead] if lead else None)
    client(office).post(f"/it/compositions/{run.pk}/", {"name": "Airless", "which": which})
    made = Consortium.objects.get()
    assert made.lead is not None
    assert made.lead.called == leads


def test_second_click_makes_no_second_draft_and_another_alternative_does(rows: dict[str, Organisation]) -> None:
    user = acting_for(rows["Alfa"])
    run, browser = composed(user, rows["Alfa"]), client(user)

    def drafted(which: str, after: Any = None) -> str:
        with time_machine.travel(NOW if after is None else NOW + after, tick=False):
            return browser.post(f"/it/compositions/{run.pk}/", {"name": "Airless", "which": which})["Location"]

    assert drafted("0") == drafted("0") == "/it/consortia/airless/"
    assert drafted("1") == "/it/consortia/airless-2/"
    assert drafted("0", SECOND_CLICK) == "/it/consortia/airless-3/"
    assert Consortium.objects.count() == 3


@pytest.mark.parametrize(("who", "status"), [("office", 200), ("Alfa", 404)])
def test_composition_for_a_call_that_was_hidden_since_is_the_office_s(
    rows: dict[str, Organisation], who: str, status: int
) -> None:
    user = UserFactory(role="OFFICE") if who == "office" else acting_for(rows[who])
    run = composed(user, rows["Alfa"])
    assert client(user).get(f"/it/compositions/{run.pk}/").status_code == 200
    show_call(call=run.call, is_shown=False)
    assert client(user).get(f"/it/compositions/{run.pk}/").status_code == status
    told = [row for one in consortia_sections(User.objects.get(pk=user.pk)) for row in one.rows]
    assert ("Imballaggi riciclabili (esempio)" in str(told)) is (who == "office")
    assert "un flacone senza aria" in str(told)
