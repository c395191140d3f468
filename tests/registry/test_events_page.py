"""What was done, as its readers see it: in words, at the same cost however many acts there are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command

from factories import OrganisationFactory, UserFactory
from filiera.common import audit
from filiera.governance.models import Meeting, Resolution

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db

PLANNED = {"title": "Assemblea di marzo", "first_at": "2026-12-19 15:00:00+01:00", "place": ""}


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(UserFactory(role="OFFICE"))
    return client


def test_page_speaks_in_words(office: Client) -> None:
    audit.record(actor=None, verb="plan-meeting", thing=Meeting(pk=7), after=PLANNED)
    audit.record(
        actor=None, verb="declare-no-quorum", thing=Meeting(pk=7), before={"state": "OPEN"}, after={"state": ""}
    )
    audit.record(actor=None, verb="write-resolution", thing=Resolution(pk=4), values={"number": "3/2026"})
    html = office.get("/it/office/done/").content.decode()
    rows = [text_of(row) for row in re.findall(r"<tr>\s*<th scope=\"row\">.*?</tr>", html, re.DOTALL)]
    assert [row.partition("la piattaforma ")[2] for row in rows] == [
        "ha scritto una delibera delibera 3/2026 –",
        "ha dichiarato che mancava il numero legale riunione #7 stato: aperta → –",
        "ha preparato una riunione riunione «Assemblea di marzo» "
        "prima convocazione: 19 dicembre 2026, 15:00 titolo: Assemblea di marzo",
    ]
    assert re.findall(r"governance\.\w+ \d|first_at|\+01:00", html) == []


def test_programs_still_get_names_and_values_as_they_are(office: Client) -> None:
    audit.record(actor=None, verb="plan-meeting", thing=Meeting(pk=7), after=PLANNED)
    item = office.get("/api/v1/events").json()["items"][0]
    assert (item["object"], item["changes"]) == (
        "governance.Meeting 7",
        [
            {"field": "first_at", "before": "–", "after": "2026-12-19 15:00:00+01:00"},
            {"field": "title", "before": "–", "after": "Assemblea di marzo"},
        ],
    )


def test_kinds_are_chosen_in_words_and_an_address_may_name_one_thing(office: Client) -> None:
    for pk in (7, 8):
        audit.record(actor=None, verb="open-meeting", thing=Meeting(pk=pk))
    audit.record(actor=None, verb="draft-minutes", thing=Resolution)
    found = {}
    for thing in ("", "governance.Meeting", "governance.meeting 8", "old.Thing"):
        page = office.get("/it/office/done/", {"thing": thing})
        chosen = re.findall(r'<option value="[^"]*" selected>\s*(.*?)\s*</option>', page.content.decode())
        found[thing] = (page.context["page"].paginator.count, chosen)
    assert found == {
        "": (3, ["tutto"]),
        "governance.Meeting": (2, ["riunione"]),
        "governance.meeting 8": (1, ["governance.meeting #8"]),
        "old.Thing": (0, ["old.Thing"]),
    }


def test_command_lists_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    audit.record(actor=None, verb="plan-meeting", thing=Meeting(pk=7), after=PLANNED)
    call_command("audit", "list", "--lang", "it")
    assert "riunione «Assemblea di marzo»" in capsys.readouterr().out


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_queries(
    count: int, office: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    office.get("/it/office/done/")
    for number in range(count):
        audit.record(actor=UserFactory(), verb="merge", thing=OrganisationFactory(), after={"group": number + 1})
    with django_assert_num_queries(8):
        office.get("/it/office/done/")
