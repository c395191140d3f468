"""Funding won, against sums by hand: by province, programme and year, this period and the one before; unknown is not zero."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from factories.consortium_work import acting_for, firm, share, won
from filiera.common.visibility import OFFICE_AUDIENCE, PUBLIC_AUDIENCE, Audience, Role
from filiera.funding.drafts_projects import SourceSaid
from filiera.funding.operations.projects import keep_project
from filiera.funding.pages_money import amount_words, table_of
from filiera.funding.queries.money import Money, Won, money_won, same_time_before
from filiera.registry.models import Province
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db


def seated(name: str, province: str = "", **values: Any) -> Any:
    return firm(name, province=Province.objects.get(code=province) if province else None, **values)


@pytest.fixture
def four() -> None:
    """Give four projects: 2022 of all, 2024 without an amount of one, 2016 before, and one for members alone."""
    cr, bg, abroad = seated("Alfa", "CR"), seated("Beta", "BG"), seated("Lontana")
    keep_project(said=won("Uno", share(cr, 100), share(bg, 50), share("Dehors SA", 999)), now=NOW)
    keep_project(
        said=won("Due", share(cr, None), share(abroad, 7), starts_on=date(2024, 3, 1), ends_on=None, programme="LIFE"),
        now=NOW,
    )
    keep_project(said=won("Tre", share(bg, 30), starts_on=date(2016, 1, 1), ends_on=None), now=NOW)
    keep_project(said=won("Tardi", share(bg, 5), starts_on=date(2020, 12, 1), ends_on=None), now=NOW)
    keep_project(said=won("Quattro", share(cr, 1000), visibility="MEMBERS"), now=NOW)


def short(groups: tuple[Won, ...]) -> list[tuple[str, int, int, int]]:
    return [(one.label, int(one.grant_eur), one.unknown, one.projects) for one in groups]


def public(today: date = TODAY) -> Money:
    return money_won(audience=PUBLIC_AUDIENCE, today=today)


def test_sums_are_those_by_hand(four: None) -> None:
    found = public()
    assert short((found.total,)) == [("", 192, 1, 4)]
    assert short(found.provinces) == [("Cremona", 100, 1, 2), ("Bergamo", 85, 0, 3), ("", 7, 0, 1)]
    assert short(found.programmes) == [("Collabora (esempio)", 185, 0, 3), ("LIFE", 7, 1, 1)]
    assert short(found.years) == [("2016", 30, 0, 1), ("2020", 5, 0, 1), ("2022", 150, 0, 1), ("2024", 7, 1, 1)]


def test_periods_are_as_long_as_each_other(four: None) -> None:
    found = public()
    assert (found.now.until, found.before.until, found.before_whole.until) == (
        TODAY,
        date(2019, 11, 25),
        date(2020, 12, 31),
    )
    assert [int(one.won.grant_eur) for one in (found.now, found.before, found.before_whole)] == [157, 30, 35]


@pytest.mark.parametrize(
    ("day", "then"),
    [
        (date(2021, 1, 1), date(2014, 1, 1)),
        (date(2024, 2, 29), date(2017, 2, 28)),
        (date(2027, 12, 31), date(2020, 12, 31)),
        (date(2020, 5, 5), date(2014, 1, 1)),
    ],
)
def test_same_time_before_is_seven_years_earlier(day: date, then: date) -> None:
    assert same_time_before(day) == then


def test_period_that_is_over_ends_with_its_last_day(four: None) -> None:
    found = public(date(2030, 6, 1))
    assert (found.now.until <= date(2027, 12, 31), found.before.until <= date(2020, 12, 31)) == (True, True)


def test_project_for_members_is_in_no_sum_of_a_visitor(four: None) -> None:
    stranger = acting_for(firm("Zeta")).audience()
    owner, office = acting_for(firm("Alfa")).audience(), OFFICE_AUDIENCE
    everybody = (PUBLIC_AUDIENCE, stranger, owner, Audience(role=Role.MEMBER), office)
    sums = [int(money_won(audience=one, today=TODAY).total.grant_eur) for one in everybody]
    assert sums == [192, 192, 1192, 1192, 1192]


def test_organisation_that_a_reader_may_not_see_is_in_no_sum() -> None:
    keep_project(said=won("Uno", share(seated("Ombra", "CR", visibility="BILATERAL"), 10)), now=NOW)
    assert [money_won(audience=one, today=TODAY).total.projects for one in (PUBLIC_AUDIENCE, OFFICE_AUDIENCE)] == [0, 1]


def test_grant_of_zero_is_known_and_of_nobody_is_not() -> None:
    keep_project(said=won("Uno", share(seated("Alfa", "CR"), 0)), now=NOW)
    keep_project(said=won("Due", share(seated("Beta", "BG"), None)), now=NOW)
    found = public()
    with override("en"):
        words = [(one.label, amount_words(one)) for one in found.provinces]
    assert words == [("Bergamo", "not known"), ("Cremona", "€0")]
    assert table_of(found, "provinces")[1] == [["Bergamo", None, 0, 1, 1], ["Cremona", Decimal(0), 1, 0, 1]]


def test_perimeter_says_sources_days_and_what_is_left_out() -> None:
    old = SourceSaid("Elenco (esempio)", "https://example.org/elenco", date(2023, 5, 5), "CC BY 4.0")
    keep_project(said=won("Uno", share(seated("Alfa", "CR"), 1), source=old, is_example=True), now=NOW)
    found = public()
    assert found.perimeter.sources == (("Elenco (esempio)", date(2023, 5, 5), "CC BY 4.0"),)
    assert (found.perimeter.until, found.now.until, found.before.until) == (old.on, old.on, date(2016, 5, 5))
    keep_project(said=won("Due", share(seated("Alfa"), 1), source=None, starts_on=None, ends_on=None), now=NOW)
    found = public()
    assert (found.perimeter.until, found.perimeter.unsourced, found.perimeter.examples, found.perimeter.undated) == (
        TODAY,
        1,
        1,
        1,
    )


def test_map_has_a_spot_for_each_province_of_the_region_that_won(four: None) -> None:
    spots = public().spots
    assert [(one.name, int(one.grant_eur)) for one in spots] == [("Cremona", 100), ("Bergamo", 85)]
    assert all(8 < one.lon < 12 and 44 < one.lat < 47 for one in spots)


def test_number_of_queries_is_the_same_however_many_projects(four: None) -> None:
    with CaptureQueriesContext(
        connection,
    ) as few:
        public()
    for number in range(3):
        keep_project(said=won(f"Altro {number}", share(seated("Beta"), 1)), now=NOW)
    with CaptureQueriesContext(connection) as many:
        public()
    assert (len(few), len(many)) == (7, 7)


def test_command_gives_the_same_figures(four: None) -> None:
    out = StringIO()
    with time_machine.travel(NOW, tick=False):
        call_command("projects", "money", "--json", "--public", stdout=out)
        said = json.loads(out.getvalue())
        call_command("projects", "money", stdout=out)
    assert (said["total"]["grant_eur"], said["period"]["grant_eur"], said["period_before_same_time"]["grant_eur"]) == (
        192.0,
        157.0,
        30.0,
    )
    assert said["period_before_same_time"]["to"] == "2019-11-25"
