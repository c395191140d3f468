"""The condition of the database and the rule say the same of every combination of what may be known of a call."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest

from filiera.common.visibility import PUBLIC_AUDIENCE
from filiera.funding.adapters import dates_of, has_no_end
from filiera.funding.filters import CallFilter
from filiera.funding.logic.standing import Standing, stand
from filiera.funding.models import Call, CallCutOff
from filiera.funding.queries.calls import in_order
from filiera.funding.queries.standing import standing_condition, with_until
from tests_clock import NOW

pytestmark = pytest.mark.django_db

BEFORE, AFTER, LATER = NOW - timedelta(days=5), NOW + timedelta(days=5), NOW + timedelta(days=40)
OPENS = (None, BEFORE, NOW, AFTER)
CLOSES = (None, BEFORE, NOW, LATER)
ROUNDS = ((), (BEFORE,), (AFTER,), (BEFORE, AFTER, LATER))
STATUSES = ("", "OPEN", "FORTHCOMING", "CLOSED")
FLAGS = ((False, False, False), (True, False, False), (False, True, False), (False, False, True))
"""Until the money is spent, more rounds than are known, called off."""


def population() -> list[Call]:
    """Make a call of every combination that the database lets in."""
    calls, rounds = [], []
    for opens, closes, cutoffs, status, (spent, more, off) in product(OPENS, CLOSES, ROUNDS, STATUSES, FLAGS):
        if opens and closes and opens > closes:
            continue
        number = len(calls)
        call = Call(
            code=f"c-{number}",
            source="HAND",
            ref=str(number),
            title_it=f"Bando {number} (esempio)",
            search_text="bando",
            opens_at=opens,
            closes_at=closes,
            source_status=status,
            until_spent=spent,
            more_rounds=more,
            called_off_on=NOW.date() if off else None,
            ends_at=closes or (None if more else max(cutoffs, default=None)),
            created_at=NOW,
            changed_at=NOW,
        )
        call.has_no_end = has_no_end(call)
        calls.append(call)
        rounds.append(cutoffs)
    made = Call.objects.bulk_create(calls)
    CallCutOff.objects.bulk_create(
        [CallCutOff(call=call, at=at, hour_known=True) for call, days in zip(made, rounds, strict=True) for at in days]
    )
    return made


def test_condition_and_rule_agree_on_every_combination() -> None:
    population()
    rows = with_until(Call.objects.prefetch_related("cutoffs"), NOW)
    by_rule, until = {}, {}
    for row in rows:
        found = stand(dates_of(row, {one.at: one.hour_known for one in row.cutoffs.all()}), NOW)
        by_rule[row.pk] = found.standing
        if found.standing != Standing.CLOSED and found.until != row.until:
            until[row.code] = (found.until, row.until)
    assert until == {}
    by_query = {
        pk: one for one in Standing for pk in rows.filter(standing_condition(one, NOW)).values_list("pk", flat=True)
    }
    assert len(by_rule) > 700
    assert by_query == by_rule
    assert set(by_rule.values()) == set(Standing)


def test_every_call_stands_in_one_place_alone() -> None:
    made = population()
    rows = with_until(Call.objects.all(), NOW)
    assert sum(rows.filter(standing_condition(one, NOW)).count() for one in Standing) == len(made)


def test_list_is_in_the_order_in_which_people_act() -> None:
    population()
    Call.objects.update(visibility="PUBLIC")
    asked = CallFilter(standing=tuple(one.value for one in Standing))
    ordered = list(in_order(asked.calls(audience=PUBLIC_AUDIENCE, now=NOW), NOW))
    ranks = [row.rank for row in ordered]
    assert ranks == sorted(ranks)
    first = [row.until for row in ordered if row.rank == 0]
    dated = [one for one in first if one is not None]
    assert first == [*sorted(dated), *[None] * (len(first) - len(dated))]
