"""Pages of funded projects and of funding won: what everybody reads, the filters, the tables, and who may write."""

from __future__ import annotations

import json
import re
from datetime import date
from html import unescape
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories import UserFactory
from factories.consortium_work import acting_for, firm, share, won
from filiera.competence.models import Evidence
from filiera.funding.models import FundedProject
from filiera.funding.operations.projects import keep_project
from filiera.registry.models import Province
from tests_clock import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def client(user: Any = None) -> Client:
    found = Client()
    if user is not None:
        found.force_login(user)
    return found


def office() -> Client:
    return client(UserFactory(role="OFFICE"))


def text(response: Any) -> str:
    return " ".join(unescape(response.content.decode()).split())


def two() -> tuple[FundedProject, FundedProject]:
    alfa = firm("Alfa", province=Province.objects.get(code="CR"))
    first = keep_project(said=won("Flaconi", share(alfa, 100, leads=True), share("Dehors SA", None)), now=NOW)
    second = keep_project(
        said=won("Riservato", share(firm("Beta"), 50), visibility="MEMBERS", starts_on=date(2023, 1, 1)), now=NOW
    )
    return first, second


def test_list_shows_what_the_reader_may_see_and_finds_by_each_criterion() -> None:
    two()
    visitor, staff = client(), office()
    assert ("Flaconi" in text(visitor.get("/it/projects/")), "Riservato" in text(visitor.get("/it/projects/"))) == (
        True,
        False,
    )
    assert "2023" not in re.findall(r"<option[^>]*>\s*(\d{4})", visitor.get("/it/projects/").content.decode())
    found = {
        "q=flaconi": ["Flaconi"],
        "q=niente": [],
        "programme=Collabora+(esempio)": ["Flaconi", "Riservato"],
        "year=2023": ["Riservato"],
        "year=boh": ["Flaconi", "Riservato"],
        "province=CR": ["Flaconi"],
        "organisation=beta": ["Riservato"],
        "organisation=nessuno": [],
    }
    for query, titles in found.items():
        page = text(staff.get(f"/it/projects/?{query}"))
        assert [one for one in ("Flaconi", "Riservato") if f"{one} </a>" in page or f">{one}</a>" in page] == titles, (
            query
        )


def test_page_says_what_is_not_known_and_hides_whom_the_reader_may_not_see() -> None:
    hidden = firm("Ombra", visibility="BILATERAL")
    row = keep_project(said=won("Flaconi", share(firm("Alfa"), 100), share(hidden, None)), now=NOW)
    page = text(client().get(f"/it/projects/{row.code}/"))
    assert ("Ombra" in page, "1 partner non ti è mostrato" in page) == (False, True)
    assert "Ombra" in text(office().get(f"/it/projects/{row.code}/"))
    assert "not known" in text(client().get(f"/en/projects/{row.code}/"))


def test_page_for_machines_says_the_same_and_no_amount_that_is_not_known() -> None:
    row = keep_project(said=won("Flaconi </script>", share(firm("Alfa"), 100), grant_eur=None), now=NOW)
    page = client().get(f"/it/projects/{row.code}/").content.decode()
    found = json.loads(re.search(r'ld\+json">(.*?)</script>', page, re.DOTALL).group(1))  # type: ignore[union-attr]
    assert (found["@type"], found["name"], found["funding"]) == (
        "ResearchProject",
        "Flaconi </script>",
        {"@type": "MonetaryGrant", "name": "Collabora (esempio)"},
    )
    assert [one["name"] for one in found["member"]] == ["Alfa"]


def test_project_for_members_is_nowhere_for_a_visitor() -> None:
    _first, second = two()
    stranger = client(acting_for(firm("Zeta")))
    for one in (client(), stranger):
        assert one.get(f"/it/projects/{second.code}/").status_code == 404
        assert "Riservato" not in text(one.get("/it/projects/"))
        assert "50" not in one.get("/it/projects/money/years.csv").content.decode()
    assert client(acting_for(firm("Beta"))).get(f"/it/projects/{second.code}/").status_code == 200


