"""From when the figures of the desk count: read again, given back, renewed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from factories.needs import TITLE, WORDS, asked, need, read
from filiera.common.instance import current_instance
from filiera.exchange.operations.need_ends import expire_needs, renew_need
from filiera.exchange.operations.needs import Written, change_need, publish_need, return_need
from filiera.exchange.queries.funnel import funnel

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_world")]

SOLVER = "Prove Martesana"
DAY = timedelta(days=1)
LASTS = timedelta(days=current_instance().needs.lasts_days)


def test_what_is_read_again_goes_on_counting_from_when_it_was_handed_in() -> None:
    now = timezone.now()
    row = read(need("OPEN", now=now - 10 * DAY), now=now - 9 * DAY)
    written = Written(title=TITLE, words=WORDS, secrecy="OPEN")
    changed = change_need(need=row, written=replace(written, secrecy="RESERVED"), now=now - 8 * DAY)
    assert (changed.state, changed.published_at) == ("PUBLISHED", now - 10 * DAY)
    asked(read(changed, now=now - 7 * DAY), SOLVER, now=now - 4 * DAY)
    found = funnel(now=now)
    assert (found.entered, found.days_to_ask, found.in_five) == (1, 6.0, 0.0)


def test_what_was_given_back_counts_from_when_it_is_handed_in_again() -> None:
    now = timezone.now()
    row = return_need(need=need(now=now - 10 * DAY), why="Di quale siero?", now=now - 9 * DAY)
    before = funnel(now=now)
    assert (before.entered, before.in_five) == (0, None)
    again = publish_need(need=row, now=now - 3 * DAY)
    asked(read(again, now=now - 2 * DAY), SOLVER, now=now - DAY)
    found = funnel(now=now)
    assert (found.entered, found.days_to_ask) == (1, 2.0)


def test_where_a_solver_was_asked_the_first_day_stays() -> None:
    now, first = timezone.now(), timezone.now() - LASTS - 9 * DAY
    row = read(need(now=first), now=first)
    asked(row, SOLVER, now=first + DAY)
    assert expire_needs(now=first + LASTS + DAY) == 1
    renewed = renew_need(need=row, now=now - 4 * DAY)
    again = publish_need(need=return_need(need=renewed, why="Serve ancora?", now=now - 3 * DAY), now=now - 2 * DAY)
    assert again.published_at == first
    assert funnel(now=now).days_to_ask == 1.0
