"""Nobody is asked twice for one need through two records of the same organisation, unless a person has looked."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commands import Spoken
from factories import UserFactory
from factories.needs import asked, need, organisation, read
from filiera.exchange.models import Match, Need, NeedExclusion
from filiera.exchange.operations.asking import Pick, ask_solvers
from filiera.exchange.operations.refusals import ExchangeRefused
from filiera.exchange.queries.candidates import candidates_for
from filiera.exchange.shapes_matches import candidates_shape
from filiera.registry.models import Alias
from filiera.registry.operations.tell_apart import tell_apart

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_world")]
COMMAND = Spoken("needs")
FIRST, SECOND = "Prove Martesana", "Laboratorio Muzza"


@pytest.fixture(autouse=True)
def _twins() -> None:
    """Let the second be another record of the first."""
    Alias.objects.create(organisation=organisation(SECOND), name=FIRST, search_name=FIRST.lower())


def ask(row: Need, *names: str, looked: bool = False) -> list[Match]:
    picks = [Pick(one, f"{one.code}@example.org", is_looked_at=looked) for one in map(organisation, names)]
    return ask_solvers(need=row, picks=picks, now=timezone.now())


def test_two_records_of_one_are_not_asked_in_one_batch_nor_one_after_the_other() -> None:
    row = read(need("OPEN"))
    with pytest.raises(ExchangeRefused, match=f"(?s){SECOND}.*{FIRST}|{FIRST}.*{SECOND}"):
        ask(row, FIRST, SECOND)
    assert not row.matches.exists()
    ask(row, FIRST)
    with pytest.raises(ExchangeRefused, match="unisci i due, o di’ che hai guardato"):
        ask(row, SECOND)
    assert len(ask(row, SECOND, looked=True)) == 1


def test_they_are_two_once_somebody_has_said_so() -> None:
    row = read(need("OPEN"))
    tell_apart(first=organisation(FIRST), second=organisation(SECOND))
    assert len(ask(row, FIRST, SECOND)) == 2


@pytest.mark.parametrize("is_kept_out", [False, True])
def test_another_record_of_whoever_asks_or_is_kept_out_is_not_asked(is_kept_out: bool) -> None:
    row = read(need("SECRET", of="Alba Cosmetici" if is_kept_out else FIRST, allows_competitors=True))
    if is_kept_out:
        NeedExclusion.objects.create(need=row, organisation=organisation(FIRST))
    with pytest.raises(ExchangeRefused, match=FIRST):
        ask(row, SECOND)


def test_the_office_reads_it_before_it_asks_with_the_way_to_join_them() -> None:
    row = read(need("OPEN"))
    asked(row, FIRST)
    (line,) = [one for one in candidates_for(row, now=timezone.now()).lines if one.organisation.name == SECOND]
    assert (str(line.bars[0]), [one.name for one in line.twins]) == ("TWIN", [FIRST])
    assert (line.is_chosen, line.can_be_looked_at) == (False, True)
    office = Client()
    office.force_login(UserFactory(role="OFFICE"))
    page = office.get(reverse("need-office", args=[row.code])).content.decode()
    way = f"{reverse('merge')}?keep={organisation(FIRST).code}&amp;gone={organisation(SECOND).code}"
    assert f"Può essere lo stesso soggetto di {FIRST}." in page
    assert f'href="{way}"' in page
    assert 'name="looked" value="laboratorio-muzza"' in page
    shown = candidates_shape(candidates_for(row, now=timezone.now()))["items"]
    assert [one["twins"] for one in shown if one["name"] == SECOND] == [
        [{"id": organisation(FIRST).code, "name": FIRST}]
    ]
    json.dumps(shown)


def test_the_command_says_it_and_asks_only_where_somebody_has_looked() -> None:
    row = read(need("OPEN"))
    asked(row, FIRST)
    assert f"Può essere lo stesso soggetto di {FIRST}" in COMMAND.said("solvers", row.code)
    assert COMMAND.refused("ask", row.code, SECOND, "--email", "m@example.org")[1].startswith(SECOND)
    assert COMMAND.shape("ask", row.code, SECOND, "--email", "m@example.org", "--looked")["own"]["asked"] == 2
