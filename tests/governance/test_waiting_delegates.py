"""Members for whom nobody speaks wait for the office."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine

from factories import DelegateFactory, UserFactory
from factories.association import application, member
from filiera.governance.models import Member, MembershipApplication
from filiera.governance.queries.waiting_delegates import waiting_of_delegates
from tests_clock import NOW

pytestmark = pytest.mark.django_db


def admitted() -> Member:
    """Admit a member on an application, without anybody who speaks for it."""
    row, came = application(applicant=UserFactory(), sent=False), member()
    MembershipApplication.objects.filter(pk=row.pk).update(member=came)
    return came


@time_machine.travel(NOW, tick=False)
def test_a_member_admitted_without_a_representative_waits_until_there_is_one() -> None:
    member()
    assert waiting_of_delegates() == []

    silent = admitted()
    (line,) = waiting_of_delegates()
    assert (line.title, line.url) == (
        "Nessuno parla per 1 socio",
        f"/it/organisations/{silent.organisation.code}/delegates/",
    )
    assert silent.organisation.name in line.text

    DelegateFactory(organisation=silent.organisation, role="REPRESENTATIVE")
    assert waiting_of_delegates() == []


@pytest.mark.parametrize("count", [1, 3])
@time_machine.travel(NOW, tick=False)
def test_however_many_wait_the_queries_are_the_same(count: int, django_assert_num_queries: Any) -> None:
    for _n in range(count):
        admitted()
    with django_assert_num_queries(1):
        assert len(waiting_of_delegates()) == 1