def test_office_writes_corrects_and_takes_back_and_nobody_else() -> None:
    firm("Alfa")
    form = {"title_it": "Flaconi", "rows": "3", "organisation-0": "Alfa", "grant-0": "1.000", "source_name": "Decreto"}
    assert client(acting_for(firm("Beta"))).post("/it/office/projects/write/", form).status_code == 404
    staff = office()
    assert staff.post("/it/office/projects/write/", form).status_code == 302
    row = FundedProject.objects.get()
    assert (row.visibility, row.level, row.partners.get().grant_eur) == ("PUBLIC", "OTHER", 1000)
    both = form | {"outside-0": "Anche altro"}
    wrong = staff.post(f"/it/projects/{row.code}/change/", both)
    assert (wrong.status_code, "id_organisation-0-error" in wrong.content.decode()) == (422, True)
    staff.post(f"/it/projects/{row.code}/results/", {"title": "Brevetto", "kind": "", "on": "", "url": ""})
    assert "Brevetto" in text(client().get(f"/it/projects/{row.code}/"))
    for path in ("change/", "results/", "take-back/"):
        assert client(acting_for(firm("Gamma"))).post(f"/it/projects/{row.code}/{path}", {}).status_code == 404
    assert staff.get(f"/it/projects/{row.code}/take-back/").status_code == 302
    assert FundedProject.objects.exists()
    staff.post(f"/it/projects/{row.code}/take-back/")
    assert (FundedProject.objects.count(), Evidence.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("lang", "sentences"),
    [
        (
            "it",
            ["100 € in <em>1 progetto</em>", "Confronto con il periodo precedente", "Cremona", "Che cosa è contato"],
        ),
        ("en", ["€100 in <em>1 project</em>", "Against the period before", "Cremona", "What is counted"]),
    ],
)
def test_money_is_shown_with_its_perimeter_in_both_languages(lang: str, sentences: list[str]) -> None:
    two()
    page = text(client().get(f"/{lang}/projects/money/")).replace("\xa0", " ")
    assert [one for one in sentences if one not in page] == []


def test_money_with_nothing_known_says_so() -> None:
    assert "Ancora nessun progetto finanziato" in text(client().get("/it/projects/money/"))
    keep_project(said=won("Flaconi", share(firm("Alfa"), None)), now=NOW)
    page = text(client().get("/it/projects/money/"))
    assert "Un importo non noto in <em>1 progetto</em>" in page
    assert "Di nessuno dei due periodi è noto un importo." in page


def test_tables_are_taken_away() -> None:
    two()
    rows = client().get("/it/projects/money/provinces.csv").content.decode("utf-8-sig").splitlines()
    assert rows == ["Provincia;Contributi, EUR;Contributi noti;Contributi non noti;Progetti", "Cremona;100,00;1;0;1"]
    english = client().get("/en/projects/money/provinces.csv").content.decode("utf-8-sig").splitlines()
    assert english[1] == "Cremona,100.00,1,0,1"
    for part in ("programmes", "years", "periods"):
        assert client().get(f"/it/projects/money/{part}.csv").status_code == 200
    assert client().get("/it/projects/money/other.csv").status_code == 404


@pytest.mark.parametrize(("path", "queries"), [("/it/projects/", 7), ("/it/projects/money/", 9)])
@pytest.mark.parametrize("number", [1, 3])
def test_pages_ask_the_same_however_many_projects(number: int, path: str, queries: int) -> None:
    alfa = firm("Alfa", province=Province.objects.get(code="CR"))
    for place in range(number):
        keep_project(said=won(f"Progetto {place}", share(alfa, 100)), now=NOW)
    one = client()
    one.get(path)
    with CaptureQueriesContext(connection) as asked:
        one.get(path)
    assert len(asked) == queries
