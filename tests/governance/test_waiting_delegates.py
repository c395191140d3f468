"""Members for whom nobody speaks wait for the office."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine

from factories.association import member
from factories.convened import representative
from filiera.governance.queries.waiting_delegates import waiting_of_delegates
from tests_clock import NOW

pytestmark = pytest.mark.django_db


@time_machine.travel(NOW, tick=False)
def test_a_member_without_a_delegate_waits_until_somebody_speaks_for_it() -> None:
    representative("Alba")
    assert waiting_of_delegates() == []

    silent = member()
    (line,) = waiting_of_delegates()
    assert (line.title, line.url) == (
        "Nessuno parla per 1 socio",
        f"/it/organisations/{silent.organisation.code}/delegates/",
    )
    assert silent.organisation.name in line.text


@pytest.mark.parametrize("count", [1, 3])
@time_machine.travel(NOW, tick=False)
def test_however_many_wait_the_queries_are_the_same(count: int, django_assert_num_queries: Any) -> None:
    for _n in range(count):
        member()
    with django_assert_num_queries(1):
        assert len(waiting_of_delegates()) == 1
