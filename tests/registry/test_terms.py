"""What ends within sixty days is told to the office and to whoever speaks, with the reminder that leaves by one click."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from factories import DelegateFactory, OrganisationFactory, UserFactory
from factories.outbox import posted
from filiera.common.acting import Acting
from filiera.governance.queries.association import waiting_for
from filiera.registry.models import Delegate
from filiera.registry.operations.delegate_reminders import remind_delegate
from filiera.registry.operations.delegates import DelegateRefused
from filiera.registry.queries.terms_waiting import waiting_of_terms
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def ends(days: int, **values: Any) -> Delegate:
    row: Delegate = DelegateFactory(until_on=TODAY + timedelta(days=days), **values)
    return row


def test_office_is_told_of_what_ends_within_sixty_days_and_of_nothing_else() -> None:
    ends(61)
    ends(20, ended_on=TODAY, ended_why="x")
    ends(20, user__is_active=False)
    later, soon = ends(60, user__name="Bruno"), ends(15, user__name="Ada")

    assert [(thing.chase.act, thing.tone) for thing in waiting_of_terms() if thing.chase] == [
        (str(soon.pk), "warn"),
        (str(later.pk), "partial"),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_what_ends_costs_the_same_queries(count: int, django_assert_num_queries: Any) -> None:
    for _n in range(count):
        ends(20)
    with django_assert_num_queries(2):
        assert len(waiting_of_terms()) == count


@pytest.mark.parametrize(("lang", "button"), [("it", "Sollecita"), ("en", "Remind")])
def test_office_reminds_by_one_click_and_leaves_in_peace(lang: str, button: str) -> None:
    row = ends(30, user__language="it", organisation__name="Alba")
    office = Client()
    office.force_login(UserFactory(role="OFFICE"))
    before = office.get(f"/{lang}/office/").content.decode()
    for _time in range(2):
        office.post(f"/{lang}/organisations/alba/delegates/remind/", {"act": row.pk})
    after = office.get(f"/{lang}/office/").content.decode()

    assert "agisci per Alba fino al" in before
    assert f">{button}<" in before
    assert f">{button}<" not in after
    assert [letter.to for letter in posted()] == [[row.user.email]]


def test_reminder_by_hand_is_for_what_ends_soon_alone() -> None:
    with pytest.raises(DelegateRefused):
        remind_delegate(delegate=ends(61), now=NOW, actor=None)
    with pytest.raises(DelegateRefused):
        remind_delegate(delegate=ends(-1, from_on=TODAY - timedelta(days=90)), now=NOW, actor=None)


def test_whoever_speaks_is_told_of_colleagues_and_others_of_themselves() -> None:
    firm = OrganisationFactory(name="Alba")
    speaker = ends(40, organisation=firm, role="REPRESENTATIVE", user__name="Ada")
    keeper = ends(50, organisation=firm, role="CONTACT", user__name="Bruno")

    def told(row: Delegate) -> list[tuple[str, bool]]:
        row.user.acting = Acting(firm.pk, firm.code, firm.name, row.role)
        return [(thing.title, thing.chase is not None) for thing in waiting_for(row.user, now=NOW)]

    own = ("La tua delega finisce", False)
    assert told(speaker) == [own, ("La delega di Bruno per Alba finisce", True)]
    assert told(keeper) == [own]


@pytest.mark.parametrize(("role", "code"), [("REPRESENTATIVE", 302), ("CONTACT", 404)])
def test_colleagues_are_reminded_by_whoever_speaks(role: str, code: int) -> None:
    firm = OrganisationFactory(name="Alba")
    me, other = ends(300, organisation=firm, role=role), ends(20, organisation=firm)
    client = Client()
    client.force_login(me.user)

    assert client.post("/it/organisations/alba/delegates/remind/", {"act": other.pk}).status_code == code
    assert len(posted()) == (1 if code == 302 else 0)
