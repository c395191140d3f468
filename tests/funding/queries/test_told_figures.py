"""What a consortium tells of its partners' own figures: what comes of them to those within, the figures to the office."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client

from factories import UserFactory
from factories.calls import call, draft, profile, rules
from factories.consortium_work import Team, acting_for, firm, team
from filiera.funding.drafts import RuleDraft
from filiera.funding.logic.verdicts import Check, Euro, Verdict, ground
from filiera.funding.models import Consortium, Partner
from filiera.funding.operations.applicants import add_award
from filiera.funding.operations.calls import record_call
from filiera.funding.operations.consortia import check_consortium
from filiera.funding.queries.judged import grounds_told
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db

BEFORE = NOW - timedelta(days=9)


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def headroom(rate: int) -> tuple[RuleDraft, ...]:
    """Give the rules of a call under de minimis, by its rate in percent."""
    return rules(deminimis_headroom=True, intensity={"any": rate}, grant_max=30_000)


def received(name: str, amount: int) -> None:
    """Let an organisation tell the office what de minimis aid it had."""
    profile(firm(name), awards_known=True, shares_known=True)
    add_award(organisation=firm(name), granted_on=TODAY, amount_eur=Decimal(amount), now=NOW)


def with_aid(had: int = 281_234, **said: Any) -> Team:
    made = team(partners={"Alfa": "LEADS", "Beta": "ACCEPTED"}, of=call(rules=headroom(50), aid="deminimis", **said))
    made.row.partners.update(cost_eur=Decimal(40_000))
    received("Alfa", 10_000)
    received("Beta", had)
    return made


def client(who: str) -> Client:
    found = Client()
    found.force_login(UserFactory(role="OFFICE") if who == "office" else acting_for(firm(who)))
    return found


@pytest.mark.parametrize("form", ["/it/consortia/{}/", "/api/v1/consortia/{}"])
@pytest.mark.parametrize(("who", "is_told"), [("office", True), ("Alfa", False), ("Beta", False)])
def test_figures_of_one_partner_are_told_to_the_office_alone(who: str, is_told: bool, form: str) -> None:
    made = with_aid()
    asked = form.format(made.row.code)
    page = unescape(client(who).get(asked, headers={"Accept-Language": "it"}).content.decode())
    assert ("281.234" in page) is is_told


@pytest.mark.parametrize(("rule", "with_figures", "is_said"), [
    ("deminimis_headroom", True, True),
    ("deminimis_headroom", False, False),
    ("duration_max", False, True),
])  # fmt: skip
def test_remedy_goes_with_its_reason(rule: str, with_figures: bool, is_said: bool) -> None:
    left = ground("de-minimis-less", left=Euro(8_766))
    check = Check(rule, Verdict.FAIL, (ground("duration-no", n=25, most=24),), (left,))
    assert [bool(one) for one in grounds_told(check, with_figures=with_figures)] == [is_said, is_said]


def test_verdict_that_is_kept_rests_on_nothing_that_who_is_only_proposed_told_the_office() -> None:
    made = team(partners={"Alfa": "LEADS", "Beta": "PROPOSED"}, of=call(rules=rules(accounts_filed_min=2)))
    profile(firm("Alfa"), accounts_filed=3)
    profile(firm("Beta"), accounts_filed=1)
    check_consortium(consortium=made.row, now=NOW)
    assert made.fresh().verdict == "unknown"
    Partner.objects.filter(pk=made.partners["Beta"].pk).update(state="ACCEPTED")
    check_consortium(consortium=made.fresh(), now=NOW)
    assert made.fresh().verdict == "fail"


@pytest.fixture
def amended(django_capture_on_commit_callbacks: Any) -> Any:
    def amend(**values: Any) -> list[str]:
        Consortium.objects.update(created_at=BEFORE)
        with django_capture_on_commit_callbacks(execute=True):
            record_call(draft=draft(**values), now=NOW)
        return [letter.body for letter in mail.outbox]

    return amend


def test_letter_about_an_amendment_tells_no_figures(amended: Any) -> None:
    with_aid(291_234, now=BEFORE)  # unknown with 15,000 more, met with 8,000
    acting_for(firm("Alfa"))
    [letter] = amended(rules=headroom(20), aid="deminimis")
    assert "de minimis" in letter
    assert "291.234" not in letter


@pytest.mark.parametrize(("state", "letters"), [("ACCEPTED", 1), ("PROPOSED", 0)])
def test_amendment_that_turns_what_who_is_only_proposed_told_the_office_is_told_to_nobody(
    amended: Any, state: str, letters: int
) -> None:
    of = call(rules=rules(accounts_filed_min=3), now=BEFORE)
    team(partners={"Alfa": "LEADS", "Beta": state}, of=of)
    profile(firm("Alfa"), accounts_filed=5)
    profile(firm("Beta"), accounts_filed=2)
    acting_for(firm("Alfa"))
    assert len(amended(rules=rules(accounts_filed_min=1))) == letters
